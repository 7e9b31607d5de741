//! What the entry of a document must say: its terms and columns, summed up.

use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

use tantivy::TantivyDocument;
use tantivy::schema::Field;
use tantivy::schema::FieldEntry;
use tantivy::schema::FieldType;
use tantivy::schema::IndexRecordOption;
use tantivy::schema::Schema;
use tantivy::schema::Value;
use tantivy::tokenizer::TokenizerManager;

use crate::document::Document;
use crate::document::Page;
use crate::search::analysis;
use crate::search::audit::Entry;
use crate::search::local::writer::entry;
use crate::search::schema;
use crate::search::schema::Fields;

/// Tantivy keeps no longer terms.
const LONGEST_TERM: usize = u16::MAX as usize - 5;

/// What the entry of a document must say.
pub struct Expected {
    schema: Schema,
    fields: Option<Fields>,
    tokenizers: TokenizerManager,
}

impl Default for Expected {
    fn default() -> Self {
        let schema = schema::build();
        Self {
            fields: Fields::of(&schema),
            schema,
            tokenizers: analysis::tokenizers(),
        }
    }
}

impl Expected {
    /// The entry this document must have.
    #[must_use]
    pub fn entry(&self, document: &Document, pages: &[Page]) -> Entry {
        let sum = self.fields.as_ref().map_or(0, |fields| {
            let entry = entry(fields, document, pages);
            self.columns(&entry).wrapping_add(self.terms(&entry))
        });
        Entry {
            sequence: document.sequence,
            content: sum,
        }
    }

    fn columns(&self, entry: &TantivyDocument) -> u64 {
        let mut sum = 0_u64;
        for (field, value) in entry.field_values() {
            let described = self.schema.get_field_entry(field);
            if !described.is_fast() {
                continue;
            }
            let text = value.as_str().map(str::to_owned);
            let number = value.as_u64().map(|number| number.to_string());
            let signed = value.as_i64().map(|number| number.to_string());
            let value = text.or(number).or(signed).unwrap_or_default();
            sum = sum.wrapping_add(column(described.name(), &value));
        }
        sum
    }

    fn terms(&self, entry: &TantivyDocument) -> u64 {
        let mut sum = 0_u64;
        for (field, record) in indexed(&self.schema) {
            let tokenizer = match self.schema.get_field_entry(field).field_type() {
                FieldType::Str(options) => options
                    .get_indexing_options()
                    .and_then(|options| self.tokenizers.get(options.tokenizer())),
                _ => None,
            };
            let Some(mut tokenizer) = tokenizer else {
                continue;
            };
            let mut terms: HashMap<String, Vec<u32>> = HashMap::new();
            for value in entry.get_all(field) {
                let mut stream = tokenizer.token_stream(value.as_str().unwrap_or_default());
                stream.process(&mut |token| {
                    if token.text.len() <= LONGEST_TERM {
                        let position = u32::try_from(token.position).unwrap_or(u32::MAX);
                        terms.entry(token.text.clone()).or_default().push(position);
                    }
                });
            }
            for (term, positions) in terms {
                let frequency = match record.has_freq() {
                    true => u32::try_from(positions.len()).unwrap_or(u32::MAX),
                    false => 1,
                };
                let positions = match record.has_positions() {
                    true => positions.as_slice(),
                    false => &[],
                };
                let part = part(field, term.as_bytes(), frequency, positions);
                sum = sum.wrapping_add(part);
            }
        }
        sum
    }
}

/// The fields with terms, and what is kept of each term.
pub(super) fn indexed(schema: &Schema) -> Vec<(Field, IndexRecordOption)> {
    let option = |(field, entry): (Field, &FieldEntry)| {
        let option = entry.field_type().get_index_record_option()?;
        Some((field, option))
    };
    schema.fields().filter_map(option).collect()
}

/// What a term adds to the sum.
pub(super) fn part(field: Field, term: &[u8], frequency: u32, positions: &[u32]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (field.field_id(), term, frequency, positions).hash(&mut hasher);
    hasher.finish()
}

/// What a column's value adds to the sum.
pub(super) fn column(name: &str, value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (name, value).hash(&mut hasher);
    hasher.finish()
}

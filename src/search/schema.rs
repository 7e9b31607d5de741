//! The fields of the index: what each holds, how it is analysed, and their list for `index/`.

use tantivy::schema::FAST;
use tantivy::schema::Field;
use tantivy::schema::IndexRecordOption;
use tantivy::schema::STRING;
use tantivy::schema::Schema;
use tantivy::schema::SchemaBuilder;
use tantivy::schema::TextFieldIndexing;
use tantivy::schema::TextOptions;

use crate::search::analysis;
use crate::search::prose::Prose;
use crate::search::prose::ProseField;

/// Version of fields and analysis together. An index made by another version is rebuilt.
pub const VERSION: u32 = 3;

/// The fields, by the name the code calls them.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub id: Field,
    pub sequence: Field,
    pub tie: Field,
    pub id_end: Field,
    pub own: Field,
    pub cites: Field,
    title: Pair,
    about: Pair,
    text: Pair,
    pub day: Field,
    pub kind: Field,
    pub system: Field,
    pub bodies: Field,
    pub holding: Field,
}

/// The two fields of a text.
#[derive(Clone, Copy)]
struct Pair {
    singles: Field,
    pairs: Field,
}

/// One row of `index/schema.json`.
struct Row {
    name: &'static str,
    analysis: &'static str,
    holds: &'static str,
}

const ROWS: [Row; 17] = [
    Row {
        name: "id",
        analysis: "as is",
        holds: "the document's id",
    },
    Row {
        name: "sequence",
        analysis: "column",
        holds: "the store's sequence number of this state of the document",
    },
    Row {
        name: "tie",
        analysis: "column",
        holds: "first 16 digits of the id: the order of documents equal in everything else",
    },
    Row {
        name: "id_end",
        analysis: "column",
        holds: "last 4 digits of the id",
    },
    Row {
        name: "own",
        analysis: "as is",
        holds: "keys of the document's own number, one term a tier (see `search/keys.rs`)",
    },
    Row {
        name: "cites",
        analysis: "as is",
        holds: "the same keys of every number the document cites, one more of each it cites in full, and one of each it acts on",
    },
    Row {
        name: "title",
        analysis: "syllables, with positions",
        holds: "subject (trích yếu)",
    },
    Row {
        name: "title_pairs",
        analysis: "pairs",
        holds: "subject (trích yếu)",
    },
    Row {
        name: "about",
        analysis: "syllables, with positions",
        holds: "kind, number, issuing bodies, place, year: what is said of the document in names",
    },
    Row {
        name: "about_pairs",
        analysis: "pairs",
        holds: "the same",
    },
    Row {
        name: "text",
        analysis: "syllables, with positions",
        holds: "everything: the two above and all pages but their headers and footers",
    },
    Row {
        name: "text_pairs",
        analysis: "pairs",
        holds: "the same",
    },
    Row {
        name: "day",
        analysis: "column, sorted, newest first",
        holds: "first day the date of issue can mean, in days since 1970-01-01; the least value when unknown",
    },
    Row {
        name: "kind",
        analysis: "column of names",
        holds: "id of the kind; empty when unknown",
    },
    Row {
        name: "system",
        analysis: "column of names",
        holds: "party, state or mass; empty when unknown",
    },
    Row {
        name: "bodies",
        analysis: "column of names",
        holds: "each issuing body's id with its superiors, `id>parent>…`, a line a body; empty when unknown",
    },
    Row {
        name: "holding",
        analysis: "column of names",
        holds: "what decides who may be shown it: its circulation marks, then a line for each folder it came from",
    },
];

impl Fields {
    /// The fields of a schema made by [`build`]; none if it is another one.
    pub fn of(schema: &Schema) -> Option<Self> {
        let field = |name: &str| schema.get_field(name).ok();
        let prose = |prose: Prose| {
            Some(Pair {
                singles: field(prose.singles().name())?,
                pairs: field(prose.pairs().name())?,
            })
        };
        Some(Self {
            id: field("id")?,
            sequence: field("sequence")?,
            tie: field(TIE)?,
            id_end: field(ID_END)?,
            own: field("own")?,
            cites: field("cites")?,
            title: prose(Prose::Title)?,
            about: prose(Prose::About)?,
            text: prose(Prose::Text)?,
            day: field("day")?,
            kind: field("kind")?,
            system: field("system")?,
            bodies: field(BODIES)?,
            holding: field(HOLDING)?,
        })
    }

    /// A field of prose.
    pub fn prose(&self, field: ProseField) -> Field {
        let pair = match field.prose {
            Prose::Title => self.title,
            Prose::About => self.about,
            Prose::Text => self.text,
        };
        match field.pairs {
            true => pair.pairs,
            false => pair.singles,
        }
    }
}

/// The schema, as tantivy keeps it.
pub(super) fn build() -> Schema {
    let mut schema = Schema::builder();
    schema.add_text_field("id", STRING);
    schema.add_u64_field("sequence", FAST);
    schema.add_u64_field(TIE, FAST);
    schema.add_u64_field(ID_END, FAST);
    schema.add_text_field("own", STRING);
    schema.add_text_field("cites", STRING);
    for text in Prose::ALL {
        prose(&mut schema, text.singles().name(), text.pairs().name());
    }
    schema.add_i64_field(DAY, FAST);
    for name in [KIND, SYSTEM, BODIES, HOLDING] {
        schema.add_text_field(name, TextOptions::default().set_fast("raw"));
    }
    schema.build()
}

/// The column documents are sorted by.
pub(super) const DAY: &str = "day";
/// Column of kinds.
pub(super) const KIND: &str = "kind";
/// Column of systems.
pub(super) const SYSTEM: &str = "system";
/// Column of bodies.
pub(super) const BODIES: &str = "bodies";
/// Column of where documents lie and what they bear.
pub(super) const HOLDING: &str = "holding";
/// Column that orders documents equal in everything else, whenever they were indexed.
pub(super) const TIE: &str = "tie";
/// Column of the digits of the id that [`TIE`] has not.
pub(super) const ID_END: &str = "id_end";
/// Column of the store's sequence numbers.
pub(super) const SEQUENCE: &str = "sequence";

fn prose(schema: &mut SchemaBuilder, singles: &str, pairs: &str) {
    let analysed = |tokeniser: &str, record: IndexRecordOption| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokeniser)
                .set_index_option(record),
        )
    };
    schema.add_text_field(
        singles,
        analysed(analysis::SINGLES, IndexRecordOption::WithFreqsAndPositions),
    );
    schema.add_text_field(
        pairs,
        analysed(analysis::PAIRS, IndexRecordOption::WithFreqs),
    );
}

/// `index/schema.json`: the fields for a reader who does not know the code.
#[must_use]
pub fn as_json() -> String {
    let rows: Vec<String> = ROWS
        .iter()
        .map(|row| {
            format!(
                "    {{\"name\": \"{}\", \"analysis\": \"{}\", \"holds\": \"{}\"}}",
                row.name, row.analysis, row.holds
            )
        })
        .collect();
    format!(
        "{{\n  \"version\": {VERSION},\n  \"fields\": [\n{}\n  ]\n}}\n",
        rows.join(",\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_list_is_the_code() {
        assert_eq!(as_json(), include_str!("../../index/schema.json"));
    }

    #[test]
    fn every_field_is_listed() {
        let schema = build();
        let built: Vec<&str> = schema.fields().map(|(_, entry)| entry.name()).collect();
        let listed: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
        assert_eq!(built, listed);
        assert!(Fields::of(&schema).is_some());
    }
}

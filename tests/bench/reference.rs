//! R: what the engine alone does with the same texts. Raw tantivy, one field of folded syllables,
//! dates as a range, three facets by its own aggregation.

use std::collections::BTreeMap;
use std::fs;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::ops::Bound;
use std::path::Path;
use std::path::PathBuf;

use serde_json::json;
use tantivy::IndexReader;
use tantivy::IndexWriter;
use tantivy::Order;
use tantivy::TantivyDocument;
use tantivy::Term;
use tantivy::aggregation::AggregationCollector;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::agg_result::AggregationResults;
use tantivy::collector::Collector;
use tantivy::collector::Count;
use tantivy::collector::TopDocs;
use tantivy::query::AllQuery;
use tantivy::query::BooleanQuery;
use tantivy::query::PhraseQuery;
use tantivy::query::Query;
use tantivy::query::RangeQuery;
use tantivy::query::TermQuery;
use tantivy::schema::FAST;
use tantivy::schema::Field;
use tantivy::schema::INDEXED;
use tantivy::schema::IndexRecordOption;
use tantivy::schema::STORED;
use tantivy::schema::STRING;
use tantivy::schema::Schema;
use tantivy::schema::TextFieldIndexing;
use tantivy::schema::TextOptions;
use tantivy::tokenizer::TextAnalyzer;
use vankho::document::Document;
use vankho::search::whole_text;
use vankho::store::Order as Listed;
use vankho::store::Store;

use crate::fold::Folder;
use crate::fold::folded;
use crate::question::Class;
use crate::question::Question;
use crate::question::Told;

/// Raised when its fields change.
const VERSION: u32 = 2;
const MEMORY: usize = 240_000_000;

#[derive(Clone, Copy)]
pub struct Fields {
    pub text: Field,
    number: Field,
    kind: Field,
    body: Field,
    year: Field,
    day: Field,
    sequence: Field,
}

pub struct Reference {
    reader: IndexReader,
    fields: Fields,
    facets: Aggregations,
    pub folder: PathBuf,
}

/// What it answers, as it comes out of the engine.
pub struct Answer {
    top: Vec<tantivy::DocAddress>,
    total: usize,
    facets: AggregationResults,
}

/// One paper, ready to be indexed.
pub struct Entry {
    pub text: String,
    pub number: String,
    pub kind: String,
    pub bodies: Vec<String>,
    pub year: i64,
    pub day: i64,
    pub sequence: u64,
}

impl Entry {
    pub fn of(document: &Document, text: String) -> Self {
        let description = &document.description;
        let date = description.issued_on.map(|date| date.first_day());
        let day = date.map(|date| {
            jiff::civil::date(1970, 1, 1)
                .until(date)
                .unwrap()
                .get_days()
        });
        let named = |id: Option<String>| id.unwrap_or_default();
        let bodies = description.issuing_body.iter();
        let bodies = bodies.chain(&description.joint_bodies);
        Self {
            text,
            number: named(
                description
                    .number
                    .as_ref()
                    .map(|number| key(&number.printed)),
            ),
            kind: named(description.kind.as_ref().map(ToString::to_string)),
            bodies: bodies.map(|body| body.id.to_string()).collect(),
            year: date.map_or(0, |date| i64::from(date.year())),
            day: day.map_or(i64::from(i32::MIN), i64::from),
            sequence: document.sequence,
        }
    }
}

/// A number in any spelling: folded, without zeros in front.
pub fn key(number: &str) -> String {
    let words = folded(number);
    let words = words.iter().map(|word| word.trim_start_matches('0'));
    words.collect::<Vec<_>>().join(" ")
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("fold")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let prose = TextOptions::default()
        .set_indexing_options(indexing)
        .set_stored();
    let named = TextOptions::default().set_fast("raw");
    let fields = Fields {
        text: schema.add_text_field("text", prose),
        number: schema.add_text_field("number", STRING | STORED),
        kind: schema.add_text_field("kind", named.clone()),
        body: schema.add_text_field("body", named),
        year: schema.add_i64_field("year", FAST),
        day: schema.add_i64_field("day", FAST | INDEXED),
        sequence: schema.add_u64_field("sequence", FAST),
    };
    (schema.build(), fields)
}

impl Reference {
    /// The reference over an archive's stored texts: built once, found again.
    pub fn of(archive: &Path) -> Self {
        let store = Store::open(archive).unwrap();
        let state = format!("{} {}", store.count().unwrap(), store.sequence().unwrap());
        let mut name = DefaultHasher::new();
        (VERSION, &state, archive).hash(&mut name);
        let folder = crate::record::folder().join(format!("r-{:016x}", name.finish()));
        if !folder.join("meta.json").exists() {
            drop(fs::remove_dir_all(&folder));
            println!("building R of {state} papers in {}", folder.display());
            let building = folder.with_extension("building");
            drop(fs::remove_dir_all(&building));
            let documents = store
                .all_documents(Listed::Sequence)
                .unwrap()
                .map(Result::unwrap);
            let entries = documents.map(|document| {
                let pages = store.pages(&document.id).unwrap().unwrap();
                let text = whole_text(&document.description, &pages);
                Entry::of(&document, text)
            });
            build(&building, entries);
            fs::rename(&building, &folder).unwrap();
        }
        Self::open(&folder)
    }

    pub fn open(folder: &Path) -> Self {
        let mut index = tantivy::Index::open_in_dir(folder).unwrap();
        register(&mut index);
        let terms = |field: &str| json!({"terms": {"field": field, "size": 5000}});
        let facets = json!({"kind": terms("kind"), "body": terms("body"), "year": terms("year")});
        Self {
            reader: index.reader().unwrap(),
            fields: schema().1,
            facets: serde_json::from_value(facets).unwrap(),
            folder: folder.to_owned(),
        }
    }

    pub fn segments(&self) -> usize {
        self.reader.searcher().segment_readers().len()
    }

    fn query(&self, question: &Question) -> Box<dyn Query> {
        let fields = self.fields;
        let terms = |field| move |word: &String| Term::from_field_text(field, word);
        let mut parts: Vec<Box<dyn Query>> = Vec::new();
        match question.class {
            Class::Number => {
                let term = Term::from_field_text(fields.number, &key(&question.text));
                parts.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
            }
            Class::Phrase => {
                let words = folded(&question.text);
                parts.push(Box::new(PhraseQuery::new(
                    words.iter().map(terms(fields.text)).collect(),
                )));
            }
            Class::Words(_) | Class::Browse => {
                let mut words = folded(&question.text);
                words.sort();
                words.dedup();
                let scored = |term| TermQuery::new(term, IndexRecordOption::WithFreqs);
                let words = words.iter().map(terms(fields.text)).map(scored);
                parts.extend(words.map(|query| Box::new(query) as Box<dyn Query>));
            }
        }
        if let Some((first, last)) = question.days() {
            let bound = |day| Bound::Included(Term::from_field_i64(fields.day, day));
            parts.push(Box::new(RangeQuery::new(bound(first), bound(last))));
        }
        match parts.len() {
            0 => Box::new(AllQuery),
            1 => parts.remove(0),
            _ => Box::new(BooleanQuery::intersection(parts)),
        }
    }

    /// Top ten, total and facets; the best first, or the newest where there are no words.
    pub fn ask(&self, question: &Question) -> Answer {
        match question.class {
            Class::Browse => self.newest(question),
            _ => self.run(question, TopDocs::with_limit(10).order_by_score()),
        }
    }

    /// The same, the newest first.
    pub fn newest(&self, question: &Question) -> Answer {
        let newest = TopDocs::with_limit(10).order_by_fast_field::<i64>("day", Order::Desc);
        self.run(question, newest)
    }

    fn run<T: Send + 'static>(
        &self,
        question: &Question,
        top: impl Collector<Fruit = Vec<(T, tantivy::DocAddress)>>,
    ) -> Answer {
        let facets = AggregationCollector::from_aggs(self.facets.clone(), Default::default());
        let query = self.query(question);
        let searcher = self.reader.searcher();
        let (top, total, facets) = searcher.search(&query, &(top, Count, facets)).unwrap();
        Answer {
            top: top.into_iter().map(|(_, address)| address).collect(),
            total,
            facets,
        }
    }

    /// The answer in the terms both are compared in.
    pub fn told(&self, answer: &Answer) -> Told {
        let searcher = self.reader.searcher();
        let top = answer.top.iter().map(|address| {
            let segment = searcher.segment_reader(address.segment_ord);
            let read = segment.fast_fields().u64("sequence").unwrap();
            read.first(address.doc_id).unwrap()
        });
        let facets = serde_json::to_value(&answer.facets).unwrap();
        let counts = |name: &str| -> BTreeMap<String, u64> {
            let buckets = facets[name]["buckets"].as_array().unwrap().iter();
            let key = |bucket: &serde_json::Value| match &bucket["key"] {
                serde_json::Value::String(key) => key.clone(),
                key => format!("{}", key.as_f64().unwrap() as i64),
            };
            let counted =
                buckets.map(|bucket| (key(bucket), bucket["doc_count"].as_u64().unwrap()));
            counted
                .filter(|(key, _)| !key.is_empty() && key != "0")
                .collect()
        };
        Told {
            total: answer.total as u64,
            top: top.collect(),
            kinds: counts("kind"),
            bodies: counts("body"),
            years: counts("year"),
        }
    }
}

/// Indexes entries with two threads and waits until it is durable and merged.
pub fn build(folder: &Path, entries: impl Iterator<Item = Entry>) {
    fs::create_dir_all(folder).unwrap();
    let (schema, fields) = schema();
    let mut index = tantivy::Index::create_in_dir(folder, schema).unwrap();
    register(&mut index);
    let mut writer: IndexWriter = index.writer_with_num_threads(2, MEMORY).unwrap();
    for entry in entries {
        let mut document = TantivyDocument::new();
        document.add_text(fields.text, entry.text);
        document.add_text(fields.number, entry.number);
        document.add_text(fields.kind, entry.kind);
        for body in entry.bodies {
            document.add_text(fields.body, body);
        }
        document.add_i64(fields.year, entry.year);
        document.add_i64(fields.day, entry.day);
        document.add_u64(fields.sequence, entry.sequence);
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
}

fn register(index: &mut tantivy::Index) {
    let manager = index.tokenizers().clone();
    manager.register("fold", TextAnalyzer::from(Folder::default()));
    index.set_tokenizers(manager);
}

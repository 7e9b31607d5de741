//! Lines to try out, made from what the archive holds: each finds something.

use crate::archive::Archive;
use crate::archive::Document;
use crate::archive::Error;
use crate::archive::names::document_title;
use crate::archive::names::kind_name;
use crate::document::DocumentNumber;
use crate::search::Request;
use crate::text::fold::fold;

/// Papers that are looked through for one that is good to learn by.
const LOOKED_THROUGH: usize = 50;
/// Words of a subject that make an example.
const WORDS: usize = 4;
/// What subjects begin with, whatever they are about.
const SAY_NOTHING: [&str; 11] = [
    "", "v", "v/v", "ve", "viec", "ban", "hanh", "quy", "dinh", "phe", "duyet",
];

/// Lines to type, with what they are made from. A list without lines means nothing fits.
#[derive(Debug, Default)]
pub struct Examples {
    /// The paper they are made from.
    pub title: String,
    /// Its number in several spellings.
    pub numbers: Vec<String>,
    /// Kinds, bodies and times that stand together.
    pub descriptions: Vec<String>,
    /// Words of its subject, with marks and without.
    pub words: Vec<String>,
    /// The same words as a phrase.
    pub phrases: Vec<String>,
    /// Bodies that issued most, by id and name.
    pub bodies: Vec<(String, String)>,
    /// Kinds there are most of, by id and name.
    pub kinds: Vec<(String, String)>,
    /// The year there are most papers of.
    pub year: Option<i16>,
}

impl Archive {
    /// Lines that find something among the papers the caller may see; none where there are no papers.
    ///
    /// # Errors
    /// When the archive cannot be searched.
    pub fn examples(&self) -> Result<Option<Examples>, Error> {
        let all = self.search(&Request::of(String::new(), LOOKED_THROUGH))?;
        let papers = all.hits.iter().map(|hit| &hit.document);
        let Some(paper) = papers.max_by_key(|paper| worth(paper)) else {
            return Ok(None);
        };
        let mut bodies: Vec<_> = all.facets.body.iter().filter(|one| one.count > 0).collect();
        bodies.sort_by_key(|body| std::cmp::Reverse(body.count));
        let bodies = bodies.into_iter().take(3);
        let kinds = all.facets.kind.iter().take(3);
        let subject = words(paper);
        let phrase = format!("\"{subject}\"");
        Ok(Some(Examples {
            title: document_title(paper),
            numbers: self.that_find(&numbers(paper))?,
            descriptions: self.that_find(&descriptions(paper))?,
            words: self.that_find(&[subject.clone(), fold(&subject)])?,
            phrases: self.that_find(&[phrase])?,
            bodies: bodies
                .map(|body| (body.id.as_str().to_owned(), body.name.clone()))
                .collect(),
            kinds: kinds
                .map(|one| (one.id.clone(), one.name.clone()))
                .collect(),
            year: all
                .facets
                .year
                .iter()
                .max_by_key(|year| year.count)
                .map(|year| year.value),
        }))
    }

    /// The lines that find something, each once.
    fn that_find(&self, lines: &[String]) -> Result<Vec<String>, Error> {
        let mut good: Vec<String> = Vec::new();
        for line in lines {
            let new = !line.trim_matches('"').is_empty() && !good.contains(line);
            if new && self.search(&Request::of(line.clone(), 1))?.total > 0 {
                good.push(line.clone());
            }
        }
        Ok(good)
    }
}

/// How much can be shown by a paper.
fn worth(paper: &Document) -> usize {
    let description = &paper.description;
    let number = description.number.as_ref();
    let number = number.is_some_and(|number| number.canonical().is_some());
    [
        number,
        description.kind.is_some(),
        description.issuing_body.is_some(),
        description.issued_on.is_some(),
        words(paper).split(' ').count() == WORDS,
    ]
    .into_iter()
    .filter(|good| *good)
    .count()
}

/// `238-QĐ/TW`, `qđ 238 tw`, `238 qd tw`.
fn numbers(paper: &Document) -> Vec<String> {
    let Some(number) = &paper.description.number else {
        return Vec::new();
    };
    let mut spellings = vec![number.to_string()];
    if let DocumentNumber {
        serial: Some(serial),
        kind_code: Some(kind),
        body_code: Some(body),
        ..
    } = number
    {
        spellings.push(format!("{kind} {serial} {body}").to_lowercase());
        spellings.push(fold(&format!("{serial} {kind} {body}")));
    }
    spellings
}

/// `quyết định ban bí thư năm 2020`, `quyết định tháng 9/2020`.
fn descriptions(paper: &Document) -> Vec<String> {
    let description = &paper.description;
    let kind = description.kind.as_ref().map(kind_name);
    let Some((kind, date)) = kind.zip(description.issued_on) else {
        return Vec::new();
    };
    let kind = kind.to_lowercase();
    let body = description.issuing_body.as_ref();
    let body = body.map(|body| format!("{kind} {} năm {}", body.name.to_lowercase(), date.year()));
    body.into_iter()
        .chain([
            format!("{kind} năm {}", date.year()),
            format!("{kind} ngày {}", date.vietnamese()),
        ])
        .collect()
}

/// The first words of a subject that say something.
fn words(paper: &Document) -> String {
    let subject = paper.description.subject.as_deref().unwrap_or_default();
    let words = subject
        .split_whitespace()
        .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()))
        .skip_while(|word| SAY_NOTHING.contains(&fold(word).as_str()))
        .take_while(|word| !word.is_empty());
    let words: Vec<String> = words.take(WORDS).map(str::to_lowercase).collect();
    words.join(" ")
}

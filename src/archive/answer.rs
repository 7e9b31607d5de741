//! Questions and answers: what search finds, with what the store knows of it.

use crate::archive::Archive;
use crate::archive::Document;
use crate::archive::Error;
use crate::archive::Kin;
use crate::archive::Validity;
use crate::archive::names;
use crate::archive::names::kind_name;
use crate::document::DocumentId;
use crate::document::Page;
use crate::search;
use crate::search::Cursor;
use crate::search::Hit;
use crate::search::Matcher;
use crate::search::Request;
use crate::search::Segment;
use crate::search::Tier;
use crate::search::Understood;
use crate::search::mark;
use crate::search::snippet;
use crate::store::Opening;
use crate::store::OriginalFile;
use crate::store::Originals;
use crate::vocabulary::BodyId;

/// Characters of a snippet.
const SNIPPET: usize = 240;
/// Bytes of a text among which a snippet is looked for first: some twenty pages.
const BEGINNING: usize = 64 << 10;

/// The answer to a search.
pub struct Answer {
    /// What the box made of what was typed.
    pub understood: Understood,
    /// Exact number of documents found.
    pub total: u64,
    /// This page of them.
    pub hits: Vec<ShownHit>,
    /// Exact counts over everything found.
    pub facets: Facets,
    /// Where the next page starts; none on the last one.
    pub next: Option<Cursor>,
    /// The one document a number can only mean, if so.
    pub direct: Option<DocumentId>,
    /// What the chosen body or province was before or became, with what they would find.
    pub kin: Vec<Kin>,
    /// Papers a number that finds nothing may have been meant for.
    pub near: Vec<Document>,
    /// No paper bears the number; those found cite it.
    pub only_cited: bool,
    /// Where nothing is found: each condition without which something is, by the name of its field, with
    /// how much.
    pub elsewhere: Vec<(&'static str, u64)>,
}

/// A document found, with what is shown of it.
pub struct ShownHit {
    /// The document, without what it cites.
    pub document: Document,
    /// Why it stands where it stands: 1 the very number … 10 words only.
    pub tier: u8,
    /// Comparable within one answer only.
    pub score: f32,
    /// Whether it is known to be no longer in force.
    pub validity: Validity,
    /// A piece of its text around what was searched for.
    pub snippet: Vec<Segment>,
}

/// Counts over everything found, with names for people.
#[derive(Default)]
pub struct Facets {
    /// By system.
    pub system: Vec<Count>,
    /// By issuing body, as a tree.
    pub body: Vec<BodyCount>,
    /// By province of the issuing body.
    pub place: Vec<Count>,
    /// By kind.
    pub kind: Vec<Count>,
    /// By year, newest first.
    pub year: Vec<YearCount>,
}

/// Documents of one named value.
pub struct Count {
    /// Id to filter by.
    pub id: String,
    /// Vietnamese name.
    pub name: String,
    /// Documents.
    pub count: u64,
}

/// Documents of a body and its subordinates.
#[derive(Debug, Clone)]
pub struct BodyCount {
    /// Id to filter by.
    pub id: BodyId,
    /// Vietnamese name.
    pub name: String,
    /// Documents of the body and its subordinates, each once.
    pub count: u64,
    /// Subordinates that have documents.
    pub children: Vec<BodyCount>,
}

/// Documents of a year.
pub struct YearCount {
    /// The year.
    pub value: i16,
    /// Documents.
    pub count: u64,
}

/// An original as it is handed out.
pub struct Original {
    originals: Originals,
    /// The name it came with, without folders.
    pub file_name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub digest: String,
}

impl Original {
    /// Its bytes, as a file on this machine; from elsewhere they are fetched.
    pub fn fetch(&self) -> Result<OriginalFile, Error> {
        Ok(self.originals.fetch(&self.digest)?)
    }
}

impl Archive {
    /// Finds documents.
    pub fn search(&self, request: &Request) -> Result<Answer, Error> {
        let at_home = Request {
            home: request.home.clone().or_else(|| self.home.clone()),
            ..request.clone()
        };
        let page = self.index.search(&at_home)?;
        let ids: Vec<DocumentId> = page.hits.iter().map(|hit| hit.id.clone()).collect();
        let papers = self.papers().openings(&ids, BEGINNING)?;
        let number = page
            .understood
            .number
            .as_deref()
            .or(request.number.as_deref());
        let matcher = Matcher::of(&request.q, number);
        let mut hits = Vec::with_capacity(page.hits.len());
        for (hit, paper) in page.hits.iter().zip(papers) {
            // Deleted since the index was written: the index will follow.
            let Some(paper) = paper else {
                continue;
            };
            let (snippet, document) = self.shown(paper, &matcher)?;
            hits.push(ShownHit {
                snippet,
                validity: self.validity(&document)?,
                tier: hit.tier.rank(),
                score: hit.score,
                document,
            });
        }
        let near = match page.total {
            0 => self.near(&page.understood)?,
            _ => Vec::new(),
        };
        let first = page.hits.first().map(|hit| hit.tier);
        let only_cited = match number {
            // The order, a filter or the year typed with it may have left out papers that bear it.
            Some(number) if first == Some(Tier::Cites) && request.cursor.is_none() => {
                self.index.numbers(number, None)?.is_empty()
            }
            _ => false,
        };
        Ok(Answer {
            only_cited,
            elsewhere: match page.total {
                0 => self.elsewhere(&at_home)?,
                _ => Vec::new(),
            },
            kin: self.kin(request)?,
            near,
            facets: self.named(&page.facets)?,
            understood: page.understood,
            total: page.total,
            hits,
            next: page.next,
            direct: page.direct,
        })
    }

    /// A piece of a paper around what was looked for: of its beginning, where all of that stands
    /// together there; else of all its text.
    fn shown(&self, paper: Opening, matcher: &Matcher) -> Result<(Vec<Segment>, Document), Error> {
        let of = |paper: &Opening| {
            let text = crate::describe::text_of(&paper.pages);
            snippet(&text, !paper.whole, matcher, SNIPPET)
        };
        let first = of(&paper);
        if paper.whole || first.complete {
            return Ok((first.segments, paper.document));
        }
        let paper = self.papers().rest(paper)?;
        Ok((of(&paper).segments, paper.document))
    }

    /// The documents of hits, each in its place.
    pub(super) fn found(&self, hits: &[Hit]) -> Result<Vec<Option<Document>>, Error> {
        let ids: Vec<DocumentId> = hits.iter().map(|hit| hit.id.clone()).collect();
        self.papers().documents(&ids)
    }

    fn named(&self, facets: &search::Facets) -> Result<Facets, Error> {
        let system = facets.system.iter().map(|one| Count {
            id: one.value.code().to_owned(),
            name: one.value.name().to_owned(),
            count: one.count,
        });
        let place = facets.place.iter().map(|one| Count {
            id: one.value.to_owned(),
            name: names::place_name(one.value),
            count: one.count,
        });
        let kind = facets.kind.iter().map(|one| Count {
            id: one.value.as_str().to_owned(),
            name: kind_name(&one.value),
            count: one.count,
        });
        let year = facets.year.iter().map(|one| YearCount {
            value: one.value,
            count: one.count,
        });
        Ok(Facets {
            system: system.collect(),
            body: self.named_bodies(&facets.body)?,
            place: place.collect(),
            kind: kind.collect(),
            year: year.collect(),
        })
    }

    fn named_bodies(&self, bodies: &[search::BodyCount]) -> Result<Vec<BodyCount>, Error> {
        let named = bodies.iter().map(|body| {
            Ok(BodyCount {
                id: body.id.clone(),
                name: self.body_name(&body.id)?,
                count: body.count,
                children: self.named_bodies(&body.children)?,
            })
        });
        named.collect()
    }

    /// A body's name: the vocabulary's, else the one its papers print.
    pub fn body_name(&self, id: &BodyId) -> Result<String, Error> {
        if let Some(name) = names::body_in_vocabulary(id) {
            return Ok(name);
        }
        let printed = self.papers().printed_body_name(id)?;
        let made_of_name = || id.as_str().trim_start_matches("ten:").replace('-', " ");
        Ok(printed.unwrap_or_else(made_of_name))
    }

    /// One document.
    pub fn document(&self, id: &DocumentId) -> Result<Document, Error> {
        self.papers().existing(id)
    }

    /// All documents, in the order of their dates.
    pub fn documents(
        &self,
    ) -> Result<impl Iterator<Item = Result<Document, Error>> + use<>, Error> {
        self.papers().all(crate::store::Order::IssuedOn)
    }

    /// A document's text.
    pub fn pages(&self, id: &DocumentId) -> Result<Vec<Page>, Error> {
        self.papers().pages(id)
    }

    /// A document's text, page by page, cut where what `query` looks for begins and ends.
    pub fn marked_pages(&self, id: &DocumentId, query: &str) -> Result<Vec<Vec<Segment>>, Error> {
        let matcher = Matcher::of(query, None);
        let pages = self.pages(id)?;
        Ok(pages
            .iter()
            .map(|page| mark(&page.text(), &matcher))
            .collect())
    }

    /// A document's original: what it is called, and how to get it.
    pub fn original(&self, id: &DocumentId) -> Result<Original, Error> {
        let document = self.document(id)?;
        let source = document.sources.first().map_or("", String::as_str);
        let name = source.rsplit('/').next().unwrap_or_default();
        let file_name = match name.is_empty() {
            true => format!("{id}.{}", document.format),
            false => crate::text::normalise::display(name),
        };
        Ok(Original {
            originals: self.store().originals().clone(),
            file_name,
            // Formats are named after the extensions they usually have.
            media_type: mime_guess::from_ext(&document.format)
                .first_raw()
                .unwrap_or("application/octet-stream"),
            digest: document.digest,
        })
    }

    /// The documents that bear this number, in any spelling, latest first.
    pub fn numbered(&self, number: &str) -> Result<Vec<Document>, Error> {
        let hits = self.index.numbers(number, self.home.clone())?;
        Ok(self.found(&hits)?.into_iter().flatten().collect())
    }
}

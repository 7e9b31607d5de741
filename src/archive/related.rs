//! What stands beside a paper: those before and after it in its number series, and those about the same.

use crate::archive::Archive;
use crate::archive::Document;
use crate::archive::Error;
use crate::archive::register::SeriesKey;
use crate::document::DocumentNumber;
use crate::document::PartialDate;
use crate::document::number::Period;
use crate::search::Filter;
use crate::vocabulary::BodyId;

/// Serials looked at on each side.
const REACH: u32 = 10;
/// Papers about the same that are shown.
const SHOWN: usize = 6;

/// The papers beside one in its number series: the nearest that the archive has.
#[derive(Debug, Default)]
pub struct Neighbours {
    /// Of a lower serial.
    pub before: Option<Document>,
    /// Of a higher one.
    pub after: Option<Document>,
}

impl Archive {
    /// The papers nearest to one in the series of its body, kind and year, at most ten serials away.
    pub fn neighbours(&self, document: &Document) -> Result<Neighbours, Error> {
        let description = &document.description;
        let (Some(number), Some((key, serial, body))) = (&description.number, series(document))
        else {
            return Ok(Neighbours::default());
        };
        let filter = Filter {
            bodies: body.iter().cloned().collect(),
            year: year_of_series(document),
            ..Filter::default()
        };
        let nearest = |serials: &mut dyn Iterator<Item = u32>| {
            for other in serials {
                let number = DocumentNumber {
                    serial: Some(other),
                    suffix: String::new(),
                    ..number.clone()
                };
                let papers = self.bearing(&number, filter.clone())?;
                let beside = Some((key.clone(), other, body.clone()));
                if let Some(paper) = papers.into_iter().find(|paper| series(paper) == beside) {
                    return Ok(Some(paper));
                }
            }
            Ok::<_, Error>(None)
        };
        Ok(Neighbours {
            before: nearest(&mut (serial.saturating_sub(REACH).max(1)..serial).rev())?,
            after: nearest(&mut (serial.saturating_add(1)..=serial.saturating_add(REACH)))?,
        })
    }

    /// Papers whose subjects are much like a paper's, the most alike first.
    pub fn alike(&self, document: &Document) -> Result<Vec<Document>, Error> {
        let Some(subject) = &document.description.subject else {
            return Ok(Vec::new());
        };
        let mut hits = self.index.titled_alike(subject, SHOWN + 1)?;
        hits.retain(|hit| hit.id != document.id);
        hits.truncate(SHOWN);
        Ok(self.found(&hits)?.into_iter().flatten().collect())
    }
}

/// The year all papers of a paper's series are of, where the number does not say it.
fn year_of_series(document: &Document) -> Option<i16> {
    let description = &document.description;
    let number = description.number.as_ref()?;
    match number.period(description.issued_on.map(PartialDate::first_day)) {
        Period::Year(year) if number.year.is_none() => Some(year),
        _ => None,
    }
}

/// The series of a paper, its serial in it, and whose series it is.
fn series(document: &Document) -> Option<(SeriesKey, u32, Option<BodyId>)> {
    let description = &document.description;
    let number = description.number.as_ref()?;
    let key = SeriesKey::of(number, description.issued_on)?;
    let body = description.issuing_body.as_ref();
    Some((key, number.serial?, body.map(|body| body.id.clone())))
}

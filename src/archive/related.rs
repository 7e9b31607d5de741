//! What stands beside a paper: those before and after it in its number series, and those about the same.

use crate::archive::Archive;
use crate::archive::Document;
use crate::archive::Error;
use crate::archive::register::SeriesKey;
use crate::document::DocumentNumber;
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
        let serials = serial.saturating_sub(REACH).max(1)..=serial.saturating_add(REACH);
        let beside = serials
            .filter(|other| *other != serial)
            .map(|other| DocumentNumber {
                serial: Some(other),
                suffix: String::new(),
                ..number.clone()
            });
        let beside: Vec<DocumentNumber> = beside.collect();
        let mut neighbours = Neighbours::default();
        let (mut below, mut above) = (0, u32::MAX);
        for paper in self.bearing(&beside)? {
            let Some((of, at, by)) = series(&paper) else {
                continue;
            };
            if of != key || by != body {
                continue;
            }
            if at < serial && at > below {
                (below, neighbours.before) = (at, Some(paper));
            } else if at > serial && at < above {
                (above, neighbours.after) = (at, Some(paper));
            }
        }
        Ok(neighbours)
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

/// The series of a paper, its serial in it, and whose series it is.
fn series(document: &Document) -> Option<(SeriesKey, u32, Option<BodyId>)> {
    let description = &document.description;
    let number = description.number.as_ref()?;
    let key = SeriesKey::of(number, description.issued_on)?;
    let body = description.issuing_body.as_ref();
    Some((key, number.serial?, body.map(|body| body.id.clone())))
}

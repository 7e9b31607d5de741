//! What stands beside a paper: those before and after it in its number series, and those about the same.

use crate::archive::Archive;
use crate::archive::Document;
use crate::archive::Error;
use crate::archive::register::SeriesKey;

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
        let Some(serial) = document
            .description
            .number
            .as_ref()
            .and_then(|number| number.serial)
        else {
            return Ok(Neighbours::default());
        };
        let lower = (serial.saturating_sub(REACH)..serial).rev();
        let higher = serial.saturating_add(1)..=serial.saturating_add(REACH);
        Ok(Neighbours {
            before: self.nearest(document, lower)?,
            after: self.nearest(document, higher)?,
        })
    }

    /// The first paper of these serials in the series of `document`.
    fn nearest(
        &self,
        document: &Document,
        serials: impl Iterator<Item = u32>,
    ) -> Result<Option<Document>, Error> {
        let Some(number) = &document.description.number else {
            return Ok(None);
        };
        let series = |one: &Document| {
            let description = &one.description;
            let number = description.number.as_ref()?;
            let key = SeriesKey::of(number, description.issued_on)?;
            let body = description
                .issuing_body
                .as_ref()
                .map(|body| body.id.clone());
            Some((key, number.serial, body))
        };
        let Some((key, _, body)) = series(document) else {
            return Ok(None);
        };
        for serial in serials.filter(|serial| *serial > 0) {
            let mut wanted = number.clone();
            wanted.serial = Some(serial);
            wanted.suffix.clear();
            let expected = Some((key.clone(), Some(serial), body.clone()));
            let found = self.numbered(&wanted.to_string())?.into_iter();
            let mut found = found.filter(|one| series(one) == expected);
            if let Some(nearest) = found.next() {
                return Ok(Some(nearest));
            }
        }
        Ok(None)
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

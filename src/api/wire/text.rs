//! The JSON of a page of text: its lines with where they stand, and what stands where.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::wire::word;
use crate::archive::Places;
use crate::document::Line;
use crate::document::Page;
use crate::document::Place;

/// One page of text.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextPage {
    /// Its text, lines separated by `\n`, running heads and page numbers left out.
    pub text: String,
    /// Width in points; 0 where the format has no pages.
    pub width: f32,
    /// Height in points; 0 where the format has no pages.
    pub height: f32,
    /// Every line with its place; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<TextLine>>,
}

impl TextPage {
    /// A page, with its lines if they are asked for.
    pub fn new(page: &Page, with_lines: bool) -> Self {
        Self {
            text: page.text(),
            width: page.width,
            height: page.height,
            lines: with_lines.then(|| page.lines.iter().map(TextLine::from).collect()),
        }
    }
}

/// A line of a page.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextLine {
    /// What is printed.
    pub text: String,
    /// `body`, `header`, `footer`, `note` or `stamp`.
    pub zone: String,
    /// Left, top, right, bottom in points from the page's top left corner.
    pub area: Option<[f32; 4]>,
    /// Table, row, column.
    pub cell: Option<(u32, u32, u32)>,
    /// How sure OCR is of it, 0 to 100; null where the file has the text.
    pub confidence: Option<u8>,
}

impl From<&Line> for TextLine {
    fn from(line: &Line) -> Self {
        Self {
            text: line.text.clone(),
            zone: word(&line.zone),
            area: line.area,
            cell: line.cell,
            confidence: line.recognised.as_ref().map(|read| read.confidence),
        }
    }
}

/// What can be pointed at on the pages.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacesRow {
    /// Where fields were read; one that nothing on the pages says is missing.
    pub fields: Vec<FieldPlace>,
    /// Where hits stand, in the order of the text.
    pub hits: Vec<PlaceRow>,
}

/// Where a field was read.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldPlace {
    /// `number`, `kind`, `issuing-body`, `parent-body`, `issued-on`, `issued-at`, `subject`, `signer`.
    pub field: &'static str,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRow,
}

/// A place on a page.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceRow {
    /// The page, from 1.
    pub page: u32,
    /// Left, top, right, bottom in points from the page's top left corner.
    pub area: [f32; 4],
}

impl From<&Place> for PlaceRow {
    fn from(place: &Place) -> Self {
        Self {
            page: place.page,
            area: place.area,
        }
    }
}

impl From<&Places> for PlacesRow {
    fn from(places: &Places) -> Self {
        let fields = places.fields.iter().map(|(field, place)| FieldPlace {
            field: field.code(),
            place: place.into(),
        });
        Self {
            fields: fields.collect(),
            hits: places.hits.iter().map(PlaceRow::from).collect(),
        }
    }
}

//! Pictures of a document's pages, with frames over where its fields and the hits stand. They are found
//! by links alone; no script is needed.

use std::collections::BTreeSet;

use maud::Markup;
use maud::html;

use crate::archive::Document;
use crate::archive::Places;
use crate::document::Correctable;
use crate::web::language::t;
use crate::web::names;

/// Pictures on one page; the other pages of the document are a link away.
const MOST_SHOWN: usize = 12;
/// Pages named one by one.
const MOST_NAMED: usize = 40;
/// Points between what is framed and its frame.
const AIR: f32 = 2.0;

/// How pages are to be shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct View<'v> {
    /// The address of this page with `trang=` at its end; pages that are not shown are a link away
    /// where there is one.
    pub more: Option<&'v str>,
    /// The page that was asked for.
    pub asked: Option<u32>,
    /// Frames are there without being asked for.
    pub framed: bool,
}

/// The way from a field to its place; nothing where it has none.
pub fn way(places: &Places, field: Correctable) -> Markup {
    let known = places.fields.iter().any(|(known, _)| *known == field);
    let label = t("Xem chỗ đọc trên trang: ", "Show where it was read: ");
    html! {
        @if known {
            " " a.way href={ "#cho-" (field.code()) } aria-label={ (label) (names::field(field)) } { (t("xem chỗ", "show")) }
        }
    }
}

/// The pages; nothing for a document whose pages have no look of their own.
pub fn sheets(document: &Document, places: &Places, view: &View<'_>) -> Markup {
    let count = places.sizes.len();
    let shown = chosen(places, view.asked);
    html! {
        @if count > 0 {
            section.sheets.framed[view.framed] tabindex="0" accesskey="a" aria-label=(t("Hình các trang", "Pictures of the pages")) {
                (hits(places, view, &shown))
                @for (number, size) in (1..).zip(&places.sizes) {
                    @if shown.contains(&number) { (sheet(document, places, number, *size)) }
                }
                @if let Some(more) = view.more.filter(|_| shown.len() < count) { (others(more, count)) }
            }
        }
    }
}

/// The pages to be shown: those that something points at, the first ones, and no more than fit.
fn chosen(places: &Places, asked: Option<u32>) -> BTreeSet<u32> {
    let all = (1..).zip(&places.sizes).map(|(number, _)| number);
    let fields = places.fields.iter().map(|(_, place)| place.page);
    let hits = places.hits.iter().map(|place| place.page);
    let count = places.sizes.len();
    let there = |page: &u32| usize::try_from(*page).is_ok_and(|page| (1..=count).contains(&page));
    let wanted = asked.into_iter().chain([1]).chain(fields).chain(hits);
    let mut chosen = BTreeSet::new();
    for page in wanted.chain(all).filter(there) {
        if chosen.len() >= MOST_SHOWN {
            break;
        }
        chosen.insert(page);
    }
    chosen
}

/// `Có từ cần tìm ở trang: 2, 5`.
fn hits(places: &Places, view: &View<'_>, shown: &BTreeSet<u32>) -> Markup {
    let pages: BTreeSet<u32> = places.hits.iter().map(|place| place.page).collect();
    let more = view.more.unwrap_or_default();
    html! {
        @if !pages.is_empty() && places.sizes.len() > 1 {
            p.pages {
                (t("Có từ cần tìm ở trang:", "Hits on page:"))
                @for page in pages.iter().take(MOST_NAMED) {
                    @let beyond = if shown.contains(page) { String::new() } else { format!("{more}{page}") };
                    " " a href={ (beyond) "#anh-" (page) } { (page) }
                }
                @if pages.len() > MOST_NAMED { " …" }
            }
        }
    }
}

fn sheet(document: &Document, places: &Places, number: u32, [width, height]: [f32; 2]) -> Markup {
    let count = places.sizes.len();
    let source = format!(
        "/api/v1/documents/{}/pages/{number}/picture?width=1000",
        document.id
    );
    // The browser keeps the room before the picture is there; A4 where no size is known.
    let known = width > 0.0 && height > 0.0 && (height / width).is_finite();
    let ratio = if known { height / width } else { 297.0 / 210.0 };
    let room = format!("{:.0}", (ratio * 1000.0).clamp(1.0, 20_000.0));
    html! {
        figure.sheet id={ "anh-" (number) } {
            figcaption { (t("Trang", "Page")) " " (number) "/" (count) }
            div.look {
                img src=(source) width="1000" height=(room) loading="lazy" alt={ (t("Hình trang", "Picture of page")) " " (number) };
                @if known { (frames(places, number, [width, height])) }
            }
        }
    }
}

fn frames(places: &Places, number: u32, [width, height]: [f32; 2]) -> Markup {
    let hits = places.hits.iter().filter(|place| place.page == number);
    let fields = places.fields.iter();
    let fields: Vec<_> = fields.filter(|(_, place)| place.page == number).collect();
    html! {
        svg viewBox={ "0 0 " (width) " " (height) } preserveAspectRatio="none" aria-hidden="true" {
            @for place in hits { (frame(place.area, "hit", None)) }
            @for (field, place) in fields { (frame(place.area, "place", Some(*field))) }
        }
    }
}

fn frame([left, top, right, bottom]: [f32; 4], class: &str, field: Option<Correctable>) -> Markup {
    let [x, y] = [left, top].map(|edge| edge - AIR);
    let [width, height] = [right - left, bottom - top].map(|side| side.max(0.0) + 2.0 * AIR);
    let id = field.map(|field| format!("cho-{}", field.code()));
    html! {
        rect id=[id] class=(class) x=(x) y=(y) width=(width) height=(height) rx="2" {
            @if let Some(field) = field { title { (names::field(field)) } }
        }
    }
}

/// The way to any other page.
fn others(more: &str, count: usize) -> Markup {
    // A form's own fields replace what stands behind `?`.
    let (path, query) = more.split_once('?').unwrap_or((more, ""));
    let kept: Vec<_> = form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| name != "trang")
        .collect();
    html! {
        form.other method="get" action=(path) {
            @for (name, value) in &kept { input type="hidden" name=(name) value=(value); }
            label {
                (t("Trang khác", "Another page")) " "
                input type="number" name="trang" min="1" max=(count) required;
            }
            " / " (count) " "
            button.quiet type="submit" { (t("Xem", "Show")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Place;

    fn at(page: u32) -> Place {
        Place {
            page,
            area: [0.0; 4],
        }
    }

    #[test]
    fn what_is_pointed_at_is_shown_and_never_everything() {
        let mut places = Places {
            sizes: vec![[595.0, 842.0]; 300],
            fields: vec![(Correctable::Signer, at(298))],
            hits: (50..=200).map(at).collect(),
        };
        let shown = chosen(&places, Some(250));
        assert_eq!(shown.len(), MOST_SHOWN);
        for page in [1, 50, 51, 250, 298] {
            assert!(shown.contains(&page), "{page}");
        }
        places.sizes.truncate(3);
        for asked in [None, Some(0), Some(9), Some(u32::MAX)] {
            assert_eq!(chosen(&places, asked), BTreeSet::from([1, 2, 3]));
        }
    }
}

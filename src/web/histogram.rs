//! Papers by year as a picture: columns that lead to their year, and that a pointer can drag over.

use maud::Markup;
use maud::html;

use crate::archive::YearCount;
use crate::web::language::t;
use crate::web::link::Link;
use crate::web::wording::thousands;

/// Years drawn; older ones stand in the list only.
const MOST: i16 = 80;
/// Units of the drawing: a column's room, the bar in it, and the height of all.
const ROOM: u64 = 10;
const BAR: u64 = 8;
const HEIGHT: u64 = 60;

/// The columns of some years, newest first as facets have them. It says nothing that the list below
/// it does not say, so that it is not read out.
pub fn histogram(years: &[YearCount], link: &Link) -> Markup {
    let (Some(newest), Some(oldest)) = (years.first(), years.last()) else {
        return html! {};
    };
    let first = oldest.value.max(newest.value.saturating_sub(MOST - 1));
    let most = years
        .iter()
        .map(|year| year.count)
        .max()
        .unwrap_or(1)
        .max(1);
    let span = u64::from((newest.value - first).unsigned_abs()) + 1;
    let all = link.without("year").without("from").without("to");
    html! {
        @if span > 1 {
            svg.histogram aria-hidden="true" viewBox={ "0 0 " (span * ROOM) " " (HEIGHT) }
                preserveAspectRatio="none" data-first=(first) data-last=(newest.value) data-all=(all.href())
                data-label=(t("Từ {} đến {}", "{} to {}")) {
                rect.band height=(HEIGHT) width="0" {}
                @for year in years.iter().filter(|year| year.value >= first) {
                    @let left = u64::from((year.value - first).unsigned_abs()) * ROOM;
                    // A single paper is seen too.
                    @let height = (year.count * HEIGHT / most).max(2);
                    @let id = year.value.to_string();
                    a href=(all.with("year", &id).href()) tabindex="-1" {
                        title { (id) ": " (thousands(year.count)) }
                        rect.room x=(left) width=(ROOM) height=(HEIGHT) {}
                        rect.bar.chosen[link.get("year") == Some(&id)]
                            x=(left + (ROOM - BAR) / 2) width=(BAR) y=(HEIGHT - height) height=(height) {}
                    }
                }
            }
            p.ends aria-hidden="true" { span { (first) } span.dragged {} span { (newest.value) } }
        }
    }
}

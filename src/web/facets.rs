//! What the results can be narrowed by, beside the results.

use maud::Markup;
use maud::html;

use crate::archive::BodyCount;
use crate::archive::Count;
use crate::archive::Facets;
use crate::archive::YearCount;
use crate::web::histogram::histogram;
use crate::web::language::t;
use crate::web::link::Link;
use crate::web::tree::tree;
use crate::web::wording::thousands;

/// Kinds and bodies shown before the rest folds away.
const SHOWN: usize = 8;

/// The column of facets for a search.
pub fn column(facets: &Facets, link: &Link) -> Markup {
    html! {
        aside.facets aria-label=(t("Thu hẹp kết quả", "Narrow the results")) {
            (groups(facets, link))
            (dates(link))
        }
    }
}

/// The facets themselves: what the archive holds.
pub fn groups(facets: &Facets, link: &Link) -> Markup {
    html! {
            @if facets.body.iter().any(|body| body.count > 0) {
                section { h2 { (t("Cơ quan ban hành", "Issuing body")) } div.within lang="vi" { (bodies(&facets.body, link)) } }
            }
            (group(t("Địa phương", "Place"), "place", &facets.place, link))
            (group(t("Loại văn bản", "Kind"), "kind", &facets.kind, link))
            (years(&facets.year, link))
            (group(t("Hệ thống", "System"), "system", &facets.system, link))
    }
}

fn choice(name: &'static str, id: &str, label: &str, count: u64, link: &Link) -> Markup {
    let chosen = link.get(name) == Some(id);
    let href = match chosen {
        true => link.without(name).href(),
        false => link.with(name, id).href(),
    };
    html! {
        a.choice href=(href) aria-current=[chosen.then_some("true")] {
            span.label { (label) }
            span.count { (thousands(count)) }
        }
    }
}

fn group(title: &str, name: &'static str, counts: &[Count], link: &Link) -> Markup {
    let first = counts.iter().take(SHOWN);
    let rest = counts.iter().skip(SHOWN);
    html! {
        @if !counts.is_empty() {
            section {
                h2 { (title) }
                ul lang="vi" { @for one in first { li { (choice(name, &one.id, &one.name, one.count, link)) } } }
                @if counts.len() > SHOWN {
                    details {
                        summary { (t("Thêm ", "More: ")) (counts.len() - SHOWN) }
                        ul lang="vi" { @for one in rest { li { (choice(name, &one.id, &one.name, one.count, link)) } } }
                    }
                }
            }
        }
    }
}

/// Bodies with their subordinates folded below them, unfolded on the way to the chosen one.
fn bodies(bodies: &[BodyCount], link: &Link) -> Markup {
    let chosen = link.get("body");
    tree(bodies, &|body| holds(body, chosen), &|body| {
        choice("body", body.id.as_str(), &body.name, body.count, link)
    })
}

fn holds(body: &BodyCount, chosen: Option<&str>) -> bool {
    chosen.is_some_and(|chosen| {
        body.id.as_str() == chosen || body.children.iter().any(|child| holds(child, Some(chosen)))
    })
}

fn years(years: &[YearCount], link: &Link) -> Markup {
    let one = |year: &YearCount| {
        let id = year.value.to_string();
        choice("year", &id, &id, year.count, link)
    };
    html! {
        @if !years.is_empty() {
            section {
                h2 { (t("Năm", "Year")) }
                (histogram(years, link))
                ul.year-list { @for year in years.iter().take(SHOWN) { li { (one(year)) } } }
                @if years.len() > SHOWN {
                    details {
                        summary { (t("Thêm ", "More: ")) (years.len() - SHOWN) }
                        ul.year-list { @for year in years.iter().skip(SHOWN) { li { (one(year)) } } }
                    }
                }
            }
        }
    }
}

fn dates(link: &Link) -> Markup {
    let rest = link.without("from").without("to");
    html! {
        section {
            h2 { (t("Khoảng ngày", "Dates")) }
            form.dates action="/" method="get" {
                @for (name, value) in rest.fields() {
                    input type="hidden" name=(name) value=(value);
                }
                @for (name, label, example) in [("from", t("Từ", "From"), "1/1/2020"), ("to", t("Đến", "To"), "31/12/2020")] {
                    label {
                        span { (label) }
                        input type="text" inputmode="numeric" name=(name) value=[link.get(name)]
                            placeholder=(example) pattern="[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{1,2}/[0-9]{4}|[0-9]{4}(-[0-9]{2}){0,2}"
                            title=(t("ngày/tháng/năm, tháng/năm hoặc năm", "day/month/year, month/year or year"));
                    }
                }
                button type="submit" { (t("Lọc", "Apply")) }
            }
        }
    }
}

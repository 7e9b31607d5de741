//! What the results can be narrowed by, beside the results.

use maud::Markup;
use maud::html;

use crate::archive::BodyCount;
use crate::archive::Count;
use crate::archive::Facets;
use crate::archive::YearCount;
use crate::web::link::Link;
pub use crate::web::wording::thousands;

/// Kinds and bodies shown before the rest folds away.
const SHOWN: usize = 8;

/// The column of facets for a search.
pub fn column(facets: &Facets, link: &Link) -> Markup {
    html! {
        aside.facets aria-label="Thu hẹp kết quả" {
            (groups(facets, link))
            (dates(link))
        }
    }
}

/// The facets themselves: what the archive holds.
pub fn groups(facets: &Facets, link: &Link) -> Markup {
    html! {
            @if facets.body.iter().any(|body| body.count > 0) {
                section { h2 { "Cơ quan ban hành" } (bodies(&facets.body, link)) }
            }
            (group("Địa phương", "place", &facets.place, link))
            (group("Loại văn bản", "kind", &facets.kind, link))
            (years(&facets.year, link))
            (group("Hệ thống", "system", &facets.system, link))
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
                ul { @for one in first { li { (choice(name, &one.id, &one.name, one.count, link)) } } }
                @if counts.len() > SHOWN {
                    details {
                        summary { "Thêm " (counts.len() - SHOWN) }
                        ul { @for one in rest { li { (choice(name, &one.id, &one.name, one.count, link)) } } }
                    }
                }
            }
        }
    }
}

/// A body with its subordinates folded below it, unfolded on the way to the chosen one.
pub fn bodies(tree: &[BodyCount], link: &Link) -> Markup {
    html! {
        ul.tree {
            @for body in tree {
                li.branch[!body.children.is_empty()] {
                    @if body.children.is_empty() {
                        (choice("body", body.id.as_str(), &body.name, body.count, link))
                    } @else {
                        // A summary may not hold a link, so that it is a box that folds.
                        input.fold type="checkbox" autocomplete="off"
                            checked[holds(body, link.get("body"))]
                            aria-label={ "Cơ quan trực thuộc " (body.name) };
                        (choice("body", body.id.as_str(), &body.name, body.count, link))
                        (bodies(&body.children, link))
                    }
                }
            }
        }
    }
}

fn holds(body: &BodyCount, chosen: Option<&str>) -> bool {
    chosen.is_some_and(|chosen| {
        body.id.as_str() == chosen || body.children.iter().any(|child| holds(child, Some(chosen)))
    })
}

fn years(years: &[YearCount], link: &Link) -> Markup {
    let most = years
        .iter()
        .map(|year| year.count)
        .max()
        .unwrap_or(1)
        .max(1);
    html! {
        @if !years.is_empty() {
            section {
                h2 { "Năm" }
                ul.years {
                    @for year in years {
                        @let id = year.value.to_string();
                        li {
                            (choice("year", &id, &id, year.count, link))
                            meter min="0" max=(most) value=(year.count) aria-hidden="true" {}
                        }
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
            h2 { "Khoảng ngày" }
            form.dates action="/" method="get" {
                @for (name, value) in rest.fields() {
                    input type="hidden" name=(name) value=(value);
                }
                @for (name, label, example) in [("from", "Từ", "1/1/2020"), ("to", "Đến", "31/12/2020")] {
                    label {
                        span { (label) }
                        input type="text" inputmode="numeric" name=(name) value=[link.get(name)]
                            placeholder=(example) pattern="[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{1,2}/[0-9]{4}|[0-9]{4}(-[0-9]{2}){0,2}"
                            title="ngày/tháng/năm, tháng/năm hoặc năm";
                    }
                }
                button type="submit" { "Lọc" }
            }
        }
    }
}

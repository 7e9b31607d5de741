//! The search: what was understood, the results, and what they can be narrowed by.

use maud::Markup;
use maud::html;

use crate::archive::Answer;
use crate::archive::Segment;
use crate::archive::ShownHit;
use crate::archive::Validity;
use crate::archive::document_title;
use crate::archive::kind_name;
use crate::web::facets;
use crate::web::language::t;
use crate::web::layout;
use crate::web::link::Link;
use crate::web::names;
use crate::web::wording::thousands;

/// Names of the filters a result list shows as removable.
const FILTERS: [(&str, (&str, &str)); 9] = [
    ("body", ("Cơ quan", "Body")),
    ("place", ("Địa phương", "Place")),
    ("kind", ("Loại", "Kind")),
    ("system", ("Hệ thống", "System")),
    ("year", ("Năm", "Year")),
    ("from", ("Từ ngày", "From")),
    ("to", ("Đến ngày", "To")),
    ("folder", ("Thư mục", "Folder")),
    ("number", ("Số", "Number")),
];

/// The front page: the box, and what the archive holds.
pub fn front(answer: &Answer) -> Markup {
    let content = html! {
        section.front {
            h1 { (t("Tìm văn bản", "Find a document")) }
            (layout::search_box("", true))
            p.hint {
                (t("Gõ số ký hiệu kiểu nào cũng được (", "Type a number in any spelling ("))
                a lang="vi" href="/?q=qd+238+tw" { "qd 238 tw" } ", "
                a lang="vi" href="/?q=07-%C4%90A%2FTU" { "07-ĐA/TU" }
                (t("), hoặc từ ngữ có dấu hay không dấu (", "), or words with or without their marks ("))
                a lang="vi" href="/?q=du+luan+xa+hoi" { "du luan xa hoi" } ")."
            }
            p {
                (t("Kho có ", "The archive holds ")) b { (thousands(answer.total)) } (t(" văn bản. ", " documents. "))
                a href="/huong-dan" { (t("Hướng dẫn", "Help")) }
            }
        }
        aside.facets aria-label=(t("Kho theo nhóm", "The archive by groups")) { (facets::groups(&answer.facets, &Link::default())) }
    };
    layout::page(t("Tìm văn bản", "Find a document"), None, &content)
}

/// A list of results.
pub fn results(answer: &Answer, link: &Link, query: &str, names: &[(String, String)]) -> Markup {
    let title = if query.is_empty() {
        t("Kết quả", "Results")
    } else {
        query
    };
    let content = html! {
        div.results {
            (facets::column(&answer.facets, link))
            section.list aria-label=(t("Kết quả", "Results")) {
                (understood(answer, link, query, names))
                div.bar {
                    p.total role="status" { b { (thousands(answer.total)) } (t(" văn bản", " documents")) }
                    (sorting(link))
                }
                @if let Some(meant) = &answer.understood.did_you_mean {
                    p.note {
                        (t("Đã tìm theo: ", "Searched for: ")) a lang="vi" href=(link.with("q", meant).href()) { (meant) }
                    }
                }
                @if !answer.kin.is_empty() {
                    p.note {
                        (t("Tiền thân, kế tục: ", "Before and after: "))
                        @for (place, kin) in answer.kin.iter().enumerate() {
                            @if place > 0 { ", " }
                            a lang="vi" href=(link.with(kin.field, &kin.id).href()) { (kin.name) }
                            " (" (thousands(kin.count)) ")"
                        }
                        " · "
                        @if link.get("lineage") == Some("true") {
                            a href=(link.without("lineage").href()) { (t("Chỉ xem riêng", "This one only")) }
                        } @else {
                            a href=(link.with("lineage", "true").href()) { (t("Gộp tất cả", "All together")) }
                        }
                    }
                }
                @if answer.only_cited { (only_cited(answer)) }
                @if answer.hits.is_empty() { (nothing(link, answer)) }
                ol.hits {
                    @for hit in &answer.hits {
                        li { (one(hit, query, answer.direct.as_ref() == Some(&hit.document.id))) }
                    }
                }
                @if !answer.hits.is_empty() { (exports(link)) }
                @if let Some(next) = &answer.next {
                    p.next { a rel="next" href=(link.with("cursor", &next.to_string()).href()) { (t("Xem tiếp", "More")) } }
                }
            }
        }
    };
    layout::page(title, Some(query), &content)
}

fn understood(answer: &Answer, link: &Link, query: &str, names: &[(String, String)]) -> Markup {
    html! {
        @if let Some(note) = &answer.understood.note { p.note lang="vi" { (note) } }
        @let chips = &answer.understood.chips;
        @if !chips.is_empty() || FILTERS.iter().any(|(name, _)| link.get(name).is_some()) {
            p.chips {
                @for chip in chips {
                    @let rest = without(query, chip.start, chip.end);
                    a.chip href=(link.with("q", &rest).href()) title=(t("Bỏ phần này", "Remove this part")) {
                        span lang="vi" { (chip.label) } span aria-hidden="true" { " ×" }
                    }
                }
                @for (name, label) in FILTERS {
                    @if let Some(value) = link.get(name) {
                        a.chip.filter href=(link.without(name).href()) title=(t("Bỏ điều kiện này", "Remove this condition")) {
                            (t(label.0, label.1)) ": " span lang="vi" { (shown(name, value, names)) } span aria-hidden="true" { " ×" }
                        }
                    }
                }
            }
        }
    }
}

/// The query without the bytes a chip came from.
fn without(query: &str, start: usize, end: usize) -> String {
    let before = query.get(..start).unwrap_or(query);
    let after = query.get(end..).unwrap_or_default();
    format!("{} {}", before.trim_end(), after.trim_start())
        .trim()
        .to_owned()
}

fn shown<'a>(name: &str, value: &'a str, names: &'a [(String, String)]) -> &'a str {
    let key = format!("{name}={value}");
    let found = names.iter().find(|(id, _)| *id == key);
    found.map_or(value, |(_, shown)| shown)
}

/// A condition in the address that cannot be read.
pub fn misread(field: &str, value: &str) -> Markup {
    let title = t("Điều kiện tìm không đọc được", "The search cannot be read");
    let content = html! {
        section.trouble {
            h1 { (title) }
            p {
                (t("Không đọc được “", "“")) span lang="vi" { (value) }
                (t("” trong điều kiện “", "” cannot be read as “")) (condition(field))
                (t("”. Hãy sửa hoặc bỏ điều kiện này.", "”. Change this condition or leave it out."))
            }
            p { a href="/" { (t("Về trang tìm kiếm", "Back to the search")) } }
        }
    };
    layout::page(title, Some(""), &content)
}

/// What a condition is called.
fn condition(field: &str) -> &str {
    let known = FILTERS.iter().find(|(name, _)| *name == field);
    known.map_or(field, |(_, (vi, en))| t(vi, en))
}

fn sorting(link: &Link) -> Markup {
    let now = link.get("sort").unwrap_or("relevance");
    let ways = [
        ("relevance", t("Phù hợp nhất", "Best")),
        ("newest", t("Mới nhất", "Newest")),
        ("oldest", t("Cũ nhất", "Oldest")),
    ];
    html! {
        nav.sort aria-label=(t("Thứ tự", "Order")) {
            @for (way, label) in ways {
                a href=(link.with("sort", way).href()) aria-current=[(way == now).then_some("true")] { (label) }
            }
        }
    }
}

/// The whole list as a file.
fn exports(link: &Link) -> Markup {
    html! {
        p.exports {
            (t("Tải danh sách: ", "Download the list: "))
            @for (format, name) in [("xlsx", "Excel"), ("docx", "Word"), ("csv", "CSV")] {
                a href={ "/api/v1/export/" (format) (link.without("cursor").href().trim_start_matches('/')) } { (name) } " "
            }
        }
    }
}

/// No paper bears the number: those below only cite it.
fn only_cited(answer: &Answer) -> Markup {
    html! {
        p.note {
            (t("Kho chưa có văn bản mang số ", "No document in the archive bears the number "))
            @if let Some(number) = &answer.understood.number { b lang="vi" { (number) } }
            (t(". Dưới đây là các văn bản viện dẫn số này.", ". These documents cite it."))
        }
    }
}

fn nothing(link: &Link, answer: &Answer) -> Markup {
    let filtered = FILTERS.iter().any(|(name, _)| link.get(name).is_some());
    html! {
        div.nothing {
            p { (t("Không có văn bản nào khớp.", "Nothing was found.")) }
            @if !answer.near.is_empty() {
                p { (t("Có thể là:", "It may be:")) }
                ul lang="vi" {
                    @for document in &answer.near {
                        li { a href={ "/van-ban/" (document.id) } { (document_title(document)) } }
                    }
                }
            }
            ul {
                @for (field, count) in &answer.elsewhere {
                    li {
                        a href=(link.without(field).href()) { (t("Bỏ điều kiện ", "Without the condition ")) (condition(field)) }
                        ": " (thousands(*count)) (t(" văn bản", " documents"))
                    }
                }
                @if filtered {
                    @let bare = Link::default().with("q", link.get("q").unwrap_or_default());
                    li { a href=(bare.href()) { (t("Tìm lại không có điều kiện lọc", "Search again without conditions")) } }
                }
                li {
                    (t("Thử ít từ hơn, hoặc chỉ gõ số và ký hiệu, ví dụ ", "Try fewer words, or a number and symbol alone, such as "))
                    a lang="vi" href="/?q=qd+238" { "qd 238" } "."
                }
                li { a href="/co-quan" { (t("Xem theo cơ quan ban hành", "Browse by issuing body")) } }
                li { a href="/huong-dan" { (t("Hướng dẫn tìm", "How to search")) } }
            }
        }
    }
}

/// One result: a card when the number can mean nothing else.
pub fn one(hit: &ShownHit, query: &str, direct: bool) -> Markup {
    let document = &hit.document;
    let description = &document.description;
    let subject = description.subject.as_deref();
    let mut link = format!("/van-ban/{}", document.id);
    if !query.is_empty() {
        let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        link.push_str("?q=");
        link.push_str(&query);
    }
    html! {
        article.hit.direct[direct] lang="vi" {
            h3 {
                a href=(link) {
                    @if let Some(kind) = &description.kind { span.kind { (kind_name(kind)) } " " }
                    @if let Some(number) = &description.number { span.number { (number) } }
                    @if description.number.is_none() && description.kind.is_none() {
                        (document.sources.first().map_or(document.id.as_str(), String::as_str))
                    }
                }
            }
            @if let Some(subject) = subject { p.subject { (subject) } }
            p.facts {
                @if let Some(body) = &description.issuing_body { span { (body.name) } }
                @if let Some(date) = description.issued_on { span { (date.vietnamese()) } }
                @if hit.validity != Validity::Unknown { span.validity lang=[t(None, Some("en"))] { (names::validity(hit.validity)) } }
                span.format { (document.format) }
            }
            @if !hit.snippet.is_empty() { p.snippet { (segments(&hit.snippet)) } }
        }
    }
}

/// Text with what was searched for marked.
pub fn segments(segments: &[Segment]) -> Markup {
    html! {
        @for segment in segments {
            @if segment.hit { mark { (segment.text) } } @else { (segment.text) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn a_chip_takes_its_words_with_it() {
        assert_eq!(without("quyết định 238 ngân sách", 0, 19), "ngân sách");
        assert_eq!(without("ngân sách năm 2020", 12, 21), "ngân sách");
        assert_eq!(without("ế", 1, 2), "ế");
    }
}

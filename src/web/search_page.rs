//! The search: what was understood, the results, and what they can be narrowed by.

use maud::Markup;
use maud::html;

use crate::archive::Answer;
use crate::archive::Document;
use crate::archive::Segment;
use crate::archive::ShownHit;
use crate::archive::document_title;
use crate::archive::kind_name;
use crate::web::facets;
use crate::web::layout;
use crate::web::link::Link;

/// Names of the filters a result list shows as removable.
const FILTERS: [(&str, &str); 8] = [
    ("body", "Cơ quan"),
    ("place", "Địa phương"),
    ("kind", "Loại"),
    ("system", "Hệ thống"),
    ("year", "Năm"),
    ("from", "Từ ngày"),
    ("to", "Đến ngày"),
    ("number", "Số"),
];

/// The front page: the box, and what the archive holds.
pub fn front(answer: &Answer) -> Markup {
    let content = html! {
        section.front {
            h1 { "Tìm văn bản" }
            (layout::search_box("", true))
            p.hint {
                "Gõ số ký hiệu kiểu nào cũng được ("
                a href="/?q=qd+238+tw" { "qd 238 tw" } ", "
                a href="/?q=07-%C4%90A%2FTU" { "07-ĐA/TU" }
                "), hoặc từ ngữ có dấu hay không dấu ("
                a href="/?q=du+luan+xa+hoi" { "du luan xa hoi" } ")."
            }
            p { "Kho có " b { (facets::thousands(answer.total)) } " văn bản." }
        }
        aside.facets aria-label="Kho theo nhóm" { (facets::groups(&answer.facets, &Link::default())) }
    };
    layout::page("Tìm văn bản", None, &content)
}

/// A list of results.
pub fn results(answer: &Answer, link: &Link, query: &str, names: &[(String, String)]) -> Markup {
    let title = if query.is_empty() {
        "Kết quả"
    } else {
        query
    };
    let content = html! {
        div.results {
            (facets::column(&answer.facets, link))
            section.list aria-label="Kết quả" {
                (understood(answer, link, query, names))
                div.bar {
                    p.total role="status" { b { (facets::thousands(answer.total)) } " văn bản" }
                    (sorting(link))
                }
                @if let Some(meant) = &answer.understood.did_you_mean {
                    p.note {
                        "Đã tìm theo: " a href=(link.with("q", meant).href()) { (meant) }
                    }
                }
                @if !answer.kin.is_empty() {
                    p.note {
                        "Tiền thân, kế tục: "
                        @for (place, kin) in answer.kin.iter().enumerate() {
                            @if place > 0 { ", " }
                            a href=(link.with(kin.field, &kin.id).href()) { (kin.name) }
                            " (" (facets::thousands(kin.count)) ")"
                        }
                        " · "
                        @if link.get("lineage") == Some("true") {
                            a href=(link.without("lineage").href()) { "Chỉ xem riêng" }
                        } @else {
                            a href=(link.with("lineage", "true").href()) { "Gộp tất cả" }
                        }
                    }
                }
                @if answer.hits.is_empty() { (nothing(link, &answer.near)) }
                ol.hits {
                    @for hit in &answer.hits {
                        li { (one(hit, query, answer.direct.as_ref() == Some(&hit.document.id))) }
                    }
                }
                @if !answer.hits.is_empty() { (exports(link)) }
                @if let Some(next) = &answer.next {
                    p.next { a rel="next" href=(link.with("cursor", &next.to_string()).href()) { "Xem tiếp" } }
                }
            }
        }
    };
    layout::page(title, Some(query), &content)
}

fn understood(answer: &Answer, link: &Link, query: &str, names: &[(String, String)]) -> Markup {
    html! {
        @if let Some(note) = &answer.understood.note { p.note { (note) } }
        @let chips = &answer.understood.chips;
        @if !chips.is_empty() || FILTERS.iter().any(|(name, _)| link.get(name).is_some()) {
            p.chips {
                @for chip in chips {
                    @let rest = without(query, chip.start, chip.end);
                    a.chip href=(link.with("q", &rest).href()) title="Bỏ phần này" {
                        (chip.label) span aria-hidden="true" { " ×" }
                    }
                }
                @for (name, label) in FILTERS {
                    @if let Some(value) = link.get(name) {
                        a.chip.filter href=(link.without(name).href()) title="Bỏ điều kiện này" {
                            (label) ": " (shown(name, value, names)) span aria-hidden="true" { " ×" }
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

fn sorting(link: &Link) -> Markup {
    let now = link.get("sort").unwrap_or("relevance");
    let ways = [
        ("relevance", "Hợp nhất"),
        ("newest", "Mới nhất"),
        ("oldest", "Cũ nhất"),
    ];
    html! {
        nav.sort aria-label="Thứ tự" {
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
            "Tải danh sách: "
            @for (format, name) in [("xlsx", "Excel"), ("docx", "Word"), ("csv", "CSV")] {
                a href={ "/api/v1/export/" (format) (link.without("cursor").href().trim_start_matches('/')) } download { (name) } " "
            }
        }
    }
}

fn nothing(link: &Link, near: &[Document]) -> Markup {
    let filtered = FILTERS.iter().any(|(name, _)| link.get(name).is_some());
    html! {
        div.nothing {
            p { "Không có văn bản nào khớp." }
            @if !near.is_empty() {
                p { "Có thể là:" }
                ul {
                    @for document in near {
                        li { a href={ "/van-ban/" (document.id) } { (document_title(document)) } }
                    }
                }
            }
            ul {
                @if filtered {
                    @let bare = Link::default().with("q", link.get("q").unwrap_or_default());
                    li { a href=(bare.href()) { "Tìm lại không có điều kiện lọc" } }
                }
                li { "Thử ít từ hơn, hoặc chỉ gõ số và ký hiệu, ví dụ " a href="/?q=qd+238" { "qd 238" } "." }
                li { a href="/co-quan" { "Xem theo cơ quan ban hành" } }
            }
        }
    }
}

/// One result: a card when the number can mean nothing else.
fn one(hit: &ShownHit, query: &str, direct: bool) -> Markup {
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
        article.hit.direct[direct] {
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

//! One document: what it says of itself, its text with hits marked, the original beside it.

use maud::Markup;
use maud::html;

use crate::archive::Attached;
use crate::archive::CitedDocument;
use crate::archive::Document;
use crate::archive::History;
use crate::archive::Neighbours;
use crate::archive::Places;
use crate::archive::Segment;
use crate::archive::Standing;
use crate::archive::document_title;
use crate::archive::kind_name;
use crate::archive::official_citation;
use crate::archive::revision;
use crate::archive::system_name;
use crate::document::Correctable;
use crate::document::TextSource;
use crate::web::correction_form;
use crate::web::details;
use crate::web::language::t;
use crate::web::layout;
use crate::web::places;
use crate::web::search_page::segments;

/// Everything the page shows.
pub struct Shown {
    /// The document.
    pub document: Document,
    /// Its pages, cut where hits begin and end.
    pub pages: Vec<Vec<Segment>>,
    /// What can be pointed at on them.
    pub places: Places,
    /// The page that is to be seen.
    pub asked: Option<u32>,
    /// Papers in the archive it cites.
    pub cites: Vec<CitedDocument>,
    /// What became of it.
    pub standing: Standing,
    /// Papers in the archive that cite it.
    pub cited_by: Vec<CitedDocument>,
    /// Papers that came with it.
    pub attached: Attached,
    /// The papers beside it in its number series.
    pub neighbours: Neighbours,
    /// Papers about the same.
    pub alike: Vec<Document>,
    /// What people corrected.
    pub history: History,
    /// The revision a permalink was taken from.
    pub taken_from: Option<String>,
}

/// The document's page.
pub fn page(shown: &Shown, query: &str) -> Markup {
    let document = &shown.document;
    let title = document_title(document);
    let original = format!("/api/v1/documents/{}/original", document.id);
    let content = html! {
        article.document {
            header {
                (series(&shown.neighbours))
                h1 lang="vi" { (title) }
                @if let Some(subject) = &document.description.subject {
                    p.subject {
                        span lang="vi" { (subject) }
                        (places::way(&shown.places, Correctable::Subject))
                    }
                }
                @if shown.taken_from.as_ref().is_some_and(|taken| *taken != revision(document)) {
                    p.note {
                        (t(
                            "Những gì ghi về văn bản này đã thay đổi từ khi liên kết được lấy; các chỗ sửa được liệt kê bên dưới.",
                            "What is recorded of this document has changed since the link was taken; the corrections are listed below.",
                        ))
                    }
                }
            }
            div.columns {
                div {
                    (facts(document, &original, &shown.places))
                    (correction_form::section(document, &shown.history))
                    (details::standing(&shown.standing))
                    (papers(t("Tệp đính kèm", "Attachments"), &shown.attached.attachments))
                    (papers(t("Kèm theo thư/tệp", "Attached to"), &shown.attached.attached_to))
                    (citations(t("Viện dẫn", "Cites"), &shown.cites))
                    (citations(t("Được viện dẫn bởi", "Cited by"), &shown.cited_by))
                    (papers(t("Văn bản có nội dung gần", "Documents about the same"), &shown.alike))
                    @if document.text_source == TextSource::Waiting {
                        p.note { (t("Văn bản là ảnh chụp, chưa có phần chữ để tìm: xem bản gốc.", "The document is a picture and has no text to search yet: see the original.")) }
                    }
                    section.text lang="vi" aria-label=(t("Toàn văn", "Full text")) {
                        @for (number, page) in shown.pages.iter().enumerate() {
                            @if shown.pages.len() > 1 {
                                p.page-number id={ "trang-" (number + 1) } { (t("Trang ", "Page ")) (number + 1) }
                            }
                            div.page { (segments(page)) }
                        }
                    }
                }
                (sheets(shown, query))
            }
        }
    };
    layout::page(&title, Some(query), &content)
}

/// The papers before and after it in its series.
fn series(beside: &Neighbours) -> Markup {
    let label = |document: &Document| {
        let number = document.description.number.as_ref();
        number.map(ToString::to_string).unwrap_or_default()
    };
    html! {
        @if beside.before.is_some() || beside.after.is_some() {
            nav.series aria-label=(t("Trong dãy số", "In the number series")) {
                @if let Some(before) = &beside.before {
                    a lang="vi" rel="prev" href={ "/van-ban/" (before.id) } { "← " (label(before)) }
                }
                @if let Some(after) = &beside.after {
                    a lang="vi" rel="next" href={ "/van-ban/" (after.id) } { (label(after)) " →" }
                }
            }
        }
    }
}

/// The pages as they look.
fn sheets(shown: &Shown, query: &str) -> Markup {
    let mut more = form_urlencoded::Serializer::new(String::new());
    if !query.is_empty() {
        more.append_pair("q", query);
    }
    let more = more.append_pair("trang", "").finish();
    let more = format!("/van-ban/{}?{more}", shown.document.id);
    let view = places::View {
        more: Some(&more),
        asked: shown.asked,
        framed: false,
    };
    places::sheets(&shown.document, &shown.places, &view)
}

fn facts(document: &Document, original: &str, places: &Places) -> Markup {
    let way = |field: Correctable| places::way(places, field);
    let description = &document.description;
    let parent = description.parent_body.as_ref().map(|body| &body.name);
    let joint = description
        .joint_bodies
        .iter()
        .map(|body| body.name.as_str());
    let joint: Vec<&str> = joint.collect();
    html! {
        dl.facts {
            @if let Some(number) = &description.number { dt { (t("Số, ký hiệu", "Number, symbol")) } dd { span lang="vi" { (number) } (way(Correctable::Number)) } }
            @if let Some(kind) = &description.kind { dt { (t("Loại", "Kind")) } dd { span lang="vi" { (kind_name(kind)) } (way(Correctable::Kind)) } }
            @if let Some(body) = &description.issuing_body {
                dt { (t("Cơ quan ban hành", "Issuing body")) }
                dd { a lang="vi" href={ "/co-quan/" (body.id.as_str()) } { (body.name) } (way(Correctable::IssuingBody)) }
            }
            @if !joint.is_empty() { dt { (t("Cùng ban hành", "Issued with")) } dd lang="vi" { (joint.join("; ")) } }
            @if let Some(parent) = parent { dt { (t("Cơ quan chủ quản", "Superior body")) } dd { span lang="vi" { (parent) } (way(Correctable::ParentBody)) } }
            @if let Some(date) = description.issued_on {
                dt { (t("Ngày ban hành", "Date of issue")) }
                dd {
                    span lang="vi" {
                        (date.vietnamese())
                        @if let Some(place) = &description.issued_at { ", " (place) }
                    }
                    (way(Correctable::IssuedOn))
                }
            }
            @if let Some(system) = description.system { dt { (t("Hệ thống", "System")) } dd lang="vi" { (system_name(system)) } }
            (details::rows(description, &way(Correctable::Signer)))
            dt { (t("Tệp", "File")) }
            dd lang="vi" { @for source in &document.sources { span.source { (source) } } }
            dt { (t("Bản gốc", "Original")) }
            dd { a href=(original) { (t("Mở bản gốc (", "Open the original (")) (document.format) ")" } }
            @if let Some(citation) = official_citation(document) {
                dt { (t("Cách viện dẫn", "Citation")) }
                dd lang="vi" { span.to-copy { (citation) } }
            }
            dt { (t("Liên kết cố định", "Permalink")) }
            dd {
                @let link = format!("/van-ban/{}?ban={}", document.id, revision(document));
                a href=(link) { (link) }
            }
        }
        (details::lists(description))
        @if !document.findings.is_empty() {
            details.findings {
                summary { (t("Điều chưa chắc chắn (", "Doubts (")) (document.findings.len()) ")" }
                ul lang="vi" { @for finding in &document.findings { li { (finding.message) } } }
            }
        }
    }
}

fn citations(heading: &str, list: &[CitedDocument]) -> Markup {
    html! {
        @if !list.is_empty() {
            section.citations {
                h2 { (heading) }
                ul lang="vi" {
                    @for cited in list {
                        li {
                            @if let Some(id) = &cited.id {
                                a href={ "/van-ban/" (id) } { (cited.label) }
                            } @else {
                                (cited.label) " " span.missing { "(chưa có trong kho)" }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn papers(heading: &str, list: &[Document]) -> Markup {
    html! {
        @if !list.is_empty() {
            section.citations {
                h2 { (heading) }
                ul lang="vi" {
                    @for paper in list {
                        li { a href={ "/van-ban/" (paper.id) } { (document_title(paper)) } }
                    }
                }
            }
        }
    }
}

/// The papers that bear one number, with what tells them apart.
pub fn same_number(number: &str, documents: &[Document]) -> Markup {
    let count = documents.len();
    let heading = t(
        format!("Có {count} văn bản mang số "),
        format!("{count} documents bear the number "),
    );
    let content = html! {
        section.list {
            h1 { (heading) span lang="vi" { (number) } }
            ol.hits lang="vi" {
                @for document in documents {
                    @let description = &document.description;
                    li {
                        article.hit {
                            h3 { a href={ "/van-ban/" (document.id) } { (document_title(document)) } }
                            @if let Some(subject) = &description.subject { p.subject { (subject) } }
                            p.facts {
                                @if let Some(body) = &description.issuing_body { span { (body.name) } }
                                @if let Some(date) = description.issued_on { span { (date.vietnamese()) } }
                            }
                        }
                    }
                }
            }
        }
    };
    layout::page(&format!("{heading}{number}"), Some(number), &content)
}

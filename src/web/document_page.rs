//! One document: what it says of itself, its text with hits marked, the original beside it.

use maud::Markup;
use maud::html;

use crate::archive::Attached;
use crate::archive::CitedDocument;
use crate::archive::Document;
use crate::archive::History;
use crate::archive::MissingPaper;
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
use crate::web::layout;
use crate::web::places;
use crate::web::search_page::segments;

/// Missing papers on one page.
const MOST_MISSING: usize = 500;

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
                h1 { (title) }
                @if let Some(subject) = &document.description.subject { p.subject { (subject) } }
                @if shown.taken_from.as_ref().is_some_and(|taken| *taken != revision(document)) {
                    p.note {
                        "Những gì ghi về văn bản này đã thay đổi từ khi liên kết được lấy; "
                        "các chỗ sửa được liệt kê bên dưới."
                    }
                }
            }
            div.columns {
                div {
                    (facts(document, &original, &shown.places))
                    (correction_form::section(document, &shown.history))
                    (details::standing(&shown.standing))
                    (papers("Tệp đính kèm", &shown.attached.attachments))
                    (papers("Kèm theo thư/tệp", &shown.attached.attached_to))
                    (citations("Viện dẫn", &shown.cites))
                    (citations("Được viện dẫn bởi", &shown.cited_by))
                    @if document.text_source == TextSource::Waiting {
                        p.note { "Văn bản là ảnh chụp, chưa có phần chữ để tìm: xem bản gốc." }
                    }
                    section.text aria-label="Toàn văn" {
                        @for (number, page) in shown.pages.iter().enumerate() {
                            @if shown.pages.len() > 1 {
                                p.page-number id={ "trang-" (number + 1) } { "Trang " (number + 1) }
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
            @if let Some(number) = &description.number { dt { "Số, ký hiệu" } dd { (number) (way(Correctable::Number)) } }
            @if let Some(kind) = &description.kind { dt { "Loại" } dd { (kind_name(kind)) (way(Correctable::Kind)) } }
            @if let Some(body) = &description.issuing_body {
                dt { "Cơ quan ban hành" }
                dd { a href={ "/?body=" (body.id.as_str()) } { (body.name) } (way(Correctable::IssuingBody)) }
            }
            @if !joint.is_empty() { dt { "Cùng ban hành" } dd { (joint.join("; ")) } }
            @if let Some(parent) = parent { dt { "Cơ quan chủ quản" } dd { (parent) (way(Correctable::ParentBody)) } }
            @if let Some(date) = description.issued_on {
                dt { "Ngày ban hành" }
                dd {
                    (date.vietnamese())
                    @if let Some(place) = &description.issued_at { ", " (place) }
                    (way(Correctable::IssuedOn))
                }
            }
            @if let Some(system) = description.system { dt { "Hệ thống" } dd { (system_name(system)) } }
            (details::rows(description, &way(Correctable::Signer)))
            dt { "Tệp" }
            dd { @for source in &document.sources { span.source { (source) } } }
            dt { "Bản gốc" }
            dd { a href=(original) { "Mở bản gốc (" (document.format) ")" } }
            @if let Some(citation) = official_citation(document) {
                dt { "Cách viện dẫn" }
                dd { span.to-copy { (citation) } }
            }
            dt { "Liên kết cố định" }
            dd {
                @let link = format!("/van-ban/{}?ban={}", document.id, revision(document));
                a href=(link) { (link) }
            }
        }
        (details::lists(description))
        @if !document.findings.is_empty() {
            details.findings {
                summary { "Điều chưa chắc chắn (" (document.findings.len()) ")" }
                ul { @for finding in &document.findings { li { (finding.message) } } }
            }
        }
    }
}

fn citations(heading: &str, list: &[CitedDocument]) -> Markup {
    html! {
        @if !list.is_empty() {
            section.citations {
                h2 { (heading) }
                ul {
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
                ul {
                    @for paper in list {
                        li { a href={ "/van-ban/" (paper.id) } { (document_title(paper)) } }
                    }
                }
            }
        }
    }
}

/// What is cited and missing, each with a way to the papers that cite it.
pub fn cited_missing(missing: &[MissingPaper]) -> Markup {
    let content = html! {
        section.browse {
            h1 { "Được viện dẫn nhưng chưa có trong kho" }
            @if missing.is_empty() { p { "Mọi văn bản được viện dẫn đều có trong kho." } }
            ul {
                @for paper in missing.iter().take(MOST_MISSING) {
                    @let query = form_urlencoded::byte_serialize(paper.number.as_bytes());
                    li {
                        a.choice href={ "/?q=" (query.collect::<String>()) } {
                            span {
                                (paper.number)
                                @if let Some(date) = paper.issued_on { ", ngày " (date.vietnamese()) }
                            }
                            span.count { (paper.cited_by) " văn bản viện dẫn" }
                        }
                    }
                }
            }
        }
    };
    layout::page("Viện dẫn còn thiếu", Some(""), &content)
}

/// The papers that bear one number, with what tells them apart.
pub fn same_number(number: &str, documents: &[Document]) -> Markup {
    let heading = format!("Có {} văn bản mang số {number}", documents.len());
    let content = html! {
        section.list {
            h1 { (heading) }
            ol.hits {
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
    layout::page(&heading, Some(number), &content)
}

//! The form that corrects a paper, and the history of its corrections.

use maud::Markup;
use maud::html;
use serde::Deserialize;

use crate::archive::Corrected;
use crate::archive::Document;
use crate::archive::Editor;
use crate::archive::Error;
use crate::archive::History;
use crate::archive::Task;
use crate::archive::kind_names;
use crate::document::Correctable;
use crate::document::CorrectionError;
use crate::web::language::t;
use crate::web::layout;
use crate::web::layout::Around;
use crate::web::names;
use crate::web::wording::moment;

/// A form as it was sent. A field that is not there was not shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each is the input of the same name")]
pub struct Filled {
    pub number: Option<String>,
    pub kind: Option<String>,
    pub issuing_body: Option<String>,
    pub parent_body: Option<String>,
    pub issued_on: Option<String>,
    pub issued_at: Option<String>,
    pub subject: Option<String>,
    pub signer: Option<String>,
    #[serde(default)]
    pub who: String,
    #[serde(default)]
    pub reason: String,
}

impl Filled {
    /// What was typed into a field.
    fn typed(&self, field: Correctable) -> Option<&str> {
        let typed = match field {
            Correctable::Number => &self.number,
            Correctable::Kind => &self.kind,
            Correctable::IssuingBody => &self.issuing_body,
            Correctable::ParentBody => &self.parent_body,
            Correctable::IssuedOn => &self.issued_on,
            Correctable::IssuedAt => &self.issued_at,
            Correctable::Subject => &self.subject,
            Correctable::Signer => &self.signer,
        };
        typed.as_deref()
    }

    /// The fields that were shown, each with what was typed.
    pub fn fields(&self) -> Vec<(Correctable, String)> {
        let fields = Correctable::ALL.into_iter();
        let fields = fields.filter_map(|field| Some((field, self.typed(field)?.to_owned())));
        // A body is looked up on the paper's date, so the date comes first.
        let (mut first, rest): (Vec<_>, Vec<_>) =
            fields.partition(|(field, _)| *field == Correctable::IssuedOn);
        first.extend(rest);
        first
    }

    /// Who sent it.
    pub fn editor(&self, at: jiff::Timestamp) -> Editor {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Editor {
            who: given(&self.who).unwrap_or_else(|| "trang web".to_owned()),
            at,
            reason: given(&self.reason),
        }
    }
}

/// The inputs: every field as it is now, or as it was typed when that could not be taken. `focus` has the
/// focus from the start.
pub fn inputs(document: &Document, typed: Option<&Filled>, focus: Option<Correctable>) -> Markup {
    html! {
        @for field in Correctable::ALL {
            @let shown = field.shown(&document.description).unwrap_or_default();
            @let value = typed.and_then(|typed| typed.typed(field)).unwrap_or(&shown);
            @let doubts: Vec<&str> = document.findings.iter()
                .filter(|finding| field.concerns(finding))
                .map(|finding| finding.message.as_str())
                .collect();
            label.field {
                span { (names::field(field)) }
                @if field == Correctable::Subject {
                    textarea name=(field.code()) rows="3" autofocus[focus == Some(field)] lang="vi" { (value) }
                } @else {
                    input name=(field.code()) value=(value) autocomplete="off" autofocus[focus == Some(field)]
                        list=[(field == Correctable::Kind).then_some("loai")];
                }
                @for doubt in &doubts { span.doubt lang="vi" { (doubt) } }
            }
        }
        datalist #loai { @for name in kind_names() { option value=(name) {} } }
        @if Around::now().account().is_none() {
            label.field {
                span { (t("Người sửa", "Corrected by")) }
                input name="who" value=(typed.map_or("", |typed| &typed.who)) autocomplete="name";
            }
        }
        label.field {
            span { (t("Vì sao", "Why")) }
            input name="reason" value=(typed.map_or("", |typed| &typed.reason)) autocomplete="off";
        }
    }
}

/// What cannot be taken, in words for staff.
pub fn problem(error: &Error) -> Option<String> {
    match error {
        Error::Correction(CorrectionError::BadValue { field, value }) => Some(format!(
            "{}: {} “{value}”.",
            names::field(*field),
            t("không hiểu", "cannot be read:")
        )),
        Error::Correction(CorrectionError::Ambiguous { name, ids }) => Some(format!(
            "“{name}” {} {}.",
            t(
                "có thể là nhiều cơ quan; hãy ghi một trong các mã:",
                "may be several bodies; write one of these codes:"
            ),
            ids.join(", ")
        )),
        held if held.code() == "held" => {
            let told = t(
                "Kho đang được chương trình khác ghi: chờ xong rồi lưu lại.",
                "Another program writes the archive: wait until it has ended, then save again.",
            );
            Some(told.to_owned())
        }
        _ => None,
    }
}

/// On a document's page: the form folded away, and below it what was corrected before.
pub fn section(document: &Document, history: &History) -> Markup {
    html! {
        @if Around::now().may(Task::Correct) {
            details.correct {
                summary { (t("Sửa", "Correct")) }
                form method="post" action={ "/van-ban/" (document.id) "/sua" } {
                    (layout::key())
                    (inputs(document, None, None))
                    p.hint { (t("Để trống khi văn bản không ghi. Điều chưa chắc chắn ở trường giữ nguyên coi như đã xác nhận.", "Leave empty what the document does not say. A doubt about a field left as it is counts as settled.")) }
                    button type="submit" { (t("Lưu", "Save")) }
                }
            }
        }
        @if !history.corrections.is_empty() {
            details.history {
                summary { (t("Đã sửa (", "Corrections (")) (history.corrections.len()) ")" }
                @if let Some(read) = &history.read {
                    h3 { (t("Máy đọc", "As the machine read it")) }
                    dl.facts {
                        @for field in Correctable::ALL {
                            @if let Some(value) = field.shown(read) { dt { (names::field(field)) } dd lang="vi" { (value) } }
                        }
                    }
                }
                ol { @for made in &history.corrections { li { (entry(document, made)) } } }
            }
        }
    }
}

fn entry(document: &Document, made: &Corrected) -> Markup {
    let one = &made.correction;
    html! {
        b { (names::field(one.field)) } ": "
        @if let Some(was) = &one.was { s lang="vi" { (was) } " " }
        "→ "
        @match &one.value {
            Some(value) => span lang="vi" { (value) },
            None => (t("văn bản không ghi", "not said by the document")),
        }
        " " span.count { "(" (one.who) ", " (names::correction_source(one.source)) ", " time { (moment(one.at)) } ")" }
        @if let Some(reason) = &one.reason { " – " span lang="vi" { (reason) } }
        @match &made.undone {
            Some((at, by)) => { " " span.missing { (t("đã bỏ (", "taken back (")) (by) ", " (moment(*at)) ")" } },
            None if !Around::now().may(Task::Undo) => {},
            None => form.inline method="post" action={ "/van-ban/" (document.id) "/bo/" (made.number) } {
                (layout::key())
                button.quiet type="submit" { (t("Bỏ chỗ sửa này", "Take this correction back")) }
            },
        }
    }
}

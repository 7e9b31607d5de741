//! The rest of what a paper says of itself, and what became of it, on its page.

use maud::Markup;
use maud::html;

use crate::archive::CitedDocument;
use crate::archive::Deed;
use crate::archive::Standing;
use crate::archive::Validity;
use crate::document::Description;
use crate::document::Signature;
use crate::web::language::t;
use crate::web::names;
use crate::web::names::circulation;

/// Rows of the list of facts; `signed_at` leads to where the first signature stands.
pub fn rows(description: &Description, signed_at: &Markup) -> Markup {
    let circulation: Vec<&str> = description
        .circulation
        .iter()
        .map(|mark| circulation(*mark))
        .collect();
    html! {
        @if description.draft { dt { (t("Tình trạng", "State")) } dd { (t("Dự thảo", "Draft")) } }
        @if let Some(urgency) = description.urgency { dt { (t("Mức độ khẩn", "Urgency")) } dd { (names::urgency(urgency)) } }
        @if !circulation.is_empty() { dt { (t("Lưu hành", "Circulation")) } dd { (circulation.join("; ")) } }
        @if let Some(date) = description.effective_from { dt { (t("Có hiệu lực từ", "In force from")) } dd { (date.vietnamese()) } }
        @for (at, signature) in description.signatures.iter().enumerate() {
            dt { (t("Người ký", "Signed by")) }
            dd { span lang="vi" { (signed(signature)) } @if at == 0 { (signed_at) } }
        }
        @for digital in &description.digital_signatures {
            dt { (t("Ký số", "Digital signature")) }
            dd lang="vi" { (digital.by.as_deref().unwrap_or_default()) " " (digital.at.as_deref().map(when).unwrap_or_default()) }
        }
    }
}

/// Lists that fold away below the facts.
pub fn lists(description: &Description) -> Markup {
    html! {
        (list(t("Căn cứ ban hành", "Legal basis"), &description.legal_basis))
        (list(t("Nơi nhận", "Recipients"), &description.recipients))
        (list(t("Kèm theo trong tệp", "Annexes in the file"), &description.annexes))
    }
}

/// What papers of the archive say of its force. `Không rõ` is all that can be said of most.
pub fn standing(standing: &Standing) -> Markup {
    html! {
        @if standing.validity != Validity::Unknown || !standing.acts.is_empty() {
            section.standing {
                h2 { (t("Hiệu lực", "Validity")) }
                @match standing.validity {
                    Validity::Unknown => p.note {
                        (t(
                            "Không rõ: trong kho không có văn bản nào thay thế hay bãi bỏ.",
                            "Unknown: no document in the archive replaces or repeals it.",
                        ))
                    },
                    known => p.note { b { (names::validity(known)) } },
                }
                ol.timeline {
                    @for moment in &standing.timeline {
                        li {
                            @if let Some(date) = moment.date { time { (date.vietnamese()) } " " }
                            (names::happened(moment.what))
                            @if let Some(by) = &moment.by { " " (link(by)) }
                        }
                    }
                }
                (deeds(t("Văn bản này", "This document"), &standing.acts, |deed| names::action(deed.action)))
                (deeds(t("Văn bản khác", "Other documents"), &standing.suffers, |deed| names::suffered(deed.action)))
            }
        }
    }
}

fn deeds(heading: &str, deeds: &[Deed], name: impl Fn(&Deed) -> &'static str) -> Markup {
    html! {
        @if !deeds.is_empty() {
            h3 { (heading) }
            ul {
                // One sentence may act on many.
                @for said in deeds.chunk_by(|one, next| one.sentence == next.sentence) {
                    li {
                        @for deed in said {
                            div { (name(deed)) @if !deed.whole { (t(" (một phần)", " (in part)")) } " " (link(&deed.other)) }
                        }
                        @if let Some(deed) = said.first() { blockquote lang="vi" { (deed.sentence) } }
                    }
                }
            }
        }
    }
}

fn link(other: &CitedDocument) -> Markup {
    html! {
        @if let Some(id) = &other.id {
            a href={ "/van-ban/" (id) } lang="vi" { (other.label) }
        } @else {
            span lang="vi" { (other.label) } " " span.missing { (t("(chưa có trong kho)", "(not in the archive)")) }
        }
    }
}

fn list(heading: &str, entries: &[String]) -> Markup {
    html! {
        @if !entries.is_empty() {
            details {
                summary { (heading) " (" (entries.len()) ")" }
                ul { @for entry in entries { li lang="vi" { (entry) } } }
            }
        }
    }
}

/// `PHÓ CHỦ TỊCH Trần Văn Năm (TM. ỦY BAN NHÂN DÂN)`.
fn signed(signature: &Signature) -> String {
    let parts = [signature.position.as_deref(), signature.name.as_deref()];
    let who: Vec<&str> = parts.into_iter().flatten().collect();
    match (&signature.authority, who.is_empty()) {
        (Some(authority), true) => authority.clone(),
        (Some(authority), false) => format!("{} ({authority})", who.join(" ")),
        (None, _) => who.join(" "),
    }
}

/// `2020-09-30T10:11:22+07:00` as every moment is written: `30/09/2020 10:11`.
fn when(iso: &str) -> String {
    let (day, time) = iso.split_once('T').unwrap_or((iso, ""));
    let parts: Vec<&str> = day.split('-').rev().collect();
    let day = parts.join("/");
    match time.get(..5) {
        Some(minutes) => format!("{day} {minutes}"),
        None => day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_and_times_as_people_write_them() {
        let signature = Signature {
            authority: Some("TM. ỦY BAN NHÂN DÂN".to_owned()),
            position: Some("CHỦ TỊCH".to_owned()),
            name: Some("Trần Văn Năm".to_owned()),
        };
        assert_eq!(
            signed(&signature),
            "CHỦ TỊCH Trần Văn Năm (TM. ỦY BAN NHÂN DÂN)"
        );
        assert_eq!(when("2020-09-30T10:11:22+07:00"), "30/09/2020 10:11");
        assert_eq!(when("2020-09-30"), "30/09/2020");
    }
}

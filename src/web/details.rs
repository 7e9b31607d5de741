//! The rest of what a paper says of itself, and what became of it, on its page.

use maud::Markup;
use maud::html;

use crate::archive::CitedDocument;
use crate::archive::Deed;
use crate::archive::Standing;
use crate::archive::Validity;
use crate::document::Description;
use crate::document::Signature;

/// Rows of the list of facts; `signed_at` leads to where the first signature stands.
pub fn rows(description: &Description, signed_at: &Markup) -> Markup {
    let circulation: Vec<&str> = description
        .circulation
        .iter()
        .map(|mark| mark.name())
        .collect();
    html! {
        @if description.draft { dt { "Tình trạng" } dd { "Dự thảo" } }
        @if let Some(urgency) = description.urgency { dt { "Mức độ khẩn" } dd { (urgency.name()) } }
        @if !circulation.is_empty() { dt { "Lưu hành" } dd { (circulation.join("; ")) } }
        @if let Some(date) = description.effective_from { dt { "Có hiệu lực từ" } dd { (date.vietnamese()) } }
        @for (at, signature) in description.signatures.iter().enumerate() {
            dt { "Người ký" }
            dd { (signed(signature)) @if at == 0 { (signed_at) } }
        }
        @for digital in &description.digital_signatures {
            dt { "Ký số" }
            dd { (digital.by.as_deref().unwrap_or_default()) " " (digital.at.as_deref().map(when).unwrap_or_default()) }
        }
    }
}

/// Lists that fold away below the facts.
pub fn lists(description: &Description) -> Markup {
    html! {
        (list("Căn cứ ban hành", &description.legal_basis))
        (list("Nơi nhận", &description.recipients))
        (list("Kèm theo trong tệp", &description.annexes))
    }
}

/// What papers of the archive say of its force. `Không rõ` is all that can be said of most.
pub fn standing(standing: &Standing) -> Markup {
    html! {
        @if standing.validity != Validity::Unknown || !standing.acts.is_empty() {
            section.standing {
                h2 { "Hiệu lực" }
                @match standing.validity {
                    Validity::Unknown => p.note { "Không rõ: trong kho không có văn bản nào thay thế hay bãi bỏ." },
                    known => p.note { b { (known.name()) } },
                }
                ol.timeline {
                    @for moment in &standing.timeline {
                        li {
                            @if let Some(date) = moment.date { time { (date.vietnamese()) } " " }
                            (moment.label)
                            @if let Some(by) = &moment.by { " " (link(by)) }
                        }
                    }
                }
                (deeds("Văn bản này", &standing.acts, |deed| deed.action.name()))
                (deeds("Văn bản khác", &standing.suffers, |deed| deed.action.passive()))
            }
        }
    }
}

fn deeds(heading: &str, deeds: &[Deed], name: impl Fn(&Deed) -> &'static str) -> Markup {
    html! {
        @if !deeds.is_empty() {
            h3 { (heading) }
            ul {
                @for deed in deeds {
                    li {
                        (name(deed)) @if !deed.whole { " (một phần)" } " " (link(&deed.other))
                        blockquote { (deed.sentence) }
                    }
                }
            }
        }
    }
}

fn link(other: &CitedDocument) -> Markup {
    html! {
        @if let Some(id) = &other.id {
            a href={ "/van-ban/" (id) } { (other.label) }
        } @else {
            (other.label) " " span.missing { "(chưa có trong kho)" }
        }
    }
}

fn list(heading: &str, entries: &[String]) -> Markup {
    html! {
        @if !entries.is_empty() {
            details {
                summary { (heading) " (" (entries.len()) ")" }
                ul { @for entry in entries { li { (entry) } } }
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

/// `2020-09-30T10:11:22+07:00` as people write it: `10:11 30/9/2020`.
fn when(iso: &str) -> String {
    let (day, time) = iso.split_once('T').unwrap_or((iso, ""));
    let day = match day.parse::<crate::document::PartialDate>() {
        Ok(date) => date.vietnamese(),
        Err(_) => day.to_owned(),
    };
    match time.get(..5) {
        Some(minutes) => format!("{minutes} {day}"),
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
        assert_eq!(when("2020-09-30T10:11:22+07:00"), "10:11 30/9/2020");
        assert_eq!(when("2020-09-30"), "30/9/2020");
    }
}

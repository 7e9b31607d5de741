//! How a paper is cited in full, in the form its system prescribes.
//!
//! State papers by Nghị định 30/2020/NĐ-CP, Phụ lục I: kind, number, date in words, body, subject; a
//! law or an ordinance without number and body. Party papers by Hướng dẫn 36-HD/VPTW: a comma before
//! the date, which is in digits.

use crate::archive::names::kind_name;
use crate::document::Document;
use crate::document::PartialDate;
use crate::text::fold::fold;
use crate::vocabulary::System;
use crate::vocabulary::bodies;

/// Kinds cited by name and date alone.
pub(super) const BY_NAME: [&str; 4] = ["luat", "bo-luat", "phap-lenh", "hien-phap"];

/// First words of a subject, folded, that follow a citation as they are; before others stands `về`.
const OPENINGS: [&str; 22] = [
    "ve",
    "ban hanh",
    "bai bo",
    "bo sung",
    "cong bo",
    "dinh chinh",
    "giao",
    "huong dan",
    "ho tro",
    "kien toan",
    "kiem tra",
    "phe duyet",
    "phe chuan",
    "quy dinh",
    "sua doi",
    "thanh lap",
    "thay the",
    "thi hanh",
    "thuc hien",
    "to chuc",
    "trien khai",
    "xu phat",
];

/// `Quy định số 238-QĐ/TW, ngày 30/9/2020 của Ban Bí thư về …`; none for a paper without kind.
#[must_use]
pub fn official_citation(document: &Document) -> Option<String> {
    let description = &document.description;
    let kind = description.kind.as_ref()?;
    let is_party = description.system == Some(System::Party);
    let subject = description.subject.as_deref();
    let date = description.issued_on;
    if BY_NAME.contains(&kind.as_str()) {
        let name = subject.map(sentence_case);
        let named = [Some(kind_name(kind)), name].into_iter().flatten();
        let named = named.collect::<Vec<_>>().join(" ");
        return Some(match date {
            Some(date) => format!("{named} {}", in_words(date)),
            None => named,
        });
    }
    let mut cited = kind_name(kind);
    if let Some(number) = &description.number {
        cited.push_str(&format!(" số {number}"));
    }
    match date {
        Some(date) if is_party => cited.push_str(&format!(", ngày {}", date.vietnamese())),
        Some(date) => cited.push_str(&format!(" {}", in_words(date))),
        None => {}
    }
    if let Some(body) = &description.issuing_body {
        let known = bodies::by_id(body.id.as_str());
        let name = known.map_or_else(|| body.name.clone(), |known| known.name);
        cited.push_str(&format!(" của {name}"));
    }
    if let Some(subject) = subject {
        cited.push(' ');
        cited.push_str(&following(subject));
    }
    Some(cited)
}

/// `ngày 05 tháng 3 năm 2020`: days below ten and the first two months with a nought (Nghị định 30).
fn in_words(date: PartialDate) -> String {
    match date.exact() {
        Some(day) if day.month() < 3 => {
            format!(
                "ngày {:02} tháng {:02} năm {}",
                day.day(),
                day.month(),
                day.year()
            )
        }
        Some(day) => format!(
            "ngày {:02} tháng {} năm {}",
            day.day(),
            day.month(),
            day.year()
        ),
        None => format!("năm {}", date.year()),
    }
}

/// A subject as it goes on after a citation: `V/v xếp xe` is `về việc xếp xe`.
fn following(subject: &str) -> String {
    let subject = sentence_case(subject.trim());
    let abbreviated = ["V/v", "v/v", "Vv", "V/V"].iter().find_map(|short| {
        let rest = subject.strip_prefix(short)?;
        Some(rest.trim_start_matches([':', '.', ' ']))
    });
    if let Some(rest) = abbreviated {
        return format!("về việc {rest}");
    }
    let folded = fold(&subject);
    let opens = |opening: &&str| {
        let rest = folded.strip_prefix(*opening);
        rest.is_some_and(|rest| rest.starts_with(' '))
    };
    match OPENINGS.iter().any(opens) {
        true => first(&subject, char::to_lowercase),
        false => format!("về {subject}"),
    }
}

/// What is printed in capitals throughout, with a capital at its beginning only.
fn sentence_case(text: &str) -> String {
    match text.chars().any(char::is_lowercase) {
        true => text.to_owned(),
        false => first(&text.to_lowercase(), char::to_uppercase),
    }
}

fn first<I: Iterator<Item = char>>(text: &str, change: impl Fn(char) -> I) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .into_iter()
        .flat_map(change)
        .chain(letters)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(subject: &str, expected: &str) {
        assert_eq!(following(subject), expected);
    }

    #[test]
    fn subjects_go_on() {
        check("V/v xếp xe", "về việc xếp xe");
        check("Về công tác văn thư", "về công tác văn thư");
        check("VỀ CÔNG TÁC VĂN THƯ", "về công tác văn thư");
        check("Ban hành Quy chế làm việc", "ban hành Quy chế làm việc");
        check("nâng cao chất lượng", "về nâng cao chất lượng");
        check("BAN HÀNH QUY CHẾ", "ban hành quy chế");
    }

    #[test]
    fn dates_as_the_decree_writes_them() {
        let check = |day, expected: &str| assert_eq!(in_words(day), expected);
        check(
            PartialDate::day(2020, 3, 5).unwrap(),
            "ngày 05 tháng 3 năm 2020",
        );
        check(
            PartialDate::day(2021, 2, 12).unwrap(),
            "ngày 12 tháng 02 năm 2021",
        );
        check(PartialDate::year_only(1999).unwrap(), "năm 1999");
    }
}

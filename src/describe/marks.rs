//! Marks beside the heading: urgency, circulation, draft; and the block of a digital signature.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Circulation;
use crate::document::DigitalSignature;
use crate::document::Page;
use crate::document::Urgency;

use super::foot::Cell;
use super::pattern::pattern;
use super::pattern::squeeze;
use super::zones::Row;
use super::zones::all_rows;

/// Cells of the first page in which a mark can stand.
const TOP: usize = 60;
/// Digital signatures kept of one paper.
const MOST_SIGNED: usize = 8;

/// The most urgent mark of the heading.
pub(super) fn urgency(cells: &[Cell]) -> Option<Urgency> {
    let of = |cell: &Cell| {
        let letters = squeeze(&cell.row.folded);
        match letters.as_str() {
            "khan" => Some(Urgency::Urgent),
            "thuongkhan" => Some(Urgency::VeryUrgent),
            "hoatoc" => Some(Urgency::Express),
            // `HỎA TỐC HẸN GIỜ`, with or without the hour.
            letters if letters.starts_with("hoatochengio") => Some(Urgency::Express),
            _ => None,
        }
    };
    top(cells).filter_map(of).max()
}

/// The marks that limit circulation, each once.
pub(super) fn circulation(cells: &[Cell]) -> Vec<Circulation> {
    let of = |cell: &Cell| {
        let letters = squeeze(&cell.row.folded);
        match letters.as_str() {
            "luuhanhnoibo" => Some(Circulation::Internal),
            "xemxongtralai" => Some(Circulation::ReturnAfterReading),
            "tailieuthuhoi" => Some(Circulation::ToBeCollected),
            "khongphobien" => Some(Circulation::NotForRelease),
            letters if letters.starts_with("tailieuhoinghi") && letters.len() < 40 => {
                Some(Circulation::Conference)
            }
            _ => None,
        }
    };
    let mut marks: Vec<Circulation> = top(cells).filter_map(of).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

static DRAFT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\W*(?:ban )?du thao(?:[\s,]*(?:lan(?: thu)?|ngay)\s*[\d/.-]+)?\W*$")
});

/// Whether it is marked as a draft.
pub(super) fn is_draft(cells: &[Cell]) -> bool {
    top(cells).any(|cell| DRAFT.is_match(&cell.row.folded))
}

/// Marks are printed in capitals, by themselves.
fn top(cells: &[Cell]) -> impl Iterator<Item = &Cell> {
    cells
        .iter()
        .take(TOP)
        .filter(|cell| cell.row.page == 0 && cell.row.is_capitals())
}

static SIGNED_BY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\W*(?:ky boi|nguoi ky|duoc ky boi)\s*:\s*(?P<by>\S.*)$"));

static SIGNED_AT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W*(?:thoi gian ky|ngay ky|gio ky)\s*:\s*(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})",
        r"(?:[ ,t]+(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2}))?\s*(?P<zone>[+-]\d{2}:\d{2})?)?",
    ))
});

/// The visible blocks of digital signatures, wherever they stand.
pub(super) fn digital_signatures(pages: &[Page]) -> Vec<DigitalSignature> {
    let mut found: Vec<DigitalSignature> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        for (row, _) in all_rows(page, number) {
            if found.len() > MOST_SIGNED {
                return found;
            }
            read(&row, &mut found);
        }
    }
    found
}

fn read(row: &Row, found: &mut Vec<DigitalSignature>) {
    if let Some(by) = SIGNED_BY
        .captures(&row.folded)
        .and_then(|found| found.name("by"))
    {
        found.push(DigitalSignature {
            by: Some(row.printed(by.range())),
            at: None,
        });
    } else if let Some(at) = SIGNED_AT
        .captures(&row.folded)
        .and_then(|found| time(&found))
    {
        match found.last_mut().filter(|last| last.at.is_none()) {
            Some(last) => last.at = Some(at),
            None => found.push(DigitalSignature {
                by: None,
                at: Some(at),
            }),
        }
    }
}

/// ISO 8601; only the day where no hour is printed.
fn time(found: &regex::Captures<'_>) -> Option<String> {
    let part = |name: &str| found.name(name).map(|part| part.as_str());
    let number = |name: &str| part(name).and_then(|digits| digits.parse::<i8>().ok());
    let date = jiff::civil::Date::new(part("y")?.parse().ok()?, number("m")?, number("d")?).ok()?;
    let Some((hour, minute)) = number("h").zip(number("min")) else {
        return Some(date.to_string());
    };
    let time = jiff::civil::Time::new(hour, minute, number("s").unwrap_or(0), 0).ok()?;
    Some(format!("{date}T{time}{}", part("zone").unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::super::foot::cells;
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;

    #[track_caller]
    fn check(
        printed: &str,
        urgent: Option<Urgency>,
        circulation_marks: &[Circulation],
        draft: bool,
    ) {
        let cells = cells(&rows(&[page(printed)]));
        assert_eq!(urgency(&cells), urgent, "{printed}");
        assert_eq!(circulation(&cells), circulation_marks, "{printed}");
        assert_eq!(is_draft(&cells), draft, "{printed}");
    }

    #[test]
    fn marks_stand_alone_in_capitals() {
        check("HỎA TỐC\nUBND TỈNH", Some(Urgency::Express), &[], false);
        check("HOẢ TỐC HẸN GIỜ 8 GIỜ", Some(Urgency::Express), &[], false);
        check(
            "THƯỢNG KHẨN\tSố: 1/QĐ-UBND",
            Some(Urgency::VeryUrgent),
            &[],
            false,
        );
        check("công tác khẩn\nKhẩn", None, &[], false);
        check(
            "LƯU HÀNH NỘI BỘ\nXEM XONG TRẢ LẠI",
            None,
            &[Circulation::Internal, Circulation::ReturnAfterReading],
            false,
        );
        check("Tài liệu lưu hành nội bộ", None, &[], false);
        check("KHÔNG PHỔ BIẾN", None, &[Circulation::NotForRelease], false);
        check("DỰ THẢO LẦN 2\nQUYẾT ĐỊNH", None, &[], true);
        check("DỰ THẢO", None, &[], true);
        check("GÓP Ý DỰ THẢO LUẬT", None, &[], false);
    }

    #[test]
    fn a_digital_signature_is_kept_apart() {
        let read = digital_signatures(&[page(
            "Người ký: VĂN PHÒNG CHÍNH PHỦ\nThời gian ký: 30-09-2020 10:11:22 +07:00\nNgày ký: 1/2/2021",
        )]);
        let shown: Vec<_> = read
            .iter()
            .map(|one| (one.by.as_deref(), one.at.as_deref()))
            .collect();
        assert_eq!(
            shown,
            [
                (
                    Some("VĂN PHÒNG CHÍNH PHỦ"),
                    Some("2020-09-30T10:11:22+07:00")
                ),
                (None, Some("2021-02-01"))
            ]
        );
    }
}

//! Papers without a heading, as old collections keep them: number, body and date inside the title
//! (`NGHỊ ĐỊNH của Chính phủ số 94/1998/NĐ-CP ngày 17 tháng 11 năm 1998 …`).

use std::sync::LazyLock;

use regex::Regex;

use crate::document::PartialDate;
use crate::text::fold::fold;

use super::dating::date_behind;
use super::heading::is_running_text;
use super::kind::Title;
use super::kind::title_of;
use super::number::cut_symbol;
use super::pattern::pattern;
use super::zones::Row;

/// What such a title says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Titled {
    pub title: Title,
    /// As printed.
    pub number: String,
    pub body: Option<String>,
    pub date: Option<PartialDate>,
    pub subject: Option<String>,
}

static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?:cua\s+(?P<body>[^\d:;]{3,90}?)\s*,?\s*)?(?:so|s6)\s*[:.]?\s*(?P<number>\d)")
});

static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:quyen )?bo truong|chu nhiem|thong doc|tong cuc truong|tong thanh tra|chu tich (?:uy|hoi)?|vien truong|chanh an|truong ban|giam doc)\b\s*",
    )
});

/// Reads the first rows as such a title; none where they are anything else.
pub(super) fn titled(rows: &[Row]) -> Option<Titled> {
    let (at, title) = rows
        .iter()
        .take(12)
        .enumerate()
        .find_map(|(at, row)| title_of(row).map(|title| (at, title)))?;
    let following = rows.get(at + 1..)?.iter().take(14);
    let following = following.take_while(|row| !is_running_text(row) && !row.is_rule());
    let mut text = title.rest.clone();
    for row in following {
        text.push(' ');
        text.push_str(&row.text);
    }
    let joined = Row::of_text(&text);
    let found = SENTENCE.captures(&joined.folded)?;
    let number = found.name("number")?.start();
    let before = joined.folded.get(..number)?.chars().count();
    let rest: String = joined.text.chars().skip(before).collect();
    let (printed, behind) = cut_symbol(&rest)?;
    let behind = Row::of_text(&behind);
    let (date, end) =
        date_behind(&behind.folded).map_or((None, 0), |(date, end)| (Some(date), end));
    let body = found
        .name("body")
        .map(|m| without_office(&joined.printed(m.range())));
    let subject = behind.printed(end..behind.folded.len());
    // Whoever enacts follows in a line of its own.
    let office = found.name("body").map_or("", |m| m.as_str());
    let kept = fold(&subject)
        .strip_suffix(office)
        .map_or(usize::MAX, |before| before.chars().count());
    let subject: String = subject.chars().take(kept).collect();
    let subject = subject.trim_matches([',', '.', ':', ' ']).to_owned();
    let enough = subject.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    Some(Titled {
        title,
        number: printed,
        body,
        date,
        subject: enough.then_some(subject),
    })
}

/// `Bộ trưởng Bộ Tài chính` → `Bộ Tài chính`. The Prime Minister issues in his own name.
pub(super) fn without_office(printed: &str) -> String {
    let row = Row::of_text(printed);
    let Some(office) = OFFICE.find(&row.folded) else {
        return row.text;
    };
    // The chairman's word swallows the first word of the committee's name.
    let keeps = ["chu tich uy", "chu tich hoi"]
        .iter()
        .any(|word| office.as_str().starts_with(word));
    let start = if keeps {
        "chu tich ".len()
    } else {
        office.end()
    };
    let rest = row.printed(start..row.folded.len());
    if rest.is_empty() { row.text } else { rest }
}

#[cfg(test)]
mod tests {
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;

    #[track_caller]
    fn check(text: &str, number: &str, body: &str, date: &str, subject: &str) {
        let read = titled(&rows(&[page(text)])).unwrap();
        assert_eq!(read.number, number);
        assert_eq!(read.body.as_deref().unwrap_or(""), body);
        assert_eq!(read.date.map(|d| d.to_string()).unwrap_or_default(), date);
        assert_eq!(read.subject.as_deref().unwrap_or(""), subject);
    }

    #[test]
    fn titles_that_say_everything() {
        check(
            "Nghị định\ncủa Chính phủ Số  94 /1998/NĐ-CP ngày 17 tháng 11 năm 1998\nQuy định chi tiết\nthi hành\nCăn cứ Luật",
            "94/1998/NĐ-CP",
            "Chính phủ",
            "1998-11-17",
            "Quy định chi tiết thi hành",
        );
        check(
            "Quyết định\ncủa Bộ trưởng Bộ Tài chính số 1141-TC/QĐ/CĐKT\nngày 01 tháng 11 năm 1995 Về việc ban hành",
            "1141-TC/QĐ/CĐKT",
            "Bộ Tài chính",
            "1995-11-01",
            "Về việc ban hành",
        );
    }

    #[test]
    fn other_titles_are_left_alone() {
        assert_eq!(
            titled(&rows(&[page(
                "BÁO CÁO\nkết quả thực hiện Nghị quyết số 12-NQ/TW"
            )])),
            None
        );
    }
}

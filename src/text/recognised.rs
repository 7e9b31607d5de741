//! What OCR makes of the fixed words of a heading: the label of the number, the figures of the date.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Captures;
use regex::Regex;

use super::fold::fold;

/// `Sắ: 2450/VPCP`: the mark on the `o` is the smallest thing on the line.
static LABEL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(\W{0,3})S(\p{L})\s?[:;]\s*(\S*\d\S*\s?[-/])").ok());

/// `ngày l2 tháng O4 năm 2O24`, with or without its blanks.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let figure = r"[\dOoQIl|!ZSBbg]";
    Regex::new(&format!(
        r"(?i:(ngày))\s*({figure}{{1,2}})\s*(tháng)\s*({figure}{{1,2}})\s*(năm)\s*({figure}{{4}})\b"
    ))
    .ok()
});

/// A line with those slips mended; others as they are. Letters become figures only where nothing but
/// a figure can stand.
#[must_use]
pub fn mended(line: &str) -> Cow<'_, str> {
    let line = match LABEL.as_ref() {
        None => Cow::Borrowed(line),
        Some(label) => label.replace(line, |found: &Captures<'_>| {
            let [whole, before, letter, number] = [0, 1, 2, 3].map(|at| part(found, at));
            match matches!(fold(letter).as_str(), "o" | "a" | "e" | "u") {
                true => format!("{before}Số: {number}"),
                false => whole.to_owned(),
            }
        }),
    };
    let Some(date) = DATE.as_ref().filter(|date| date.is_match(&line)) else {
        return line;
    };
    let mended = date.replace_all(&line, |found: &Captures<'_>| {
        let word = |at| part(found, at);
        let number = |at| part(found, at).chars().map(figure).collect::<String>();
        let [day, month, year] = [2, 4, 6].map(number);
        format!("{} {day} {} {month} {} {year}", word(1), word(3), word(5))
    });
    Cow::Owned(mended.into_owned())
}

fn part<'t>(found: &Captures<'t>, at: usize) -> &'t str {
    found.get(at).map_or("", |part| part.as_str())
}

/// The figure a letter was read for.
const fn figure(letter: char) -> char {
    match letter {
        'O' | 'o' | 'Q' => '0',
        'I' | 'l' | '|' | '!' => '1',
        'Z' => '2',
        'S' => '5',
        'b' => '6',
        'B' => '8',
        'g' => '9',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(read: &str, printed: &str) {
        assert_eq!(mended(read), printed);
        assert_eq!(mended(printed), printed);
    }

    #[test]
    fn figures_and_labels_of_a_heading_are_mended() {
        check("Sắ: 2450/VPCP-KGVX", "Số: 2450/VPCP-KGVX");
        check("Só: 12-QĐ/TW", "Số: 12-QĐ/TW");
        check(
            "Hà Nội, ngày l2 tháng O4 năm 2O24",
            "Hà Nội, ngày 12 tháng 04 năm 2024",
        );
        check(
            "An Giang, ngày2 tháng 4 năm 2017",
            "An Giang, ngày 2 tháng 4 năm 2017",
        );
        check(
            "ngày 11 tháng 4 năm 2024; ngày 1 tháng 5 năm 2024",
            "ngày 11 tháng 4 năm 2024; ngày 1 tháng 5 năm 2024",
        );
    }

    #[test]
    fn what_is_no_slip_stays() {
        for line in [
            "Sở: 12 phòng",
            "Sáng: 7 giờ",
            "SI: 5 mét",
            "ngày nào tháng nào",
            "Sổ: quyển 2",
            "",
        ] {
            check(line, line);
        }
    }
}

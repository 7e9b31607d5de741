//! News pages: told from papers without a heading, their headline and the day they appeared.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::PartialDate;

use super::heading::Heading;
use super::pattern::pattern;
use super::zones::Row;

/// Menus, counters, bylines, times: what surrounds the article on a page.
static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W*(?:(?:cap nhat|ngay dang|dang ngay|thu (?:hai|ba|tu|nam|sau|bay)|chu nhat)\b.{0,30}\d{4}",
        r"|tu khoa ?:|cac tin (?:khac|da dua|lien quan)|tin (?:lien quan|khac|cung chuyen muc)\b|luot xem",
        r"|binh luan\b|captcha|chia se\b|so luot truy cap|truy cap hien tai|(?:so )?lan xem|dang truy cap",
        r"|dang co \d+ khach|tags? ?:|nguon ?:|doc nhieu|tin moi|banner|trang chu|gui bai viet|in bai viet)",
    ))
});

/// `14:11 21/07/2022`, `Thứ Tư, 21/12/2022 9:0'(GMT+7)`.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^.{0,40}?(?:\b\d{1,2}[:h]\d{1,2}\b.{0,16}?)?\b(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})(?P<after>.{0,12}\b\d{1,2}[:h]\d{1,2}|.*gmt)?",
    )
});

static CLOCK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d{1,2}[:h]\d{1,2}\b|gmt"));

/// `(TUAG)- Sáng ngày …`, `QTO - Hôm nay …`.
static SOURCE_MARK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\W*(?:\([a-z]{2,8}\)|[a-z]{2,5})\s*-\s*\S"));

/// Longer rows are the article's paragraphs.
const PARAGRAPH: usize = 200;

/// What a news page tells of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct News {
    pub headline: Option<String>,
    pub date: Option<PartialDate>,
}

fn is_marked(row: &Row) -> bool {
    let capitals = row
        .text
        .chars()
        .filter(|c| c.is_alphabetic())
        .take(3)
        .all(char::is_uppercase);
    capitals && !row.is_capitals() && SOURCE_MARK.is_match(&row.folded)
}

fn is_paragraph(row: &Row) -> bool {
    row.text.chars().count() >= PARAGRAPH
}

/// The day of a row that is nothing but a date and a time of day.
fn time(row: &Row) -> Option<PartialDate> {
    let short = row.text.chars().count() <= 60 && CLOCK.is_match(&row.folded);
    let found = TIME.captures(&row.folded).filter(|_| short)?;
    let part = |name: &str| {
        found
            .name(name)
            .and_then(|m| m.as_str().parse::<i16>().ok())
    };
    let small = |name: &str| part(name).and_then(|n| i8::try_from(n).ok());
    PartialDate::day(part("y")?, small("m")?, small("d")?).ok()
}

/// Reads pages as a news page; none where they are anything else. A page with an official heading
/// is none, whatever stands around it.
pub(super) fn news(heading: &Heading, rows: &[Row]) -> Option<News> {
    if heading.republic || heading.party || heading.number.is_some() {
        return None;
    }
    let frame = rows
        .iter()
        .filter(|row| FRAME.is_match(&row.folded))
        .count();
    let marked = rows.iter().take(15).any(is_marked);
    let timed = rows.iter().take(40).position(|row| time(row).is_some());
    let prose = rows.iter().filter(|row| is_paragraph(row)).count();
    let signs = frame.min(2) + usize::from(marked) + usize::from(timed.is_some());
    if prose == 0 || signs == 0 || (signs == 1 && (prose < 2 || heading.title.is_some())) {
        return None;
    }
    let date = timed.and_then(|at| rows.get(at)).and_then(time);
    let headline = headline(rows, timed).map(|row| row.text.replace('\t', " "));
    Some(News { headline, date })
}

/// The row beside the time of day, else the last short one above the article.
fn headline(rows: &[Row], timed: Option<usize>) -> Option<&Row> {
    let fits = |row: &&Row| {
        let long = row.text.chars().count();
        (30..PARAGRAPH).contains(&long) && !FRAME.is_match(&row.folded) && !is_marked(row)
    };
    if let Some(at) = timed {
        let before = at.checked_sub(1).and_then(|at| rows.get(at)).filter(fits);
        if let Some(row) = before.or_else(|| rows.get(at + 1).filter(fits)) {
            return Some(row);
        }
    }
    let article = rows
        .iter()
        .position(|row| is_paragraph(row) || is_marked(row))?;
    rows.iter().take(article).rev().find(fits)
}

#[cfg(test)]
mod tests {
    use super::super::heading::heading;
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let rows = rows(&[page(
            &text.replace('¶', &"Hội nghị đã nghe báo cáo. ".repeat(12)),
        )]);
        let read = news(&heading(&rows), &rows);
        let read = read.map(|news| {
            (
                news.headline.unwrap_or_default(),
                news.date.map(|d| d.to_string()).unwrap_or_default(),
            )
        });
        assert_eq!(
            read,
            expected.map(|(headline, date)| (headline.to_owned(), date.to_owned())),
            "{text}"
        );
    }

    #[test]
    fn headlines_stand_beside_the_time_or_above_the_article() {
        let headline = "Ban Chỉ đạo 35 tổ chức hội nghị sơ kết sáu tháng";
        check(
            &format!("{headline}\n14:11 21/07/2022\n¶\nTừ khóa:"),
            Some((headline, "2022-07-21")),
        );
        check(
            &format!("Tuyên giáo\nThứ Tư, 21/12/2022 9:0'(GMT+7)\n{headline}\n¶"),
            Some((headline, "2022-12-21")),
        );
        check(
            &format!("Truy cập hiện tại\n{headline}\n(ABC)- Sáng nay, ¶\n¶"),
            Some((headline, "")),
        );
    }

    #[test]
    fn papers_are_no_news() {
        check(
            "CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n14:11 21/07/2022\n¶\nTừ khóa:",
            None,
        );
        check("¶\n¶", None);
        check("Bảng 1\nNguồn: Tổng cục\nNguồn: Cục", None);
    }
}

//! Hiệu lực: since when a paper is in force, and what it does to others, from its closing articles
//! and its title.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Action;
use crate::document::PartialDate;
use crate::document::Relation;

use super::acts::Sentence;
use super::acts::Verb;
use super::pattern::pattern;
use super::sentences::Paragraph;
use super::sentences::sentences;

/// Relations of one paper at most: a general clean-up repeals some hundreds.
const MOST: usize = 1000;

static BASIS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\s\-+*•]*(?:can ?cu|xet|theo de nghi|thuc hien)\b"));

static TAKES_EFFECT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\bnay\b.{0,250}?\bhieu luc.{0,60}?\btu (?P<when>ngay)"));

static AFTER_DAYS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\bnay\b.{0,60}?\bhieu luc(?: thi hanh)? sau (?P<days>\d{1,3})(?: \([^)]*\))? ngay",
        r",?(?: ke)? tu ngay (?:ky|ban hanh)",
    ))
});

/// What a paper says of its own force and of other papers'.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Force {
    pub effective_from: Option<PartialDate>,
    pub relations: Vec<Relation>,
}

/// Reads it from the running text and the title; `issued_on` is what `từ ngày ký` means.
pub(super) fn force(
    paragraphs: &[Paragraph],
    title: Option<&str>,
    issued_on: Option<PartialDate>,
) -> Force {
    let mut force = Force::default();
    if let Some(title) = title {
        let sentence = Sentence::new(title, issued_on);
        sentence.acts(true, &mut force.relations);
    }
    // `Bãi bỏ các văn bản sau đây:` speaks for the entries below it.
    let mut heading: Option<Verb> = None;
    for paragraph in paragraphs {
        if paragraph.article || !paragraph.item {
            heading = None;
        }
        for text in sentences(&paragraph.text) {
            let sentence = Sentence::new(text, issued_on);
            if BASIS.is_match(&sentence.folded) {
                continue;
            }
            force.effective_from = force.effective_from.or_else(|| takes_effect(&sentence));
            let before = force.relations.len();
            sentence.acts(false, &mut force.relations);
            if let Some(verb) = heading.as_ref().filter(|_| force.relations.len() == before) {
                sentence.entry_of(verb, &mut force.relations);
            }
            if text.ends_with(':') {
                heading = sentence.heading();
            }
        }
        if force.relations.len() >= MOST {
            break;
        }
    }
    // Said in the title and again in the last article: the surer and more complete one.
    let mut seen: Vec<(Action, String)> = Vec::new();
    force.relations.retain(|relation| {
        let key = (relation.action, relation.number.to_string());
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
    force
}

fn takes_effect(sentence: &Sentence<'_>) -> Option<PartialDate> {
    if let Some(found) = AFTER_DAYS.captures(&sentence.folded) {
        let days: i32 = found.name("days")?.as_str().parse().ok()?;
        let signed = sentence.issued_on?.exact()?;
        let span = jiff::Span::new().try_days(days).ok()?;
        let day = signed.checked_add(span).ok()?;
        return PartialDate::day(day.year(), day.month(), day.day()).ok();
    }
    let found = TAKES_EFFECT.captures(&sentence.folded)?;
    sentence.day(found.name("when")?.start())
}

#[cfg(test)]
mod tests {
    use super::super::sentences::paragraphs;
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;
    use crate::document::citation::Confidence;

    #[track_caller]
    fn check(title: &str, printed: &str, effective: &str, expected: &[&str]) {
        let issued = PartialDate::day(2020, 5, 10).ok();
        let read = force(&paragraphs(&rows(&[page(printed)])), Some(title), issued);
        let shown: Vec<String> = read
            .relations
            .iter()
            .map(|relation| {
                format!(
                    "{:?} {} {}{}{}",
                    relation.action,
                    relation.number,
                    if relation.whole { "whole" } else { "part" },
                    relation.from.map_or(String::new(), |day| format!(" {day}")),
                    if relation.confidence == Confidence::High {
                        ""
                    } else {
                        " ?"
                    },
                )
            })
            .collect();
        assert_eq!(shown, expected, "{printed}");
        let effect = read
            .effective_from
            .map_or(String::new(), |day| day.to_string());
        assert_eq!(effect, effective, "{printed}");
    }

    #[test]
    fn closing_articles() {
        check(
            "Ban hành Quy chế",
            "Điều 3. Quyết định này có hiệu lực thi hành kể từ ngày ký và thay thế Quyết định số\n12/2015/QĐ-UBND ngày 03 tháng 4 năm 2015 của Ủy ban nhân dân tỉnh.",
            "2020-05-10",
            &["Replaces 12/2015/QĐ-UBND whole 2020-05-10"],
        );
        check(
            "Quy định",
            "2. Nghị định số 110/2004/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành.",
            "",
            &["Ends 110/2004/NĐ-CP whole"],
        );
        check(
            "Quy định",
            "Điều 4. Thông tư này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2020.\n2. Bãi bỏ các văn bản sau đây:\na) Thông tư số 01/2011/TT-BNV ngày 19 tháng 01 năm 2011;\nb) Điều 2 Thông tư số 07/2012/TT-BNV.\nĐiều 5. Thông tư số 9/2013/TT-BNV hướng dẫn thêm.",
            "2020-07-01",
            &[
                "Repeals 01/2011/TT-BNV whole",
                "Repeals 07/2012/TT-BNV part",
            ],
        );
        check(
            "Quy định",
            "Thông tư này có hiệu lực thi hành sau 45 ngày kể từ ngày ký.",
            "2020-06-24",
            &[],
        );
    }

    #[test]
    fn an_entry_is_told_with_its_heading() {
        let printed = "2. Bãi bỏ các văn bản sau đây:\na) Thông tư số 01/2011/TT-BNV;";
        let read = force(&paragraphs(&rows(&[page(printed)])), None, None);
        assert_eq!(
            read.relations[0].sentence,
            "2. Bãi bỏ các văn bản sau đây: a) Thông tư số 01/2011/TT-BNV;"
        );
    }

    #[test]
    fn titles_act() {
        check(
            "Sửa đổi, bổ sung một số điều của Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020",
            "",
            "",
            &["Amends 30/2020/NĐ-CP part"],
        );
        check(
            "Về việc bãi bỏ Quyết định số 5/2001/QĐ-UB",
            "",
            "",
            &["Repeals 05/2001/QĐ-UB whole"],
        );
        check(
            "Quy định",
            "1. Thay thế cụm từ “Sở Y tế” bằng “Sở Nội vụ” tại khoản 2 Điều 3 Quyết định số 7/2018/QĐ-UBND.",
            "",
            &["Amends 07/2018/QĐ-UBND part"],
        );
    }

    #[test]
    fn what_others_did_is_no_relation() {
        check(
            "Quy định",
            "Căn cứ Luật số 1/2015/QH13 sửa đổi, bổ sung một số điều của Luật số 2/2010/QH12;\n\
             Thực hiện theo Nghị định số 15/2018/NĐ-CP (được sửa đổi, bổ sung tại Nghị định số 85/2019/NĐ-CP).\n\
             Năm 2016, Nghị định số 3/2016/NĐ-CP thay thế Nghị định số 4/2010/NĐ-CP.\n\
             Theo Thông tư số 8/2014/TT-BNV.",
            "",
            &[],
        );
    }
}

//! The lines above the number as names of bodies: issuer and superior, joint issuers, and how a
//! name printed in capitals is written in a sentence.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::fold::fold;
use crate::vocabulary::places;

use super::pattern::pattern;
use super::zones::Row;

/// The names in a heading, as printed (capitals), lines joined.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Names {
    /// Cơ quan chủ quản.
    pub parent: Option<String>,
    /// Cơ quan ban hành; more than one on a joint paper.
    pub issuers: Vec<String>,
}

/// Words a body's name begins with. What begins otherwise continues the line above.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W*(?:bo|so|cuc|tong cuc|vu|vien|uy ban|ubnd|ubmttq|ubkt|ubmt|hoi dong|hdnd|ban|bql|bcd|bch|btv|van phong|vp",
        r"|thanh tra|chi cuc|tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy|dang bo|dang doan|chi bo|quan doan",
        r"|cong an|toa an|tand|vien kiem sat|vksnd|kiem toan|ngan hang|kho bac|bao hiem|cong ty|tong cong ty|tap doan",
        r"|truong|hoc vien|dai hoc|trung tam|benh vien|phong|hoi|lien doan|lien hiep|lien minh|tong lien doan|tinh doan",
        r"|thanh doan|huyen doan|doan|trung uong|chinh phu|thu tuong|quoc hoi|chu tich nuoc|mat tran|dai|bao|tap chi|nha",
        r"|quy|cong doan|su doan|quan khu|bo tu lenh|bo chi huy|ban chi huy|to cong tac|tieu ban|hiep hoi|dai hoi)\b",
    ))
});

pub(super) fn is_head(folded: &str) -> bool {
    HEAD.is_match(folded)
}

/// Tells the names apart. `is_known` says whether the vocabulary has a name.
pub(super) fn names(lines: &[Row], is_known: &dyn Fn(&str) -> bool) -> Names {
    let lines: Vec<&Row> = lines.iter().filter(|line| !line.is_rule()).collect();
    // A long run of capitals is no heading; the last lines are the nearest to the number.
    let lines = lines
        .get(lines.len().saturating_sub(9)..)
        .unwrap_or_default();
    if lines.is_empty() {
        return Names::default();
    }
    let joined = |span: &[&Row]| {
        let texts: Vec<&str> = span.iter().map(|row| row.text.as_str()).collect();
        texts
            .join(" ")
            .replace('\t', " ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let best = (0..lines.len())
        .map(|cut| (score(lines, cut, &joined, is_known), std::cmp::Reverse(cut)))
        .max();
    let cut = best.map_or(0, |(_, std::cmp::Reverse(cut))| cut);
    let (above, own) = lines.split_at(cut);
    // Of several superiors (`BỘ …` / `TỔNG CỤC …` / `CỤC …`) the nearest one counts.
    let nearest = (0..above.len())
        .rev()
        .find(|at| above.get(*at).is_some_and(|row| is_head(&row.folded)));
    let above = above.get(nearest.unwrap_or(0)..).unwrap_or_default();
    Names {
        parent: (!above.is_empty()).then(|| joined(above)),
        issuers: joint(&joined(own), is_known),
    }
}

/// How well it fits that the issuer's name begins at line `cut`.
fn score(
    lines: &[&Row],
    cut: usize,
    joined: &dyn Fn(&[&Row]) -> String,
    is_known: &dyn Fn(&str) -> bool,
) -> i32 {
    let (above, own) = lines.split_at(cut);
    let mut score = 0;
    let bold_above = above.iter().filter(|row| row.bold).count();
    let bold_own = own.iter().filter(|row| row.bold).count();
    if cut > 0 && bold_above == 0 && bold_own == own.len() {
        score += 8;
    }
    let begins = own.first().is_some_and(|row| is_head(&row.folded));
    if cut > 0 {
        score += if begins { 1 } else { -6 };
        let known = is_known(&joined(above));
        score += if known { 4 } else { -4 };
    }
    if is_known(&joined(own)) {
        score += if own.len() > 1 { 6 } else { 4 };
    }
    // A line inside a name that could begin one, unless the line above it is left open.
    for (at, row) in own.iter().enumerate().skip(1) {
        let open = own
            .get(at - 1)
            .is_some_and(|before| is_open(&before.folded));
        let same_face = own.first().is_some_and(|first| first.bold == row.bold);
        if is_head(&row.folded) && !open {
            score -= 3;
        }
        score -= i32::from(!same_face);
    }
    // A joint issuer's line ends in a hyphen: what follows is not its inferior.
    if above.last().is_some_and(|row| is_open(&row.folded)) {
        score -= 6;
    }
    score
}

fn is_open(folded: &str) -> bool {
    let end = folded.trim_end();
    end.ends_with('-')
        || end.ends_with(',')
        || [" va", " cua", " cac"]
            .iter()
            .any(|word| end.ends_with(word))
}

/// `BỘ CÔNG AN - BỘ QUỐC PHÒNG`: a separator before a word that begins a name parts two bodies;
/// `LAO ĐỘNG - THƯƠNG BINH` is one, and so is what the vocabulary knows: `BỘ BƯU CHÍNH, VIỄN THÔNG`,
/// where `VIỄN` looks like `VIỆN`.
fn joint(name: &str, is_known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    let mut from = 0;
    for (at, separator) in separators(name) {
        let after = name.get(at + separator..).unwrap_or_default();
        let whole = || {
            let next = separators(after).next().map_or(after.len(), |(end, _)| end);
            name.get(from..at + separator + next)
                .is_some_and(|name| is_known(name.trim()))
        };
        if is_head(&fold(after.trim_start())) && !whole() {
            names.extend(name.get(from..at));
            from = at + separator;
        }
    }
    names.extend(name.get(from..));
    let names = names.into_iter();
    let names = names.map(|name| name.trim_matches(|c: char| " ,;-–".contains(c)));
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Where names may part, with the length of what stands between them.
fn separators(names: &str) -> impl Iterator<Item = (usize, usize)> {
    static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| pattern(r"[,;]| [-–] "));
    SEPARATOR
        .find_iter(names)
        .map(|found| (found.start(), found.len()))
}

/// Common words written small inside a name; every other word of capitals is lowered too, unless
/// it follows one of the words that introduce a proper name.
const INTRODUCES: [&str; 12] = [
    "tỉnh",
    "huyện",
    "quận",
    "xã",
    "phường",
    "thị",
    "thành",
    "phố",
    "trấn",
    "đoàn",
    "ủy",
    "uỷ",
];

/// A name in capitals as a sentence writes it: `SỞ NỘI VỤ TỈNH AN GIANG` → `Sở Nội vụ tỉnh An
/// Giang`, as far as rules can tell. Places of the vocabulary keep their capitals.
pub(super) fn sentence_case(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut written: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let place = (1..=5usize).rev().find_map(|long| {
            let span = words.get(at..at + long)?;
            let plain = span.join(" ");
            let bare = plain.trim_matches(|c: char| !c.is_alphanumeric());
            let introduced = at > 0 && long >= 1;
            let known = introduced
                && long >= 2
                && !places::by_name(bare, None).is_empty()
                && !is_head(&fold(bare));
            known.then_some((long, span))
        });
        if let Some((long, span)) = place {
            let first = span
                .first()
                .map_or(String::new(), |word| word.to_lowercase());
            let unit = INTRODUCES.contains(&first.as_str());
            for (within, word) in span.iter().enumerate() {
                let small = unit && (within == 0 || (within == 1 && word.to_lowercase() == "phố"));
                written.push(if small {
                    word.to_lowercase()
                } else {
                    capitalised(word)
                });
            }
            at += long;
            continue;
        }
        let lower = word.to_lowercase();
        let code = word.chars().any(|c| c.is_ascii_digit()) || is_abbreviation(word);
        written.push(match (at, code) {
            (_, true) => (*word).to_owned(),
            (0, false) => capitalised(word),
            _ => lower,
        });
        at += 1;
    }
    let joined = written.join(" ");
    capital_second_word(&joined)
}

/// `Sở nội vụ` → `Sở Nội vụ`: the word behind a one-word head begins the proper part.
fn capital_second_word(name: &str) -> String {
    let heads = [
        "Bộ",
        "Sở",
        "Cục",
        "Ban",
        "Vụ",
        "Viện",
        "Trường",
        "Phòng",
        "Hội",
        "Chi cục",
        "Tổng cục",
        "Trung tâm",
        "Văn phòng",
        "Liên đoàn",
        "Công ty",
    ];
    for head in heads {
        if let Some(rest) = name
            .strip_prefix(head)
            .and_then(|rest| rest.strip_prefix(' '))
        {
            let mut letters = rest.chars();
            if let Some(first) = letters.next() {
                return format!("{head} {}{}", first.to_uppercase(), letters.as_str());
            }
        }
    }
    name.to_owned()
}

fn capitalised(word: &str) -> String {
    let lower = word.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// `UBND`, `BQL`, `TNCS`: no vowel a syllable could be built on, or a known opening.
fn is_abbreviation(word: &str) -> bool {
    let folded = fold(word);
    let vowels = folded.chars().filter(|c| "aeiouy".contains(*c)).count();
    let known = ["ubnd", "hdnd", "ubmttq", "mttq", "tw", "tncs", "bql", "bcd"];
    known.contains(&folded.as_str())
        || (vowels == 0 && folded.chars().filter(|c| c.is_alphabetic()).count() >= 2)
}

#[cfg(test)]
mod tests {
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;

    #[track_caller]
    fn check(lines: &str, parent: Option<&str>, issuers: &[&str]) {
        let known = |name: &str| {
            let known = [
                "tinh uy an giang",
                "van phong chinh phu",
                "bo tai chinh",
                "ubnd tinh ba ria - vung tau",
                "bo buu chinh, vien thong",
            ];
            known.contains(&fold(name).replace('–', "-").as_str())
        };
        let read = names(&rows(&[page(lines)]), &known);
        let issuers: Vec<String> = issuers.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(
            read,
            Names {
                parent: parent.map(str::to_owned),
                issuers
            },
            "{lines}"
        );
    }

    #[test]
    fn issuer_and_superior() {
        check(
            "TỈNH ỦY AN GIANG\n*BAN TUYÊN GIÁO",
            Some("TỈNH ỦY AN GIANG"),
            &["BAN TUYÊN GIÁO"],
        );
        check(
            "TỈNH ỦY AN GIANG\nBAN TUYÊN GIÁO",
            Some("TỈNH ỦY AN GIANG"),
            &["BAN TUYÊN GIÁO"],
        );
        check("VĂN PHÒNG\nCHÍNH PHỦ", None, &["VĂN PHÒNG CHÍNH PHỦ"]);
        check(
            "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG",
            None,
            &["ỦY BAN NHÂN DÂN TỈNH AN GIANG"],
        );
        check(
            "BỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI",
            None,
            &["BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"],
        );
        check(
            "UBND TỈNH BÀ RỊA – VŨNG TÀU\nBQL CÁC KHU CÔNG NGHIỆP\nBÀ RỊA – VŨNG TÀU",
            Some("UBND TỈNH BÀ RỊA – VŨNG TÀU"),
            &["BQL CÁC KHU CÔNG NGHIỆP BÀ RỊA – VŨNG TÀU"],
        );
    }

    #[test]
    fn joint_issuers() {
        check(
            "TÒA ÁN NHÂN DÂN TỐI CAO -\nBỘ CÔNG AN - BỘ QUỐC PHÒNG -\nBỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI",
            None,
            &[
                "TÒA ÁN NHÂN DÂN TỐI CAO",
                "BỘ CÔNG AN",
                "BỘ QUỐC PHÒNG",
                "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
            ],
        );
        check(
            "BỘ TÀI CHÍNH - BỘ BƯU CHÍNH, VIỄN THÔNG;\nVIỆN KIỂM SÁT NHÂN DÂN TỐI CAO",
            None,
            &[
                "BỘ TÀI CHÍNH",
                "BỘ BƯU CHÍNH, VIỄN THÔNG",
                "VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO",
            ],
        );
    }

    #[test]
    fn names_in_sentences() {
        assert_eq!(
            sentence_case("BQL CÁC KHU CÔNG NGHIỆP"),
            "BQL các khu công nghiệp"
        );
        assert_eq!(sentence_case("SỞ NỘI VỤ"), "Sở Nội vụ");
        assert_eq!(
            sentence_case("HỘI LUẬT GIA TỈNH AN GIANG"),
            "Hội Luật gia tỉnh An Giang"
        );
    }
}

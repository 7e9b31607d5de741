//! Canonical spelling: what is stored and shown, and the plainer forms parsers read.

use crate::text::characters::CharacterSet;
use crate::text::table;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::IsNormalized;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::is_nfc_quick;

const SOFT_HYPHEN: char = '\u{AD}';
/// Word 97 writes an optional hyphen as the control character 31.
const WORD_OPTIONAL_HYPHEN: char = '\u{1F}';
/// Circumflex, breve and horn belong to the letter …
const QUALITY_MARKS: [char; 3] = ['\u{302}', '\u{306}', '\u{31B}'];
/// … grave, acute, tilde, hook above and dot below are tones and follow them.
const TONE_MARKS: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

static CONFUSABLES: LazyLock<Confusables> = LazyLock::new(Confusables::read);
/// Nearly all text consists of these and needs a single look.
static CLEAN: LazyLock<CharacterSet> = LazyLock::new(|| {
    let replaced = CharacterSet::listed(CONFUSABLES.display.keys().copied(), is_replaced);
    CharacterSet::new(is_composed).without(&replaced, is_clean)
});
static CHANGED_BY_INDEX: LazyLock<CharacterSet> =
    LazyLock::new(|| CharacterSet::listed(CONFUSABLES.index.keys().copied(), is_index_punctuation));
static CHANGED_BY_NUMBER: LazyLock<CharacterSet> = LazyLock::new(|| {
    let Confusables { index, number, .. } = &*CONFUSABLES;
    let listed = index.keys().chain(number.keys()).copied();
    CharacterSet::listed(listed.chain([SOFT_HYPHEN]), is_changed_by_number)
});

/// The spelling that is stored and shown: NFC with Vietnamese marks in their order, real `Đ`,
/// plain spaces, no invisible characters, ligatures spelled out, full-width forms as ASCII.
///
/// Dashes, quotes, slashes and line breaks stay as printed. A soft hyphen goes, except between a
/// digit and a letter, where it is the hyphen of a document number. Idempotent.
pub fn display(text: &str) -> String {
    let clean = &*CLEAN;
    if text.chars().all(|c| clean.contains(c)) {
        return text.to_owned();
    }
    let mapped = reorder_marks(&replace_characters(text));
    match is_nfc_quick(mapped.chars()) {
        IsNormalized::Yes => mapped,
        _ => mapped.nfc().collect(),
    }
}

/// `text` (as [`display`] leaves it) for parsers: every dash is `-`, every slash `/`, quotes are
/// `"` and `'`. One character out per character in; case is kept.
pub fn index_clean(text: &str) -> String {
    mapped(text, &CHANGED_BY_INDEX, |c| replace(&CONFUSABLES.index, c))
}

/// [`index_clean`] for the number parser, which also reads Cyrillic and Greek look-alikes, the
/// backslash, and the soft hyphen [`display`] left between a digit and a letter.
/// One character out per character in.
pub fn number_clean(text: &str) -> String {
    let Confusables { index, number, .. } = &*CONFUSABLES;
    mapped(text, &CHANGED_BY_NUMBER, |c| match c {
        SOFT_HYPHEN => '-',
        _ => replace(number, replace(index, c)),
    })
}

/// `text` with the characters of a set, which are few, put as `change` says.
fn mapped(text: &str, changed: &CharacterSet, change: impl Fn(char) -> char) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().map(|c| match changed.contains(c) {
        true => change(c),
        false => c,
    }));
    out
}

/// What [`index_clean`] turns into punctuation.
pub(super) fn index_punctuation() -> &'static CharacterSet {
    &CHANGED_BY_INDEX
}

fn is_index_punctuation(c: char) -> bool {
    CONFUSABLES.index.contains_key(&c)
}

fn is_changed_by_number(c: char) -> bool {
    c == SOFT_HYPHEN || is_index_punctuation(c) || CONFUSABLES.number.contains_key(&c)
}

/// Look-alikes of the bytes TCVN3 uses as letters, to be undone before it is decoded.
pub(super) fn tcvn3_look_alike(c: char) -> char {
    replace(&CONFUSABLES.tcvn3, c)
}

fn replace(map: &HashMap<char, char>, c: char) -> char {
    if c.is_ascii_alphanumeric() {
        return c;
    }
    map.get(&c).copied().unwrap_or(c)
}

/// `confusables.tsv` by scope.
struct Confusables {
    display: HashMap<char, String>,
    index: HashMap<char, char>,
    number: HashMap<char, char>,
    tcvn3: HashMap<char, char>,
}

impl Confusables {
    fn read() -> Self {
        let mut display = HashMap::new();
        let mut index = HashMap::new();
        let mut number = HashMap::new();
        let mut tcvn3 = HashMap::new();
        for row in table::rows(include_str!("tables/confusables.tsv")) {
            let [scope, source, target, ..] = row.as_slice() else {
                continue;
            };
            let Some(source) = table::single(source) else {
                continue;
            };
            let characters = match scope.as_str() {
                "index" => &mut index,
                "number" => &mut number,
                "tcvn3" => &mut tcvn3,
                _ => {
                    display.insert(source, target.clone());
                    continue;
                }
            };
            if let Some(target) = table::single(target) {
                characters.insert(source, target);
            }
        }
        Self {
            display,
            index,
            number,
            tcvn3,
        }
    }
}

/// Whether [`display`] never changes `c`, whatever stands beside it.
fn is_clean(c: char) -> bool {
    is_composed(c) && !is_replaced(c)
}

fn is_replaced(c: char) -> bool {
    CONFUSABLES.display.contains_key(&c)
}

/// Whether `c` is no mark, no part of another character, and no character [`replace_characters`]
/// knows without its table.
fn is_composed(c: char) -> bool {
    full_width(c).is_none()
        && !matches!(c, SOFT_HYPHEN | WORD_OPTIONAL_HYPHEN)
        && canonical_combining_class(c) == 0
        && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

fn full_width(c: char) -> Option<char> {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0),
        _ => None,
    }
}

fn replace_characters(text: &str) -> String {
    let map = &CONFUSABLES.display;
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if matches!(c, SOFT_HYPHEN | WORD_OPTIONAL_HYPHEN) {
            let follows = rest.clone().find(|&next| !is_removed(next));
            if out.ends_with(|c: char| c.is_ascii_digit())
                && follows.is_some_and(char::is_alphabetic)
            {
                out.push(SOFT_HYPHEN);
            }
        } else if let Some(target) = map.get(&c) {
            out.push_str(target);
        } else {
            out.push(full_width(c).unwrap_or(c));
        }
    }
    out
}

fn is_removed(c: char) -> bool {
    matches!(c, SOFT_HYPHEN | WORD_OPTIONAL_HYPHEN)
        || CONFUSABLES.display.get(&c).is_some_and(String::is_empty)
}

/// Puts quality marks before tone marks on Latin letters and drops repeated ones, because NFC
/// keeps `e` + acute + circumflex apart: both marks are of class 230. Also `D` with an overlay.
fn reorder_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut cluster: Vec<char> = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(base) = rest.next() {
        if rest
            .peek()
            .is_none_or(|&next| canonical_combining_class(next) == 0)
        {
            out.push(base);
            continue;
        }
        cluster.clear();
        cluster.push(base);
        while let Some(mark) = rest.next_if(|&next| canonical_combining_class(next) != 0) {
            cluster.push(mark);
        }
        push_cluster(&mut out, &cluster);
    }
    out
}

fn push_cluster(out: &mut String, cluster: &[char]) {
    let mut decomposed = cluster.iter().copied().nfd();
    let Some(base) = decomposed.next() else {
        return;
    };
    let marks: Vec<char> = decomposed.collect();
    if !base.is_ascii_alphabetic() {
        out.push(base);
        out.extend(marks);
        return;
    }
    let (overlays, mut marks): (Vec<char>, Vec<char>) = marks
        .into_iter()
        .partition(|mark| matches!(mark, '\u{335}'..='\u{338}') && matches!(base, 'D' | 'd'));
    out.push(match base {
        'D' if !overlays.is_empty() => 'Đ',
        'd' if !overlays.is_empty() => 'đ',
        other => other,
    });
    drop_repeated(&mut marks);
    let first_tone = marks.iter().position(|mark| TONE_MARKS.contains(mark));
    let (before, after) = marks.split_at(first_tone.unwrap_or(marks.len()));
    let is_quality = |mark: &&char| QUALITY_MARKS.contains(mark);
    out.extend(before);
    out.extend(after.iter().filter(is_quality));
    out.extend(after.iter().filter(|mark| !is_quality(mark)));
}

fn drop_repeated(marks: &mut Vec<char>) {
    let mut seen = Vec::new();
    marks.retain(|&mark| {
        let vietnamese = QUALITY_MARKS.contains(&mark) || TONE_MARKS.contains(&mark);
        let repeated = vietnamese && seen.contains(&mark);
        seen.push(mark);
        !repeated
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: &str, stored: &str) {
        assert_eq!(display(found), stored, "{found:?}");
    }

    #[test]
    fn vectors() {
        for row in table::rows(include_str!("../../tests/vectors/normalise.tsv")) {
            if row[0] == "display" {
                check(&row[1], &row[2]);
            }
        }
    }

    #[test]
    fn tables_follow_their_rules() {
        for set in [&CLEAN, &CHANGED_BY_INDEX, &CHANGED_BY_NUMBER] {
            assert!(set.follows_its_rule());
        }
    }

    #[test]
    fn every_table_row_is_read() {
        for row in table::rows(include_str!("tables/confusables.tsv")) {
            assert!(table::single(&row[1]).is_some(), "{row:?}");
            match row[0].as_str() {
                "display" => check(&row[1], &row[2]),
                "index" => assert_eq!(index_clean(&row[1]), row[2]),
                "number" => assert_eq!(number_clean(&row[1]), row[2]),
                scope => assert_eq!(scope, "tcvn3"),
            }
        }
    }

    #[test]
    fn soft_hyphen_of_a_number_stays() {
        check("238\u{AD}QĐ/TW", "238\u{AD}QĐ/TW");
        check("238\u{AD}\u{200B}\u{AD}QĐ", "238\u{AD}QĐ");
        check("238\u{AD}-QĐ", "238-QĐ");
        check("20\u{AD}25", "2025");
        assert_eq!(number_clean("238\u{AD}QĐ"), "238-QĐ");
    }

    #[test]
    fn other_scripts_keep_their_marks() {
        check("\u{3B9}\u{308}\u{301}", "\u{390}");
        check("u\u{308}\u{301}", "\u{1D8}");
        check("\u{1100}\u{1161}", "\u{AC00}");
        check("a\u{308}\u{323}\u{302}", "\u{1EAD}\u{308}");
    }

    #[test]
    fn parsers_see_plain_punctuation() {
        assert_eq!(index_clean("“Số” 07–ĐA⁄TU ‘x’"), "\"Số\" 07-ĐA/TU 'x'");
        assert_eq!(index_clean("А\\В"), "А\\В");
        assert_eq!(number_clean("07\\QĐ-Т\u{422}"), "07/QĐ-TT");
    }
}

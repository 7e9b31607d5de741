//! TCVN3 beyond its table: capitals without a byte, capitals typed twice, and `ư` lost as a hyphen.

use crate::text::fold::fold_char;
use crate::text::inventory::is_printed_syllable;
use crate::text::legacy::Charset;
use crate::text::legacy::codebook::Codebook;
use crate::text::legacy::codebook::Placed;
use crate::text::letters::Letters;
use crate::text::normalise::tcvn3_look_alike;
use crate::text::tone::Tone;

/// The byte of `ã` is the middle dot, and one standing alone at the start of a line is a bullet.
const BULLET: char = '·';
/// The byte of `ư` is the soft hyphen.
const SOFT_HYPHEN: char = '\u{AD}';
/// No syllable has more letters than this, wrong ones included.
const LONGEST: usize = 12;

/// Decodes `text`. `hyphen_is_u` says that the reader has lost soft hyphens, so that a dash in
/// place of a vowel is an `ư`.
pub(super) fn decode(text: &[char], hyphen_is_u: bool) -> Vec<Placed> {
    let Some(codebook) = Codebook::of(Charset::Tcvn3) else {
        return Vec::new();
    };
    let surface: Vec<char> = text.iter().copied().map(tcvn3_look_alike).collect();
    let mut out = codebook.decode(&surface);
    keep_bullets(text, &mut out);
    if hyphen_is_u && !text.iter().all(char::is_ascii) {
        restore_u(&mut out);
    }
    repair_tokens(&mut out, |token| without_hyphen(text, token));
    repair_tokens(&mut out, undouble);
    restore_capitals(&mut out);
    out
}

/// Spells a decoded letter as a capital.
pub(super) fn capital(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

fn keep_bullets(text: &[char], out: &mut [Placed]) {
    for (c, at) in out.iter_mut().filter(|p| text.get(p.1) == Some(&BULLET)) {
        let mut before = text.iter().take(*at).rev();
        let begins = before
            .find(|c| !c.is_whitespace() || **c == '\n')
            .is_none_or(|&c| c == '\n');
        let alone = text.get(*at + 1).is_none_or(|next| next.is_whitespace());
        if begins && alone {
            *c = BULLET;
        }
    }
}

/// Reads `-` and `−` as `ư` where that alone makes a syllable: `th-ờng`, `d- luận`.
fn restore_u(out: &mut [Placed]) {
    let letter = |out: &[Placed], at: usize| out.get(at).map(|p| p.0).filter(|c| c.is_alphabetic());
    for at in 0..out.len() {
        if !matches!(out.get(at), Some(('-' | '\u{2212}', _))) {
            continue;
        }
        let start = (0..at)
            .rev()
            .take_while(|&i| letter(out, i).is_some())
            .last()
            .unwrap_or(at);
        let right: String = (at + 1..).map_while(|i| letter(out, i)).collect();
        let left: String = (start..at).filter_map(|i| letter(out, i)).collect();
        let end = at + 1 + right.chars().count();
        let next_word = out
            .iter()
            .skip(end)
            .map(|p| p.0)
            .find(|c| !c.is_whitespace());
        let list_marker = right.is_empty()
            && left.chars().count() == 1
            && (start == 0 || matches!(out.get(start - 1), Some(('\n', _))))
            && !next_word.is_some_and(char::is_lowercase);
        let before_number = out.get(end).is_some_and(|p| p.0.is_numeric());
        let two_syllables = is_printed_syllable(&left) && is_printed_syllable(&right);
        let alone = left.is_empty() && right.is_empty();
        let joins = right.chars().all(char::is_lowercase)
            && is_printed_syllable(&format!("{left}ư{right}"));
        if joins
            && !list_marker
            && !before_number
            && !two_syllables
            && !alone
            && let Some(dash) = out.get_mut(at)
        {
            dash.0 = 'ư';
        }
    }
}

/// Replaces every token that is no syllable by its repair, if that is one.
fn repair_tokens(out: &mut Vec<Placed>, repair: impl Fn(&[Placed]) -> Vec<Placed>) {
    let sound = |token: &[Placed]| is_printed_syllable(&text_of(token));
    let mut kept = Vec::with_capacity(out.len());
    for token in tokens(out) {
        let repaired = repair(token);
        let wins = repaired.len() < token.len() && !sound(token) && sound(&repaired);
        kept.extend_from_slice(if wins { &repaired } else { token });
    }
    *out = kept;
}

/// A token less the first `ư` that may have been a real soft hyphen.
fn without_hyphen(text: &[char], token: &[Placed]) -> Vec<Placed> {
    if token.len() > LONGEST {
        return token.to_vec();
    }
    let hyphens = token
        .iter()
        .filter(|p| text.get(p.1) == Some(&SOFT_HYPHEN))
        .map(|p| p.1);
    let mut without = hyphens.map(|hyphen| {
        token
            .iter()
            .copied()
            .filter(|p| p.1 != hyphen)
            .collect::<Vec<_>>()
    });
    without
        .find(|token| is_printed_syllable(&text_of(token)))
        .unwrap_or_else(|| token.to_vec())
}

/// Some converters write capital and accent byte: `Aà` is `À`.
fn undouble(token: &[Placed]) -> Vec<Placed> {
    let letters = Letters::table();
    let mut out: Vec<Placed> = Vec::with_capacity(token.len());
    for &(c, at) in token {
        let doubled = |before: &Placed| {
            before.0.is_uppercase()
                && fold_char(before.0) == fold_char(c)
                && c.is_lowercase()
                && letters.get(c).tone != Tone::Level
        };
        match out.last_mut() {
            Some(before) if doubled(before) => before.0 = capital(c),
            _ => out.push((c, at)),
        }
    }
    out
}

/// Rule T3: toned capitals decode as small letters. A line of capitals becomes capitals whole,
/// else each token with two or more ASCII capitals and no small ASCII letter does.
fn restore_capitals(out: &mut [Placed]) {
    for line in out.split_mut(|p| p.0 == '\n') {
        let in_capitals = line.iter().any(|p| p.0.is_ascii_uppercase())
            && !line.iter().any(|p| p.0.is_ascii_lowercase())
            && tokens(line).any(|token| in_capitals(token) && shows_case(token));
        for token in line.chunk_by_mut(|a, b| a.0.is_alphabetic() == b.0.is_alphabetic()) {
            if in_capitals || self::in_capitals(token) {
                token.iter_mut().for_each(|p| p.0 = capital(p.0));
            }
        }
    }
}

fn tokens(line: &[Placed]) -> impl Iterator<Item = &[Placed]> {
    line.chunk_by(|a, b| a.0.is_alphabetic() == b.0.is_alphabetic())
}

fn in_capitals(token: &[Placed]) -> bool {
    token.iter().filter(|p| p.0.is_ascii_uppercase()).count() >= 2
        && !token.iter().any(|p| p.0.is_ascii_lowercase())
}

/// A code such as `QĐTW` is in capitals whatever the line is; a syllable is evidence.
fn shows_case(token: &[Placed]) -> bool {
    let decoded = |p: &Placed| !p.0.is_ascii() && p.0.is_alphabetic();
    token.iter().any(|p| decoded(p) && p.0.is_lowercase())
        || token.iter().any(decoded) && is_printed_syllable(&text_of(token))
}

fn text_of(token: &[Placed]) -> String {
    token.iter().map(|&(c, _)| c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(surface: &str, expected: &str) {
        let text: Vec<char> = surface.chars().collect();
        assert_eq!(text_of(&decode(&text, true)), expected, "{surface}");
    }

    #[test]
    fn capitals_come_back() {
        check("CéNG HßA X· HéI\nUû ban", "CỘNG HÒA XÃ HỘI\nUỷ ban");
        check("Sè: 07-§A/TU", "Số: 07-ĐA/TU");
        check("Sè: 07-Q§TW", "Số: 07-QĐTW");
        check("§¤NG Hµ", "ĐÔNG HÀ");
        check("Uû BAN nh©n d©n HUYÖN", "Uỷ BAN nhân dân HUYỆN");
        check("HAµNG Aµ", "HÀNG À");
    }

    #[test]
    fn lost_soft_hyphens_come_back() {
        check("Ban Th-êng vô, d- luËn", "Ban Thường vụ, dư luận");
        check("T\u{2212} ph¸p, -u tiªn", "Tư pháp, ưu tiên");
        check(
            "tr\u{1F}\u{AD}êng, qu\u{AD}yÕt, n\u{AD}\u{AD}íc",
            "tr\u{1F}ường, quyết, nước",
        );
        check(
            "c- C¸c\n12-CT/TW, Q§-UB, Hµ Néi - HuÕ",
            "c- Các\n12-CT/TW, QĐ-UB, Hà Nội - Huế",
        );
        check("kinh tÕ-x· héi", "kinh tế-xã hội");
    }

    #[test]
    fn look_alikes_and_bullets() {
        check("hoα h\u{3BC}", "hoα hà");
        check("· x\u{2219} héi", "· xã hội");
    }
}

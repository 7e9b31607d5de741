//! Whether the text layer of a PDF page is what the page shows.

use crate::extract::Line;
use crate::extract::Region;
use crate::extract::Verdict;
use crate::extract::pdf::glyphs::Glyph;
use crate::extract::pdf::glyphs::Ink;
use crate::extract::pdf::glyphs::Origin;

/// A page is a picture when one covers this much of it and hardly anything is written.
const COVERED: f32 = 0.4;
const HARDLY_ANYTHING: usize = 100;
/// Letters turned into outlines leave many curves; lines and logos leave few.
const OUTLINES: usize = 400;
/// Fewer characters say nothing about a text layer's quality.
const FEW: usize = 20;

/// Judges one page.
pub fn judge(ink: &Ink, lines: &[Line]) -> Verdict {
    let written = || {
        ink.glyphs
            .iter()
            .filter(|glyph| glyph.origin != Origin::Stamp && !glyph.is_space())
    };
    let count = written().count();
    let covered = ink.covered();
    if count == 0 && ink.pictures.is_empty() && ink.curves < OUTLINES {
        return Verdict::Blank;
    }
    if count == 0 || (count < HARDLY_ANYTHING && covered >= COVERED) {
        return Verdict::Picture;
    }
    if count < FEW {
        return Verdict::Text;
    }
    let unmapped = written()
        .filter(|glyph| !glyph.mapped || is_private(glyph))
        .count();
    let readable = written()
        .filter(|glyph| glyph.character.is_alphanumeric())
        .count();
    let words = Words::of(lines);
    let is_recognised = covered >= COVERED;
    let is_noise = is_more(unmapped, count, 0.2)
        || !is_more(readable, count, 0.35) && !is_leaders(lines)
        || is_more(words.questioned, words.all, 0.15)
        || is_recognised && (is_more(words.odd, words.all, 0.08) || is_plain(lines));
    if is_noise {
        Verdict::Noise
    } else {
        Verdict::Text
    }
}

/// Whether a part is more than a share of the whole.
fn is_more(part: usize, whole: usize, share: f32) -> bool {
    let float = |count: usize| f32::from(u16::try_from(count.min(60_000)).unwrap_or(u16::MAX));
    let scale = whole.div_ceil(60_000).max(1);
    float(part / scale) > share * float(whole / scale)
}

/// Characters of no meaning outside their own font.
const fn is_private(glyph: &Glyph) -> bool {
    matches!(glyph.character, '\u{e000}'..='\u{f8ff}' | '\u{fffd}')
}

/// Forms to be filled in consist of dots.
fn is_leaders(lines: &[Line]) -> bool {
    let characters = || {
        lines
            .iter()
            .flat_map(|line| &line.runs)
            .flat_map(|run| run.text.chars())
            .filter(|c| !c.is_whitespace())
    };
    let leaders = characters()
        .filter(|c| matches!(c, '.' | '…' | '_' | '-' | '·' | '\u{f0b7}'))
        .count();
    is_more(leaders, characters().count(), 0.3)
}

/// Whether a text of some length has hardly a letter beyond A to Z: laid over a scan it was read
/// without the letters of the paper's language, of which one in four bears a mark.
fn is_plain(lines: &[Line]) -> bool {
    const SOME: usize = 120;
    let letters = || {
        let lines = lines.iter().filter(|line| line.region != Region::Stamp);
        let characters = lines
            .flat_map(|line| &line.runs)
            .flat_map(|run| run.text.chars());
        characters.filter(|c| c.is_alphabetic())
    };
    let all = letters().count();
    let marked = letters().filter(|c| !c.is_ascii()).count();
    all >= SOME && !is_more(marked, all, 0.03)
}

/// How the words of a page look.
struct Words {
    all: usize,
    /// With signs or digits among their letters, or capitals after small letters: what OCR in a
    /// language without the paper's letters makes of them.
    odd: usize,
    /// With a question mark among their letters: what a converter leaves of letters it does not know.
    questioned: usize,
}

impl Words {
    fn of(lines: &[Line]) -> Self {
        let mut words = Self {
            all: 0,
            odd: 0,
            questioned: 0,
        };
        for line in lines.iter().filter(|line| line.region != Region::Stamp) {
            let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
            for word in text
                .split_whitespace()
                .filter(|word| word.chars().any(char::is_alphabetic))
            {
                words.all += 1;
                words.odd += usize::from(is_odd(word));
                words.questioned += usize::from(is_questioned(word));
            }
        }
        words
    }
}

fn is_odd(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let pairs = word.chars().zip(word.chars().skip(1));
    let triples = pairs.zip(word.chars().skip(2));
    triples.into_iter().any(|((a, b), c)| {
        let is_sign = matches!(
            b,
            '~' | '^'
                | '{'
                | '}'
                | '|'
                | '\\'
                | '<'
                | '>'
                | '!'
                | ';'
                | '§'
                | '$'
                | '*'
                | '('
                | ')'
                | '['
                | ']'
                | '"'
                | ','
                | '@'
        );
        let is_figure = b.is_ascii_digit() && a.is_lowercase();
        a.is_alphabetic()
            && c.is_alphabetic()
            && (is_sign || is_figure || (a.is_lowercase() && b.is_uppercase()))
    })
}

fn is_questioned(word: &str) -> bool {
    let pairs = || word.chars().zip(word.chars().skip(1));
    pairs().any(|(a, b)| a == '?' && b.is_alphabetic()) || word.matches('?').count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Run;

    fn page(text: &str, covered: bool, mapped: bool) -> Verdict {
        let line = |text: &str| Line {
            runs: vec![Run {
                text: text.to_owned(),
                ..Run::default()
            }],
            ..Line::default()
        };
        let glyph = |character| Glyph {
            mapped,
            ..Glyph::plain(character, 0.0, 0.0)
        };
        let pictures = if covered {
            vec![[0.0, 0.0, 600.0, 840.0]]
        } else {
            Vec::new()
        };
        let ink = Ink {
            glyphs: text.chars().map(glyph).collect(),
            pictures,
            width: 600.0,
            height: 840.0,
            ..Ink::default()
        };
        judge(&ink, &[line(text)])
    }

    #[track_caller]
    fn check(text: &str, covered: bool, mapped: bool, expected: Verdict) {
        assert_eq!(page(text, covered, mapped), expected, "{text}");
    }

    #[test]
    fn judges_by_what_is_written() {
        let paper = "Ủy ban nhân dân tỉnh ban hành quyết định về việc thành lập tổ công tác cải cách hành chính ".repeat(3);
        check("", false, true, Verdict::Blank);
        check("", true, true, Verdict::Picture);
        check("Người ký: Văn phòng", true, true, Verdict::Picture);
        check(&paper, false, true, Verdict::Text);
        check(&paper, true, true, Verdict::Text);
        check(&paper, false, false, Verdict::Noise);
        check(
            "12 345 678 901 234 567 890 123 456",
            false,
            true,
            Verdict::Text,
        );
        check(
            "!\"#$%&'()*+,-./:;<=>!\"#$%&'()*+,-./:;<=>",
            false,
            true,
            Verdict::Noise,
        );
        check(
            "Họ và tên: .......................................................",
            false,
            true,
            Verdict::Text,
        );
        check(
            &"?y ban nh?n d?n t?nh quy?t ??nh ".repeat(8),
            false,
            true,
            Verdict::Noise,
        );
        check(
            &"th\\lc hi~n nghi~p s6ng van hoa dQngtinh th6ng nhat phoi hgp ".repeat(8),
            true,
            true,
            Verdict::Noise,
        );
        check(
            &"th\\lc hi~n nghi~p s6ng van hoa dQngtinh th6ng nhat phoi hgp ".repeat(8),
            false,
            true,
            Verdict::Text,
        );
        let plain =
            "Uy ban nhan dan tinh bao cao ket qua kiem tra cong tac van thu luu tru ".repeat(3);
        check(&plain, true, true, Verdict::Noise);
        check(&plain, false, true, Verdict::Text);
    }
}

//! Text in the charsets of before Unicode: found paragraph by paragraph, and decoded.
//!
//! Runs come exactly as the file has them (windows-1252 with C1 controls for its undefined bytes,
//! soft hyphens and no-break spaces in place) and before any normalisation. A paragraph that
//! reads as Vietnamese is never changed.

mod codebook;
mod cp1252;
mod detect;
mod font;
mod mojibake;
mod score;
mod tcvn3;

#[cfg(test)]
pub(super) use codebook::encode;

use detect::Unit;
use score::Score;

/// How the characters of a text were meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Charset {
    /// As they stand.
    Unicode,
    /// TCVN 5712 VN3 ("ABC"), of the fonts `.VnTime` ….
    Tcvn3,
    /// VNI-Windows, of the fonts `VNI-Times` ….
    Vni,
    /// UTF-8 read as windows-1252, once or twice.
    Mojibake,
    /// RFC 1456 in plain ASCII; only by choice.
    Viqr,
    /// VPS; by font name or choice.
    Vps,
    /// VISCII; only by choice.
    Viscii,
    /// windows-1258; only by choice.
    Cp1258,
}

impl Charset {
    /// All of them, for a person to choose from.
    pub const ALL: [Self; 8] = [
        Self::Unicode,
        Self::Tcvn3,
        Self::Vni,
        Self::Mojibake,
        Self::Viqr,
        Self::Vps,
        Self::Viscii,
        Self::Cp1258,
    ];

    /// Stable name: what the store keeps and what is typed to choose one.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unicode => "unicode",
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
            Self::Mojibake => "mojibake",
            Self::Viqr => "viqr",
            Self::Vps => "vps",
            Self::Viscii => "viscii",
            Self::Cp1258 => "cp1258",
        }
    }

    /// The inverse of [`Charset::name`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|charset| charset.name() == name)
    }
}

/// A piece of a paragraph in one font.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// Its characters, untouched.
    pub text: &'a str,
    /// The font's name as the file gives it, if it does.
    pub font: Option<&'a str>,
}

/// What decided the charset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The share of possible syllables.
    Content,
    /// A font name, which the content did not contradict.
    Font,
    /// A person's choice.
    Choice,
}

impl Method {
    /// Stable name, for the record of a document.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Font => "font",
            Self::Choice => "choice",
        }
    }
}

/// What was found about a whole text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The charset of most of it.
    pub charset: Charset,
    /// More than one charset was found.
    pub mixed: bool,
    /// Share of accented tokens of the decoded text that are possible syllables, 0 to 1; sound
    /// text has about 0.98, a text without accented tokens 0.
    pub score: f64,
    /// How `charset` was found.
    pub method: Method,
}

impl Verdict {
    /// `mixed` or the name of the charset.
    pub const fn name(self) -> &'static str {
        if self.mixed {
            "mixed"
        } else {
            self.charset.name()
        }
    }
}

/// Decoded text: a `String` for each run that came in.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// Paragraphs of runs, in the order and number they came in.
    pub paragraphs: Vec<Vec<String>>,
    /// What was found.
    pub verdict: Verdict,
}

/// Decodes a text whose charset is to be found out. A paragraph may be a line.
///
/// Long paragraphs are judged by their own score, shorter ones follow the nearest decided one
/// unless their own score says otherwise; if no paragraph is long, all are judged together.
pub fn decode(paragraphs: &[Vec<Run<'_>>]) -> Decoded {
    let units = detect::units(paragraphs);
    let choices = detect::choose(&units);
    let pairs: Vec<(&Unit<'_>, detect::Choice)> = units.iter().zip(choices).collect();
    let verdict = verdict(&pairs);
    assemble(paragraphs, pairs, verdict)
}

/// Decodes a text all of which is in `charset`, as a person has said.
pub fn decode_as(charset: Charset, paragraphs: &[Vec<Run<'_>>]) -> Decoded {
    let units = detect::units(paragraphs);
    let choice = detect::Choice {
        charset,
        method: Method::Choice,
    };
    let pairs: Vec<(&Unit<'_>, detect::Choice)> = units.iter().map(|unit| (unit, choice)).collect();
    let verdict = Verdict {
        charset,
        mixed: false,
        ..verdict(&pairs)
    };
    assemble(paragraphs, pairs, verdict)
}

fn verdict(pairs: &[(&Unit<'_>, detect::Choice)]) -> Verdict {
    let mut score = Score::default();
    let mut found: Vec<(usize, detect::Choice)> = Vec::new();
    for (unit, choice) in pairs {
        let of_unit = unit.score_as(choice.charset);
        score += of_unit;
        if choice.charset == Charset::Unicode && !unit.is_surely_unicode() {
            continue;
        }
        match found
            .iter_mut()
            .find(|(_, other)| other.charset == choice.charset)
        {
            Some((tokens, _)) => *tokens += of_unit.total,
            None => found.push((of_unit.total, *choice)),
        }
    }
    found.retain(|&(tokens, _)| tokens > 0);
    let most = found
        .iter()
        .max_by_key(|(tokens, _)| *tokens)
        .map(|&(_, choice)| choice);
    let choice = most.unwrap_or(detect::Choice::AS_IS);
    Verdict {
        charset: choice.charset,
        mixed: found.len() > 1,
        score: score.share(),
        method: choice.method,
    }
}

fn assemble(
    paragraphs: &[Vec<Run<'_>>],
    pairs: Vec<(&Unit<'_>, detect::Choice)>,
    verdict: Verdict,
) -> Decoded {
    let mut out: Vec<Vec<String>> = paragraphs
        .iter()
        .map(|runs| runs.iter().map(|run| run.text.to_owned()).collect())
        .collect();
    for (unit, choice) in pairs {
        if choice.charset == Charset::Unicode {
            continue;
        }
        let Some(runs) = out.get_mut(unit.paragraph) else {
            continue;
        };
        for (index, text) in unit.decoded_runs(choice.charset) {
            if let Some(run) = runs.get_mut(index) {
                *run = text;
            }
        }
    }
    Decoded {
        paragraphs: out,
        verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::table;

    fn paragraph(text: &str) -> Vec<Run<'_>> {
        vec![Run { text, font: None }]
    }

    fn joined(decoded: &Decoded) -> Vec<String> {
        decoded
            .paragraphs
            .iter()
            .map(|runs| runs.concat())
            .collect()
    }

    const LONG: &str = "Căn cứ Luật Tổ chức chính quyền địa phương và ý kiến của các cơ quan có liên quan, \
        Ủy ban nhân dân tỉnh ban hành quy chế phối hợp giữa các sở, ngành trong công tác văn thư.";

    fn tcvn3(text: &str) -> String {
        encode(Charset::Tcvn3, &text.replace('Ủ', "ủ"))
    }

    #[track_caller]
    fn check(paragraphs: &[&str], expected: &[&str], verdict: &str) {
        let input: Vec<_> = paragraphs.iter().map(|text| paragraph(text)).collect();
        let decoded = decode(&input);
        assert_eq!(joined(&decoded), expected);
        assert_eq!(decoded.verdict.name(), verdict);
    }

    #[test]
    fn vectors_are_found() {
        let mut missed = Vec::new();
        for row in table::rows(include_str!("../../../tests/vectors/normalise.tsv")) {
            let charset = match row[0].as_str() {
                stage @ ("tcvn3" | "vni" | "mojibake" | "viqr") => {
                    Charset::from_name(stage).unwrap()
                }
                _ => continue,
            };
            let chosen = decode_as(charset, &[paragraph(&row[1])]);
            assert_eq!(joined(&chosen), [row[2].as_str()]);
            if joined(&decode(&[paragraph(&row[1])])) != [row[2].as_str()] {
                missed.push(row[1].clone());
            }
        }
        let too_short = [
            "Sè: 07-§A/TU",
            "Soá: 07-ÑA/TU",
            "aú aü î",
            "á»¶, Ã€, Ã\u{9D}",
            "Nghi. quye^'t cu?a DDa?ng",
        ];
        assert_eq!(
            missed, too_short,
            "what cannot be told from one line alone stays as it is"
        );
    }

    #[test]
    fn long_paragraphs_decide_and_short_ones_follow() {
        let legacy = tcvn3(LONG);
        let vni = encode(Charset::Vni, LONG);
        let lower = LONG.replace('Ủ', "ủ");
        check(&[LONG, "có Đề án"], &[LONG, "có Đề án"], "unicode");
        check(
            &["cã", &legacy, "§iÒu 5"],
            &["có", &lower, "Điều 5"],
            "tcvn3",
        );
        // One short word that is a syllable either way, and a code that is none.
        check(
            &[&legacy, "Sè : 26/2001/N§-CP"],
            &[&lower, "Số : 26/2001/NĐ-CP"],
            "tcvn3",
        );
        check(&["Ñieàu 5", &vni], &["Điều 5", LONG], "vni");
        check(
            &["Điều 5, có", &legacy, &vni, LONG, "Số 4, có"],
            &["Điều 5, có", &lower, LONG, LONG, "Số 4, có"],
            "mixed",
        );
        check(
            &[
                "",
                "12",
                "plain ASCII, but long enough to be judged by what it contains.",
            ],
            &[
                "",
                "12",
                "plain ASCII, but long enough to be judged by what it contains.",
            ],
            "unicode",
        );
    }

    #[test]
    fn other_languages_stay() {
        for text in [
            "L'événement a été célébré à l'école supérieure où les élèves étaient présentés très tôt.",
            "Die Übergröße der Schlüssel für die Türöffner müßte natürlich geändert werden können.",
            "La situación económica del país mejoró según el último informe que publicó el señor Núñez.",
            "A constituição não é só um documento; é também a expressão da vontade da nação e do povo.",
        ] {
            check(&[text], &[text], "unicode");
        }
    }

    #[test]
    fn fonts_hint_and_do_not_prove() {
        let run = |text, font| Run {
            text,
            font: Some(font),
        };
        let decoded = decode(&[
            vec![
                run("Sè ", "ABCDEF+.VnTimeH"),
                run("· Số cán bộ", "Times New Roman"),
            ],
            vec![run("Các cán bộ của cơ quan", ".VnTime")],
            vec![run("·", "Symbol"), run(" cña c¸c", ".VnTime")],
        ]);
        let expected = [
            vec!["SỐ ", "· Số cán bộ"],
            vec!["Các cán bộ của cơ quan"],
            vec!["·", " của các"],
        ];
        assert_eq!(decoded.paragraphs, expected);
    }

    #[test]
    fn runs_may_cut_a_letter() {
        let run = |text| Run {
            text,
            font: Some("VNI-Times"),
        };
        let decoded = decode(&[vec![run("Coä"), run("ng ho"), run("øa xaõ hoäi")]]);
        assert_eq!(decoded.paragraphs, [["Cộ", "ng hò", "a xã hội"]]);
        assert_eq!(decoded.verdict.method, Method::Font);
    }

    #[test]
    fn names_come_back() {
        for charset in Charset::ALL {
            assert_eq!(Charset::from_name(charset.name()), Some(charset));
        }
    }
}

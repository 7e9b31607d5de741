//! Which syllables Vietnamese orthography allows: built by rule, for detection and splitting.
//!
//! A superset of what is in use, so not a spelling dictionary. What is not allowed by rule
//! (`Đắk`, loans, acronyms) is simply "no syllable".

#[cfg(test)]
use crate::text::letters::ALPHABET;
use crate::text::letters::Letters;
use crate::text::tone::ONSETS;
use crate::text::tone::Tone;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Rimes after any onset, by first letter; onsets restrict them in [`allows`].
const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt \
    âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu \
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo oet \
    oi om on ong ooc oong op ot oc ô ôc ôi ôm ôn ông ôông ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut \
    uy uya uych uyên uyêt uynh uyt uyp uyu uyn \
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu";

/// Rimes after `qu`, whose `u` is part of the onset.
const RIMES_AFTER_QU: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt \
    ân âng ât âu ây e en eo et eng ê êch ên ênh êt êu i in inh it ôc ơ ơi ơn \
    y yêt yêu yn ynh yp yt ych yên uy";

/// Rimes in `iê` that `gi` shortens: `giếng` is `gi` + `iêng` written once.
const RIMES_AFTER_GI: &str = "êng êt êm êc ên êp";

/// Packed bases, and a bit for each tone they allow.
static INVENTORY: LazyLock<HashMap<u64, u8>> = LazyLock::new(build);

/// Whether `key` — toneless lower-case letters, then [`TONE_SEPARATOR`] and a digit unless the
/// tone is level, as in [`Keys::key`] — is a syllable the orthography allows.
///
/// [`TONE_SEPARATOR`]: crate::text::syllables::TONE_SEPARATOR
/// [`Keys::key`]: crate::text::syllables::Keys::key
pub fn is_syllable(key: &str) -> bool {
    let (base, tone) = match key.split_once(super::syllables::TONE_SEPARATOR) {
        None => (key, Some(Tone::Level)),
        Some((base, digit)) => {
            let mut digits = digit.chars();
            let tone = digits.next().and_then(Tone::from_digit);
            (base, tone.filter(|_| digits.next().is_none()))
        }
    };
    match (pack(base.chars()), tone) {
        (Some((packed, Tone::Level)), Some(tone)) => {
            contains(packed, tone) && !base.contains(char::is_uppercase)
        }
        _ => false,
    }
}

/// [`is_syllable`] for a printed token in any case, wherever its tone stands.
pub fn is_printed_syllable(token: &str) -> bool {
    matches!(pack(token.chars()), Some((base, tone)) if contains(base, tone))
}

fn contains(base: u64, tone: Tone) -> bool {
    INVENTORY
        .get(&base)
        .is_some_and(|tones| tones >> tone.number() & 1 == 1)
}

/// Whether the orthography writes `rime` after `onset`.
fn allows(onset: &str, rime: &str) -> bool {
    let front = rime.starts_with(['e', 'ê', 'i', 'y']);
    match (onset, rime) {
        ("k" | "gh" | "ngh", _) if !front => false,
        ("g", "i" | "in" | "im" | "it") => true,
        ("c" | "g" | "ng", _) if front => false,
        ("gi", rime) if rime.starts_with(['y', 'i']) || rime == "ê" => false,
        ("", rime) => !rime.starts_with("iê"),
        (onset, "y") => {
            matches!(
                onset,
                "h" | "k" | "l" | "m" | "s" | "t" | "v" | "b" | "n" | "d" | "r"
            )
        }
        (_, rime) => !rime.starts_with('y'),
    }
}

fn build() -> HashMap<u64, u8> {
    let mut all = HashMap::new();
    let mut add = |onset: &str, rime: &str| {
        if let Some((base, _)) = pack(onset.chars().chain(rime.chars())) {
            *all.entry(base).or_default() |= tones(rime);
        }
    };
    for onset in ONSETS {
        match onset {
            "qu" => RIMES_AFTER_QU.split(' ').for_each(|rime| add(onset, rime)),
            _ => {
                let rimes = RIMES.split(' ').filter(|rime| allows(onset, rime));
                rimes.for_each(|rime| add(onset, rime));
            }
        }
    }
    RIMES_AFTER_GI.split(' ').for_each(|rime| add("gi", rime));
    all
}

/// The tones of a rime, a bit each: only sắc and nặng where it ends in a stop.
fn tones(rime: &str) -> u8 {
    let stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
    let allowed = Tone::ALL
        .into_iter()
        .filter(|tone| !stopped || *tone >= Tone::Sac);
    allowed.fold(0, |bits, tone| bits | 1 << tone.number())
}

/// The letters of a syllable as one number, five bits a letter, and its tone. `None` unless it is
/// one to twelve Vietnamese letters with at most one tone mark.
fn pack(syllable: impl Iterator<Item = char>) -> Option<(u64, Tone)> {
    let letters = Letters::table();
    let mut packed: u64 = 0;
    let mut tone = Tone::Level;
    for c in syllable {
        let letter = letters.get(c);
        let second_tone = tone != Tone::Level && letter.tone != Tone::Level;
        if letter.alphabet == 0 || second_tone || packed >> 55 != 0 {
            return None;
        }
        packed = packed << 5 | u64::from(letter.alphabet);
        tone = tone.max(letter.tone);
    }
    (packed != 0).then_some((packed, tone))
}

/// Every syllable of the inventory in no order: toneless letters and tone.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = (String, Tone)> {
    INVENTORY.iter().flat_map(|(&packed, &tones)| {
        let places = (0..12).rev().map(|index| packed >> (5 * index) & 31);
        let base: String = places
            .filter(|&place| place != 0)
            .map(|place| {
                ALPHABET
                    .chars()
                    .nth(usize::try_from(place).unwrap() - 1)
                    .unwrap()
            })
            .collect();
        let tones = Tone::ALL
            .into_iter()
            .filter(move |tone| tones >> tone.number() & 1 == 1);
        tones.map(move |tone| (base.clone(), tone))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::syllables::Keys;
    use crate::text::table;

    #[track_caller]
    fn check(token: &str, expected: bool) {
        assert_eq!(is_printed_syllable(token), expected, "{token}");
        assert_eq!(is_syllable(&Keys::of(token).key), expected, "{token}");
    }

    #[test]
    fn orthography_decides() {
        check("nghiêng", true);
        check("NGHỊ", true);
        check("qúy", true);
        check("giếng", true);
        check("quyet", false);
        check("bácáo", false);
        check("Đắk", false);
        check("tổchức", false);
        check("", false);
        check("hoa1", false);
        check("nghiêngnghiêngnghiêng", false);
        assert!(!is_syllable("hoà"));
        assert!(!is_syllable("hoa\u{1}7"));
        assert!(!is_syllable("hoa\u{1}12"));
        assert!(!is_syllable("HOA"));
    }

    #[test]
    fn vectors() {
        for row in table::rows(include_str!("../../tests/vectors/tone.tsv")) {
            check(&crate::text::normalise::display(&row[0]), row[6] == "1");
        }
    }

    /// The published inventory: as many keys, and FNV-1a over them in order, a line each.
    #[test]
    fn same_as_published() {
        let mut keys: Vec<String> = all()
            .map(|(base, tone)| match tone {
                Tone::Level => base,
                tone => format!("{base}{}", tone.digit()),
            })
            .collect();
        keys.sort();
        let digest = keys
            .iter()
            .flat_map(|key| key.bytes().chain([b'\n']))
            .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
            });
        assert_eq!((keys.len(), digest), (17_548, 0x30D9_5B72_3250_D555));
    }
}

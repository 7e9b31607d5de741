//! What the name of a run's font says about its charset.

use crate::text::fold::fold;
use crate::text::legacy::Charset;

/// A font name is a hint and never proof: `.VnTime` survives in files long converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// The name says nothing.
    None,
    /// Made for this charset.
    Charset(Charset),
    /// Pictures, not letters: a `·` of the font Symbol is a bullet.
    Symbols,
}

/// The hint of a font name, with or without the tag of an embedded subset (`ABCDEF+.VnTime`).
pub(super) fn hint(font: &str) -> Hint {
    let name = fold(without_subset_tag(font).trim());
    if name.starts_with(".vn") {
        Hint::Charset(Charset::Tcvn3)
    } else if name.starts_with("vni-") || name.starts_with("vni ") {
        Hint::Charset(Charset::Vni)
    } else if name.starts_with("vps") {
        Hint::Charset(Charset::Vps)
    } else if ["symbol", "wingdings", "webdings", "zapfdingbats"]
        .iter()
        .any(|s| name.starts_with(s))
    {
        Hint::Symbols
    } else {
        Hint::None
    }
}

/// Whether the font is an "H font" of TCVN3, which shows its small letters as capitals.
pub(super) fn shows_capitals(font: &str) -> bool {
    let name = without_subset_tag(font).trim();
    let family = name.split([',', '-']).next().unwrap_or(name).trim_end();
    hint(name) == Hint::Charset(Charset::Tcvn3) && family.ends_with('H')
}

fn without_subset_tag(font: &str) -> &str {
    match font.split_once('+') {
        Some((tag, name)) if tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()) => name,
        _ => font,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(font: &str, expected: Hint, capitals: bool) {
        assert_eq!(hint(font), expected, "{font}");
        assert_eq!(shows_capitals(font), capitals, "{font}");
    }

    #[test]
    fn names() {
        check(".VnTime", Hint::Charset(Charset::Tcvn3), false);
        check("ABCDEF+.VnTimeH", Hint::Charset(Charset::Tcvn3), true);
        check("ABCDEF+.VnArialH,Bold", Hint::Charset(Charset::Tcvn3), true);
        check(
            ".VnCentury Schoolbook",
            Hint::Charset(Charset::Tcvn3),
            false,
        );
        check("VNI-Times", Hint::Charset(Charset::Vni), false);
        check("vni helve", Hint::Charset(Charset::Vni), false);
        check("VPS Times", Hint::Charset(Charset::Vps), false);
        check("Symbol", Hint::Symbols, false);
        check("VNtimes", Hint::None, false);
        check("Times New RomanH", Hint::None, false);
        check("", Hint::None, false);
    }
}

//! Folding (bỏ dấu): letters without case or marks, for comparing and for accent-free queries.

use crate::text::letters::Letters;

/// `text` without case and diacritics: `Đề án` → `de an`.
///
/// `text` is what [`crate::text::normalise::display`] returns; exactly one character comes out
/// for each that goes in, so character positions hold. `y` stays `y`. Never stored.
pub fn fold(text: &str) -> String {
    let letters = Letters::table();
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().map(|c| letters.get(c).plain));
    out
}

/// [`fold`] for one character.
pub fn fold_char(c: char) -> char {
    Letters::table().get(c).plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected);
        assert_eq!(text.chars().map(fold_char).collect::<String>(), expected);
    }

    #[test]
    fn marks_and_case_go() {
        check("ĐẢNG ỦY KHỐI", "dang uy khoi");
        check("07-ĐA/TU", "07-da/tu");
        check("Quỹ, kỹ", "quy, ky");
        check("½ m²", "½ m²");
        check("", "");
    }
}

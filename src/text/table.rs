//! Reader of the tab-separated tables beside this code.

/// The data rows of a table: comments (`#`) and blank lines are left out, cells are unescaped.
pub(super) fn rows(tsv: &'static str) -> impl Iterator<Item = Vec<String>> {
    tsv.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split('\t').map(unescape).collect())
}

/// The only character of a cell, if it has exactly one.
pub(super) fn single(cell: &str) -> Option<char> {
    let mut chars = cell.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Replaces `\uXXXX`, the tables' spelling of invisible and combining characters.
pub(super) fn unescape(cell: &str) -> String {
    let mut pieces = cell.split("\\u");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let escaped = piece.split_at_checked(4).and_then(|(hex, rest)| {
            Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, rest))
        });
        match escaped {
            Some((character, rest)) => {
                out.push(character);
                out.push_str(rest);
            }
            None => {
                out.push_str("\\u");
                out.push_str(piece);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: &str) {
        assert_eq!(unescape(cell), expected);
    }

    #[test]
    fn escapes_are_characters() {
        check("a\\u0301b", "a\u{301}b");
        check("\\u0020", " ");
        check("plain", "plain");
        check("a\\", "a\\");
        check("\\u12", "\\u12");
        check("\\uD800", "\\uD800");
        check("\\u012é", "\\u012é");
    }
}

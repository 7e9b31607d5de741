//! Names of members: their characters, and nothing in them that could lead anywhere.

use encoding_rs::WINDOWS_1258;

/// A name as it is shown: `/` between folders, none of them empty, `.`, `..` or the root.
///
/// It never becomes a path on this machine; this is only so that it reads as what it is.
pub fn clean(name: &str) -> String {
    let parts = name.split(['/', '\\']).map(str::trim);
    let parts: Vec<&str> = parts
        .filter(|part| !matches!(*part, "" | "." | ".."))
        .collect();
    match parts.is_empty() {
        true => "unnamed".to_owned(),
        false => parts.join("/"),
    }
}

/// The characters of a name of which nothing says how it was written.
///
/// UTF-8 if it can be. Else windows-1258, which Vietnamese Windows writes, unless it has bytes that
/// are letters in code page 437 only.
pub fn decode(raw: &[u8], in_437: impl FnOnce() -> Option<String>) -> String {
    if let Ok(name) = std::str::from_utf8(raw) {
        return name.to_owned();
    }
    if raw.iter().any(|byte| (0x80..0xA0).contains(byte))
        && let Some(name) = in_437()
    {
        return name;
    }
    WINDOWS_1258.decode_without_bom_handling(raw).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &str) {
        assert_eq!(clean(name), expected, "{name}");
    }

    #[test]
    fn no_name_leads_anywhere() {
        check("a/b.doc", "a/b.doc");
        check("../../etc/passwd", "etc/passwd");
        check("/etc/passwd", "etc/passwd");
        check("a\\..\\b.doc", "a/b.doc");
        check("C:\\x.doc", "C:/x.doc");
        check("./a//b/", "a/b");
        check("..", "unnamed");
        check("", "unnamed");
    }

    #[test]
    fn names_are_utf8_or_what_windows_wrote() {
        let other = || Some("437".to_owned());
        assert_eq!(decode("Số.doc".as_bytes(), other), "Số.doc");
        assert_eq!(decode(b"S\xf4\xec.doc", other), "Sô\u{301}.doc");
        assert_eq!(decode(b"caf\x82.doc", other), "437");
    }
}

//! Where a document lies and what it bears: all that decides who may be shown it.

use std::path::Path;

use crate::document::Circulation;

/// What separates a container from what is in it, in the path of a file.
const MEMBER: &[u8] = b"!/";

/// A folder that files came from: its absolute path in text, whatever bytes it has. Two folders are
/// equal here exactly when they are on disk.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Folder(String);

impl Folder {
    /// The folder at a path.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self::of_bytes(path.as_os_str().as_encoded_bytes())
    }

    /// The folder of a file below a root; of what is in a container, the container's folder.
    #[must_use]
    pub fn of_file(root: &[u8], relative: &[u8]) -> Self {
        let mark = relative
            .windows(MEMBER.len())
            .position(|window| window == MEMBER);
        let file = relative.get(..mark.unwrap_or(relative.len()));
        let file = file.unwrap_or_default();
        let slash = file.iter().rposition(|&byte| byte == b'/');
        let below = file.get(..slash.unwrap_or(0)).unwrap_or_default();
        Self::of_bytes(&[root, b"/", below].concat())
    }

    /// Bytes as text: what is not UTF-8, controls and `%` as `%XX`; no slash at the end.
    fn of_bytes(bytes: &[u8]) -> Self {
        let mut text = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            for letter in chunk.valid().chars() {
                match letter {
                    '%' => text.push_str("%25"),
                    letter if letter.is_ascii_control() => {
                        text.push_str(&format!("%{:02X}", u32::from(letter)));
                    }
                    letter => text.push(letter),
                }
            }
            for byte in chunk.invalid() {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
        let length = text.trim_end_matches('/').len();
        text.truncate(length);
        Self(text)
    }

    /// Takes back what [`Self::as_str`] gave.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The path in text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is this folder or lies below it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0
            .strip_prefix(other.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Where a document lies and what it bears.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Holding {
    /// The marks that limit its circulation, in their order, each once.
    pub marks: Vec<Circulation>,
    /// The folders its files came from, in the order of their names, each once.
    pub folders: Vec<Folder>,
}

impl Holding {
    /// What these marks and folders are.
    #[must_use]
    pub fn new(mut marks: Vec<Circulation>, mut folders: Vec<Folder>) -> Self {
        marks.sort_unstable();
        marks.dedup();
        folders.sort_unstable();
        folders.dedup();
        Self { marks, folders }
    }

    /// In text: the marks in one line, then a folder a line.
    #[must_use]
    pub fn to_text(&self) -> String {
        let marks: Vec<&str> = self.marks.iter().map(|mark| mark.code()).collect();
        let mut text = marks.join(" ");
        for folder in &self.folders {
            text.push('\n');
            text.push_str(folder.as_str());
        }
        text
    }

    /// Takes back what [`Self::to_text`] gave; none for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let marks = lines.next()?.split(' ').filter(|code| !code.is_empty());
        let marks: Option<Vec<Circulation>> = marks.map(Circulation::from_code).collect();
        Some(Self::new(marks?, lines.map(Folder::from_text).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(root: &[u8], relative: &[u8], expected: &str) {
        assert_eq!(Folder::of_file(root, relative).as_str(), expected);
    }

    #[test]
    fn a_file_lies_in_its_folder_and_a_member_in_that_of_its_container() {
        check(b"/kho", b"a.doc", "/kho");
        check(b"/kho/", b"a.doc", "/kho");
        check(b"/kho", b"2020/qd/a.doc", "/kho/2020/qd");
        check(b"/kho", b"2020/a.zip!/b/c.eml!/d.doc", "/kho/2020");
        check(b"/kho", b"a.zip!/b/c.doc", "/kho");
        check(b"/k\xff\n%", b"a\xfe/b", "/k%FF%0A%25/a%FE");
        check(b"/", b"a", "");
    }

    #[test]
    fn below_is_not_beside() {
        let kho = Folder::at(Path::new("/kho/"));
        for (path, within) in [
            ("/kho", true),
            ("/kho/a/b", true),
            ("/khoa", false),
            ("/", false),
        ] {
            assert_eq!(
                Folder::at(Path::new(path)).is_within(&kho),
                within,
                "{path}"
            );
        }
        let all = Folder::at(Path::new("/"));
        assert!(kho.is_within(&all));
    }

    #[test]
    fn text_is_taken_back() {
        let folders = [&b"/b\n\xff"[..], b"/a", b"/a/"].map(Folder::of_bytes);
        let marks = vec![Circulation::ToBeCollected, Circulation::Internal];
        let full = Holding::new(marks, folders.to_vec());
        assert_eq!(full.folders.len(), 2);
        for holding in [full, Holding::default()] {
            assert_eq!(Holding::parse(&holding.to_text()), Some(holding));
        }
        assert_eq!(Holding::parse("secret\n/a"), None);
    }
}

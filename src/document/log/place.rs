//! Where files lie, as the log writes it: paths of any bytes in JSON.

use std::fmt::Write;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error;

/// Where a file lies, and for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedPath {
    /// The folder given to the import.
    pub root: RawPath,
    /// Relative to it; of a member its container's, `!/` and its name.
    pub path: RawPath,
    /// `path` for people.
    pub shown: String,
}

/// A file met by a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedFile {
    /// The run.
    pub import: i64,
    /// Where it lies.
    #[serde(flatten)]
    pub place: LoggedPath,
}

/// A path as the file system has it: any bytes. In text a backslash is `\\`, a byte that is not
/// part of UTF-8 is `\xff`, everything else is itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawPath(pub Vec<u8>);

impl RawPath {
    fn written(&self) -> String {
        let mut text = String::with_capacity(self.0.len());
        for chunk in self.0.utf8_chunks() {
            text.push_str(&chunk.valid().replace('\\', r"\\"));
            for byte in chunk.invalid() {
                // Writing to a string never fails.
                let _ = write!(text, r"\x{byte:02x}");
            }
        }
        text
    }

    fn read(text: &str) -> Option<Self> {
        let mut bytes = Vec::with_capacity(text.len());
        let mut parts = text.split('\\');
        bytes.extend(parts.next()?.as_bytes());
        while let Some(part) = parts.next() {
            match part.strip_prefix('x') {
                Some(rest) => {
                    let (digits, rest) = rest.split_at_checked(2)?;
                    bytes.push(u8::from_str_radix(digits, 16).ok()?);
                    bytes.extend(rest.as_bytes());
                }
                None if part.is_empty() => {
                    bytes.push(b'\\');
                    bytes.extend(parts.next()?.as_bytes());
                }
                None => return None,
            }
        }
        Some(Self(bytes))
    }
}

impl Serialize for RawPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written())
    }
}

impl<'de> Deserialize<'de> for RawPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| D::Error::custom("not a path"))
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::document::DocumentId;
    use crate::document::LogEntry;
    use crate::document::LogEvent;

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![Just(b'\\'), Just(b'x'), Just(b'/'), any::<u8>()];
        prop::collection::vec(byte, 0..20)
    }

    proptest! {
        #[test]
        fn a_path_of_any_bytes_comes_back(bytes in bytes()) {
            let path = RawPath(bytes);
            prop_assert_eq!(RawPath::read(&path.written()), Some(path));
        }

        #[test]
        fn any_text_is_a_path_or_is_not(text in ".*") {
            let _ = RawPath::read(&text);
        }
    }

    #[test]
    fn an_entry_is_one_line_of_json_and_comes_back() {
        let entry = LogEntry {
            number: 7,
            at: Timestamp::UNIX_EPOCH,
            who: "Lan".to_owned(),
            event: LogEvent::Kept {
                file: LoggedFile {
                    import: 1,
                    place: LoggedPath {
                        root: RawPath(b"/mnt/a".to_vec()),
                        path: RawPath(b"b\\\n\xff.pdf".to_vec()),
                        shown: "b".to_owned(),
                    },
                },
                size: 3,
                modified_ns: -4,
                document: DocumentId::of_digest(&"0".repeat(64)),
                digest: "0".repeat(64),
            },
        };
        let written = serde_json::to_string(&entry).unwrap();
        let expected = concat!(
            r#"{"number":7,"at":"1970-01-01T00:00:00Z","who":"Lan","event":"kept","import":1,"#,
            r#""root":"/mnt/a","path":"b\\\\\n\\xff.pdf","shown":"b","size":3,"modified_ns":-4,"#,
            r#""document":"00000000000000000000","#,
            r#""digest":"0000000000000000000000000000000000000000000000000000000000000000"}"#
        );
        assert_eq!(written, expected);
        assert_eq!(serde_json::from_str::<LogEntry>(&written).unwrap(), entry);
        assert_eq!(entry.event.kind(), "kept");
    }
}

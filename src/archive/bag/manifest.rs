//! Manifests: a digest and a path a line, read as if an enemy had written them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::path::Path;

use crate::archive::bag::BagError;

/// No line of a manifest is longer.
const MAX_LINE: u64 = 8192;

/// Digests by path, each path relative to the bag with `/` between its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    entries: BTreeMap<String, String>,
}

impl Manifest {
    /// Adds a file.
    pub fn add(&mut self, path: String, digest: String) {
        self.entries.insert(path, digest);
    }

    /// The digest listed for a path.
    #[must_use]
    pub fn digest(&self, path: &str) -> Option<&str> {
        self.entries.get(path).map(String::as_str)
    }

    /// All paths with their digests, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries
            .iter()
            .map(|(path, digest)| (path.as_str(), digest.as_str()))
    }

    /// The path as the manifest keeps it, when it is listed.
    #[must_use]
    pub fn listed(&self, path: &str) -> Option<&str> {
        self.entries
            .get_key_value(path)
            .map(|(path, _)| path.as_str())
    }

    /// How many files are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Writes it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        for (path, digest) in &self.entries {
            writeln!(out, "{digest}  {}", encoded(path))?;
        }
        Ok(())
    }

    /// Reads the manifest in `file`. Every path begins with `below` and stays there, none comes
    /// twice.
    pub fn read(file: &Path, below: &str) -> Result<Self, BagError> {
        // A pipe of this name would be waited for.
        if !file.is_file() {
            let name = file.file_name().unwrap_or_default();
            return Err(BagError::Missing(name.to_string_lossy().into_owned()));
        }
        let opened = File::open(file).map_err(BagError::io(file))?;
        let mut source = BufReader::new(opened);
        let mut manifest = Self::default();
        for number in 1_u64.. {
            let mut line = Vec::new();
            let limited = source.by_ref().take(MAX_LINE).read_until(b'\n', &mut line);
            if limited.map_err(BagError::io(file))? == 0 {
                break;
            }
            let bad = || BagError::Line {
                file: file.to_path_buf(),
                line: number,
            };
            let line = std::str::from_utf8(&line).map_err(|_| bad())?;
            let line = line.strip_suffix('\n').ok_or_else(bad)?;
            let line = line.strip_suffix('\r').unwrap_or(line);
            let (digest, path) = read_line(line).ok_or_else(bad)?;
            let leaves = || BagError::Outside {
                file: file.to_path_buf(),
                line: number,
            };
            if !stays_below(&path, below) {
                return Err(leaves());
            }
            match manifest.entries.entry(path) {
                Entry::Occupied(there) => return Err(BagError::Twice(there.key().clone())),
                Entry::Vacant(free) => {
                    free.insert(digest);
                }
            }
        }
        Ok(manifest)
    }
}

/// A SHA-256 in either case, blanks, a path.
fn read_line(line: &str) -> Option<(String, String)> {
    let (digest, path) = line.split_once([' ', '\t'])?;
    let is_digest = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    let path = decoded(path.trim_start_matches([' ', '\t']))?;
    let lower = digest.chars().map(|digit| digit.to_ascii_lowercase());
    is_digest.then(|| (lower.collect(), path))
}

/// Whether a path is made of plain names and begins with this one.
fn stays_below(path: &str, below: &str) -> bool {
    let plain = |name: &str| {
        !matches!(name, "" | "." | "..") && !name.contains(['\\', '\0', ':']) && name.len() <= 255
    };
    path.starts_with(below) && path.split('/').all(plain)
}

/// Line ends and the percent sign, and only those, are escaped (RFC 8493, 2.1.3).
fn encoded(path: &str) -> String {
    path.replace('%', "%25")
        .replace('\n', "%0A")
        .replace('\r', "%0D")
}

fn decoded(written: &str) -> Option<String> {
    let mut parts = written.split('%');
    let mut path = parts.next()?.to_owned();
    for part in parts {
        let code = part.get(..2)?;
        path.push(match code {
            "25" => '%',
            "0A" | "0a" => '\n',
            "0D" | "0d" => '\r',
            _ => return None,
        });
        path.push_str(part.get(2..)?);
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DIGEST: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    fn read(text: &[u8]) -> Result<Manifest, BagError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("manifest-sha256.txt");
        std::fs::write(&file, text).unwrap();
        Manifest::read(&file, "data/")
    }

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let told = match read(line.replace('D', DIGEST).as_bytes()) {
            Ok(manifest) => manifest.iter().map(|(path, _)| path).collect(),
            Err(BagError::Line { line, .. }) => format!("line {line}"),
            Err(BagError::Outside { line, .. }) => format!("outside {line}"),
            Err(BagError::Twice(path)) => format!("twice {path}"),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(told, expected, "{line:?}");
    }

    #[test]
    fn a_manifest_of_an_enemy_is_refused() {
        check("D  data/a\n", "data/a");
        check("D data/a\r\n", "data/a");
        check("D\tdata/b/c.pdf\n", "data/b/c.pdf");
        check("D  data/100%25\n", "data/100%");
        check("", "");
        check("D  ../data/a\n", "outside 1");
        check("D  data/../../etc/passwd\n", "outside 1");
        check("D  data/a\nD  data/b/../c\n", "outside 2");
        check("D  /etc/passwd\n", "outside 1");
        check("D  //data/a\n", "outside 1");
        check("D  data//a\n", "outside 1");
        check("D  data/./a\n", "outside 1");
        check("D  data\\..\\a\n", "outside 1");
        check("D  C:/data/a\n", "outside 1");
        check("D  ~/data/a\n", "outside 1");
        check("D  bagit.txt\n", "outside 1");
        check("D  database\n", "outside 1");
        check("D  data/a\0b\n", "outside 1");
        check("D *data/a\n", "outside 1");
        check("D  data/a\nD  data/a\n", "twice data/a");
        check("\u{feff}D  data/a\n", "line 1");
        check("12  data/a\n", "line 1");
        check("Ddata/a\n", "line 1");
        check("D  data/a%2F..\n", "line 1");
        check("D  data/a%\n", "line 1");
        check("D  data/cut", "line 1");
        check("\n", "line 1");
        assert!(read(&[b'a'; 1 << 20]).is_err(), "a line without an end");
        assert!(read(b"\xff\xfe\n").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(names in prop::collection::btree_set("[^/\\\\\0:]{1,20}", 0..9)) {
            let mut manifest = Manifest::default();
            for name in names.into_iter().filter(|name| !matches!(name.as_str(), "." | "..")) {
                manifest.add(format!("data/{name}"), DIGEST.to_owned());
            }
            let mut written = Vec::new();
            manifest.write(&mut written).unwrap();
            prop_assert_eq!(read(&written).unwrap(), manifest);
        }

        #[test]
        fn garbage_is_no_panic(text in prop::collection::vec(any::<u8>(), 0..200)) {
            drop(read(&text));
        }
    }
}

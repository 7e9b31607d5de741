//! Which files a folder holds: streamed, any depth, links not followed.

use std::ffi::OsStr;
use std::path::Path;
use std::path::PathBuf;

use walkdir::WalkDir;

use crate::store::Stamp;

/// What is said of a link.
pub const LINK: &str = "liên kết tượng trưng, không đi theo";
/// What is said of a device, a pipe or a socket.
pub const SPECIAL: &str = "không phải tệp thường (thiết bị, ống dẫn hoặc ổ cắm)";
/// What is said of what other programs left.
pub const LITTER: &str = "tệp tạm của chương trình khác";

/// What is said of what was listed and then was not there.
pub const GONE: &str = "không còn ở đó: đã bị xóa hoặc chuyển đi trong khi nhập";

/// One directory entry that is not a directory.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// The folder it was found under, made absolute; with `relative` the journal's key.
    pub root: PathBuf,
    /// Relative to the folder given; the file's name when a file was given.
    pub relative: PathBuf,
    /// What it is.
    pub entry: Entry,
}

/// What a directory entry is.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A regular file.
    File {
        /// In bytes.
        size: u64,
        /// Last change in nanoseconds since 1970.
        modified_ns: i64,
    },
    /// Something no archive takes: why, in words for staff.
    NotAPaper(&'static str),
    /// The system would not say: its message.
    Unreadable(String),
}

/// Walks `given` (a folder or one file) in the order of names, without holding more than one
/// folder's names per level.
pub fn walk(given: &Path) -> impl Iterator<Item = Found> + use<> {
    let given = given.to_path_buf();
    let root = root_of(&given);
    let base = match given.is_dir() {
        true => given.clone(),
        false => given.parent().map_or(PathBuf::new(), Path::to_path_buf),
    };
    // The folder given may itself be a link: the person named it. Links below it are not followed.
    WalkDir::new(&given)
        .follow_links(false)
        .follow_root_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_map(move |step| found(step, &base, &root))
}

/// The folder a given folder or file is journalled under: made absolute, links not resolved.
pub fn root_of(given: &Path) -> PathBuf {
    let absolute = std::path::absolute(given).unwrap_or_else(|_| given.to_path_buf());
    match given.is_dir() {
        true => absolute,
        false => absolute
            .parent()
            .map_or(absolute.clone(), Path::to_path_buf),
    }
}

fn found(
    step: Result<walkdir::DirEntry, walkdir::Error>,
    base: &Path,
    root: &Path,
) -> Option<Found> {
    let (path, entry) = match step {
        Ok(entry) if entry.file_type().is_dir() => return None,
        Ok(entry) => {
            let kind = classify(&entry);
            (entry.into_path(), kind)
        }
        Err(error) => {
            let path = error.path().unwrap_or(base).to_path_buf();
            (path, unreadable(error.io_error(), &error))
        }
    };
    let relative = path.strip_prefix(base).unwrap_or(&path).to_path_buf();
    Some(Found {
        root: root.to_path_buf(),
        relative,
        entry,
        path,
    })
}

fn classify(entry: &walkdir::DirEntry) -> Entry {
    let kind = entry.file_type();
    if kind.is_symlink() {
        return Entry::NotAPaper(LINK);
    }
    if !kind.is_file() {
        return Entry::NotAPaper(SPECIAL);
    }
    if let Some(reason) = not_a_paper(entry.path()) {
        return Entry::NotAPaper(reason);
    }
    match entry.metadata() {
        Ok(metadata) => {
            let Stamp { size, modified_ns } = stamp_of(&metadata);
            Entry::File { size, modified_ns }
        }
        Err(error) => unreadable(error.io_error(), &error),
    }
}

/// What tells whether the file at a path changed.
pub fn stamp(path: &Path) -> std::io::Result<Stamp> {
    Ok(stamp_of(&path.symlink_metadata()?))
}

fn stamp_of(metadata: &std::fs::Metadata) -> Stamp {
    Stamp {
        size: metadata.len(),
        modified_ns: modified_ns(metadata),
    }
}

fn unreadable(cause: Option<&std::io::Error>, error: &walkdir::Error) -> Entry {
    match cause {
        Some(cause) if cause.kind() == std::io::ErrorKind::NotFound => Entry::NotAPaper(GONE),
        Some(cause) => Entry::Unreadable(cause.to_string()),
        None => Entry::Unreadable(error.to_string()),
    }
}

/// Why a file of this name is no paper.
pub fn not_a_paper(path: &Path) -> Option<&'static str> {
    if path.file_name().is_some_and(is_litter) {
        return Some(LITTER);
    }
    is_source_code(path).then_some("tệp cấu hình hoặc mã nguồn, không phải văn bản")
}

/// Time of last change; 0 where the file system has none, so that such a file is always read.
fn modified_ns(metadata: &std::fs::Metadata) -> i64 {
    metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
        .and_then(|age| i64::try_from(age.as_nanos()).ok())
        .unwrap_or(0)
}

/// What office programs and file managers leave beside papers, and settings such as `.gitignore`.
fn is_litter(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let named = [
        ".DS_Store",
        "Thumbs.db",
        "thumbs.db",
        "desktop.ini",
        ".directory",
    ];
    let begins = ["~$", "._", ".~lock."];
    let settings = name.starts_with('.') && !name.trim_start_matches('.').contains('.');
    settings || named.contains(&&*name) || begins.iter().any(|start| name.starts_with(start))
}

/// Text, but nothing an office issues.
fn is_source_code(path: &Path) -> bool {
    const EXTENSIONS: [&str; 16] = [
        "c", "cfg", "css", "h", "ini", "java", "js", "json", "lock", "md", "py", "rs", "sh",
        "toml", "yaml", "yml",
    ];
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_files_at_any_depth_and_follows_no_link() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("2020/nghị quyết");
        std::fs::create_dir_all(&inner).unwrap();
        std::fs::write(inner.join("a.txt"), "a").unwrap();
        std::fs::write(inner.join("~$a.docx"), "lock").unwrap();
        std::os::unix::fs::symlink("/etc", folder.path().join("link")).unwrap();
        let seen: Vec<(String, bool)> = walk(folder.path())
            .map(|found| {
                let path = found.relative.to_string_lossy().into_owned();
                (path, matches!(found.entry, Entry::File { .. }))
            })
            .collect();
        let expected = [
            ("2020/nghị quyết/a.txt".to_owned(), true),
            ("2020/nghị quyết/~$a.docx".to_owned(), false),
            ("link".to_owned(), false),
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_single_file_is_named_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        std::fs::write(&file, "a").unwrap();
        let names: Vec<PathBuf> = walk(&file).map(|found| found.relative).collect();
        assert_eq!(names, [PathBuf::from("a.txt")]);
        let missing: Vec<Found> = walk(&folder.path().join("none")).collect();
        assert!(matches!(missing.as_slice(), [one] if matches!(one.entry, Entry::NotAPaper(GONE))));
    }
}

//! House rules a compiler cannot check: layers, size, headings, spelling.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use unicode_normalization::is_nfc;

/// Who may import whom. A module missing here may not exist.
const LAYERS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("extract", &[]),
    ("vocabulary", &["text"]),
    ("document", &["text", "vocabulary"]),
    ("describe", &["text", "vocabulary", "document"]),
    ("database", &[]),
    ("store", &["vocabulary", "document", "database"]),
    ("search", &["text", "vocabulary", "document"]),
    ("access", &["document", "database"]),
    (
        "archive",
        &[
            "extract",
            "text",
            "vocabulary",
            "document",
            "describe",
            "store",
            "search",
            "access",
        ],
    ),
    ("api", &["archive", "document"]),
    ("web", &["archive", "document"]),
    ("cli", &["archive", "document", "api", "web"]),
];

const MAX_LINES: usize = 400;

#[test]
fn modules_import_only_from_below() {
    for (path, source) in rust_files("src") {
        let Some(module) = module_of(&path) else {
            continue;
        };
        let (_, allowed) = LAYERS
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("{}: `{module}` has no row in LAYERS", path.display()));
        for import in crate_imports(&source) {
            assert!(
                import == module || allowed.contains(&import),
                "{}: `{module}` may not import `{import}` (one `use crate::…` a line, no braces)",
                path.display()
            );
        }
    }
}

/// What reads papers past the gate of `archive/papers.rs`, and why it may.
const PAST_THE_GATE: &[(&str, &str)] = &[
    ("papers.rs", "it is the gate"),
    ("follow.rs", "the index has everything"),
    ("verify.rs", "everything is verified"),
    ("doctor.rs", "everything is looked at"),
    ("doctor/repair.rs", "everything is repaired"),
    ("rebuild.rs", "the index has everything"),
    ("remake.rs", "the catalogue has everything"),
    ("ocr/waiting.rs", "every scan is read"),
    (
        "corrections.rs",
        "below the gate: the paper was asked for there",
    ),
    ("corrections/exchange.rs", "for administrators"),
    (
        "register/fill.rs",
        "papers that were matched through the gate",
    ),
];

#[test]
fn the_archive_reads_papers_through_one_gate() {
    const READS: [&str; 7] = [
        "store.document(",
        "store().document(",
        ".documents_by_sequence(",
        "store().documents(",
        "store.documents(",
        ".all_documents(",
        "store().pages(",
    ];
    for (path, source) in rust_files("src/archive") {
        let name = path
            .strip_prefix("src/archive")
            .unwrap()
            .display()
            .to_string();
        let (code, _) = source.split_once("#[cfg(test)]").unwrap_or((&source, ""));
        let may = PAST_THE_GATE.iter().any(|(known, _)| *known == name);
        for read in READS.iter().filter(|_| !may) {
            assert!(
                !code.contains(read),
                "{name}: `{read}` reads past archive/papers.rs"
            );
        }
    }
}

#[test]
fn files_are_short_headed_and_nfc() {
    for (path, source) in rust_files("src").into_iter().chain(rust_files("tests")) {
        let path = path.display();
        let lines = source.lines().count();
        assert!(
            lines <= MAX_LINES,
            "{path}: {lines} lines, split it (limit {MAX_LINES})"
        );
        let first = source.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("//! ") || first.starts_with("#![doc"),
            "{path}: the first line must say what lives here (`//! …`)"
        );
        assert!(
            is_nfc(&source),
            "{path}: not NFC; write decomposed text as \\u{{…}} escapes"
        );
    }
}

#[test]
fn every_test_file_is_run() {
    let main = fs::read_to_string("tests/main.rs").unwrap();
    for (path, _) in rust_files("tests") {
        if path.parent() != Some(Path::new("tests")) {
            continue; // a crate of its own, such as tests/fuzz
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(
            name == "main" || main.contains(&format!("mod {name};")),
            "tests/{name}.rs is never run: add it to tests/main.rs"
        );
    }
}

/// The top-level module a source file belongs to; none for `lib.rs` and `main.rs`.
fn module_of(path: &Path) -> Option<String> {
    let first = path.strip_prefix("src").unwrap().components().next()?;
    let name = Path::new(first.as_os_str()).file_stem()?.to_str()?;
    (!matches!(name, "lib" | "main")).then(|| name.to_owned())
}

/// The modules named right after `crate::`, outside comments.
fn crate_imports(source: &str) -> BTreeSet<&str> {
    let code = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1))
        .filter_map(|path| {
            path.split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
        })
        .collect()
}

pub fn rust_files(directory: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut pending = vec![PathBuf::from(directory)];
    while let Some(directory) = pending.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).unwrap();
                files.push((path, source));
            }
        }
    }
    files.sort();
    files
}

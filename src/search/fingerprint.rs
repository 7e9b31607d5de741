//! What an index was made by: a hash of the tables and of the code that terms come from.
//!
//! A changed table or a changed rule for syllables makes other terms than the index has. Nobody
//! has to remember to say so: the hash is of the very files, taken when the program is compiled. A
//! changed comment counts too, and costs one rebuild in the background; a change that is missed
//! would cost papers that nobody finds. A test holds the list against the folders.

/// Files by their path from this one; each is hashed by a constant of its own, and none of them
/// ends up in the program.
macro_rules! files {
    ($($path:literal)*) => {
        const FILES: &[(&str, u64)] = &[$(($path, {
            const HASH: u64 = hash(FNV_OFFSET, include_bytes!($path));
            HASH
        })),*];
    };
}

files! {
    "../../index/abbreviations.tsv"
    "../../index/bodies.tsv"
    "../../index/body_templates.tsv"
    "../../index/communes.tsv"
    "../../index/districts.tsv"
    "../../index/kinds.tsv"
    "../../index/nicknames.tsv"
    "../../index/provinces.tsv"
    "../document/number.rs"
    "../document/number/keys.rs"
    "../document/number/names.rs"
    "../document/number/phrases.rs"
    "../document/number/query.rs"
    "../document/number/reader.rs"
    "../document/number/reading.rs"
    "../document/number/symbol.rs"
    "../document/number/tokens.rs"
    "../text/analyser.rs"
    "../text/characters.rs"
    "../text/detached.rs"
    "../text/fold.rs"
    "../text/glued.rs"
    "../text/inventory.rs"
    "../text/letters.rs"
    "../text/mod.rs"
    "../text/normalise.rs"
    "../text/recognised.rs"
    "../text/syllables.rs"
    "../text/table.rs"
    "../text/tone.rs"
    "../vocabulary/abbreviations.rs"
    "../vocabulary/bodies.rs"
    "../vocabulary/body_names.rs"
    "../vocabulary/body_tree.rs"
    "../vocabulary/codes.rs"
    "../vocabulary/id.rs"
    "../vocabulary/kinds.rs"
    "../vocabulary/mod.rs"
    "../vocabulary/nicknames.rs"
    "../vocabulary/places.rs"
    "../vocabulary/provinces.rs"
    "../vocabulary/table.rs"
    "../vocabulary/templates.rs"
    "analysis.rs"
    "cut.rs"
    "entry.rs"
    "keys.rs"
    "local/writer.rs"
    "schema.rs"
    "spelling.rs"
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

/// FNV-1a: no defence against an enemy, who has no say in what is compiled.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated while compiling, where no iterator can be; out of bounds is a compile error"
)]
const fn hash(mut state: u64, bytes: &[u8]) -> u64 {
    let mut at = 0;
    while at < bytes.len() {
        state = (state ^ bytes[at] as u64).wrapping_mul(FNV_PRIME);
        at += 1;
    }
    state
}

/// All files together.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated while compiling, where no iterator can be; out of bounds is a compile error"
)]
const fn all() -> u64 {
    let mut state = FNV_OFFSET;
    let mut at = 0;
    while at < FILES.len() {
        state = hash(state, &FILES[at].1.to_le_bytes());
        at += 1;
    }
    state
}

/// What this program makes an index by.
pub const CURRENT: u64 = all();

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// Folders whose every file counts, but for laws, which are tests.
    const WHOLE: [&str; 4] = [
        "../../index",
        "../text",
        "../vocabulary",
        "../document/number",
    ];

    #[test]
    fn every_file_that_terms_come_from_counts() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/search");
        let mut there = BTreeSet::new();
        for folder in WHOLE {
            for entry in std::fs::read_dir(here.join(folder)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                let counts = name.ends_with(".tsv") || name.ends_with(".rs");
                if counts && name != "laws.rs" {
                    there.insert(format!("{folder}/{name}"));
                }
            }
        }
        let listed: BTreeSet<String> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        let missing: Vec<_> = there.difference(&listed).collect();
        assert!(missing.is_empty(), "not in the fingerprint: {missing:?}");
    }

    #[test]
    fn one_changed_byte_is_another_fingerprint() {
        assert_ne!(hash(FNV_OFFSET, b"kinds\n"), hash(FNV_OFFSET, b"kind\ns"));
        let hashes: BTreeSet<u64> = FILES.iter().map(|(_, hash)| *hash).collect();
        assert_eq!(hashes.len(), FILES.len());
    }
}

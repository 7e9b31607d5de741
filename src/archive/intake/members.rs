//! Members of containers: what they are called here, and which of them are no papers.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;

use crate::archive::walk;
use crate::extract::ExtractError;
use crate::extract::container::MemberEnd;
use crate::extract::worker::Member;
use crate::extract::worker::Spool;
use crate::store::MEMBER;

/// The path of a member: `a.zip!/b.doc`.
pub fn path_of(container: &Path, name: &str) -> PathBuf {
    let mut path = OsString::from(container);
    path.push(MEMBER);
    path.push(name);
    path.into()
}

/// A name that no member before it had: the second `a.doc` is `a (2).doc`.
pub fn unlike(name: &str, names: &mut HashSet<String>) -> String {
    let file = name.rfind('/').map_or(0, |slash| slash + 1);
    let dot = name.rfind('.').filter(|dot| *dot > file);
    let (stem, ending) = name.split_at(dot.unwrap_or(name.len()));
    let numbered = (2..).map(|number: u32| format!("{stem} ({number}){ending}"));
    let mut all = std::iter::once(name.to_owned()).chain(numbered);
    let free = all.find(|name| !names.contains(name)).unwrap_or_default();
    names.insert(free.clone());
    free
}

/// Why a member is no paper, in words for staff.
pub fn outside(member: &Member) -> Option<&'static str> {
    match member.end {
        MemberEnd::Link => Some(walk::LINK),
        MemberEnd::Special => Some(walk::SPECIAL),
        _ if member.name.split('/').any(|part| part == "__MACOSX") => Some(walk::LITTER),
        _ => walk::not_a_paper(Path::new(&member.name)),
    }
}

/// A member's bytes.
pub fn content(member: &Member, spool: &mut Spool) -> Result<Vec<u8>, ExtractError> {
    match &member.end {
        MemberEnd::Failed(error) => Err(error.clone()),
        _ => spool
            .content(member)
            .map_err(|error| ExtractError::Unreadable(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_members_have_one_name() {
        let mut names = HashSet::new();
        let given = ["b/a.doc", "b/a.doc", "b/a (2).doc", "b/a.doc", ".x", ".x"];
        let given = given.map(|name| unlike(name, &mut names));
        let expected = [
            "b/a.doc",
            "b/a (2).doc",
            "b/a (2) (2).doc",
            "b/a (3).doc",
            ".x",
            ".x (2)",
        ];
        assert_eq!(given, expected);
    }
}

//! Members of containers: what they are called here, and which of them are no papers.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::path::PathBuf;

use crate::archive::walk;
use crate::extract::ExtractError;
use crate::extract::container::MemberEnd;
use crate::extract::source::digest;
use crate::extract::worker::Member;
use crate::extract::worker::Pool;
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

/// The file a path begins with, and the names on the way from it to a member: `a.zip!/b.zip!/c.doc`
/// is `a.zip` with `b.zip` and `c.doc`.
pub fn parts(path: &Path) -> (&Path, Vec<&str>) {
    let bytes = path.as_os_str().as_bytes();
    let mark = MEMBER.as_bytes();
    let at = bytes.windows(mark.len()).position(|here| here == mark);
    let Some((outermost, inside)) = at.and_then(|at| bytes.split_at_checked(at)) else {
        return (path, Vec::new());
    };
    // Names of members are text: a path is made of them by `path_of`.
    let inside = std::str::from_utf8(inside).unwrap_or_default();
    let names = inside.split(MEMBER).skip(1).collect();
    (Path::new(OsStr::from_bytes(outermost)), names)
}

/// The SHA-256 of the member that lies in these bytes under these names, one for each container on
/// the way; none when it is not there.
pub fn within(
    pool: &Pool,
    mut bytes: Vec<u8>,
    container: &str,
    names: &[&str],
) -> Result<Option<String>, ExtractError> {
    let mut holder = container;
    for name in names {
        let mut spool = Spool::default();
        pool.extract(&bytes, holder, &mut spool)?;
        let mut taken = HashSet::new();
        let mut members = spool.members().to_vec().into_iter();
        let Some(member) = members.find(|member| unlike(&member.name, &mut taken) == **name) else {
            return Ok(None);
        };
        bytes = content(&member, &mut spool)?;
        holder = name;
    }
    Ok(Some(digest(&bytes)))
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

    #[test]
    fn a_path_comes_apart_as_it_was_made() {
        let container = Path::new("năm 2020/a.zip");
        assert_eq!(parts(container), (container, Vec::new()));
        let path = path_of(&path_of(container, "b/c.zip"), "d.doc");
        assert_eq!(parts(&path), (container, vec!["b/c.zip", "d.doc"]));
    }
}

//! The folders papers came from, as staff know them: each import's folder by its own name, whatever
//! lies above it on the server's disk.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::archive::Archive;
use crate::archive::Asked;
use crate::archive::Error;
use crate::document::Folder;
use crate::search::Request;

/// A folder that papers came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderCount {
    /// Its path, which begins with the name of the folder that was imported: `kho/2020/quyết định`.
    /// The folder to filter by.
    pub path: String,
    /// Its own name: `quyết định`.
    pub name: String,
    /// Papers from it and from the folders in it, each once.
    pub count: u64,
    /// Folders in it that papers came from.
    pub children: Vec<FolderCount>,
}

impl Archive {
    /// Makes a search of what was asked for.
    pub fn asked(&self, mut asked: Asked) -> Result<Request, Error> {
        let folder = asked.folder.take();
        let mut request = Request::try_from(asked)?;
        if let Some(path) = folder.map(|path| path.trim_matches('/').to_owned())
            && !path.is_empty()
        {
            request.folders = self.folders_at(&path)?;
        }
        Ok(request)
    }

    /// The folders papers came from, as a tree, in the order of their names.
    pub fn folders(&self) -> Result<Vec<FolderCount>, Error> {
        let roots = self.store().roots()?;
        let outermost = self.outermost(&roots);
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for (folders, count) in self.index.folders()? {
            let paths = folders
                .iter()
                .filter_map(|folder| shown(folder, &outermost).or_else(|| shown(folder, &roots)));
            let within: BTreeSet<String> = paths.flat_map(|path| upwards(&path)).collect();
            for path in within {
                *counts.entry(path).or_default() += count;
            }
        }
        Ok(tree("", &counts))
    }

    /// The folders on disk that are shown under a path; one that is nowhere if there is none.
    fn folders_at(&self, path: &str) -> Result<Vec<Folder>, Error> {
        let (name, below) = path.split_once('/').unwrap_or((path, ""));
        let roots = self.store().roots()?;
        let under = |roots: &[Folder]| -> Vec<Folder> {
            let named = roots.iter().filter(|root| name_of(root) == name);
            let folder = |root: &Folder| format!("{}/{below}", root.as_str());
            named
                .map(|root| Folder::from_text(folder(root).trim_end_matches('/')))
                .collect()
        };
        let mut folders = under(&self.outermost(&roots));
        if folders.is_empty() {
            // As it was shown before a folder around it was imported.
            folders = under(&roots);
        }
        if folders.is_empty() {
            folders.push(Folder::from_text(path));
        }
        Ok(folders)
    }

    /// Of the folders that were imported those the caller may look into that do not lie in another
    /// such one.
    fn outermost(&self, roots: &[Folder]) -> Vec<Folder> {
        let own = || roots.iter().filter(|root| self.rights.admit_folder(root));
        let inner = |root: &Folder| own().any(|other| other != root && root.is_within(other));
        own().filter(|root| !inner(root)).cloned().collect()
    }
}

fn name_of(root: &Folder) -> &str {
    root.as_str().rsplit('/').next().unwrap_or_default()
}

/// `/srv/kho/2020/qd` imported by `/srv/kho`: `kho/2020/qd`. Of several roots around it, which come in
/// the order of their paths, the innermost counts.
fn shown(folder: &Folder, roots: &[Folder]) -> Option<String> {
    let root = roots.iter().rfind(|root| folder.is_within(root))?;
    let below = folder.as_str().strip_prefix(root.as_str())?;
    Some(format!("{}{below}", name_of(root)))
}

/// A path and all above it.
fn upwards(path: &str) -> Vec<String> {
    let ends = path.match_indices('/').map(|(at, _)| at);
    let paths = ends.chain([path.len()]).filter_map(|end| path.get(..end));
    paths.map(str::to_owned).collect()
}

/// The paths right below `above`, each with what lies in it.
fn tree(above: &str, counts: &BTreeMap<String, u64>) -> Vec<FolderCount> {
    let right_below = |path: &&String| {
        let name = path.strip_prefix(above).unwrap_or_default();
        !name.is_empty() && !name.contains('/')
    };
    let from = counts.range(above.to_owned()..);
    let inside = from.take_while(|(path, _)| path.starts_with(above));
    let mut folders: Vec<FolderCount> = inside
        .filter(|(path, _)| right_below(path))
        .map(|(path, &count)| FolderCount {
            name: path.get(above.len()..).unwrap_or_default().to_owned(),
            count,
            children: tree(&format!("{path}/"), counts),
            path: path.clone(),
        })
        .collect();
    folders.sort_by(|one, other| one.name.cmp(&other.name));
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_known_from_the_name_of_the_one_that_was_imported_on() {
        let roots = ["/srv/kho", "(tải lên)", "/a b"].map(Folder::from_text);
        for (folder, expected) in [
            ("/srv/kho", Some("kho")),
            ("/srv/kho/2020/qđ", Some("kho/2020/qđ")),
            ("(tải lên)/x", Some("(tải lên)/x")),
            ("/a b", Some("a b")),
            ("/a bc", None),
        ] {
            let found = shown(&Folder::from_text(folder), &roots);
            assert_eq!(found.as_deref(), expected, "{folder}");
        }
    }

    #[test]
    fn a_tree_has_each_folder_once_below_the_one_it_lies_in() {
        let counts = ["a", "a!", "a/b", "a/b/c", "a/b c", "d"].map(|path| (path.to_owned(), 1));
        let tree = tree("", &counts.into());
        let names: Vec<&str> = tree.iter().map(|folder| folder.name.as_str()).collect();
        assert_eq!(names, ["a", "a!", "d"]);
        let inside = tree.first().map(|folder| &folder.children).unwrap();
        let inside: Vec<&str> = inside.iter().map(|folder| folder.path.as_str()).collect();
        assert_eq!(inside, ["a/b", "a/b c"]);
        assert_eq!(upwards("a/b/c"), ["a", "a/b", "a/b/c"]);
    }
}

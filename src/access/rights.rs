//! Rights: who somebody is, what they may do, which papers are there for them.

use std::collections::BTreeSet;

use crate::access::Role;
use crate::access::Task;
use crate::document::Circulation;
use crate::document::Folder;
use crate::document::Holding;

/// Who asks, what they may do, and which papers there are for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    /// The account's name; none for whoever has the archive on their own machine.
    pub account: Option<String>,
    /// What they may do.
    pub role: Role,
    /// The folders whose papers they may see.
    pub scope: Scope,
    /// The circulation marks a paper may bear and still be shown to them.
    pub marks: BTreeSet<Circulation>,
}

/// The folders whose papers somebody may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All.
    All,
    /// Those of some collections.
    Some {
        /// Every folder that belongs to collections, each with whether one of them is granted.
        assigned: Vec<(Folder, bool)>,
        /// Whether folders that belong to no collection are granted.
        general: bool,
    },
}

impl Rights {
    /// Those of whoever has the archive on their own machine: everything.
    #[must_use]
    pub fn owner() -> Self {
        Self {
            account: None,
            role: Role::Administrator,
            scope: Scope::All,
            marks: Circulation::ALL.into(),
        }
    }

    /// Whether they may do something.
    #[must_use]
    pub fn may(&self, task: Task) -> bool {
        self.role.may(task)
    }

    /// Whether every paper is there for them.
    #[must_use]
    pub fn see_everything(&self) -> bool {
        self.scope == Scope::All
            && Circulation::ALL
                .iter()
                .all(|mark| self.marks.contains(mark))
    }

    /// Whether a paper is there for them: they may see each of its marks and one of its folders.
    #[must_use]
    pub fn admit(&self, holding: &Holding) -> bool {
        let mut folders = holding.folders.iter();
        self.admit_marks(&holding.marks)
            && match &self.scope {
                Scope::All => true,
                Scope::Some { general, .. } if holding.folders.is_empty() => *general,
                Scope::Some { .. } => folders.any(|folder| self.admit_folder(folder)),
            }
    }

    /// Whether they may see each of these marks.
    #[must_use]
    pub fn admit_marks(&self, marks: &[Circulation]) -> bool {
        marks.iter().all(|mark| self.marks.contains(mark))
    }

    /// Whether they may see what came from a folder: the innermost one around it that belongs to a
    /// collection decides.
    #[must_use]
    pub fn admit_folder(&self, folder: &Folder) -> bool {
        let Scope::Some { assigned, general } = &self.scope else {
            return true;
        };
        let around = assigned.iter().filter(|(known, _)| folder.is_within(known));
        let nearest = around.max_by_key(|(known, granted)| (known.as_str().len(), *granted));
        nearest.map_or(*general, |(_, granted)| *granted)
    }

    /// The same for two that may see the same papers.
    #[must_use]
    pub fn name_of_view(&self) -> String {
        format!("{:?} {:?}", self.marks, self.scope)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn folder(path: &str) -> Folder {
        Folder::at(Path::new(path))
    }

    #[track_caller]
    fn check(folders: &[&str], marks: &[Circulation], seen: bool) {
        let rights = Rights {
            scope: Scope::Some {
                assigned: vec![
                    (folder("/kho/to-chuc"), true),
                    (folder("/kho/to-chuc/ho-so"), false),
                    (folder("/kho/tuyen-giao"), false),
                    (folder("/kho/chung-hai"), false),
                    (folder("/kho/chung-hai"), true),
                ],
                general: false,
            },
            marks: [Circulation::Internal].into(),
            ..Rights::owner()
        };
        let folders = folders.iter().map(|path| folder(path)).collect();
        let holding = Holding::new(marks.to_vec(), folders);
        assert_eq!(rights.admit(&holding), seen, "{holding:?}");
    }

    #[test]
    fn the_innermost_folder_decides_and_every_mark() {
        check(&["/kho/to-chuc"], &[], true);
        check(&["/kho/to-chuc/2020"], &[Circulation::Internal], true);
        check(&["/kho/to-chuc"], &[Circulation::Conference], false);
        check(
            &["/kho/to-chuc"],
            &[Circulation::Internal, Circulation::Conference],
            false,
        );
        check(&["/kho/to-chuc/ho-so/a"], &[], false);
        check(&["/kho/tuyen-giao"], &[], false);
        check(&["/kho/tuyen-giao", "/kho/to-chuc"], &[], true);
        check(&["/kho/chung-hai"], &[], true);
        check(&["/kho"], &[], false);
        check(&[], &[], false);
    }

    #[test]
    fn the_owner_sees_everything() {
        let rights = Rights::owner();
        assert!(rights.see_everything());
        assert!(rights.admit(&Holding::new(Circulation::ALL.to_vec(), vec![folder("/x")])));
        let less = Rights {
            marks: BTreeSet::new(),
            ..rights
        };
        assert!(!less.see_everything());
    }
}

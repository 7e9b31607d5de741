//! Roles: what somebody may do, whatever papers they may see.

/// What an account is for. Each may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Người đọc: searches and reads.
    Reader,
    /// Văn thư: sends papers in and corrects what was read.
    Clerk,
    /// Lưu trữ viên: takes corrections back, keeps registers, sees what was rejected.
    Archivist,
    /// Quản trị: releases papers from secrecy marks, keeps accounts, deletes.
    Administrator,
}

impl Role {
    /// All of them, the least first.
    pub const ALL: [Self; 4] = [
        Self::Reader,
        Self::Clerk,
        Self::Archivist,
        Self::Administrator,
    ];

    /// `reader`, `clerk`, `archivist` or `administrator`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Clerk => "clerk",
            Self::Archivist => "archivist",
            Self::Administrator => "administrator",
        }
    }

    /// The role with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// For staff.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reader => "Người đọc",
            Self::Clerk => "Văn thư",
            Self::Archivist => "Lưu trữ viên",
            Self::Administrator => "Quản trị",
        }
    }

    /// Whether this role may do something.
    #[must_use]
    pub fn may(self, task: Task) -> bool {
        self >= task.least()
    }
}

/// What can be done with an archive besides reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Task {
    /// Send papers in.
    Import,
    /// Correct what was read, go through the queue of doubts.
    Correct,
    /// Take corrections back.
    Undo,
    /// Hold registers against the papers, and fill from them.
    Register,
    /// See files that were not taken, and decisions about marks.
    SeeRejects,
    /// Take a paper in spite of its secrecy mark.
    Release,
    /// Rebuild, verify, delete, keep accounts.
    Administer,
}

impl Task {
    /// The least role that may do it.
    #[must_use]
    pub fn least(self) -> Role {
        match self {
            Self::Import | Self::Correct => Role::Clerk,
            Self::Undo | Self::Register | Self::SeeRejects => Role::Archivist,
            Self::Release | Self::Administer => Role::Administrator,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_what_the_one_before_it_may() {
        let tasks = [
            Task::Import,
            Task::Correct,
            Task::Undo,
            Task::Register,
            Task::SeeRejects,
            Task::Release,
            Task::Administer,
        ];
        let counts = Role::ALL.map(|role| tasks.iter().filter(|task| role.may(**task)).count());
        assert_eq!(counts, [0, 2, 5, 7]);
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
    }
}

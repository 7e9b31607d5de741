//! How a command ends: exit codes, and errors told once with what to do next.

use std::process::ExitCode;

use crate::archive;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Done.
    Done,
    /// Nothing was found.
    NothingFound,
    /// An error, or wrong usage.
    Failed,
    /// Finished, but some files need a person.
    SomeRejected,
    /// Verification found damage.
    Damaged,
    /// Interrupted; what was reported is durable.
    Interrupted,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(match ending {
            Ending::Done => 0,
            Ending::NothingFound => 1,
            Ending::Failed => 2,
            Ending::SomeRejected => 3,
            Ending::Damaged => 4,
            Ending::Interrupted => 130,
        })
    }
}

/// Prints an error with its causes and a hint.
pub fn failure(error: &anyhow::Error) -> Ending {
    if is_broken_pipe(error) {
        return Ending::Done;
    }
    eprintln!("error: {error:#}");
    let known = error.chain().find_map(|cause| {
        let own = cause.downcast_ref::<archive::Error>();
        let told = cause.downcast_ref::<Told>();
        own.map(archive::Error::code)
            .or(told.map(|told| told.code.as_str()))
    });
    if let Some(hint) = known.and_then(hint) {
        eprintln!("hint: {hint}");
    }
    match known {
        Some("damaged-backup" | "damaged-catalogue") => Ending::Damaged,
        Some("interrupted") => Ending::Interrupted,
        _ => Ending::Failed,
    }
}

/// The reader of our output has seen enough (`vankho list | head`).
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>();
        io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// An error as a server told it.
#[derive(Debug, thiserror::Error)]
#[error("{detail}")]
pub struct Told {
    /// As [`archive::Error::code`].
    pub code: String,
    /// What happened.
    pub detail: String,
}

fn hint(code: &str) -> Option<&'static str> {
    Some(match code {
        "no-archive" => "import a folder first: vankho import THƯ-MỤC (or name another --archive)",
        "held" => "wait until that program has finished, or stop it",
        "read-only" => {
            "searching works as it is; to change it make its folder writable, or copy it to where it is"
        }
        "newer-format" => "use the newer vankho that wrote this archive",
        "disk-full" => "free some space and run the same import again: nothing reported is lost",
        "originals-unreachable" => {
            "see that the object store answers and takes this key, then run the same again: nothing reported is lost"
        }
        "catalogue-unreachable" => {
            "see that the server answers and lets this machine in, then run the same again: nothing reported is lost"
        }
        "log-damaged" | "catalogue-damaged" => "run: vankho doctor",
        "older-format" => {
            "stop the program that holds the archive and try again: it has to be upgraded"
        }
        "index-unwritten" => {
            "look at the disk, make room and run the same again: nothing reported is lost"
        }
        "index-damaged" => "run: vankho reindex",
        "damaged-backup" => {
            "nothing was changed; try another backup, or vankho backup … --recheck to mend this one"
        }
        "damaged-catalogue" => {
            "run: vankho verify; to back it up all the same, add --even-damaged and name a new folder"
        }
        "not-empty" => "choose an empty folder (vankho restore … --replace puts an archive aside)",
        "interrupted" => "run the same again to go on: what was done is used",
        "not-found" => "look it up first: vankho search SỐ",
        _ => return None,
    })
}

/// A path or text for a terminal: control characters made visible.
pub fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|letter| {
            let escaped: Box<dyn Iterator<Item = char>> = match letter.is_control() {
                true => Box::new(letter.escape_default()),
                false => Box::new(std::iter::once(letter)),
            };
            escaped
        })
        .collect()
}

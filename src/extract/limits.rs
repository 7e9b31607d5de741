//! How much one file may cost: size, inflation, depth, pages, text, time and memory.

use serde::{Deserialize, Serialize};

/// What reading one file may cost. A file that needs more is quarantined with the limit's name,
/// or cut with [`Warning::Truncated`](crate::extract::Warning::Truncated) where half is worth having.
///
/// There is no default on purpose: the configuration names every value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file as it lies on disk.
    pub file_bytes: usize,
    /// Bytes one member of a ZIP inflates to, counted while inflating.
    pub member_bytes: usize,
    /// Bytes all members of a ZIP that are read inflate to together.
    pub archive_bytes: usize,
    /// How many times larger a member may become, once it is over 1 MiB.
    pub ratio: usize,
    /// Members of one container; entries in a ZIP's directory.
    pub members: usize,
    /// Elements open at once in XML or HTML.
    pub xml_depth: usize,
    /// Pages read of one file; the rest is left out.
    pub pages: usize,
    /// Bytes of text given back for one file; the rest is left out.
    pub text_bytes: usize,
    /// Seconds a reader may take by the clock on the wall before it is killed.
    pub wall_seconds: u64,
    /// Seconds of processor time a reader may use for one file.
    pub cpu_seconds: u64,
    /// Address space of a reader process, in bytes.
    pub memory_bytes: u64,
    /// Containers inside containers.
    pub nesting: usize,
    /// Pixels of a drawn page, a byte each.
    pub picture_bytes: usize,
    /// Seconds drawing one page may take, by the clock on the wall and of processor time.
    pub draw_seconds: u64,
}

impl Limits {
    /// Values that every real paper of the measured collections keeps by a factor of ten, on an
    /// office machine with two readers and 4 GB.
    #[must_use]
    pub const fn office() -> Self {
        const MIB: usize = 1024 * 1024;
        Self {
            file_bytes: 256 * MIB,
            member_bytes: 64 * MIB,
            archive_bytes: 256 * MIB,
            ratio: 400,
            members: 10_000,
            xml_depth: 2_000,
            pages: 5_000,
            text_bytes: 8 * MIB,
            wall_seconds: 30,
            cpu_seconds: 10,
            memory_bytes: 1024 * 1024 * 1024,
            nesting: 4,
            picture_bytes: 64 * MIB,
            draw_seconds: 60,
        }
    }
}

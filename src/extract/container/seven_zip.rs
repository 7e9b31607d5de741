//! 7z: blocks of members packed together; a damaged block costs its members.

use std::io::{Cursor, Read};

use sevenz_rust2::Archive;
use sevenz_rust2::ArchiveEntry;
use sevenz_rust2::BlockDecoder;
use sevenz_rust2::Error;
use sevenz_rust2::Password;

use super::MemberEnd;
use super::Outlet;
use super::names;
use super::no_text;
use crate::extract::ExtractError;
use crate::extract::Extracted;

/// Lets out the members of a 7z archive.
pub fn open(bytes: &[u8], members: &mut Outlet<'_>) -> Result<Extracted, ExtractError> {
    let mut source = Cursor::new(bytes);
    let password = Password::empty();
    let archive = Archive::read(&mut source, &password).map_err(|error| refusal(&error))?;
    for block in 0..archive.blocks.len() {
        let decoder = BlockDecoder::new(1, block, &archive, &password, &mut source);
        let entries: Vec<ArchiveEntry> = decoder.entries().to_vec();
        let mut given = 0;
        let mut stopped = None;
        let read = decoder.for_each_entries(&mut |entry, content| {
            given += 1;
            let done = give(entry, content, members);
            let go_on = done.is_ok();
            stopped = done.err();
            Ok(go_on)
        });
        if let Some(error) = stopped {
            return Err(error);
        }
        if let Err(error) = read {
            for entry in entries.iter().skip(given) {
                let end = MemberEnd::Failed(refusal(&error));
                members.without_content(&names::clean(entry.name()), end)?;
            }
        }
    }
    let outside = archive
        .files
        .iter()
        .zip(&archive.stream_map.file_block_index);
    for (entry, _) in outside.filter(|(_, block)| block.is_none()) {
        give(entry, &mut std::io::empty(), members)?;
    }
    Ok(no_text(false))
}

fn give(
    entry: &ArchiveEntry,
    mut content: &mut dyn Read,
    members: &mut Outlet<'_>,
) -> Result<(), ExtractError> {
    if entry.is_directory() || entry.is_anti_item() {
        return Ok(());
    }
    let name = names::clean(entry.name());
    match file_type(entry) {
        Some(0o12) => members.without_content(&name, MemberEnd::Link),
        Some(kind) if kind != 0o10 => members.without_content(&name, MemberEnd::Special),
        _ => members.member(&name, None, &mut content),
    }
}

/// The file type of a member packed on Unix, the upper bits of its mode.
fn file_type(entry: &ArchiveEntry) -> Option<u32> {
    const UNIX: u32 = 0x8000;
    let attributes = entry.windows_attributes();
    (entry.has_windows_attributes && attributes & UNIX != 0).then_some(attributes >> 28)
}

fn refusal(error: &Error) -> ExtractError {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => ExtractError::Encrypted,
        Error::UnsupportedCompressionMethod(method) if method.contains("AES") => {
            ExtractError::Encrypted
        }
        Error::UnsupportedCompressionMethod(method) => {
            ExtractError::Unsupported(format!("7z {method}"))
        }
        error => ExtractError::Damaged(error.to_string()),
    }
}

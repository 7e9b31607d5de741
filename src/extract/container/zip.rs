//! ZIP: by its directory, or where that is lost, member after member as they lie in the file.

use std::borrow::Cow;
use std::io::Cursor;
use std::io::Read;

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::read::ZipReadOptions;
use zip::result::ZipError;

use super::MemberEnd;
use super::Outlet;
use super::names;
use super::no_text;
use crate::extract::ExtractError;
use crate::extract::Extracted;

/// Lets out the members of a ZIP.
pub fn open(bytes: &[u8], members: &mut Outlet<'_>) -> Result<Extracted, ExtractError> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return one_after_another(bytes, members);
    };
    // Members made of the same bytes multiply what a file inflates to.
    if archive.has_overlapping_entries().unwrap_or(false) {
        return Err(ExtractError::Damaged("members overlap".to_owned()));
    }
    for index in 0..archive.len() {
        let listed = archive.by_index_data(index).ok();
        let is_folder = listed.as_ref().is_some_and(|entry| entry.is_dir());
        let name = listed.map(|entry| names::decode(entry.name_raw(), || in_437(entry.name())));
        let name = names::clean(&name.unwrap_or_default());
        match archive.by_index_with_options(index, ZipReadOptions::new()) {
            _ if is_folder => {}
            Ok(file) => give(&name, file, members)?,
            Err(error) => members.without_content(&name, MemberEnd::Failed(refusal(&error)))?,
        }
    }
    Ok(no_text(false))
}

/// Without a directory: what is whole from the first byte on.
fn one_after_another(bytes: &[u8], members: &mut Outlet<'_>) -> Result<Extracted, ExtractError> {
    let mut rest = Cursor::new(bytes);
    while let Ok(Some(file)) = zip::read::read_zipfile_from_stream(&mut rest) {
        let name = names::clean(&names::decode(file.name_raw(), || in_437(file.name())));
        if !file.is_dir() {
            give(&name, file, members)?;
        }
    }
    match members.count() {
        0 => Err(ExtractError::Damaged("no directory".to_owned())),
        _ => Ok(no_text(true)),
    }
}

fn give<R: Read>(
    name: &str,
    mut file: ZipFile<'_, R>,
    members: &mut Outlet<'_>,
) -> Result<(), ExtractError> {
    if file.is_symlink() {
        return members.without_content(name, MemberEnd::Link);
    }
    let packed = file.compressed_size();
    members.member(name, Some(packed), &mut file)
}

/// The crate reads names that are no UTF-8 as code page 437.
fn in_437(name: Result<Cow<'_, str>, ZipError>) -> Option<String> {
    name.ok().map(Cow::into_owned)
}

fn refusal(error: &ZipError) -> ExtractError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ExtractError::Encrypted
        }
        ZipError::CompressionMethodNotSupported(method) => {
            ExtractError::Unsupported(format!("ZIP {method}"))
        }
        error => ExtractError::Damaged(error.to_string()),
    }
}

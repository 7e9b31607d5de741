//! MSG: a letter saved by Outlook, its parts in the streams of an OLE2 file.

use std::path::Path;

use super::Letter;
use super::compressed_rtf;
use super::properties::Storages;
use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Limits;
use crate::extract::Line;
use crate::extract::Page;
use crate::extract::Warning;
use crate::extract::container::MemberEnd;
use crate::extract::container::Outlet;
use crate::extract::container::clean;
use crate::extract::html;
use crate::extract::rtf;

// Properties by their numbers in [MS-OXPROPS].
const SUBJECT: u16 = 0x0037;
const SUBMITTED: u16 = 0x0039;
const SENT_FOR: u16 = 0x0042;
const DISPLAY_COPY: u16 = 0x0E03;
const DISPLAY_TO: u16 = 0x0E04;
const DELIVERED: u16 = 0x0E06;
const SENDER: u16 = 0x0C1A;
const SENDER_ADDRESS: u16 = 0x0C1F;
const SENDER_SMTP: u16 = 0x5D01;
const TEXT: u16 = 0x1000;
const RTF: u16 = 0x1009;
const HTML: u16 = 0x1013;
const NAME: u16 = 0x3001;
const DATA: u16 = 0x3701;
const SHORT_FILE_NAME: u16 = 0x3704;
const LONG_FILE_NAME: u16 = 0x3707;
const TIME: u16 = 0x0040;

/// Reads a letter and lets its attachments out.
pub fn read(
    bytes: &[u8],
    limits: &Limits,
    members: &mut Outlet<'_>,
) -> Result<Letter, ExtractError> {
    let mut storages = Storages::open(bytes, limits.member_bytes)?;
    let root = Path::new("/");
    let mut text = text(&mut storages, root, limits);
    if attachments(&mut storages, members).is_err() {
        text.warnings.push(Warning::Truncated);
    }
    let mut field = |property| storages.text(root, property).unwrap_or_default();
    let sender = [field(SENDER), field(SENT_FOR)];
    let sender = sender.into_iter().find(|name| !name.is_empty());
    let address = [field(SENDER_SMTP), field(SENDER_ADDRESS)];
    // An address inside an office's own Exchange says nothing to anybody.
    let address = address.into_iter().find(|address| address.contains('@'));
    let from = match (sender, address) {
        (Some(name), Some(address)) if name != address => format!("{name} <{address}>"),
        (one, other) => one.or(other).unwrap_or_default(),
    };
    let (to, copy, subject) = (field(DISPLAY_TO), field(DISPLAY_COPY), field(SUBJECT));
    let time = storages
        .fixed(root, SUBMITTED, TIME)
        .or_else(|| storages.fixed(root, DELIVERED, TIME));
    Ok(Letter {
        from,
        to,
        copy,
        date: time.and_then(date).unwrap_or_default(),
        subject,
        text,
    })
}

/// The text: as it was written plainly, else as a page, else as RTF.
fn text(storages: &mut Storages<'_>, root: &Path, limits: &Limits) -> Extracted {
    if let Some(text) = storages.text(root, TEXT) {
        return Extracted {
            pages: vec![Page {
                lines: text.lines().map(Line::plain).collect(),
                ..Page::default()
            }],
            warnings: Vec::new(),
        };
    }
    if let Some(page) = storages.binary(root, HTML) {
        return html::read(&page, limits).unwrap_or_default();
    }
    if let Some(page) = storages.text(root, HTML) {
        return html::read_text(&page, limits);
    }
    let packed = storages.binary(root, RTF);
    let unpacked = packed.and_then(|packed| compressed_rtf::unpack(&packed, limits.member_bytes));
    let read = unpacked.and_then(|text| rtf::read(&text, limits).ok());
    read.unwrap_or_default()
}

fn attachments(storages: &mut Storages<'_>, members: &mut Outlet<'_>) -> Result<(), ExtractError> {
    for (number, attachment) in (1_u32..).zip(storages.numbered("__attach_version1.0_")) {
        let named = [LONG_FILE_NAME, SHORT_FILE_NAME, NAME]
            .into_iter()
            .find_map(|property| storages.text(&attachment, property));
        let name = named.unwrap_or_else(|| number.to_string());
        if let Some(message) = storages.message(&attachment) {
            let name = format!("{}.msg", clean(&name.replace(['/', '\\'], "-")));
            match storages.extracted(&message) {
                Some(bytes) => members.member(&name, None, &mut bytes.as_slice())?,
                None => {
                    let damaged = ExtractError::Damaged("attached letter".to_owned());
                    members.without_content(&name, MemberEnd::Failed(damaged))?;
                }
            }
        } else if let Some(bytes) = storages.binary(&attachment, DATA) {
            members.member(&clean(&name), None, &mut bytes.as_slice())?;
        }
    }
    Ok(())
}

/// A time in units of 100 ns since 1601, as people write it. MSG keeps no zone: it is UTC.
fn date(time: u64) -> Option<String> {
    const TICKS: u64 = 10_000_000;
    const YEARS_1601_TO_1970: i64 = 11_644_473_600;
    let seconds = i64::try_from(time / TICKS).ok()? - YEARS_1601_TO_1970;
    let written = jiff::Timestamp::from_second(seconds).ok()?;
    Some(written.strftime("%d/%m/%Y %H:%M +00:00").to_string())
}

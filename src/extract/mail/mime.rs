//! EML, and the MHTML pages that browsers save: MIME.

use std::borrow::Cow;
use std::fmt::Write;

use encoding_rs::Encoding;
use mail_parser::Addr;
use mail_parser::Address;
use mail_parser::DateTime;
use mail_parser::Encoding as Transfer;
use mail_parser::Message;
use mail_parser::MessageParser;
use mail_parser::MessagePart;
use mail_parser::MimeHeaders;
use mail_parser::PartType;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;

use super::Letter;
use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Limits;
use crate::extract::Line;
use crate::extract::Page;
use crate::extract::Warning;
use crate::extract::container::Outlet;
use crate::extract::container::clean;
use crate::extract::html;
use crate::extract::plain;

/// Reads a letter and lets its attachments out.
pub fn read(
    bytes: &[u8],
    limits: &Limits,
    members: &mut Outlet<'_>,
) -> Result<Letter, ExtractError> {
    let message = parse(bytes)?;
    let mut text = Extracted::default();
    for part in message.text_bodies() {
        let read = match &part.body {
            PartType::Html(page) => html::read_text(page, limits),
            _ => plain_text(&characters(&message, part)),
        };
        text.pages.extend(read.pages);
        text.warnings.extend(read.warnings);
    }
    if attachments(&message, members).is_err() {
        text.warnings.push(Warning::Truncated);
    }
    let people = |field: Option<&Address<'_>>| field.map(people).unwrap_or_default();
    Ok(Letter {
        from: people(message.from()),
        to: people(message.to()),
        copy: people(message.cc()),
        date: message.date().map(date).unwrap_or_default(),
        subject: message.subject().unwrap_or_default().to_owned(),
        text,
    })
}

fn attachments(message: &Message<'_>, members: &mut Outlet<'_>) -> Result<(), ExtractError> {
    for (number, part) in (1..).zip(message.attachments()) {
        if !is_decoration(part) {
            let content = content(message, part);
            members.member(&name(part, number), None, &mut &*content)?;
        }
    }
    Ok(())
}

/// Reads a saved page: its HTML, nothing of its pictures and styles.
pub fn page(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let message = parse(bytes)?;
    let page = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(page) => Some(page),
        _ => None,
    });
    match page {
        Some(page) => Ok(html::read_text(page, limits)),
        None => {
            let text: Vec<String> = message
                .text_bodies()
                .map(|part| characters(&message, part).into_owned())
                .collect();
            Ok(plain_text(&text.concat()))
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Message<'_>, ExtractError> {
    let message = MessageParser::default().parse(bytes);
    message.ok_or_else(|| ExtractError::Damaged("no head of a letter".to_owned()))
}

fn plain_text(text: &str) -> Extracted {
    Extracted {
        pages: vec![Page {
            lines: text.lines().map(Line::plain).collect(),
            ..Page::default()
        }],
        warnings: Vec::new(),
    }
}

/// The characters of a text part. A charset that most programs name by habit is believed only as
/// far as the bytes agree: text in TCVN3 and VNI is sent as Latin.
fn characters<'a>(message: &'a Message<'_>, part: &'a MessagePart<'_>) -> Cow<'a, str> {
    let named = part
        .content_type()
        .and_then(|kind| kind.attribute("charset"))
        .and_then(|name| Encoding::for_label(name.as_bytes()));
    let by_habit =
        named.is_none_or(|known| [encoding_rs::UTF_8, encoding_rs::WINDOWS_1252].contains(&known));
    let decoded = by_habit.then(|| plain::decode(&transferred(message, part)));
    match decoded.flatten() {
        Some(decoded) => Cow::Owned(decoded.text),
        None => Cow::Borrowed(part.text_contents().unwrap_or_default()),
    }
}

/// The bytes of an attachment as they were before they were sent.
fn content<'a>(message: &'a Message<'_>, part: &'a MessagePart<'_>) -> Cow<'a, [u8]> {
    match &part.body {
        // Their charset is not ours to change.
        PartType::Text(_) | PartType::Html(_) => transferred(message, part),
        PartType::Message(inner) => Cow::Borrowed(inner.raw_message()),
        _ => Cow::Borrowed(part.contents()),
    }
}

fn transferred<'a>(message: &'a Message<'_>, part: &MessagePart<'_>) -> Cow<'a, [u8]> {
    let range = part.offset_body as usize..part.offset_end as usize;
    let raw = message.raw_message().get(range).unwrap_or_default();
    let decoded = match part.encoding {
        Transfer::None => None,
        Transfer::Base64 => base64_decode(raw),
        Transfer::QuotedPrintable => quoted_printable_decode(raw),
    };
    decoded.map_or(Cow::Borrowed(raw), Cow::Owned)
}

/// A signature, or a picture that belongs to the look of the text rather than being sent.
fn is_decoration(part: &MessagePart<'_>) -> bool {
    const LOGO_BYTES: usize = 64 * 1024;
    if part.is_content_type("application", "pkcs7-signature")
        || part.is_content_type("application", "x-pkcs7-signature")
        || part.is_content_type("application", "pgp-signature")
    {
        return true;
    }
    let picture = part
        .content_type()
        .is_some_and(|kind| kind.ctype() == "image");
    let attached = part
        .content_disposition()
        .is_some_and(|how| how.is_attachment());
    picture && !attached && part.content_id().is_some() && part.contents().len() < LOGO_BYTES
}

fn name(part: &MessagePart<'_>, number: u32) -> String {
    if let Some(name) = part.attachment_name() {
        return clean(name);
    }
    match &part.body {
        PartType::Message(inner) => {
            let subject = inner
                .subject()
                .unwrap_or_default()
                .replace(['/', '\\'], "-");
            match subject.trim().is_empty() {
                true => format!("{number}.eml"),
                false => format!("{}.eml", clean(&subject)),
            }
        }
        PartType::Text(_) => format!("{number}.txt"),
        PartType::Html(_) => format!("{number}.html"),
        _ => format!("{number}"),
    }
}

fn people(address: &Address<'_>) -> String {
    let all = address.iter().map(person).filter(|one| !one.is_empty());
    all.collect::<Vec<_>>().join("; ")
}

/// `Văn phòng <vp@example.vn>`.
fn person(address: &Addr<'_>) -> String {
    match (address.name(), address.address()) {
        (Some(name), Some(address)) if name != address => format!("{name} <{address}>"),
        (Some(one), _) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

fn date(date: &DateTime) -> String {
    let mut written = format!(
        "{:02}/{:02}/{:04} {:02}:{:02}",
        date.day, date.month, date.year, date.hour, date.minute
    );
    let sign = if date.tz_before_gmt { '-' } else { '+' };
    // Writing to a string cannot fail.
    let _ = write!(written, " {sign}{:02}:{:02}", date.tz_hour, date.tz_minute);
    written
}

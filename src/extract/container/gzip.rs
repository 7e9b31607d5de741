//! GZ: one file, or a TAR.

use std::io::{self, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

use super::Outlet;
use super::names;
use super::tar;
use crate::extract::ExtractError;
use crate::extract::Extracted;

/// Lets out what was packed: the members of a TAR as they are, any other file by its own name.
pub fn open(bytes: &[u8], name: &str, members: &mut Outlet<'_>) -> Result<Extracted, ExtractError> {
    const TAR_HEADER: u64 = 512;
    let mut content = MultiGzDecoder::new(bytes);
    let inner = content
        .header()
        .and_then(|header| header.filename())
        .map(|raw| names::decode(raw, || None));
    let inner = names::clean(&inner.unwrap_or_else(|| without_ending(name)));
    let mut head = Vec::new();
    // What is wrong with it is met again below.
    let first = (&mut content).take(TAR_HEADER).read_to_end(&mut head);
    let is_tar = head.get(257..262) == Some(b"ustar");
    let whole = BufReader::new(Cursor::new(head).chain(After {
        failed: first.err(),
        content,
    }));
    match is_tar {
        true => tar::open(whole.take(members.most_bytes()), members),
        false => {
            let packed = Some(bytes.len() as u64);
            members.member(&inner, packed, &mut { whole })?;
            Ok(super::no_text(false))
        }
    }
}

/// What follows the first bytes, after the error they ended in, if any.
struct After<R> {
    failed: Option<io::Error>,
    content: R,
}

impl<R: Read> Read for After<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.content.read(into),
        }
    }
}

/// `a/b.doc.gz` → `b.doc`, `b.tgz` → `b.tar`.
fn without_ending(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, ending)) if ending.eq_ignore_ascii_case("tgz") => format!("{stem}.tar"),
        Some((stem, ending)) if ending.eq_ignore_ascii_case("gz") => stem.to_owned(),
        _ => file.to_owned(),
    }
}

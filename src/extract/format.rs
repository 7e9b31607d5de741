//! What a file is, told by its content; its name is only a hint.

mod containers;
mod words;

use serde::{Deserialize, Serialize};

use crate::extract::Warning;

/// The formats we can tell apart, read or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "each is named after its usual extension, see `name`"
)]
pub enum Format {
    Pdf,
    Docx,
    Xlsx,
    Pptx,
    Doc,
    Xls,
    Ppt,
    Msg,
    Odt,
    Ods,
    Odp,
    Rtf,
    Html,
    Mhtml,
    Xml,
    Eml,
    Text,
    Jpeg,
    Png,
    Tiff,
    Gif,
    Bmp,
    Zip,
    SevenZip,
    Rar,
    Tar,
    Gzip,
    /// An Office paper behind a password, wrapped so that its kind cannot be seen.
    EncryptedOffice,
    /// None of the above.
    Unknown,
}

impl Format {
    /// The short stable name that catalogue and messages use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Doc => "doc",
            Self::Xls => "xls",
            Self::Ppt => "ppt",
            Self::Msg => "msg",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Odp => "odp",
            Self::Rtf => "rtf",
            Self::Html => "html",
            Self::Mhtml => "mhtml",
            Self::Xml => "xml",
            Self::Eml => "eml",
            Self::Text => "txt",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Tiff => "tiff",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Zip => "zip",
            Self::SevenZip => "7z",
            Self::Rar => "rar",
            Self::Tar => "tar",
            Self::Gzip => "gz",
            Self::EncryptedOffice => "encrypted-office",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it says nothing that its members do not say: archives of files.
    #[must_use]
    pub const fn is_only_a_wrapper(self) -> bool {
        matches!(self, Self::Zip | Self::SevenZip | Self::Tar | Self::Gzip)
    }

    /// The format of `bytes`, by their content alone.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let known = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
        known
            .map(|(_, format)| *format)
            .or_else(|| containers::recognise(bytes))
            .unwrap_or_else(|| words::recognise(bytes))
    }

    /// The warning due when the name's extension promises another format.
    #[must_use]
    pub fn name_lies(self, name: &str) -> Option<Warning> {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let (stem, extension) = file.rsplit_once('.')?;
        let extension = extension.to_lowercase();
        let promised = promised(&extension)?;
        (!stem.is_empty() && !promised.contains(&self)).then_some(Warning::NameLies { extension })
    }
}

const MAGIC: &[(&[u8], Format)] = &[
    (b"%PDF", Format::Pdf),
    (b"{\\rtf", Format::Rtf),
    (b"\xff\xd8\xff", Format::Jpeg),
    (b"\x89PNG\r\n\x1a\n", Format::Png),
    (b"II*\0", Format::Tiff),
    (b"MM\0*", Format::Tiff),
    (b"GIF87a", Format::Gif),
    (b"GIF89a", Format::Gif),
    (b"7z\xbc\xaf\x27\x1c", Format::SevenZip),
    (b"Rar!\x1a\x07", Format::Rar),
    (b"\x1f\x8b\x08", Format::Gzip),
];

/// What an extension may honestly hold; none for extensions that promise nothing known.
fn promised(extension: &str) -> Option<&'static [Format]> {
    Some(match extension {
        "pdf" => &[Format::Pdf],
        "docx" | "docm" | "dotx" | "dotm" => &[Format::Docx, Format::EncryptedOffice],
        "xlsx" | "xlsm" | "xltx" | "xltm" => &[Format::Xlsx, Format::EncryptedOffice],
        "pptx" | "pptm" | "ppsx" | "potx" => &[Format::Pptx, Format::EncryptedOffice],
        "doc" | "dot" => &[Format::Doc],
        "xls" | "xlt" => &[Format::Xls],
        "ppt" | "pps" | "pot" => &[Format::Ppt],
        "msg" => &[Format::Msg],
        "odt" | "ott" => &[Format::Odt],
        "ods" | "ots" => &[Format::Ods],
        "odp" | "otp" => &[Format::Odp],
        "rtf" => &[Format::Rtf],
        "htm" | "html" | "xhtml" => &[Format::Html],
        "mht" | "mhtml" => &[Format::Mhtml],
        "xml" => &[Format::Xml, Format::Html],
        "eml" => &[Format::Eml, Format::Mhtml],
        "txt" | "text" | "csv" | "tsv" | "md" => &[Format::Text],
        "jpg" | "jpeg" => &[Format::Jpeg],
        "png" => &[Format::Png],
        "tif" | "tiff" => &[Format::Tiff],
        "gif" => &[Format::Gif],
        "bmp" => &[Format::Bmp],
        "zip" => &[Format::Zip],
        "7z" => &[Format::SevenZip],
        "rar" => &[Format::Rar],
        "tar" => &[Format::Tar],
        "gz" | "tgz" => &[Format::Gzip],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Format) {
        assert_eq!(
            Format::of(bytes),
            expected,
            "{}",
            String::from_utf8_lossy(bytes)
        );
    }

    #[test]
    fn content_tells_the_format() {
        check(b"%PDF-1.4\n", Format::Pdf);
        check(b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n1 0 obj", Format::Pdf);
        check(b"about %PDF-1.4 as such", Format::Text);
        check(b"{\\rtf1\\ansi}", Format::Rtf);
        check(b"<!DOCTYPE html><html>", Format::Html);
        check(b"\xef\xbb\xbf \n<!-- saved --><HTML>", Format::Html);
        check(b"<?xml version='1.0'?><html xmlns=''>", Format::Html);
        check(b"<?xml version='1.0'?><office:document>", Format::Xml);
        check(b"<o:p></o:p><html></html>", Format::Html);
        check("<p>Số 1</p>".as_bytes(), Format::Html);
        check(b"<pp", Format::Text);
        check("Kính gửi: các đồng chí".as_bytes(), Format::Text);
        check(b"From: a\r\nSubject: b\r\n\r\nc", Format::Eml);
        check(
            b"MIME-Version: 1.0\nContent-Type: multipart/related;\n\n",
            Format::Mhtml,
        );
        check(b"\xff\xd8\xff\xe0", Format::Jpeg);
        check(b"MZ\x90\0\x03\0\0\0", Format::Unknown);
        check(b"", Format::Text);
    }

    #[test]
    fn a_name_lies_when_its_extension_promises_something_else() {
        let lies = |format: Format, name| format.name_lies(name).is_some();
        assert!(lies(Format::Rtf, "báo cáo.DOC"));
        assert!(lies(Format::Html, "x/y.pdf"));
        assert!(!lies(Format::Doc, "a.pdf/b.doc"));
        assert!(!lies(Format::Docx, "a.dotm"));
        assert!(!lies(Format::Text, "noi-dung"));
        assert!(!lies(Format::Text, "quyet.dinh-12"));
        assert!(!lies(Format::Text, ".doc"));
    }
}

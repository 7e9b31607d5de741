//! Bytes to pages of text. Knows file formats; knows nothing of Vietnam or of the archive.

pub mod source;
pub mod limits;
pub mod format;
pub mod container;
pub mod draw;
pub mod worker;
pub mod pdf;
pub mod ocr;
mod picture;
mod lines;
mod numbering;
mod symbols;
mod zipped;
mod xml;
pub mod docx;
mod html;
mod mail;
mod office;
mod odt;
mod rtf;
mod plain;

use serde::{Deserialize, Serialize};

use container::Outlet;
use container::Piece;

pub use format::Format;
pub use limits::Limits;
pub use source::SourceFile;

/// What a file held: its pages in order, and what went less than well.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Extracted {
    /// Pages in order. Formats without pages (HTML, plain text, DOCX) give one.
    pub pages: Vec<Page>,
    /// What a person should know about how it was read.
    pub warnings: Vec<Warning>,
}

/// One page as the format gives it: characters not yet decoded from legacy charsets.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Lines in reading order: of a two-column header the left column first, then the right one.
    pub lines: Vec<Line>,
    /// Width in points; 0 where the format has no pages.
    pub width: f32,
    /// Height in points; 0 where the format has no pages.
    pub height: f32,
    /// Whether its text layer can be trusted.
    pub verdict: Verdict,
}

/// What a page turned out to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It has text of its own.
    #[default]
    Text,
    /// A picture; at most a stamp is text. To be read by OCR.
    Picture,
    /// A text layer that is not what is printed: unmapped glyphs, an OCR in the wrong language.
    Noise,
    /// Nothing is printed.
    Blank,
    /// What its picture shows was read by OCR.
    Recognised,
}

impl Verdict {
    /// `text`, `picture`, `noise`, `blank` or `recognised`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Picture => "picture",
            Self::Noise => "noise",
            Self::Blank => "blank",
            Self::Recognised => "recognised",
        }
    }
}

/// One printed line (PDF), or one paragraph or line of a table cell.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its pieces, each in one font.
    pub runs: Vec<Run>,
    /// Left, top, right, bottom in points from the page's top left corner.
    pub area: Option<[f32; 4]>,
    /// Which part of the paper it belongs to.
    pub region: Region,
    /// The table cell it stands in: table, row, column, counted from 0 within the page.
    pub cell: Option<(u32, u32, u32)>,
    /// What OCR made of it; none where the file itself has the text.
    pub recognised: Option<Recognised>,
}

/// How sure OCR is of a line, and where its words stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognised {
    /// From 0 to 100: the mean over its words, by their length.
    pub confidence: u8,
    /// Its words from left to right, as many as the line's text has between its blanks; empty where
    /// they cannot be told apart. Each has its left and right edge in tenths of a point from the
    /// page's left edge, and how sure OCR is of it.
    pub words: Vec<(u16, u16, u8)>,
}

/// A piece of a line in one font.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The characters: ToUnicode first, else the raw code as windows-1252 or the format's own charset.
    pub text: String,
    /// The font's name as the file gives it, a hint for the charset detector.
    pub font: Option<String>,
    /// Bold, by the font's name or flag.
    pub bold: bool,
    /// Italic, by the font's name or flag.
    pub italic: bool,
    /// Size in points; 0 where unknown.
    pub size: f32,
}

/// Which part of a paper a line belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Region {
    /// The running text.
    #[default]
    Body,
    /// Repeated at the top of pages.
    Header,
    /// Repeated at the foot of pages, page numbers.
    Footer,
    /// Footnotes and endnotes.
    Note,
    /// The text of a signature's stamp or of an annotation.
    Stamp,
}

/// Something a person should know about how a file was read. Not an error: there is text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Warning {
    /// The name's extension says another format than the content; the content was believed.
    NameLies {
        /// The extension, lower case, without the dot.
        extension: String,
    },
    /// The file is damaged or cut; what could be read is there.
    Damaged,
    /// More than the limits allow; the rest was left out.
    Truncated,
    /// Some pages have no usable text layer; counted from 1.
    NeedsOcr {
        /// Those pages.
        pages: Vec<u32>,
    },
    /// OCR could not read some pages; counted from 1.
    NotRecognised {
        /// Those pages.
        pages: Vec<u32>,
    },
    /// OCR is not sure of what it read on some pages; counted from 1.
    Doubtful {
        /// Those pages.
        pages: Vec<u32>,
    },
    /// Two readers disagreed about how much text there is; the fuller one was taken.
    ReadersDisagree,
}

/// Why a file gave no text. Each variant is something staff can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ExtractError {
    /// Opens only with a password.
    #[error("encrypted: remove the password and import it again")]
    Encrypted,
    /// Not a format we read.
    #[error("format `{0}` is not supported")]
    Unsupported(String),
    /// No text in it at all.
    #[error("the file is empty")]
    Empty,
    /// Not what its first bytes promise.
    #[error("damaged: {0}")]
    Damaged(String),
    /// Larger, deeper or fuller than the limits.
    #[error("over the limit for {0}")]
    OverLimit(String),
    /// The reader took longer than the limit.
    #[error("reading took longer than {seconds} s")]
    TimedOut {
        /// The limit.
        seconds: u64,
    },
    /// The reader died: a crash or its memory limit.
    #[error("the reader of this format gave up ({0})")]
    ReaderDied(String),
    /// The operating system would not give the file.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// The file changed while it was read.
    #[error("changed while it was being read: import again when it is finished")]
    Changed,
}

/// Reads a file's bytes whole: what format it is, and its text.
///
/// What a container holds – mail and PDF may be ones too – leaves through `members`, each to be read
/// for itself. `name` is only looked at for an extension that promises another format. To be called in a
/// worker process: some hostile files exhaust memory or the stack of whoever reads them.
pub fn read(
    bytes: &[u8],
    name: &str,
    limits: &Limits,
    members: &mut Outlet<'_>,
) -> Result<(Format, Extracted), ExtractError> {
    if bytes.len() > limits.file_bytes {
        return Err(ExtractError::OverLimit("file size".to_owned()));
    }
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    let format = Format::of(bytes);
    let mut extracted = match format {
        Format::Pdf => pdf::read(bytes, limits, members)?,
        Format::Docx => docx::read(bytes, limits)?,
        Format::Rtf => rtf::read(bytes, limits)?,
        Format::Odt | Format::Ods | Format::Odp => odt::read(bytes, limits)?,
        Format::Html => html::read(bytes, limits)?,
        Format::Doc | Format::Xls | Format::Ppt | Format::Xlsx | Format::Pptx => {
            office::read(bytes, format, limits)?
        }
        Format::Eml | Format::Msg => mail::read(bytes, format, limits, members)?,
        Format::Mhtml => mail::page(bytes, limits)?,
        Format::Text => plain::read(bytes, limits)?,
        Format::Jpeg | Format::Png | Format::Tiff | Format::Gif | Format::Bmp => {
            picture::read(bytes, format, limits)?
        }
        Format::Zip | Format::SevenZip | Format::Tar | Format::Gzip => {
            container::open(bytes, name, format, members)?
        }
        Format::EncryptedOffice => return Err(ExtractError::Encrypted),
        other => return Err(ExtractError::Unsupported(other.name().to_owned())),
    };
    extracted.cut_to(limits);
    // A container without a member of its own says so by having none.
    let speaks = !format.is_only_a_wrapper() || members.count() == 0;
    if speaks && extracted.pages.iter().all(Page::is_blank) {
        return Err(ExtractError::Empty);
    }
    extracted.warnings.extend(format.name_lies(name));
    Ok((format, extracted))
}

/// As [`read`], its members let go: what measures and fuzzes readers by themselves calls.
///
/// # Errors
/// As [`read`].
pub fn read_alone(
    bytes: &[u8],
    name: &str,
    limits: &Limits,
) -> Result<(Format, Extracted), ExtractError> {
    let mut let_go = |_: Piece<'_>| Ok(());
    read(bytes, name, limits, &mut Outlet::new(limits, &mut let_go))
}

impl Extracted {
    /// Leaves out what is beyond the limits for pages and text, and says so.
    fn cut_to(&mut self, limits: &Limits) {
        let pages = self.pages.len();
        self.pages.truncate(limits.pages);
        let mut room = limits.text_bytes;
        let mut cut = pages > limits.pages;
        for page in &mut self.pages {
            let kept = page.lines.iter().take_while(|line| {
                let size = line.weight();
                let fits = size <= room;
                room = room.saturating_sub(size);
                fits
            });
            let kept = kept.count();
            cut |= kept < page.lines.len();
            page.lines.truncate(kept);
        }
        if cut && !self.warnings.contains(&Warning::Truncated) {
            self.warnings.push(Warning::Truncated);
        }
    }
}

impl Page {
    /// Whether what it shows is not in its text.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        matches!(self.verdict, Verdict::Picture | Verdict::Noise)
    }

    /// Whether nothing is printed on it, by its text or by its picture.
    fn is_blank(&self) -> bool {
        let text = |line: &Line| line.runs.iter().any(|run| !run.text.trim().is_empty());
        !self.lines.iter().any(text) && !self.is_unread()
    }
}

impl Line {
    /// A line of running text in one font nobody named.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self {
            runs: vec![Run {
                text: text.to_owned(),
                ..Run::default()
            }],
            ..Self::default()
        }
    }

    /// All its characters.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Bytes it is charged with: its text, and a little for each piece, so that a million empty
    /// ones are not free.
    fn weight(&self) -> usize {
        16 + self
            .runs
            .iter()
            .map(|run| 16 + run.text.len())
            .sum::<usize>()
    }
}

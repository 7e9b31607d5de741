//! Letters: the head as staff want to read it, then the text; what is attached are members.

mod compressed_rtf;
mod mime;
mod msg;
mod properties;

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Format;
use crate::extract::Limits;
use crate::extract::Line;
use crate::extract::Page;
use crate::extract::container::Outlet;

pub use mime::page;

/// A letter as it is read, whichever program wrote it.
#[derive(Debug, Default)]
struct Letter {
    from: String,
    to: String,
    copy: String,
    /// `12/08/2020 09:30 +07:00`.
    date: String,
    subject: String,
    /// The text under the head.
    text: Extracted,
}

impl Letter {
    /// One page. The names of the fields are those that mail programs show to staff.
    fn into_page(self) -> Extracted {
        let head = [
            ("Từ", self.from),
            ("Đến", self.to),
            ("Đồng gửi", self.copy),
            ("Ngày", self.date),
            ("Chủ đề", self.subject),
        ];
        let head = head.into_iter().filter(|(_, value)| !value.is_empty());
        let mut lines: Vec<Line> = head
            .map(|(field, value)| Line::plain(&format!("{field}: {}", one_line(&value))))
            .collect();
        lines.push(Line::plain(""));
        lines.extend(self.text.pages.into_iter().flat_map(|page| page.lines));
        Extracted {
            pages: vec![Page {
                lines,
                ..Page::default()
            }],
            warnings: self.text.warnings,
        }
    }
}

/// A field that was folded, in one line.
fn one_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a letter.
pub fn read(
    bytes: &[u8],
    format: Format,
    limits: &Limits,
    members: &mut Outlet<'_>,
) -> Result<Extracted, ExtractError> {
    let letter = match format {
        Format::Msg => msg::read(bytes, limits, members)?,
        _ => mime::read(bytes, limits, members)?,
    };
    Ok(letter.into_page())
}

#[cfg(test)]
mod tests;

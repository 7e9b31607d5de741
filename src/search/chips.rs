//! What a typed line was read as, told to the reader: the fields and the chips.

use crate::document::number::Part;
use crate::search::line::Line;
use crate::search::page::Chip;
use crate::search::page::ChipKind;
use crate::search::page::Understood;
use crate::search::terms_of_office;
use crate::vocabulary::bodies;
use crate::vocabulary::kinds;
use crate::vocabulary::places;

impl Line<'_> {
    /// What it was read as; the words that are left are for the plan to say.
    pub(super) fn understood(&self) -> Understood {
        let read = &self.read;
        let is_number = self.reading.is_some();
        let kind = match is_number {
            true => read.kinds.first().and_then(|id| kinds::by_id(id.as_str())),
            false => self.kind.map(|(kind, _, _)| kind),
        };
        let number = read.number.as_ref().filter(|_| is_number);
        let excluded = self.stretches.iter().filter(|stretch| stretch.excluded);
        Understood {
            number: number
                .map(|number| number.canonical().unwrap_or_else(|| number.printed.clone())),
            kind: kind.map(|kind| kind.id.clone()),
            body: read
                .bodies
                .first()
                .filter(|_| read.bodies.len() == 1 || self.names_body())
                .cloned(),
            year: read
                .filter_year
                .or(read.number_year.filter(|_| is_number))
                .and_then(|year| i16::try_from(year).ok()),
            date: read.date,
            term: read.term,
            text: String::new(),
            excluded: excluded
                .map(|stretch| stretch.text.trim().to_owned())
                .collect(),
            chips: self.chips(),
            note: None,
            did_you_mean: None,
        }
    }

    fn chips(&self) -> Vec<Chip> {
        let mut chips = Vec::new();
        for span in &self.read.spans {
            let Some(label) = self.label(span.part) else {
                continue;
            };
            let (kind, label) = label;
            chips.push(Chip {
                label,
                kind,
                start: span.range.start,
                end: span.range.end,
            });
        }
        if let (Some((kind, start, end)), None) = (self.kind, self.reading) {
            chips.push(Chip {
                label: format!("Loại: {}", kind.name),
                kind: ChipKind::Kind,
                start,
                end,
            });
        }
        for stretch in self
            .stretches
            .iter()
            .filter(|stretch| stretch.quoted || stretch.excluded)
        {
            let text = stretch.text.trim();
            let (kind, label) = match stretch.excluded {
                true => (ChipKind::Excluded, format!("Không có: {text}")),
                false => (ChipKind::Phrase, format!("Đúng cụm từ: {text}")),
            };
            chips.push(Chip {
                label,
                kind,
                start: stretch.start,
                end: stretch.end,
            });
        }
        chips.sort_by_key(|chip| chip.start);
        chips
    }

    /// What a part of the line was read as, in words.
    fn label(&self, part: Part) -> Option<(ChipKind, String)> {
        let read = &self.read;
        let is_number = self.reading.is_some();
        Some(match part {
            Part::Number if is_number => (ChipKind::Number, self.number_label()),
            Part::Kind if is_number => {
                let mut names = read.kinds.iter().filter_map(|id| kinds::by_id(id.as_str()));
                let first = names.next()?.name;
                let others: Vec<&str> = names.map(|kind| kind.name).collect();
                let label = match others.as_slice() {
                    [] => format!("Loại: {first}"),
                    others => format!("Loại: {first} (hoặc {})", others.join(", ")),
                };
                (ChipKind::Kind, label)
            }
            Part::Body | Part::Place => {
                let name = match (read.bodies.as_slice(), read.places.as_slice()) {
                    ([body], _) => bodies::by_id(body.as_str())?.dated_name(),
                    ([body, ..], _) => bodies::by_id(body.as_str())?.name,
                    ([], [place, ..]) => places::by_id(place)?.name.to_owned(),
                    ([], []) => read.body_code.clone()?,
                };
                (ChipKind::Body, format!("Cơ quan: {name}"))
            }
            Part::Date => (ChipKind::Date, format!("Ngày: {}", read.date?.vietnamese())),
            Part::Year => (ChipKind::Year, format!("Năm: {}", read.filter_year?)),
            Part::Term => (
                ChipKind::Term,
                format!("Khóa: {}", terms_of_office::roman(read.term?)),
            ),
            Part::Nickname => {
                let papers: Vec<&str> = read.nicknamed.iter().map(|paper| paper.number).collect();
                (
                    ChipKind::Alias,
                    format!("Thường gọi: {}", papers.join(", ")),
                )
            }
            Part::Number | Part::Kind | Part::Filler => return None,
        })
    }

    fn number_label(&self) -> String {
        let read = &self.read;
        let whole = read.number.as_ref().and_then(|number| number.canonical());
        let label = match (whole, read.serial) {
            (Some(number), _) => format!("Số: {number}"),
            (None, Some(serial)) => format!("Số: {serial}{}", read.suffix),
            (None, None) => "Số".to_owned(),
        };
        if read.ocr_corrected {
            format!("{label} (sửa lỗi OCR)")
        } else {
            label
        }
    }
}

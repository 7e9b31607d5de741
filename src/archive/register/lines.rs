//! The report about a register as a list to keep: a line a row, a paper without one, a hole.

use std::collections::HashMap;

use crate::archive::Error;
use crate::archive::register::RegisterReport;
use crate::archive::register::entry::Place;
use crate::archive::register::export::ListFormat;
use crate::archive::register::export::Sheet;
use crate::document::DocumentId;

/// What heads the columns.
const HEADINGS: [&str; 9] = [
    "Bảng",
    "Dòng",
    "Số, ký hiệu trong sổ",
    "Ngày trong sổ",
    "Trích yếu trong sổ",
    "Kết quả",
    "Văn bản trong kho",
    "Mã văn bản",
    "Ghi chú",
];
const WIDTHS: [f64; 9] = [6.0, 6.0, 20.0, 12.0, 50.0, 22.0, 28.0, 22.0, 60.0];

const AGREES: &str = "khớp";
const DIFFERS: &str = "không khớp";
const WITHOUT_FILE: &str = "chưa có trong kho";
const SEVERAL: &str = "nhiều văn bản cùng khớp";
const WITHOUT_ROW: &str = "không có trong sổ";
const UNREAD: &str = "dòng không đọc";
const HOLE: &str = "số còn trống";
const COLLISION: &str = "số trùng";

impl RegisterReport {
    /// The report as a file.
    ///
    /// # Errors
    /// When it is too long for the format.
    pub fn written(&self, format: ListFormat) -> Result<Vec<u8>, Error> {
        let sheet = Sheet {
            title: Some("ĐỐI CHIẾU SỔ ĐĂNG KÝ VĂN BẢN"),
            blanks: &[],
            headings: &HEADINGS,
            widths: &WIDTHS,
        };
        let written = sheet.written(format, &self.lines());
        written.map_err(|reason| Error::Exporting {
            path: format!("đối chiếu.{}", format.ending()).into(),
            reason,
        })
    }

    fn lines(&self) -> Vec<Vec<String>> {
        let mut lines = self.rows();
        for id in &self.reconciliation.without_row {
            let mut line = blank();
            line.verdict = WITHOUT_ROW;
            line.papers = vec![id];
            lines.push(self.cells(line));
        }
        for series in self.register.series.iter().filter(|series| series.is_odd()) {
            let mut line = blank();
            line.number = format!("{} {}", series.symbol(), series.period());
            if !series.holes.is_empty() {
                line.verdict = HOLE;
                line.note = series.spans();
                lines.push(self.cells(line.clone()));
            }
            for (serial, entries) in &series.collisions {
                let entries = entries
                    .iter()
                    .filter_map(|at| self.register.entries.get(*at));
                let rows: Vec<String> = entries
                    .map(|entry| self.register.told(entry.place))
                    .collect();
                line.verdict = COLLISION;
                line.note = format!("số {serial}: {}", rows.join("; "));
                lines.push(self.cells(line.clone()));
            }
        }
        lines
    }

    /// The rows of the register, those that were not read too, in the order of the file.
    fn rows(&self) -> Vec<Vec<String>> {
        let found = &self.reconciliation;
        let mut odd: HashMap<Place, Vec<&str>> = HashMap::new();
        for oddity in &self.register.oddities {
            odd.entry(oddity.place).or_default().push(&oddity.message);
        }
        let mut rows: Vec<(Place, Line<'_>)> = Vec::new();
        for entry in &self.register.entries {
            let mut line = blank();
            line.place = Some(entry.place);
            line.number.clone_from(&entry.printed);
            line.date = entry.date.map(|date| date.vietnamese()).unwrap_or_default();
            line.subject = entry.subject.clone().unwrap_or_default();
            line.verdict = WITHOUT_FILE;
            line.note = odd.remove(&entry.place).unwrap_or_default().join("; ");
            rows.push((entry.place, line));
        }
        for (at, id) in &found.matched {
            if let Some((_, line)) = rows.get_mut(*at) {
                line.verdict = AGREES;
                line.papers = vec![id];
            }
        }
        for (at, ids) in &found.ambiguous {
            if let Some((_, line)) = rows.get_mut(*at) {
                line.verdict = SEVERAL;
                line.papers = ids.iter().collect();
            }
        }
        for one in &found.disagreements {
            if let Some((_, line)) = rows.get_mut(one.entry) {
                line.verdict = DIFFERS;
                let told = format!(
                    "{}: sổ ghi “{}”, văn bản ghi “{}”",
                    one.name(),
                    one.register,
                    one.paper
                );
                let before = std::mem::take(&mut line.note);
                let both = [before, told];
                let both: Vec<String> = both.into_iter().filter(|note| !note.is_empty()).collect();
                line.note = both.join("; ");
            }
        }
        for (place, messages) in odd {
            let mut line = blank();
            line.place = Some(place);
            line.verdict = UNREAD;
            line.note = messages.join("; ");
            rows.push((place, line));
        }
        rows.sort_by_key(|(place, _)| *place);
        rows.into_iter().map(|(_, line)| self.cells(line)).collect()
    }

    fn cells(&self, line: Line<'_>) -> Vec<String> {
        let of = |part: fn(Place) -> usize| line.place.map(|place| part(place).to_string());
        let titles: Vec<String> = line.papers.iter().map(|id| self.title(id)).collect();
        let ids: Vec<&str> = line.papers.iter().map(|id| id.as_str()).collect();
        vec![
            of(|place| place.table).unwrap_or_default(),
            of(|place| place.row).unwrap_or_default(),
            line.number,
            line.date,
            line.subject,
            line.verdict.to_owned(),
            titles.join("; "),
            ids.join("; "),
            line.note,
        ]
    }
}

#[derive(Clone)]
struct Line<'a> {
    place: Option<Place>,
    number: String,
    date: String,
    subject: String,
    verdict: &'static str,
    papers: Vec<&'a DocumentId>,
    note: String,
}

fn blank<'a>() -> Line<'a> {
    Line {
        place: None,
        number: String::new(),
        date: String::new(),
        subject: String::new(),
        verdict: "",
        papers: Vec::new(),
        note: String::new(),
    }
}

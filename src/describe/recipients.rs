//! Nơi nhận: who is sent a paper, an entry each.
//!
//! A letter says it twice (Decree 30/2020, annex I, part I, II.9): whom it is written to behind `Kính
//! gửi` at its head, and who else gets it at its foot, where `Như trên` stands for the first.

use crate::text::fold::fold;

use super::foot::Cell;
use super::signature;
use super::zones::Row;

/// Entries of one paper at most.
const MOST: usize = 60;
/// Rows among which a paper says whom it is written to.
const HEAD: usize = 60;
/// What a paper begins with once it has said so.
const BEGINNINGS: [&str; 5] = ["can cu ", "thuc hien ", "xet ", "theo ", "ngay "];

/// Who is sent a paper, as printed, without dashes and semicolons.
pub(super) fn recipients(rows: &[Row], cells: &[Cell]) -> Vec<String> {
    let mut all = addressees(rows);
    let told = !all.is_empty();
    let same = |entry: &String| ["nhu tren", "nhu kinh gui"].contains(&fold(entry).as_str());
    let others = listed(cells).into_iter();
    all.extend(others.filter(|entry| !(told && same(entry))));
    all
}

/// Whom a paper is written to: on the line of `Kính gửi`, or an entry a line below it.
fn addressees(rows: &[Row]) -> Vec<String> {
    let mut rows = rows
        .iter()
        .take(HEAD)
        .skip_while(|row| !letters(&row.folded).starts_with("kinh gui"));
    let mut entries = Vec::new();
    let Some((_, rest)) = rows.next().and_then(|head| head.text.split_once(':')) else {
        return entries;
    };
    add(&mut entries, rest);
    for row in rows {
        let text = row.text.trim();
        let item = row.is_item();
        let folded = letters(&row.folded);
        let begins = BEGINNINGS.iter().any(|word| folded.starts_with(word));
        // What follows the list ends with a full stop or not at all.
        let is_open = |last: &str| !last.ends_with(';') && (goes_on(text) || text.ends_with(';'));
        if begins || entries.len() >= MOST {
            break;
        }
        match entries.last_mut() {
            Some(last) if last.ends_with('.') => break,
            Some(last) if !item && is_open(last) => {
                last.push(' ');
                last.push_str(text);
            }
            Some(_) if !item => break,
            _ => add(&mut entries, text),
        }
    }
    finished(entries)
}

/// Whether a line plainly goes on with the entry before it.
fn goes_on(text: &str) -> bool {
    text.starts_with(|c: char| c.is_lowercase() || c == '(')
}

/// From the first letter on.
fn letters(folded: &str) -> &str {
    folded.trim_start_matches(|c: char| !c.is_alphabetic())
}

/// The first list of recipients.
fn listed(cells: &[Cell]) -> Vec<String> {
    let heads = |cell: &Cell| letters(&cell.row.folded).starts_with("noi nhan");
    let Some(start) = cells.iter().position(heads) else {
        return Vec::new();
    };
    let mut entries: Vec<String> = Vec::new();
    let Some(head) = cells.get(start) else {
        return entries;
    };
    if let Some((_, rest)) = head
        .row
        .text
        .split_once(':')
        .filter(|(_, rest)| !rest.trim().is_empty())
    {
        add(&mut entries, rest);
    }
    for cell in cells.iter().skip(start + 1) {
        if entries.len() >= MOST || cell.at > head.at + MOST {
            break;
        }
        if !in_column(head, cell) || cell.row.is_rule() {
            continue;
        }
        let folded = cell.row.folded.trim_start();
        let item = cell.row.is_item() || folded.starts_with("luu");
        let open = entries
            .last()
            .is_some_and(|last| !last.ends_with([';', '.']));
        // The archive copy closes the list, unless its line plainly goes on.
        let last = entries.last().map(|last| fold(last));
        let open = open
            && (!last.is_some_and(|last| last.starts_with("luu")) || goes_on(cell.row.text.trim()));
        match (item, open && !signature::begins(cell)) {
            (true, _) => add(&mut entries, &cell.row.text),
            (false, true) if !cell.row.is_capitals() && cell.row.text.chars().count() < 90 => {
                if let Some(last) = entries.last_mut() {
                    last.push(' ');
                    last.push_str(cell.row.text.trim());
                }
            }
            _ if cell.row.is_capitals() => {}
            _ => break,
        }
        if entries.last().is_some_and(|last| is_last(last)) {
            break;
        }
    }
    finished(entries)
}

fn finished(entries: Vec<String>) -> Vec<String> {
    let trimmed = entries
        .iter()
        .map(|entry| entry.trim_end_matches([';', '.', ',', ' ', '/']).to_owned());
    // What a form leaves to be filled in is dots.
    let says = |entry: &String| entry.contains(char::is_alphabetic);
    trimmed.filter(says).collect()
}

fn add(entries: &mut Vec<String>, printed: &str) {
    // Several entries on one line: `- Như trên; - Lưu: VT.`
    for part in printed.split_inclusive(';') {
        let entry = part
            .trim()
            .trim_start_matches(['-', '+', '•', ' ', '–'])
            .trim_start();
        if !entry.is_empty() {
            entries.push(entry.to_owned());
        }
    }
}

/// The archive copy closes the list.
fn is_last(entry: &str) -> bool {
    let folded = fold(entry);
    folded.starts_with("luu") && folded.ends_with(['.', ')'])
}

fn in_column(head: &Cell, cell: &Cell) -> bool {
    match (head.row.area, cell.row.area) {
        (Some(own), Some(below)) => below[0] < own[0] + 0.15 && below[2] < 0.7,
        _ => match (head.row.column, cell.row.column) {
            (Some((table, own)), Some((same, other))) if table == same => own == other,
            _ => cell.column <= head.column,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::foot::cells;
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;

    #[track_caller]
    fn check(printed: &str, expected: &[&str]) {
        let rows = rows(&[page(printed)]);
        assert_eq!(recipients(&rows, &cells(&rows)), expected, "{printed}");
    }

    /// A spreadsheet, row by row, whose capitals were those of a font.
    #[test]
    fn a_list_beside_the_signature() {
        let mut page = page(
            "Nơi nhận:\nTm. uỷ ban nhân dân tỉnh\n- Cục Lưu trữ Nhà nước;\nChủ tịch\n- Lưu.\nCao Nhượng",
        );
        for (line, column) in page.lines.iter_mut().zip([0, 3].into_iter().cycle()) {
            line.cell = Some((0, 40, column));
        }
        let rows = rows(&[page]);
        let found = recipients(&rows, &cells(&rows));
        assert_eq!(found, ["Cục Lưu trữ Nhà nước", "Lưu"]);
    }

    #[test]
    fn lists() {
        check(
            "Nơi nhận:\n- Như Điều 3;\n- Văn phòng Chính phủ\n(để báo cáo);\n- Lưu: VT, KT.\nTM. ỦY BAN NHÂN DÂN",
            &[
                "Như Điều 3",
                "Văn phòng Chính phủ (để báo cáo)",
                "Lưu: VT, KT",
            ],
        );
        check(
            "Nơi nhận:\tT/M BAN THƯỜNG VỤ\n- Ban Bí thư Trung ương Đảng,\tPHÓ BÍ THƯ\n- Các huyện ủy,\n- Lưu Văn phòng Tỉnh ủy.\tTrần Văn Năm",
            &[
                "Ban Bí thư Trung ương Đảng",
                "Các huyện ủy",
                "Lưu Văn phòng Tỉnh ủy",
            ],
        );
        check("Nơi nhận: Như trên; Lưu: VT.", &["Như trên", "Lưu: VT"]);
        check("Không có gì", &[]);
    }

    #[test]
    fn whom_a_letter_is_written_to_comes_first() {
        let foot = "Nơi nhận:\n- Như trên;\n- Lưu: VT.";
        let check = |head: &str, expected: &[&str]| {
            let all: Vec<&str> = expected.iter().copied().chain(["Lưu: VT"]).collect();
            check(&format!("{head}\n{foot}"), &all);
        };
        check("Kính gửi: Bộ Nội vụ\nSở báo cáo như sau:", &["Bộ Nội vụ"]);
        check(
            "Kính gửi: Chủ tịch Ủy ban nhân dân các tỉnh,\nthành phố\nThực hiện Chỉ thị số 8",
            &["Chủ tịch Ủy ban nhân dân các tỉnh, thành phố"],
        );
        check(
            "Kính gửi:\n- Các sở, ban, ngành;\n- Đảng ủy Khối các\nCơ quan tỉnh;\n- Các huyện.\nTheo đó",
            &[
                "Các sở, ban, ngành",
                "Đảng ủy Khối các Cơ quan tỉnh",
                "Các huyện",
            ],
        );
        check(
            "Kính gửi: - Các ban đảng,\n- Các huyện ủy\n- Căn cứ Điều lệ",
            &["Các ban đảng", "Các huyện ủy"],
        );
        check("Kính gửi:\nBộ Tài chính\nPhúc đáp", &["Bộ Tài chính"]);
        check("Kính gửi: Bộ A; Bộ B\nPhúc đáp", &["Bộ A", "Bộ B"]);
        check("Kính gửi\nPhúc đáp", &["Như trên"]);
        check("Kính gửi: …….(2)…….\nTôi là:", &["Như trên"]);
    }
}

//! Nơi nhận: who is sent a paper, an entry each.

use crate::text::fold::fold;

use super::foot::Cell;
use super::signature;

/// Entries of one paper at most.
const MOST: usize = 60;

/// The first list of recipients, as printed, without dashes and semicolons.
pub(super) fn recipients(cells: &[Cell]) -> Vec<String> {
    let heads = |cell: &Cell| {
        cell.row
            .folded
            .trim_start_matches(|c: char| !c.is_alphabetic())
            .starts_with("noi nhan")
    };
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
        let item = cell.is_item() || folded.starts_with("luu");
        let open = entries
            .last()
            .is_some_and(|last| !last.ends_with([';', '.']));
        // The archive copy closes the list, unless its line plainly goes on.
        let goes_on = |text: &str| text.starts_with(|c: char| c.is_lowercase() || c == '(');
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
    let trimmed = entries
        .iter()
        .map(|entry| entry.trim_end_matches([';', '.', ',', ' ']).to_owned());
    trimmed.filter(|entry| !entry.is_empty()).collect()
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
        _ => cell.column <= head.column,
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
        assert_eq!(
            recipients(&cells(&rows(&[page(printed)]))),
            expected,
            "{printed}"
        );
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
}

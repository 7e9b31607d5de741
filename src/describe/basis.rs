//! Căn cứ ban hành: the clauses between title and enacting formula.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::pattern;
use super::zones::Row;

/// Rows among which the first clause must stand.
const TOP: usize = 160;
/// Clauses of one paper at most.
const MOST: usize = 60;
/// Characters of a clause at most.
const LONGEST: usize = 1200;

static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s\-+*•]*(?:can ?c ?u\b|xet (?:de nghi|to trinh|bao cao|van ban|cong van)\b|theo (?:de nghi|de xuat|to trinh|van ban)\b|thuc hien (?:nghi quyet|quyet dinh|chi thi|ket luan|nghi dinh|ke hoach)\b)",
    )
});

static FORMULA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W*(?:quyet (?:dinh|nghi)\s*:|dieu 1\b|[ivx]+[.\s-]|\d+[.)]\s|phan (?:thu|[ivx1])|chuong [ivx1]",
        r"|(?:chinh phu|bo truong|quoc hoi|uy ban|thu tuong|hoi dong|chu tich|ban|bo)\b.{0,120}\b(?:ban hanh|quyet dinh|quy dinh|yeu cau|xay dung)\b)",
    ))
});

/// The clauses in printed order, their lines joined.
pub(super) fn legal_basis(rows: &[Row]) -> Vec<String> {
    let top = rows.iter().take(TOP);
    let Some(first) = top
        .clone()
        .position(|row| CLAUSE.is_match(&row.folded) && !row.is_capitals())
    else {
        return Vec::new();
    };
    let mut clauses: Vec<String> = Vec::new();
    for row in rows.iter().skip(first) {
        let text = row.text.trim();
        if CLAUSE.is_match(&row.folded) {
            if clauses.len() >= MOST {
                break;
            }
            clauses.push(
                text.trim_start_matches(['-', '+', '*', '•', ' '])
                    .to_owned(),
            );
            continue;
        }
        let Some(open) = clauses.last_mut() else {
            break;
        };
        let ended = open.ends_with(['.', ';', ':']);
        if ended || row.is_rule() || row.is_capitals() || is_formula(row) {
            break;
        }
        if open.chars().count() > LONGEST {
            break;
        }
        open.push(' ');
        open.push_str(text);
    }
    let trimmed = clauses
        .iter()
        .map(|clause| clause.trim_end_matches([';', '.', ',', ' ']).to_owned());
    trimmed.collect()
}

/// Whether what is enacted begins here; a line that begins small goes on with the one before.
fn is_formula(row: &Row) -> bool {
    !row.text.trim_start().starts_with(char::is_lowercase) && FORMULA.is_match(&row.folded)
}

#[cfg(test)]
mod tests {
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;

    #[track_caller]
    fn check(printed: &str, expected: &[&str]) {
        assert_eq!(legal_basis(&rows(&[page(printed)])), expected, "{printed}");
    }

    #[test]
    fn clauses_up_to_the_formula() {
        check(
            "QUYẾT ĐỊNH\nVề việc giao chỉ tiêu\nCăn cứ Luật Tổ chức chính quyền\nđịa phương ngày 19 tháng 6 năm 2015;\n\
             Xét đề nghị của Giám đốc Sở Tài chính.\nQUYẾT ĐỊNH:\nĐiều 1. Căn cứ tình hình",
            &[
                "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
                "Xét đề nghị của Giám đốc Sở Tài chính",
            ],
        );
        check(
            "- Căn cứ Điều lệ Đảng;\n- Căn cứ Quy chế làm việc,\nBan Bí thư quyết định ban hành Quy định",
            &["Căn cứ Điều lệ Đảng", "Căn cứ Quy chế làm việc"],
        );
        check(
            "Căn cứ Điều lệ Đảng;\nCăn cứ Quy chế làm việc,\nBan Thường trực quy định:",
            &["Căn cứ Điều lệ Đảng", "Căn cứ Quy chế làm việc"],
        );
        check(
            "Thực hiện Chỉ thị số 08/CT-TTg của Thủ tướng Chính phủ, Ủy\n\
             ban nhân dân tỉnh yêu cầu các đơn vị thực hiện.\nNơi nhận:",
            &[
                "Thực hiện Chỉ thị số 08/CT-TTg của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh yêu cầu \
                 các đơn vị thực hiện",
            ],
        );
        check("BÁO CÁO\nvề tình hình", &[]);
    }
}

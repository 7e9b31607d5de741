//! Who signed a paper, in whose name and in what position (Nghị định 30/2020/NĐ-CP, Phụ lục I,
//! ô 7a–7c; Party papers write the marks with a slash).

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Signature;

use super::foot::Cell;
use super::pattern::pattern;

/// Cells looked at below an authority or position for the name.
const BELOW: usize = 24;
/// Signatures of one paper at most.
const MOST: usize = 8;

static AUTHORITY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        // `TM.`, `T. M.`, `KT/`, `TUQ.`
        r"^\W*(?:t\s?[./]?\s?m|k\s?[./]?\s?t|t\s?[./]?\s?l|t\s?[./]?\s?u\s?[./]?\s?q|q)\s?[./]\s?[a-z]{2}",
        // `T/M`, `K/T`, `T/L`, `T/U` of Party papers; `TM` alone.
        r"|^\W*(?:t\s?/\s?m|k\s?/\s?t|t\s?/\s?l|t\s?/\s?u(?:\s?/?\s?q)?|tm|kt|tl|tuq)\s[a-z]{2}",
    ))
});

static POSITION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W*(?:quyen |q\. ?)?(?:pho |uy vien )?(?:tong )?(?:chu tich|thu tuong|bo truong|thu truong|giam doc|bi thu|chanh",
        r"|truong|chu nhiem|cuc truong|vu truong|tong cuc truong|hieu truong|vien truong|thong doc|thanh tra|kiem toan|tu lenh",
        r"|uy vien|thuong truc|tham phan|dai bieu|tong bien tap|chi cuc truong)\b",
    ))
});

/// What stands for the hand-written name, and ranks and degrees on a line of their own.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\W*(?:da ky|ky boi|da ky va dong dau|ky ten,? dong dau|ky ten|dau|chu ky)?\W*$")
});

static RANK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:da ky|(?:dai|thuong|trung|thieu) (?:tuong|ta|uy)|do doc|(?:pho |chuan )?do doc",
        r"|gs|pgs|ts|ths|bs|ks|cn|luat su|bac si|giao su|tien si|thac si|tskh|ckii|cki)\b[\s.,:/-]*",
    ))
});

/// The signatures of a paper: the first block of them, since what is attached is signed again.
pub(super) fn signatures(cells: &[Cell]) -> Vec<Signature> {
    let found = blocks(cells).into_iter();
    found.map(|(signature, _)| signature).collect()
}

/// The signatures with the places of their cells, from the top down.
pub(super) fn blocks(cells: &[Cell]) -> Vec<(Signature, Vec<usize>)> {
    let mut found: Vec<(Signature, Vec<usize>)> = Vec::new();
    let mut first_row = None;
    let mut taken = vec![false; cells.len()];
    for (at, cell) in cells.iter().enumerate() {
        let near = first_row.is_none_or(|first: usize| cell.at < first + 30);
        if !near || found.len() >= MOST {
            break;
        }
        if taken.get(at).copied().unwrap_or(true) || !begins(cell) {
            continue;
        }
        let Some((signature, used)) = block(cells, at) else {
            continue;
        };
        for place in &used {
            if let Some(taken) = taken.get_mut(*place) {
                *taken = true;
            }
        }
        first_row = first_row.or(Some(cell.at));
        found.push((signature, used));
    }
    found
}

pub(super) fn begins(cell: &Cell) -> bool {
    let authority = AUTHORITY.is_match(&cell.row.folded);
    let position = POSITION.is_match(&cell.row.folded);
    let capitals = cell.row.is_capitals() && (authority || position);
    !cell.row.is_item() && (capitals || (authority && is_short(cell)))
}

/// Short enough for a line of a signature: old fonts had capitals that decoding cannot tell.
fn is_short(cell: &Cell) -> bool {
    cell.row.text.chars().count() < 50 && !cell.row.text.trim_end().ends_with(['.', ';', ','])
}

/// The block that begins at a cell, and the places of its cells; none where no name follows, as
/// below `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH` on top of a decision.
fn block(cells: &[Cell], at: usize) -> Option<(Signature, Vec<usize>)> {
    let head = cells.get(at)?;
    let mut capitals = vec![clean(&head.row.text)];
    let mut authorised = AUTHORITY.is_match(&head.row.folded);
    let mut authority_lines = usize::from(authorised);
    let mut used = vec![at];
    for (place, cell) in cells.iter().enumerate().skip(at + 1).take(BELOW) {
        if !head.is_above(cell) || cell.row.is_item() || is_recipient(cell) {
            continue;
        }
        if BESIDE.is_match(&cell.row.folded) {
            continue;
        }
        let text = without_rank(cell);
        if is_name(&text) {
            used.push(place);
            return Some((signature(&capitals, authority_lines, Some(text)), used));
        }
        let spelled = clean(&cell.row.text);
        let position = POSITION.is_match(&cell.row.folded) && is_short(cell);
        let authority = AUTHORITY.is_match(&cell.row.folded) && is_short(cell);
        if !cell.row.is_capitals() && !position && !authority {
            // A rank on its own line, a pass number, or the beginning of another text.
            let figure = text.chars().any(|letter| letter.is_ascii_digit()) && is_short(cell);
            if text.trim().is_empty() || figure {
                continue;
            }
            break;
        }
        if capitals.len() >= 5 {
            break;
        }
        if is_capital_name(&spelled) && !POSITION.is_match(&cell.row.folded) {
            used.push(place);
            return Some((signature(&capitals, authority_lines, Some(spelled)), used));
        }
        // A further line of `TM. ỦY BAN NHÂN DÂN / TỈNH AN GIANG` is authority still.
        if authorised && (authority || !position) {
            authority_lines += 1;
        } else {
            authorised = false;
        }
        capitals.push(spelled);
        used.push(place);
    }
    // An authority line means a signature even where the name is only a picture.
    (authority_lines > 0 && capitals.len() > 1)
        .then(|| (signature(&capitals, authority_lines, None), used))
}

fn signature(capitals: &[String], authority_lines: usize, name: Option<String>) -> Signature {
    let join = |lines: &[String]| (!lines.is_empty()).then(|| lines.join(" "));
    let (authority, position) = capitals.split_at(authority_lines.min(capitals.len()));
    Signature {
        authority: join(authority),
        position: join(position),
        name,
    }
}

fn clean(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | ':' | ',' | ';'))
        .to_owned()
}

/// A list of recipients may be serialised between authority and name.
fn is_recipient(cell: &Cell) -> bool {
    let folded = cell.row.folded.trim_start();
    folded.starts_with("noi nhan")
        || folded.starts_with("luu")
        || cell.row.text.trim_end().ends_with(';')
}

/// `Thượng tướng Nguyễn Văn A`, `Đã ký: Nguyễn Văn A` without what is no name.
fn without_rank(cell: &Cell) -> String {
    let folded = &cell.row.folded;
    let mut start = folded.find(|c: char| c.is_alphanumeric()).unwrap_or(0);
    let end = folded.rfind("da ky").filter(|at| *at > start);
    let end = end.unwrap_or(folded.len());
    while let Some(found) = cell
        .row
        .folded
        .get(start..)
        .and_then(|rest| RANK.find(rest))
        .filter(|found| !found.is_empty())
    {
        start += found.end();
    }
    clean(
        cell.row
            .printed(start..end.max(start))
            .trim_end_matches('('),
    )
}

/// Two to five words, each with a capital first and small letters behind it.
fn is_name(text: &str) -> bool {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.all(|letter| letter.is_lowercase())
    };
    let words: Vec<&str> = text.split(' ').collect();
    (2..=5).contains(&words.len()) && words.iter().all(|part| word(part))
}

/// Family names that most people bear; a name in capitals is told from a position by them.
fn is_capital_name(text: &str) -> bool {
    const FAMILIES: [&str; 30] = [
        "NGUYỄN", "TRẦN", "LÊ", "PHẠM", "HOÀNG", "HUỲNH", "PHAN", "VŨ", "VÕ", "ĐẶNG", "BÙI", "ĐỖ",
        "HỒ", "NGÔ", "DƯƠNG", "LÝ", "ĐINH", "ĐOÀN", "TRƯƠNG", "TRỊNH", "MAI", "ĐÀO", "LÂM", "CAO",
        "TÔ", "HÀ", "LƯƠNG", "LƯU", "TẠ", "NÔNG",
    ];
    let words: Vec<&str> = text.split(' ').collect();
    let family = words.first().is_some_and(|word| FAMILIES.contains(word));
    let letters = |word: &&str| word.chars().all(char::is_alphabetic);
    family && (2..=5).contains(&words.len()) && words.iter().all(letters)
}

#[cfg(test)]
mod tests {
    use super::super::foot::cells;
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;

    #[track_caller]
    fn check(printed: &str, expected: &[&str]) {
        let found = signatures(&cells(&rows(&[page(printed)])));
        let shown: Vec<String> = found
            .iter()
            .map(|signature| {
                let part = |part: &Option<String>| part.clone().unwrap_or("-".to_owned());
                format!(
                    "{} | {} | {}",
                    part(&signature.authority),
                    part(&signature.position),
                    part(&signature.name)
                )
            })
            .collect();
        assert_eq!(shown, expected, "{printed}");
    }

    #[test]
    fn state_and_party() {
        check(
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nTrần Văn Năm",
            &["TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH | PHÓ CHỦ TỊCH | Trần Văn Năm"],
        );
        check(
            "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nNguyễn Thị Bảy",
            &["T/M BAN THƯỜNG VỤ | BÍ THƯ | Nguyễn Thị Bảy"],
        );
        check(
            "CHỦ TỊCH QUỐC HỘI\n\nVương Văn Hai",
            &["- | CHỦ TỊCH QUỐC HỘI | Vương Văn Hai"],
        );
        check(
            "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nThượng tướng Lê Văn Ba",
            &["KT. BỘ TRƯỞNG | THỨ TRƯỞNG | Lê Văn Ba"],
        );
        check(
            "TL. BỘ TRƯỞNG\nCHÁNH VĂN PHÒNG\nPGS.TS. Đỗ Thị Tư",
            &["TL. BỘ TRƯỞNG | CHÁNH VĂN PHÒNG | Đỗ Thị Tư"],
        );
        check(
            "THỦ TƯỚNG\nNGUYỄN VĂN SÁU",
            &["- | THỦ TƯỚNG | NGUYỄN VĂN SÁU"],
        );
        check(
            "CHỦ TỊCH QUỐC HỘI\nE-pas: 114812\nĐã ký: Vương Văn Hai",
            &["- | CHỦ TỊCH QUỐC HỘI | Vương Văn Hai"],
        );
        check(
            "tm. chính phủ\nKT. thủ tướng\nPhó thủ tướng\nNơi nhận:\n- Chính phủ,\nNguyễn Văn Ba đã ký",
            &["tm. chính phủ KT. thủ tướng | Phó thủ tướng | Nguyễn Văn Ba"],
        );
    }

    #[test]
    fn two_columns() {
        check(
            "Nơi nhận:\tTM. HỘI ĐỒNG NHÂN DÂN\n- Ủy ban Thường vụ Quốc hội;\tCHỦ TỊCH\n- Chính phủ;\n- Lưu: VT.\tĐinh Văn Chín",
            &["TM. HỘI ĐỒNG NHÂN DÂN | CHỦ TỊCH | Đinh Văn Chín"],
        );
        check(
            "KT. BỘ TRƯỞNG BỘ TƯ PHÁP\tKT. BỘ TRƯỞNG BỘ NỘI VỤ\nTHỨ TRƯỞNG\tTHỨ TRƯỞNG\nPhan Văn Mười\tBùi Thị Ba",
            &[
                "KT. BỘ TRƯỞNG BỘ TƯ PHÁP | THỨ TRƯỞNG | Phan Văn Mười",
                "KT. BỘ TRƯỞNG BỘ NỘI VỤ | THỨ TRƯỞNG | Bùi Thị Ba",
            ],
        );
    }

    #[test]
    fn what_is_no_signature() {
        check(
            "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN GIANG\nCăn cứ Luật Tổ chức chính quyền địa phương;",
            &[],
        );
        check("GIÁM ĐỐC SỞ NỘI VỤ\nXét đề nghị của Trưởng phòng", &[]);
        check("TM. ỦY BAN", &[]);
    }
}

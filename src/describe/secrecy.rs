//! Secrecy marks, looked for before anything of a paper is stored: stamps, marks, file names.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Page;
use crate::document::Zone;
use crate::text::characters::is_letter_or_digit;
use crate::text::fold::fold;

use super::pattern::pattern;
use super::pattern::squeeze;
use super::secret_rows;
use super::zones::Row;
use super::zones::all_rows;

/// What was found before storing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// No mark.
    Clean,
    /// A mark: nothing of the paper may be kept. The mark is one of three fixed words.
    Refused {
        /// `Mật`, `Tối mật` or `Tuyệt mật`.
        mark: &'static str,
    },
    /// Something bent or partial that a person has to look at; nothing of it may be kept either.
    Suspicious,
}

const MARKS: [(&str, &str, &str); 3] = [
    ("tuyetmat", "TUYỆT MẬT", "Tuyệt mật"),
    ("toimat", "TỐI MẬT", "Tối mật"),
    ("mat", "MẬT", "Mật"),
];

/// Rows of a page without geometry that can still be its heading.
const HEADING_ROWS: usize = 45;

/// Looks for a mark on the pages and in the name (`layout.md` §6). Words in running text
/// (`bí mật nhà nước`, `độ mật`) are none.
#[must_use]
pub fn secrecy(pages: &[Page], source_name: &str) -> Secrecy {
    let mut worst = of_name(source_name);
    for (number, page) in pages.iter().enumerate() {
        for (at, (row, zone)) in all_rows(page, number).iter().enumerate() {
            worst = worse(worst, of_row(row, *zone, at));
            if matches!(worst, Secrecy::Refused { .. }) {
                return worst;
            }
        }
    }
    match secret_rows::has_secret_row(pages) {
        true => worse(worst, Secrecy::Suspicious),
        false => worst,
    }
}

fn worse(one: Secrecy, other: Secrecy) -> Secrecy {
    match (one, other) {
        (Secrecy::Refused { .. }, _) => one,
        (_, Secrecy::Refused { .. }) => other,
        (Secrecy::Suspicious, _) | (_, Secrecy::Suspicious) => Secrecy::Suspicious,
        _ => Secrecy::Clean,
    }
}

static REGISTER_FIELD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:(?:dau )?(?:chi )?(?:muc )?do mat|dau mat)\s*:\s*(?P<mark>tuyet mat|toi mat|mat)\W*$",
    )
});

/// A mark at the beginning or end of a row that also holds another column.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:tuyet mat|toi mat|mat)\b.*(?:ngay .*nam|so\s*:|cong hoa xa hoi|dang cong san)|(?:^\W*so\s*:.*|hanh phuc\W*|viet nam\W*|\bnam \d{4}\W*)\s(?:tuyet mat|toi mat|mat)\W*$",
    )
});

fn of_row(row: &Row, zone: Zone, at: usize) -> Secrecy {
    let stamp = matches!(zone, Zone::Header | Zone::Footer | Zone::Stamp);
    let top = row.area.map(|[_, top, _, _]| top);
    let first_page = row.page == 0;
    let heading = first_page && top.map_or(at < HEADING_ROWS, |top| top < 0.5);
    if !(stamp || heading) {
        // A stamp may be set lower on page one, or on the first rows of a later page.
        let later = top.is_some_and(|top| first_page || top < 0.12);
        return match mark(&row.text) {
            Some((_, true)) if later => Secrecy::Suspicious,
            _ => Secrecy::Clean,
        };
    }
    let mut columns = row.folded.split('\t');
    if let Some(found) = columns.find_map(|column| REGISTER_FIELD.captures(column)) {
        let mark = found
            .name("mark")
            .map_or(String::new(), |m| squeeze(m.as_str()));
        return refused(&mark);
    }
    let columns = row.text.split('\t').map(|column| column.trim().to_owned());
    let mut columns: Vec<String> = columns.collect();
    if BESIDE.is_match(&row.folded) {
        // Only exact capitals count beside other words: `MẬT`, not the `mặt` of a sentence.
        let exact = MARKS.iter().find(|(_, printed, _)| {
            let text = row.text.trim_matches(|c: char| !c.is_alphanumeric());
            text.starts_with(&format!("{printed} ")) || text.ends_with(&format!(" {printed}"))
        });
        if let Some((letters, ..)) = exact {
            return refused(letters);
        }
    }
    columns.dedup();
    let worst = columns
        .iter()
        .filter_map(|column| mark(column))
        .map(|(letters, exact)| {
            let near_top = top.is_none_or(|top| top < 0.3);
            match (exact, stamp || near_top) {
                (true, _) => refused(letters),
                (false, true) => Secrecy::Suspicious,
                (false, false) => Secrecy::Clean,
            }
        });
    worst.fold(Secrecy::Clean, worse)
}

fn refused(letters: &str) -> Secrecy {
    let mark = MARKS
        .iter()
        .find(|(known, ..)| *known == letters)
        .map_or("Mật", |(.., mark)| *mark);
    Secrecy::Refused { mark }
}

/// Letters of a mark at most.
const LONGEST_MARK: usize = 8;

/// Reads a text as an isolated mark in capitals: which one, and whether its letters are exact.
/// Bent ones are those a reader of pictures makes of a stamp: `M ẬT`, `MÂT`, `TÔI MẬT`, `T0I MAT`.
fn mark(text: &str) -> Option<(&'static str, bool)> {
    let letters = text.chars().filter(|&c| is_letter_or_digit(c));
    let letters: Vec<char> = letters.take(LONGEST_MARK + 1).collect();
    if letters.len() > LONGEST_MARK || letters.iter().any(|c| c.is_lowercase()) {
        return None;
    }
    let printed: String = letters.iter().collect();
    let bent = squeeze(&fold(&printed)).replace('0', "o").replace('1', "i");
    let (known, exact, _) = MARKS.iter().find(|(known, ..)| *known == bent)?;
    let exact: String = exact.chars().filter(|c| c.is_alphanumeric()).collect();
    Some((known, exact == printed))
}

static NAME_MARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|[-_ .(\[])(?P<mark>TUYET[-_ ]?MAT|TOI[-_ ]?MAT|MAT)(?:[)\]]|$|[-_ .]*\d)")
});

/// `BẢO MẬT 2020`, `BÍ MẬT NHÀ NƯỚC`: a paper about secrets.
const KEEPING: [&str; 2] = ["bao", "bi"];

/// Before `MAT` in a name without marks, what makes it `mặt`, `mắt` or `mất`: `GẶP MẶT`, `TIỀN MẶT`.
const FACES: [&str; 12] = [
    "gap", "hop", "ra", "tien", "guong", "be", "truoc", "ngoai", "khuon", "vang", "xoa", "noi",
];

static NAME_LETTER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\((?:M|TM|TuM|ToM|m[âậa]t|M[âậa]t|MẬT|MAT)\)"));

static NAME_FOLDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:van ban|vb|tai lieu|ho so|cong van|cv|kho|thu muc)\s)?(?P<mark>tuyet mat|toi mat|mat)$",
    )
});

/// A mark in a file or folder name.
fn of_name(source_name: &str) -> Secrecy {
    let parts = source_name
        .split(['/', '\\'])
        .filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let last = parts.len().saturating_sub(1);
    let each = parts.iter().enumerate().map(|(at, part)| {
        let stem = if at == last { stem(part) } else { part };
        of_name_part(stem)
    });
    each.fold(Secrecy::Clean, worse)
}

/// A file name without its extensions (`.signed.pdf`).
fn stem(name: &str) -> &str {
    let mut stem = name;
    while let Some((before, extension)) = stem.rsplit_once('.') {
        let word = extension.len() <= 6 && extension.chars().all(|c| c.is_ascii_alphanumeric());
        let named = extension.chars().any(|c| c.is_ascii_alphabetic()) || stem.len() == name.len();
        if !(word && named) || before.is_empty() {
            break;
        }
        stem = before;
    }
    stem
}

fn of_name_part(part: &str) -> Secrecy {
    if NAME_LETTER.is_match(part) {
        return refused("mat");
    }
    let plain: String = part
        .chars()
        .map(|c| if "-_.".contains(c) { ' ' } else { c })
        .collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(found) = NAME_FOLDER.captures(&fold(&words)) {
        return refused(
            &found
                .name("mark")
                .map_or(String::new(), |m| squeeze(m.as_str())),
        );
    }
    // `MẶT TRẬN` and `MẤT` share the letters: where marks are printed they must be right.
    let marked = !part.is_ascii();
    let upper: String = if marked {
        part.replace("MẬT", "MAT")
            .replace("TUYỆT", "TUYET")
            .replace("TỐI", "TOI")
    } else {
        part.to_owned()
    };
    if let Some(found) = NAME_MARK.captures(&upper)
        && let Some(at) = found.name("mark")
    {
        let letters = squeeze(&fold(at.as_str()));
        let before = fold(upper.get(..at.start()).unwrap_or_default());
        let mut before = before.split(|c: char| !c.is_alphanumeric());
        let before = before.rfind(|word| !word.is_empty());
        let own = |words: &[&str]| before.is_some_and(|word| words.contains(&word));
        match letters.as_str() {
            "mat" if own(&KEEPING) || (!marked && own(&FACES)) => {}
            "mat" if !marked && own(&["co"]) => return Secrecy::Suspicious,
            _ => return refused(&letters),
        }
    }
    let short = words.split(' ').count() <= 6;
    let folded = fold(&words);
    let degree = ["tuyet mat", "toi mat"]
        .iter()
        .any(|degree| folded.contains(degree));
    if degree && short && !folded.contains("bi mat") {
        return Secrecy::Suspicious;
    }
    // `15-BC-UBND-M`: a register letter behind a number.
    let lettered = part.ends_with("-M") && part.starts_with(|c: char| c.is_ascii_digit());
    if lettered {
        Secrecy::Suspicious
    } else {
        Secrecy::Clean
    }
}

#[cfg(test)]
mod tests {
    use super::super::zones::tests::page;
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, expected: &str) {
        let read = match secrecy(&[page(text)], name) {
            Secrecy::Clean => "clean",
            Secrecy::Refused { mark } => mark,
            Secrecy::Suspicious => "suspicious",
        };
        assert_eq!(read, expected, "{text} | {name}");
    }

    #[test]
    fn marks_on_the_page() {
        check("TỈNH ỦY AN GIANG\nMẬT\nSố 12-BC/TU", "a.pdf", "Mật");
        check("UBND TỈNH\nT Ố I  M Ậ T\nSố: 1/BC", "a.pdf", "Tối mật");
        check("| TUYỆT MẬT |", "a.pdf", "Tuyệt mật");
        check("Độ mật: Tối mật", "a.pdf", "Tối mật");
        check("Dấu chỉ độ mật: Mật", "a.pdf", "Mật");
        let register = "STT;Số, ký hiệu;Độ mật\n1;12-BC/TU;Tối mật";
        check(register, "so.csv", "suspicious");
        check(
            "TỐI MẬT Hà Nội, ngày 5 tháng 3 năm 2020",
            "a.pdf",
            "Tối mật",
        );
        check("Số: 12/BC-UBND      MẬT", "a.pdf", "Mật");
        check("M ÂT", "a.pdf", "suspicious");
        check("TÔI MẬT", "a.pdf", "suspicious");
        check("T0I MAT", "a.pdf", "suspicious");
    }

    #[test]
    fn talk_of_secrecy_is_no_mark() {
        check(
            "Luật Bảo vệ bí mật nhà nước\nđộ mật\nvăn bản mật",
            "bao-ve-bi-mat.pdf",
            "clean",
        );
        check(
            "MẶT TRẬN TỔ QUỐC\nMất\nmặt",
            "BC MAT TRAN To quoc.docx",
            "clean",
        );
        check(
            "Quy định",
            "danh-muc-bi-mat-nha-nuoc-do-tuyet-mat-toi-mat-nganh-y-te.pdf",
            "clean",
        );
        check(&format!("{}MẬT", "dòng\n".repeat(60)), "a.txt", "clean");
    }

    #[test]
    fn marks_in_names() {
        check("", "2020/12-BC-TU (M).pdf", "Mật");
        check("", "TOI MAT/12-BC.pdf", "Tối mật");
        check("", "Văn bản mật/12-BC.pdf", "Mật");
        check("", "07-BC-MAT.signed.pdf", "Mật");
        check("", "15-BC-UBND-M.pdf", "suspicious");
        check("", "MTB-10M.doc", "clean");
        check("", "HO SO MAT 2020.pdf", "Mật");
        check("", "GIAY CO MAT 15.txt", "suspicious");
        for innocent in [
            "KE HOACH BAO MAT 2020.txt",
            "BẢO MẬT 2021.docx",
            "LUẬT BẢO VỆ BÍ MẬT.txt",
            "GAP MAT 2020.txt",
            "TIEN MAT 12.txt",
        ] {
            check("", innocent, "clean");
        }
    }
}

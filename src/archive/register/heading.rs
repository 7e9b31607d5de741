//! Which column of a register is which: headings in any order and spelling.
//!
//! The official ones are those of Nghị định 30/2020/NĐ-CP, Phụ lục IV and V (sổ đăng ký văn bản đi,
//! đến; mục lục văn bản, tài liệu) and Phụ lục VI (field names); beside them what offices write.

use crate::text::fold::fold;

/// What a column of a register holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// Số, ký hiệu văn bản.
    Number,
    /// Số của văn bản, where the symbol has a column of its own.
    Serial,
    /// Ký hiệu của văn bản.
    Symbol,
    /// Ngày tháng năm văn bản.
    Date,
    /// Tên loại và trích yếu nội dung.
    Subject,
    /// Tên loại văn bản.
    Kind,
    /// Tác giả, cơ quan ban hành.
    Issuer,
    /// Người ký.
    Signer,
    /// Nơi nhận.
    Recipients,
    /// Tờ số, trang số.
    Pages,
    /// Ghi chú.
    Note,
    /// Hiệu lực, as whoever keeps the register sees it.
    Status,
    /// The file, by name or address.
    File,
    /// Độ mật.
    Secrecy,
    /// Known, and of no use here: STT, ngày đến, ký nhận …
    Other,
}

impl Column {
    /// For staff: what a column of this kind is read as.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "số, ký hiệu",
            Self::Serial => "số",
            Self::Symbol => "ký hiệu",
            Self::Date => "ngày văn bản",
            Self::Subject => "trích yếu",
            Self::Kind => "tên loại",
            Self::Issuer => "cơ quan ban hành",
            Self::Signer => "người ký",
            Self::Recipients => "nơi nhận",
            Self::Pages => "số trang",
            Self::Note => "ghi chú",
            Self::Status => "hiệu lực",
            Self::File => "tệp",
            Self::Secrecy => "độ mật",
            Self::Other => "không dùng đến",
        }
    }

    /// `number`, `serial`, `issued-on` …
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Serial => "serial",
            Self::Symbol => "symbol",
            Self::Date => "issued-on",
            Self::Subject => "subject",
            Self::Kind => "kind",
            Self::Issuer => "issuing-body",
            Self::Signer => "signer",
            Self::Recipients => "recipients",
            Self::Pages => "pages",
            Self::Note => "note",
            Self::Status => "status",
            Self::File => "file",
            Self::Secrecy => "secrecy",
            Self::Other => "other",
        }
    }
}

const HEADINGS: &[(Column, &[&str])] = &[
    (
        Column::Number,
        &[
            "so ky hieu van ban",
            "so ky hieu",
            "so kh",
            "so ky hieu vb",
            "so va ky hieu",
            "so va ky hieu van ban",
            "so hieu",
            "so hieu van ban",
            "so van ban",
            "so vb",
            "ky hieu van ban",
            "so ki hieu",
            "so ki hieu van ban",
        ],
    ),
    (
        Column::Serial,
        &["so cua van ban", "codenumber", "so cua tai lieu"],
    ),
    (
        Column::Symbol,
        &[
            "ky hieu cua van ban",
            "codenotation",
            "ky hieu cua tai lieu",
            "ky hieu",
        ],
    ),
    (
        Column::Date,
        &[
            "ngay thang nam van ban",
            "ngay thang van ban",
            "ngay van ban",
            "ngay ban hanh",
            "ngay thang",
            "ngay ky",
            "ngay thang nam",
            "ngay thang nam ban hanh",
            "ngay thang ban hanh",
            "issueddate",
            "ngay vb",
            "ngay thang nam tai lieu",
            "ngay thang nam cua van ban",
        ],
    ),
    (
        Column::Subject,
        &[
            "trich yeu",
            "trich yeu noi dung",
            "ten loai va trich yeu noi dung van ban",
            "ten loai va trich yeu noi dung",
            "ten loai va trich yeu",
            "trich yeu noi dung van ban",
            "noi dung",
            "tieu de",
            "tieu de van ban",
            "subject",
            "noi dung trich yeu",
            "trich yeu van ban",
            "ten van ban",
        ],
    ),
    (
        Column::Kind,
        &[
            "loai van ban",
            "ten loai van ban",
            "ten loai",
            "hinh thuc van ban",
            "the loai",
            "typename",
            "loai vb",
            "ten loai tai lieu",
        ],
    ),
    (
        Column::Issuer,
        &[
            "tac gia van ban",
            "tac gia",
            "co quan ban hanh",
            "cq ban hanh",
            "don vi ban hanh",
            "noi ban hanh",
            "noi gui",
            "organname",
            "ten co quan to chuc ban hanh van ban",
            "co quan ban hanh van ban",
            "co quan gui",
        ],
    ),
    (
        Column::Signer,
        &[
            "nguoi ky",
            "chuc vu ho ten nguoi ky",
            "ho va ten nguoi ky van ban",
            "ho ten nguoi ky",
            "fullname",
            "nguoi ky van ban",
        ],
    ),
    (
        Column::Recipients,
        &["noi nhan van ban", "noi nhan", "don vi nhan", "toplaces"],
    ),
    (
        Column::Pages,
        &[
            "to so trang so",
            "so trang",
            "so to",
            "trang so",
            "so to so trang",
            "pageamount",
            "so trang cua van ban",
            "so luong trang",
        ],
    ),
    (Column::Note, &["ghi chu", "description"]),
    (
        Column::Status,
        &[
            "hieu luc",
            "tinh trang hieu luc",
            "tinh trang",
            "trang thai",
        ],
    ),
    (
        Column::File,
        &[
            "tep",
            "file",
            "ten tep",
            "ten file",
            "tap tin",
            "pdf",
            "duong dan",
            "tep dinh kem",
            "file dinh kem",
            "link",
            "url",
        ],
    ),
    (
        Column::Secrecy,
        &[
            "do mat",
            "muc do mat",
            "mat",
            "mode",
            "muc do khan do mat",
            "priority",
            "do mat khan",
        ],
    ),
    (
        Column::Other,
        &[
            "stt",
            "so tt",
            "tt",
            "so thu tu",
            "ngay den",
            "so den",
            "don vi hoac nguoi nhan",
            "don vi nguoi nhan",
            "don vi nguoi nhan ban luu",
            "so luong ban",
            "so luong ban phat hanh",
            "ngay chuyen",
            "ky nhan",
            "do khan",
            "muc do khan",
            "han tra loi van ban",
            "thoi han giai quyet",
            "han giai quyet",
            "ngon ngu",
            "linh vuc",
            "ma ho so",
            "filecode",
            "docordinal",
            "ngay hieu luc",
            "thoi han bao quan",
            "y kien chi dao",
            "docid",
            "doccode",
            "arrivaldate",
            "arrivalnumber",
            "language",
            "maintenance",
            "organid",
        ],
    ),
];

/// The column a heading names, whatever its case, marks and punctuation.
#[must_use]
pub fn column(heading: &str) -> Option<Column> {
    let folded = fold(heading);
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    // `(2)` under a heading, `Số, ký hiệu (1)`: the number of the column is no part of its name.
    let words: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| words.len() == 1 || !word.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let key = words.join(" ");
    HEADINGS
        .iter()
        .find(|(_, names)| names.contains(&key.as_str()))
        .map(|(column, _)| *column)
}

/// Headings a row must have at least to be the head of a register.
const ENOUGH: usize = 4;
/// Rows of titles that may stand above it.
const ABOVE: usize = 80;

/// The row that heads a table, and what its columns are; none where the table is no register.
#[must_use]
pub fn head(rows: &[Vec<String>]) -> Option<(usize, Vec<Option<Column>>)> {
    rows.iter().take(ABOVE).enumerate().find_map(|(at, row)| {
        let columns: Vec<Option<Column>> = row.iter().map(|cell| column(cell)).collect();
        let known = columns.iter().flatten().count();
        let useful = columns
            .iter()
            .flatten()
            .any(|column| matches!(column, Column::Number | Column::Symbol));
        (known >= ENOUGH && useful).then_some((at, columns))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_any_spelling() {
        for (heading, expected) in [
            ("Số, ký hiệu văn bản", Some(Column::Number)),
            ("SỐ/KÝ HIỆU", Some(Column::Number)),
            ("so_ky_hieu", Some(Column::Number)),
            ("Số KH", Some(Column::Number)),
            ("Ngày, tháng,\nnăm văn bản", Some(Column::Date)),
            ("CQ ban hành", Some(Column::Issuer)),
            (
                "Tên loại và trích yếu nội dung văn bản (4)",
                Some(Column::Subject),
            ),
            ("Tờ số/ Trang số", Some(Column::Pages)),
            ("STT", Some(Column::Other)),
            ("IssuedDate", Some(Column::Date)),
            ("Nguyễn Văn A", None),
            ("", None),
        ] {
            assert_eq!(column(heading), expected, "{heading}");
        }
    }

    #[test]
    fn the_head_stands_below_merged_titles() {
        let row = |cells: &[&str]| {
            cells
                .iter()
                .map(|cell| (*cell).to_owned())
                .collect::<Vec<_>>()
        };
        let rows = [
            row(&["MỤC LỤC VĂN BẢN, TÀI LIỆU"]),
            row(&["Năm 2020", "", ""]),
            row(&[
                "STT",
                "Số, ký hiệu văn bản",
                "Ngày tháng năm văn bản",
                "Trích yếu",
                "Lạ",
            ]),
            row(&["1", "2/QĐ-UBND", "1/2/2020", "về việc", ""]),
        ];
        let (at, columns) = head(&rows).unwrap();
        assert_eq!(at, 2);
        assert_eq!(
            columns[1..4],
            [
                Some(Column::Number),
                Some(Column::Date),
                Some(Column::Subject)
            ]
        );
        assert_eq!(head(&rows[3..]), None);
    }
}

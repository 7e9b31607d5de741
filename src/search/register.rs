//! A small register for tests: papers that are easily taken for one another.

use std::sync::LazyLock;

use crate::document::Citation;
use crate::document::Description;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::DocumentNumber;
use crate::document::IssuingBody;
use crate::document::Line;
use crate::document::Page as TextPage;
use crate::document::TextSource;
use crate::document::citation::find_citations;
use crate::search::Index;
use crate::search::writer::MEMORY;
use crate::vocabulary::BodyId;
use crate::vocabulary::bodies;
use crate::vocabulary::kinds;

/// Name, number, date, body, kind, subject, text.
const ROWS: &str = "D01 |  | 2022-07-01 |  |  | Giao ban công tác nắm bắt DLXH | Hội nghị đánh giá việc nắm bắt dư luận xã hội theo Đề án 07- ĐA/TU, ngày 12/8/2020 của Ban Thường vụ Tỉnh ủy, Quyết định số 238-QĐ/TW, ngày 30/9/2020 của Ban Bí thư về quy chế phối hợp và Nghị quyết số 35-NQ/TW, ngày 22/10/2018 của Bộ Chính trị về tăng cường bảo vệ nền tảng tư tưởng của Đảng; Ban Chỉ đạo 35; tình hình kinh tế - xã hội.
D02 |  | 2022-12-21 |  |  | Đảng ủy Khối tổng kết công tác dư luận xã hội | Cộng tác viên DLXH tham gia tổng hợp bácáo hằng tháng về kinh tế - xã hội, quốc phòng, an ninh và bảo vệ nền tảng tư tưởng.
D03 |  | 2022-01-19 |  |  | Thanh Hóa: Ban Chỉ đạo 35 cấp tỉnh họp | Các thành viên thực hiện Chương trình số 01 và Kế hoạch số 08 của Ban chỉ đạo 35 Trung ương, bảo vệ nền tảng tư tưởng của Đảng trong điều kiện dịch COVID - 19; dư luận xã hội ổn định, phát triển kinh tế - xã hội, quốc phòng - an ninh.
D04 |  | 2024-02-27 |  |  | Thường trực Tỉnh ủy làm việc với Ban Tuyên giáo | Nghe báo cáo kết quả công tác: tình hình KT-XH, QP - AN, bảo vệ nền tảng tư tưởng của Đảng.
D05 |  | 2022-07-21 |  |  | Ban Chỉ đạo 35 quận tổng kết năm 2021 | Hội nghị nghe báo cáo kết quả thực hiện nghị quyết 35 năm 2021, bảo vệ nền tảng tư tưởng của Đảng, định hướng dư luận xã hội.
D10 | 35-NQ/TW | 2018-10-22 | bct | nghi-quyet | Về tăng cường bảo vệ nền tảng tư tưởng của Đảng | 
D11 | 238-QĐ/TW | 2020-09-30 | bbt | quyet-dinh | Ban hành Quy chế phối hợp giữa ban tuyên giáo các cấp với cơ quan nhà nước cùng cấp | 
D12 | 07-ĐA/TU | 2020-08-12 | tu-an-giang | de-an | Nắm bắt dư luận xã hội | 
D13 | 07-ĐA/TU | 2021-11-05 | tu-thanh-hoa | de-an | Phát triển đội ngũ cán bộ | 
D14 | CTr 01 |  | bcd35tw | chuong-trinh | Bảo vệ nền tảng tư tưởng | 
D15 | KH 08 |  | bcd35tw | ke-hoach | Bảo vệ nền tảng tư tưởng | 
D16 | 35-NQ/TU | 2017-03-10 | tu-an-giang | nghi-quyet | Phát triển nông nghiệp | 
D17 | 35/NQ-HĐND | 2021-12-08 | hdnd-an-giang | nghi-quyet | Dự toán ngân sách | 
D18 | 238/QĐ-TTg | 2020-02-13 | ttg | quyet-dinh | Phê duyệt chiến lược | 
D19 | 238/QĐ-UBND | 2021-02-02 | ubnd-an-giang | quyet-dinh | Giao chỉ tiêu | 
D20 | 30/2020/NĐ-CP | 2020-03-05 | cp | nghi-dinh | Về công tác văn thư | 
D21 | 1234/UBND-VX | 2021-05-20 | ubnd-an-giang | cong-van | V/v phòng, chống dịch COVID-19 | 
D22 | 1234/UBND-VX | 2022-06-01 | ubnd-an-giang | cong-van | V/v hỗ trợ người lao động | 
D23 | 145-CV/BTGTU | 2022-07-04 | btgtu-an-giang | cong-van | V/v tuyên truyền kinh tế - xã hội quý II | 
D24 | 15-NQ/TW | 2007-07-30 | bchtw | nghi-quyet | Đổi mới phương thức lãnh đạo của Đảng | 
D25 | 15-NQ/TW | 2022-05-05 | bct | nghi-quyet | Phát triển Thủ đô Hà Nội đến năm 2030 | 
D26 | 611/QĐ-TTg | 2024-07-08 | ttg | quyet-dinh | Phê duyệt quy hoạch | 
D27 | 611/QĐ-TTg | 2026-04-04 | ttg | quyet-dinh | Chuyển đổi số lĩnh vực văn hóa | 
D28 | 399-QĐ/TW | 2026-01-09 | bbt | quy-dinh | Về thể loại, thẩm quyền ban hành và thể thức văn bản của Đảng | 
D29 | 207-QĐ/TW | 2026-07-26 | bchtw | quy-dinh | Về những điều đảng viên không được làm | 
D30 | 207/QĐ-MTTW-BTT | 2025 | mttqtw | quy-dinh | Về thể thức văn bản của Mặt trận Tổ quốc | 
D31 | 81/2025/QH15 | 2025 | qh | luat | Tòa án nhân dân | 
D32 | 81/2025/UBTVQH15 | 2025 | ubtvqh | nghi-quyet | Thành lập Tòa án nhân dân khu vực | 
D33 | 05-KL/HU | 2021-06-15 | hu-886 | ket-luan | Công tác sáu tháng | 
D34 | 04-NQ/TW | 2016-10-30 | bchtw | nghi-quyet | Tăng cường xây dựng, chỉnh đốn Đảng | 
D35 | 12/QĐ-UB | 2003-04-02 | ubnd-an-giang | quyet-dinh | Về công tác thuỷ lợi, phòng chống lụt bão | 
D36 | 991/QĐ-UBND | 2008-05-10 | ubnd-binh-phuoc | quyet-dinh | Ban hành qui chế | 
D38 | 12-CT/TW | 2021-10-21 | bbt | chi-thi | Về một nhiệm vụ | 
D39 | 12/CT-TTg | 2021-05-08 | ttg | chi-thi | Về một việc | 
D40 | 20-HD/ĐUCA | 2026-06-08 | duca | huong-dan | Đánh giá, xếp loại KPI | ";

pub(super) struct Archive {
    pub index: Index,
    _directory: tempfile::TempDir,
}

pub(super) static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| {
    let directory = tempfile::tempdir().unwrap();
    let index = Index::create(directory.path()).unwrap();
    let mut writer = index.writer(1, MEMORY).unwrap();
    for (at, row) in rows().iter().enumerate() {
        let (document, page) = document(at, row);
        writer.put(&document, &[page]).unwrap();
    }
    writer.commit(rows().len() as u64).unwrap();
    Archive {
        index,
        _directory: directory,
    }
});

/// The rows, cell by cell.
pub(super) fn rows() -> Vec<[&'static str; 7]> {
    let cells = |line: &'static str| -> Vec<&str> { line.split('|').map(str::trim).collect() };
    ROWS.lines()
        .map(|line| cells(line).try_into().unwrap())
        .collect()
}

/// The id of a row.
pub(super) fn id(at: usize) -> DocumentId {
    DocumentId::parse(&format!("{:020x}", at + 1)).unwrap()
}

/// The name of a row.
pub(super) fn name(id: &DocumentId) -> &'static str {
    let at = usize::from_str_radix(id.as_str(), 16).unwrap() - 1;
    rows()[at][0]
}

fn document(at: usize, row: &[&'static str; 7]) -> (Document, TextPage) {
    let [_, number, date, body, kind, subject, text] = *row;
    let number = DocumentNumber::parse(number)
        .ok()
        .or_else(|| without_symbol(number));
    let known = bodies::by_id(body);
    let text = format!(
        "{}\n{subject}\n{text}",
        number.as_ref().map_or("", |number| &number.printed)
    );
    let citations: Vec<Citation> = find_citations(&text)
        .into_iter()
        .filter(|citation| number.as_ref().is_none_or(|own| citation.number != *own))
        .collect();
    let description = Description {
        number: number.clone(),
        kind: kinds::by_id(kind).map(|kind| kind.id.clone()),
        issuing_body: (!body.is_empty()).then(|| IssuingBody {
            id: BodyId::new(body),
            name: known
                .as_ref()
                .map_or(body.to_owned(), |body| body.name.clone()),
        }),
        system: known.map(|body| body.system),
        issued_on: date.parse().ok(),
        subject: Some(subject.to_owned()),
        ..Description::default()
    };
    let document = Document {
        id: id(at),
        sequence: at as u64 + 1,
        digest: String::new(),
        bytes: 0,
        format: "txt".to_owned(),
        charset: "unicode".to_owned(),
        text_source: TextSource::Embedded,
        page_count: 1,
        description,
        citations,
        findings: Vec::new(),
        sources: Vec::new(),
    };
    let lines = text.lines().map(|line| Line {
        text: line.to_owned(),
        ..Line::default()
    });
    (
        document,
        TextPage {
            lines: lines.collect(),
            ..TextPage::default()
        },
    )
}

/// `CTr 01`: a number that names no body.
fn without_symbol(printed: &str) -> Option<DocumentNumber> {
    let (kind, serial) = printed.split_once(' ')?;
    Some(DocumentNumber {
        printed: printed.to_owned(),
        serial: serial.parse().ok(),
        suffix: String::new(),
        year: None,
        kind_code: Some(kind.to_owned()),
        other_kind_codes: Vec::new(),
        body_code: None,
        units: Vec::new(),
        hyphenated: false,
        ocr_corrected: false,
    })
}

//! Whole papers of our own, described from end to end: every case the rules promise to handle.

use crate::document::Page;
use crate::vocabulary::BodyId;

use super::Described;
use super::describe;
use super::zones::tests::page;

/// What a paper is expected to say, `|` between the fields: number, kind, issuing body, parent,
/// place and date, system.
#[track_caller]
fn check(text: &str, expected: &str, subject: &str) -> Described {
    check_named(text, "van-ban.pdf", expected, subject)
}

#[track_caller]
fn check_named(text: &str, name: &str, expected: &str, subject: &str) -> Described {
    let pages: Vec<Page> = text.split('\u{c}').map(page).collect();
    let described = describe(&pages, name, None);
    let read = &described.description;
    let body = |body: &Option<crate::document::IssuingBody>| {
        body.as_ref()
            .map_or("-".to_owned(), |body| body.id.to_string())
    };
    let shown = [
        read.number
            .as_ref()
            .map_or("-".to_owned(), ToString::to_string),
        read.kind
            .as_ref()
            .map_or("-".to_owned(), ToString::to_string),
        body(&read.issuing_body),
        body(&read.parent_body),
        read.issued_at.clone().unwrap_or("-".to_owned()),
        read.issued_on
            .map_or("-".to_owned(), |date| date.to_string()),
        read.system.map_or("-", |system| system.code()).to_owned(),
    ];
    assert_eq!(shown.join(" | "), expected, "{text}");
    assert_eq!(read.subject.as_deref().unwrap_or("-"), subject, "{text}");
    described
}

fn codes(described: &Described) -> Vec<&str> {
    described
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

const STATE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc";

#[test]
fn party_papers() {
    check(
        "ĐẢNG BỘ TỈNH AN GIANG\n*TỈNH ỦY AN GIANG\n*\nSố 07-ĐA/TU\nĐẢNG CỘNG SẢN VIỆT NAM\n\
         /Long Xuyên, ngày 12 tháng 8 năm 2020\n*ĐỀ ÁN\n*nâng cao chất lượng công tác dư luận xã hội\n-----\nPhần thứ nhất",
        "07-ĐA/TU | de-an | tu-an-giang | tu-an-giang | Long Xuyên | 2020-08-12 | party",
        "nâng cao chất lượng công tác dư luận xã hội",
    );
    check(
        "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nSố 238-QĐ/TW\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 30 tháng 9 năm 2020\n\
         QUY ĐỊNH\nvề phối hợp giữa ban tuyên giáo các cấp và cơ quan nhà nước\n-----\nCăn cứ Điều lệ Đảng;\n\
         T/M BAN BÍ THƯ\nTrần Văn Năm\nNơi nhận:",
        "238-QĐ/TW | quy-dinh | bbt | bchtw | Hà Nội | 2020-09-30 | party",
        "về phối hợp giữa ban tuyên giáo các cấp và cơ quan nhà nước",
    );
    check(
        "TỈNH ỦY AN GIANG\nBAN TUYÊN GIÁO\n*\nSố 12-KH/BTGTU ĐẢNG CỘNG SẢN VIỆT NAM\nAn Giang, ngày 5 tháng 3 năm 2021\n\
         KẾ HOẠCH\nbồi dưỡng cộng tác viên\nCăn cứ Kế hoạch",
        "12-KH/BTGTU | ke-hoach | btgtu-an-giang | tu-an-giang | An Giang | 2021-03-05 | party",
        "bồi dưỡng cộng tác viên",
    );
}

#[test]
fn two_columns_on_one_line() {
    check(
        "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH BÌNH PHƯỚC Độc lập - Tự do - Hạnh phúc\n\
         Số: 991/QĐ-UBND Đồng Xoài, ngày 12 tháng 5 năm 2019\nQUYẾT ĐỊNH\nVề việc giao chỉ tiêu\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\nCăn cứ",
        "991/QĐ-UBND | quyet-dinh | ubnd-binh-phuoc | - | Đồng Xoài | 2019-05-12 | state",
        "Về việc giao chỉ tiêu",
    );
}

#[test]
fn an_underscore_in_a_symbol_is_a_hyphen() {
    check(
        &format!(
            "ỦY BAN NHÂN DÂN\nTỈNH BÌNH DƯƠNG\nSố: 157/TB_UBND\n{STATE}\nBình Dương, ngày 9 tháng 6 năm 2021\nTHÔNG BÁO\nVề việc trực hè\nCăn cứ"
        ),
        "157/TB-UBND | thong-bao | ubnd-binh-duong | - | Bình Dương | 2021-06-09 | state",
        "Về việc trực hè",
    );
}

#[test]
fn letters_have_no_title() {
    check(
        &format!(
            "UBND TỈNH AN GIANG\n*SỞ NỘI VỤ\nSố: 1234/SNV-CCVC\nV/v rà soát biên chế\nnăm 2021\n{STATE}\n\
             An Giang, ngày 9 tháng 6 năm 2021\nKính gửi: Các sở, ban, ngành"
        ),
        "1234/SNV-CCVC | cong-van | snv-an-giang | ubnd-an-giang | An Giang | 2021-06-09 | state",
        "V/v rà soát biên chế năm 2021",
    );
}

#[test]
fn laws_are_dated_at_their_end() {
    check(
        &format!(
            "QUỐC HỘI\n____\nLuật số: 60/2024/QH15\n{STATE}\nLUẬT\nDỮ LIỆU\nCăn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;\n\
             Điều 1. Có hiệu lực từ ngày 01 tháng 7 năm 2025.\nLuật này được Quốc hội khóa XV, kỳ họp thứ 8\nthông qua ngày 30 tháng 11 năm 2024."
        ),
        "60/2024/QH15 | luat | qh | - | - | 2024-11-30 | state",
        "DỮ LIỆU",
    );
}

#[test]
fn gazette_titles_and_signatures_are_not_the_paper() {
    check(
        &format!(
            "Người ký: CỔNG THÔNG TIN\nThời gian ký: 15.08.2024 15:40:06 +07:00\nCÔNG BÁO/Số 921 + 922/Ngày 13-8-2024 3\n\
             VĂN BẢN QUY PHẠM PHÁP LUẬT\nBỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\nBỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI\n\
             Số: 06/2024/TT-BLĐTBXH\n{STATE}\nHà Nội, ngày 30 tháng 7 năm 2024\nTHÔNG TƯ\nSửa đổi một số điều của\n\
             Thông tư số 26/2016/TT-BLĐTBXH\nngày 01 tháng 9 năm 2016 của Bộ trưởng\nCăn cứ Nghị định số 62/2022/NĐ-CP"
        ),
        "06/2024/TT-BLĐTBXH | thong-tu | bldtbxh | - | Hà Nội | 2024-07-30 | state",
        "Sửa đổi một số điều của Thông tư số 26/2016/TT-BLĐTBXH ngày 01 tháng 9 năm 2016 của Bộ trưởng",
    );
}

#[test]
fn consolidated_texts_are_numbered_at_their_end() {
    check(
        &format!(
            "{STATE}\nTHÔNG TƯ1\nHướng dẫn công tác giám sát\nThông tư số 45/2016/TT-BTC ngày 28 tháng 12 năm 2016 của Bộ\n\
             Căn cứ Luật\nĐiều 1. Nội dung\u{c}BỘ TÀI CHÍNH   XÁC THỰC VĂN BẢN HỢP NHẤT\nSố: 11/VBHN-BTC   Hà Nội, ngày 22 tháng 4 năm 2026\nKT. BỘ TRƯỞNG"
        ),
        "11/VBHN-BTC | van-ban-hop-nhat | btc | - | Hà Nội | 2026-04-22 | state",
        "Hướng dẫn công tác giám sát",
    );
}

#[test]
fn an_attached_regulation_does_not_name_the_paper() {
    check(
        &format!(
            "ỦY BAN NHÂN DÂN\nTỈNH PHÚ THỌ\nSố: 28/2023/QĐ-UBND\n{STATE}\nPhú Thọ, ngày 21 tháng 12 năm 2023\nQUYẾT ĐỊNH\n\
             Ban hành Quy chế làm việc\nCăn cứ Luật\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành\u{c}QUY CHẾ\nLÀM VIỆC\n(Ban hành kèm theo Quyết định số 28/2023/QĐ-UBND)"
        ),
        "28/2023/QĐ-UBND | quyet-dinh | ubnd-phu-tho | - | Phú Thọ | 2023-12-21 | state",
        "Ban hành Quy chế làm việc",
    );
}

#[test]
fn joint_papers_have_several_issuers() {
    let described = check(
        &format!(
            "TÒA ÁN NHÂN DÂN TỐI CAO -\nBỘ CÔNG AN - BỘ QUỐC PHÒNG\nSố: 01/2022/TTLT-TANDTC-\nBCA-BQP\n{STATE}\n\
             Hà Nội, ngày 18 tháng 02 năm 2022\nTHÔNG TƯ LIÊN TỊCH\nQuy định về phối hợp\nCăn cứ Bộ luật"
        ),
        "01/2022/TTLT-TANDTC-BCA-BQP | thong-tu-lien-tich | tandtc | - | Hà Nội | 2022-02-18 | state",
        "Quy định về phối hợp",
    );
    let joint: Vec<&str> = described
        .description
        .joint_bodies
        .iter()
        .map(|body| body.id.as_str())
        .collect();
    assert_eq!(joint, ["bca", "bqp"]);
}

#[test]
fn blanks_are_findings_not_guesses() {
    let described = check(
        &format!(
            "UBND TỈNH BÀ RỊA – VŨNG TÀU\nBQL CÁC KHU CÔNG NGHIỆP\nSố :          /QĐ-BQL\n{STATE}\n\
             Vũng Tàu, ngày      tháng     năm 2007\nQUYẾT ĐỊNH\nV/v : Ban hành Quy chế chi tiêu nội bộ\n\
             Căn cứ Nghị định 130/2005/NĐ-CP ngày 17/10/2005 của Chính phủ"
        ),
        "- | quyet-dinh | ten:ban-quan-ly-cac-khu-cong-nghiep-uy-ban-nhan-dan-tinh-ba-ria-vung-tau | ubnd-ba-ria-vung-tau | Vũng Tàu | - | state",
        "V/v : Ban hành Quy chế chi tiêu nội bộ",
    );
    assert_eq!(
        codes(&described),
        ["number-blank", "date-blank", "body-unknown"]
    );
}

#[test]
fn an_incoming_stamp_is_somebody_elses_number() {
    check(
        &format!(
            "CÔNG VĂN ĐẾN\nSố: 4512\nNgày: 15/6/2021\nBỘ TÀI CHÍNH\nSố: 6789/BTC-NSNN\nV/v quyết toán ngân sách\n{STATE}\n\
             Hà Nội, ngày 10 tháng 6 năm 2021\nKính gửi: Sở Tài chính"
        ),
        "6789/BTC-NSNN | cong-van | btc | - | Hà Nội | 2021-06-10 | state",
        "V/v quyết toán ngân sách",
    );
}

#[test]
fn a_bare_committee_needs_evidence() {
    let text = "TỈNH ỦY\n*\nSố 15-CT/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nngày 12 tháng 8 năm 2019\nCHỈ THỊ\nvề phòng, chống bão";
    let read = |home: Option<&BodyId>| {
        let described = describe(&[page(text)], "a.docx", home);
        described
            .description
            .issuing_body
            .map(|body| body.id.to_string())
    };
    assert_eq!(read(None).as_deref(), Some("ten:tinh-uy"));
    assert_eq!(
        read(Some(&BodyId::from("tu-an-giang"))).as_deref(),
        Some("tu-an-giang")
    );
}

#[test]
fn names_are_hints() {
    let text = format!(
        "BỘ NỘI VỤ\nSố: 15/QĐ-BNV\n{STATE}\nHà Nội, ngày 05 tháng 01 năm 2020\nQUYẾT ĐỊNH\nVề việc ban hành\nCăn cứ"
    );
    let expected = "15/QĐ-BNV | quyet-dinh | bnv | - | Hà Nội | 2020-01-05 | state";
    let agrees = check_named(&text, "15-QD-BNV.signed.pdf", expected, "Về việc ban hành");
    assert!(agrees.findings.is_empty(), "{:?}", agrees.findings);
    let disagrees = check_named(&text, "51-QD-BNV.pdf", expected, "Về việc ban hành");
    assert_eq!(codes(&disagrees), ["name-disagrees"]);
    let waiting = check_named(
        "",
        "q/238-QD-TW.signed.pdf",
        "238-QĐ/TW | - | - | - | - | - | -",
        "-",
    );
    assert_eq!(codes(&waiting), ["number-from-name"]);
    check_named("", "scan0012.pdf", "- | - | - | - | - | - | -", "-");
}

#[test]
fn describing_never_fails() {
    for text in [
        "",
        "Số:",
        "Số: /",
        "ngày tháng năm",
        "T/M",
        "\t|\t",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Luật số: ",
        "99999/Đ",
    ] {
        let described = describe(&[page(text), page("")], "\u{301}/..", None);
        assert!(described.description.issued_on.is_none(), "{text}");
    }
}

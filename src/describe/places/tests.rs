//! Fields found again on made pages.

use proptest::prelude::*;

use super::*;
use crate::document::Line;
use crate::document::Recognised;

/// A page whose lines stand one below the other, ten points high; `>` puts a line into the right half.
fn page(text: &str) -> Page {
    let line = |(at, printed): (usize, &str)| {
        let top = 10.0 * at as f32;
        let (left, printed) = match printed.strip_prefix('>') {
            Some(printed) => (300.0, printed),
            None => (50.0, printed),
        };
        Line {
            text: printed.to_owned(),
            area: Some([left, top, left + 200.0, top + 10.0]),
            ..Line::default()
        }
    };
    Page {
        lines: text.lines().enumerate().map(line).collect(),
        width: 595.0,
        height: 842.0,
    }
}

/// `number 1: 3-3`: each field with its page, first and last line.
fn lines(pages: &[Page]) -> Vec<String> {
    let mut found: Vec<String> = places(pages)
        .into_iter()
        .map(|(field, place)| {
            let [_, top, _, bottom] = place.area;
            let (first, last) = (top / 10.0, bottom / 10.0 - 1.0);
            format!("{} {}: {first}-{last}", field.code(), place.page)
        })
        .collect();
    found.sort_unstable();
    found
}

const DECISION: &str = "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG\nSỞ NỘI VỤ\nSố: 15/QĐ-SNV\n\
    >CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n>Độc lập - Tự do - Hạnh phúc\n\
    >An Giang, ngày 5 tháng 3 năm 2021\nQUYẾT ĐỊNH\nVề việc ban hành Quy chế\n\
    công tác văn thư\nGIÁM ĐỐC SỞ NỘI VỤ\nCăn cứ Luật Lưu trữ;\nĐiều 1. Ban hành Quy chế.";

#[test]
fn a_decision_has_a_place_for_every_field() {
    let foot = "Nơi nhận:\n- Như Điều 2;\n>GIÁM ĐỐC\n>Trần Văn Năm";
    let found = lines(&[page(DECISION), page(foot)]);
    assert_eq!(
        found,
        [
            "issued-at 1: 6-6",
            "issued-on 1: 6-6",
            "issuing-body 1: 2-2",
            "kind 1: 7-7",
            "number 1: 3-3",
            "parent-body 1: 0-1",
            "signer 2: 3-3",
            "subject 1: 8-9",
        ]
    );
}

#[test]
fn a_letter_has_its_subject_below_its_number() {
    let letter = "SỞ NỘI VỤ\nSố:       /SNV-VP\nV/v chuẩn bị họp\nquý I năm 2021\n\
        >CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n>An Giang, ngày     tháng 3 năm 2021\nKính gửi: Các phòng.";
    let found = lines(&[page(letter)]);
    assert_eq!(
        found,
        [
            "issued-at 1: 5-5",
            "issued-on 1: 5-5",
            "issuing-body 1: 0-0",
            "number 1: 1-1",
            "subject 1: 2-3",
        ]
    );
}

#[test]
fn a_law_is_dated_by_its_closing_clause() {
    let law = "QUỐC HỘI\nLuật số: 51/2024/QH15\n>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
        >Độc lập - Tự do - Hạnh phúc\nLUẬT\nLƯU TRỮ\nĐiều 1. Phạm vi điều chỉnh.";
    let end = "Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XV,\n\
        kỳ họp thứ 8 thông qua ngày 27 tháng 11 năm 2024.\nCHỦ TỊCH QUỐC HỘI\nTrần Văn Năm";
    let found = lines(&[page(law), page(end)]);
    assert!(found.contains(&"issued-on 2: 1-1".to_owned()), "{found:?}");
    assert!(found.contains(&"signer 2: 3-3".to_owned()), "{found:?}");
}

#[test]
fn of_a_line_with_words_only_those_that_say_it() {
    let mut one =
        page("Số: 15-QĐ/TU   An Giang, ngày 5 tháng 3 năm 2021\nQUYẾT ĐỊNH\nvề công tác cán bộ");
    let words: Vec<(u16, u16, u8)> = (0..10).map(|at| (at * 500, at * 500 + 400, 90)).collect();
    one.lines[0].recognised = Some(Recognised {
        confidence: 90,
        words,
    });
    let found = places(&[one]);
    let area = |field: Correctable| {
        let place = found.iter().find(|(known, _)| *known == field);
        place.unwrap().1.area
    };
    assert_eq!(area(Correctable::IssuedOn), [100.0, 0.0, 490.0, 10.0]);
    assert_eq!(area(Correctable::Number)[..2], [0.0, 0.0]);
}

#[test]
fn what_is_nowhere_has_no_place() {
    assert_eq!(places(&[]), []);
    assert_eq!(places(&[Page::default()]), []);
    let without_places = Page {
        lines: DECISION
            .lines()
            .map(|text| Line {
                text: text.trim_start_matches('>').to_owned(),
                ..Line::default()
            })
            .collect(),
        ..Page::default()
    };
    assert_eq!(places(&[without_places]), []);
}

proptest! {
    /// Whatever is on the pages: no field twice, and each within the lines of its page.
    #[test]
    fn places_lie_on_the_pages(
        order in prop::collection::vec(0..DECISION.lines().count(), 0..30),
        cut in 0usize..30,
    ) {
        let text: Vec<&str> = order.iter().filter_map(|at| DECISION.lines().nth(*at)).collect();
        let (first, second) = text.split_at(cut.min(text.len()));
        let pages = [page(&first.join("\n")), page(&second.join("\n"))];
        let found = places(&pages);
        for (at, (field, place)) in found.iter().enumerate() {
            prop_assert!(found[..at].iter().all(|(other, _)| other != field));
            let on = &pages[place.page as usize - 1];
            let bottom = on.lines.len() as f32 * 10.0;
            prop_assert!(place.area[0] < place.area[2] && place.area[3] <= bottom);
        }
    }
}

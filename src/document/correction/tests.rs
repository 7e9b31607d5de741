//! Corrections: what is taken for a value, and what it does to a description.

use super::*;

fn paper() -> (Description, Vec<Finding>) {
    let description = Description {
        number: DocumentNumber::parse("Số: 12/ QĐ- UBND").ok(),
        kind: Some(KindId::new("quyet-dinh")),
        issuing_body: Some(IssuingBody::unlisted("Ban quản lý chợ", None)),
        issued_on: "2020-09-30".parse().ok(),
        subject: Some("về việc thứ nhất".to_owned()),
        ..Description::default()
    };
    let findings = vec![
        Finding::new(Field::Number, "number-from-name", "số"),
        Finding::new(Field::IssuedOn, "date-partial", "ngày"),
        Finding::new(Field::File, "name-disagrees", "tên"),
        Finding::new(Field::File, "name-lies", "đuôi"),
    ];
    (description, findings)
}

#[track_caller]
fn check(field: Correctable, written: &str, expected: Result<Option<&str>, &str>) {
    let read = field.read(written, &paper().0);
    let read = read.map_err(|error| error.to_string());
    let expected = expected
        .map(|value| value.map(str::to_owned))
        .map_err(str::to_owned);
    assert_eq!(read, expected, "{field} {written}");
}

#[test]
fn values_are_checked_and_kept_in_one_spelling() {
    use Correctable::*;
    check(Number, " 13/QĐ-UBND ", Ok(Some("13/QĐ-UBND")));
    check(Number, "hôm qua", Err("`hôm qua` is not a valid number"));
    check(Kind, "nghi quyet", Ok(Some("nghi-quyet")));
    check(Kind, "Nghị quyết", Ok(Some("nghi-quyet")));
    check(Kind, "chuyện", Err("`chuyện` is not a valid kind"));
    check(IssuingBody, "Tỉnh ủy An Giang", Ok(Some("tu-an-giang")));
    check(IssuingBody, "tu-an-giang", Ok(Some("tu-an-giang")));
    check(IssuingBody, "Câu lạc bộ cờ", Ok(Some("Câu lạc bộ cờ")));
    check(ParentBody, "", Ok(None));
    check(IssuedOn, "5/3/2021", Ok(Some("2021-03-05")));
    check(IssuedOn, "3/2021", Ok(Some("2021-03")));
    check(
        IssuedOn,
        "31/2/2021",
        Err("`31/2/2021` is not a valid issued-on"),
    );
    check(Subject, "về \n việc  hai", Ok(Some("về việc hai")));
    let long = "a".repeat(3_000);
    assert!(Subject.read(&long, &paper().0).is_err());
}

#[test]
fn what_is_shown_can_be_confirmed_and_changes_nothing() {
    let (before, _) = paper();
    for field in Correctable::ALL {
        let shown = field.shown(&before).unwrap_or_default();
        let value = field.read(&shown, &before).unwrap();
        let mut after = before.clone();
        field.set(value.as_deref(), &mut after);
        assert_eq!(after, before, "{field}");
    }
}

fn correction(field: Correctable, value: Option<&str>, source: CorrectionSource) -> Correction {
    Correction {
        field,
        value: value.map(str::to_owned),
        was: None,
        source,
        who: "Lan".to_owned(),
        at: Timestamp::UNIX_EPOCH,
        reason: None,
    }
}

fn corrected(corrections: &[Correction]) -> (Description, Vec<String>) {
    let (mut description, mut findings) = paper();
    apply(corrections, &mut description, &mut findings);
    let codes = findings.into_iter().map(|finding| finding.code);
    (description, codes.collect())
}

#[test]
fn the_last_word_counts_and_settles_doubts() {
    use CorrectionSource::*;
    let date = |value| correction(Correctable::IssuedOn, value, Person);
    let (paper, codes) = corrected(&[date(Some("2021-01-02")), date(Some("2021-01-03"))]);
    assert_eq!(paper.issued_on.unwrap().to_string(), "2021-01-03");
    assert_eq!(codes, ["number-from-name", "name-lies"]);
    assert_eq!(corrected(&[date(None)]).0.issued_on, None);
    let register = correction(Correctable::IssuedOn, Some("2021"), Register);
    let (_, codes) = corrected(&[register]);
    assert_eq!(codes, ["number-from-name", "name-disagrees", "name-lies"]);
}

#[test]
fn a_known_body_brings_its_system_and_a_signer_keeps_the_position() {
    let body = correction(
        Correctable::IssuingBody,
        Some("tu-an-giang"),
        CorrectionSource::Person,
    );
    let signer = correction(
        Correctable::Signer,
        Some("Lê Văn Sáu"),
        CorrectionSource::Register,
    );
    let (paper, _) = corrected(&[body, signer]);
    assert_eq!(paper.issuing_body.unwrap().name, "Tỉnh ủy An Giang");
    assert_eq!(paper.system, Some(crate::vocabulary::System::Party));
    assert_eq!(paper.signatures[0].name.as_deref(), Some("Lê Văn Sáu"));
}

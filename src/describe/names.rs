//! What the file's name says: a hint, compared with the page and never put above it.

use crate::document::Description;
use crate::document::DocumentNumber;
use crate::document::Field;
use crate::document::Finding;
use crate::text::fold::fold;

/// The number a file name spells, only where serial, kind and body are all there:
/// `238-QD-TW.signed.pdf`, `30_2020_ND-CP.docx`.
fn spelled(source_name: &str) -> Option<DocumentNumber> {
    let file = source_name.rsplit(['/', '\\']).next()?;
    let number = DocumentNumber::from_file_name(file).ok()?;
    let whole = number.serial.is_some() && number.kind_code.is_some() && number.body_code.is_some();
    whole.then_some(number)
}

/// Compares name and page. With no text at all the name describes the paper, and a finding says so.
pub(super) fn compare(
    described: &mut Description,
    source_name: &str,
    blank: bool,
    findings: &mut Vec<Finding>,
) {
    let Some(named) = spelled(source_name) else {
        if blank {
            let message = "Tệp không có lớp chữ: chưa đọc được thông tin nào.";
            findings.push(Finding::new(Field::Text, "no-text", message));
        }
        return;
    };
    match &described.number {
        Some(own) if !agree(own, &named) => {
            let message = format!(
                "Tên tệp ghi `{}` nhưng trên trang là `{}`; lấy theo trang.",
                named.printed, own.printed
            );
            findings.push(Finding::new(Field::File, "name-disagrees", message));
        }
        None if blank => {
            let message = format!(
                "Tệp không có lớp chữ: số `{}` lấy từ tên tệp, cần đối chiếu.",
                named.printed
            );
            findings.push(Finding::new(Field::Number, "number-from-name", message));
            described.number = Some(named);
        }
        _ => {}
    }
}

/// The same number as far as the name says; names have no marks.
fn agree(own: &DocumentNumber, named: &DocumentNumber) -> bool {
    let code = |code: &Option<String>| code.as_deref().map(fold);
    own.serial == named.serial
        && code(&own.body_code) == code(&named.body_code)
        && (own.year.is_none() || named.year.is_none() || own.year == named.year)
}

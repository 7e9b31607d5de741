//! The bodies of a paper: names told apart by the heading, resolved, and what stays open said.

use crate::document::Description;
use crate::document::Field;
use crate::document::Finding;
use crate::vocabulary::Body;

use super::body::Names;
use super::resolve;
use super::resolve::Evidence;
use super::titled;
use super::zones::Row;

/// Sets issuing, joint and parent body from the printed names, else the issuing body from the code
/// in the number. Gives back the issuing body's authority row.
pub(super) fn settle(
    names: &Names,
    code: Option<&str>,
    described: &mut Description,
    evidence: &Evidence<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Body> {
    let parent = names
        .parent
        .as_deref()
        .and_then(|name| resolve::by_name(name, evidence));
    described.parent_body = match (&parent, &names.parent) {
        (Some(body), _) => Some(resolve::issuing(body)),
        (None, Some(name)) => Some(resolve::unknown(name, None)),
        (None, None) => None,
    };
    let evidence = Evidence {
        parent: parent.as_ref(),
        ..evidence.clone()
    };
    let mut first: Option<Body> = None;
    for (at, name) in names.issuers.iter().enumerate() {
        let mut found = resolve::by_name(name, &evidence);
        // `BAN THƯỜNG TRỰC` below `ỦY BAN TRUNG ƯƠNG`: an organ without a row of its own, but the
        // number says whose.
        if let (0, None, Some(code)) = (at, &found, code) {
            found = resolve::by_own_code(code, evidence.day);
            if found.is_some() && parent.is_none() {
                described.parent_body = None;
            }
        }
        let found = found.map(|body| organ(body, &evidence, described));
        let issuing = match &found {
            Some(body) => resolve::issuing(body),
            None => {
                let unknown = resolve::unknown(name, described.parent_body.as_ref());
                let message = format!(
                    "Cơ quan `{}` chưa có trong danh mục hoặc chưa rõ của địa phương nào.",
                    unknown.name
                );
                findings.push(Finding::new(Field::IssuingBody, "body-unknown", message));
                unknown
            }
        };
        if at == 0 {
            described.issuing_body = Some(issuing);
            first = found;
        } else {
            described.joint_bodies.push(issuing);
        }
    }
    if described.issuing_body.is_none() {
        first = code.and_then(|code| resolve::by_code(code, &evidence));
        first = first.map(|body| organ(body, &evidence, described));
        described.issuing_body = first.as_ref().map(resolve::issuing);
    }
    if described.issuing_body.is_none() {
        let message = match code {
            Some(code) => format!("Chưa xác định được cơ quan ban hành (ký hiệu `{code}`)."),
            None => "Không thấy cơ quan ban hành trên trang.".to_owned(),
        };
        findings.push(Finding::new(Field::IssuingBody, "body-unresolved", message));
    }
    first
}

/// The Central Committee's papers share heading and code: the signature says which organ's it is.
fn organ(body: Body, evidence: &Evidence<'_>, described: &mut Description) -> Body {
    if body.id.as_str() != "bchtw" {
        return body;
    }
    let Some(organ) = resolve::central_organ(evidence.closing).filter(|organ| organ.id != body.id)
    else {
        return body;
    };
    described.parent_body = Some(resolve::issuing(&body));
    organ
}

/// The body an annex's main paper is of: `(Kèm theo văn bản số … của Bộ Xây dựng)`.
pub(super) fn annexed_to(rows: &[Row]) -> Option<String> {
    let joined: Vec<&str> = rows.iter().take(12).map(|row| row.text.as_str()).collect();
    let row = Row::of_text(&joined.join(" "));
    let from = row.folded.find("kem theo")?;
    let end = row
        .folded
        .get(from..)?
        .find([')', ';'])
        .map(|at| from + at)?;
    let name = row
        .folded
        .get(from..end)?
        .rfind(" cua ")
        .map(|at| from + at + " cua ".len())?;
    let printed = row.printed(name..end);
    (printed.chars().count() < 90).then(|| titled::without_office(&printed))
}

/// The folded closing lines, where signature and recipients stand.
pub(super) fn closing_text(rows: &[Row]) -> String {
    let from = rows.len().saturating_sub(60);
    let tail = rows
        .iter()
        .skip(from)
        .map(|row| row.folded.replace('\t', "\n"));
    tail.collect::<Vec<_>>().join("\n")
}

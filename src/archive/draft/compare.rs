//! What a citation says of a paper, held against the paper.

use std::collections::HashSet;

use crate::archive::names::kind_name;
use crate::document::Citation;
use crate::document::Description;
use crate::document::Document;
use crate::document::PartialDate;
use crate::text::fold::fold;
use crate::text::syllables::syllables;
use crate::vocabulary::BodyId;
use crate::vocabulary::bodies;

/// Of a title's syllables so many, of a hundred, must be the subject's.
const ALIKE: usize = 80;
/// Fewer syllables are no title.
const TITLE: usize = 4;

/// Something a citation says otherwise than the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `number`, `kind`, `issued_on`, `issuing_body` or `subject`.
    pub field: &'static str,
    /// As the draft has it.
    pub said: String,
    /// As the paper has it.
    pub is: String,
}

impl Difference {
    /// The field for staff.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.field {
            "number" => "Số, ký hiệu",
            "kind" => "Loại văn bản",
            "issued_on" => "Ngày ban hành",
            "issuing_body" => "Cơ quan ban hành",
            _ => "Trích yếu",
        }
    }
}

/// All that a citation, and the text after it up to the end of its clause, says otherwise.
pub(super) fn differences(citation: &Citation, after: &str, paper: &Document) -> Vec<Difference> {
    differences_of(citation, after, &paper.description)
}

fn differences_of(citation: &Citation, after: &str, is: &Description) -> Vec<Difference> {
    [
        number(citation, is),
        kind(citation, is),
        date(citation.issued_on, is),
        body(citation, is),
        subject(citation, after, is),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether a paper is by one of these bodies, jointly or as a part of them.
pub(super) fn is_by(paper: &Description, bodies: &[BodyId]) -> bool {
    let own = [&paper.issuing_body, &paper.parent_body]
        .into_iter()
        .flatten();
    let mut own = own.chain(&paper.joint_bodies);
    own.any(|body| bodies.contains(&body.id))
}

/// The same letters and digits, blanks and leading noughts aside, is the same spelling.
fn number(citation: &Citation, is: &Description) -> Option<Difference> {
    let own = is.number.as_ref()?;
    let written = bare(&citation.printed);
    let same = [own.to_string(), own.printed.clone()]
        .iter()
        .any(|number| written.ends_with(&bare(number)));
    // A tail that an enumeration shares is not printed with each serial.
    let whole = written.contains(['/', '-']);
    (whole && !same).then(|| Difference {
        field: "number",
        said: citation.printed.clone(),
        is: own.to_string(),
    })
}

fn bare(number: &str) -> String {
    let digits = number.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let number = number.get(digits..).unwrap_or_default();
    number
        .trim_start_matches('0')
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == '–' { '-' } else { c })
        .collect()
}

fn kind(citation: &Citation, is: &Description) -> Option<Difference> {
    let (said, own) = (citation.kind.as_ref()?, is.kind.as_ref()?);
    (said != own).then(|| Difference {
        field: "kind",
        said: kind_name(said),
        is: kind_name(own),
    })
}

/// The date a citation gives, held against the paper's.
pub(super) fn date(said: Option<PartialDate>, is: &Description) -> Option<Difference> {
    let (said, own) = (said?, is.issued_on?);
    let agree = match (said.exact(), own.exact()) {
        (Some(said), Some(own)) => said == own,
        _ => said.year() == own.year(),
    };
    (!agree).then(|| Difference {
        field: "issued_on",
        said: PartialDate::vietnamese(said),
        is: PartialDate::vietnamese(own),
    })
}

fn body(citation: &Citation, is: &Description) -> Option<Difference> {
    let own = is.issuing_body.as_ref()?;
    let said = citation.bodies.first()?;
    let name = |id: &BodyId| bodies::by_id(id.as_str()).map(|body| body.name.clone());
    match is_by(is, &citation.bodies) {
        true => None,
        false => Some(Difference {
            field: "issuing_body",
            said: name(said)?,
            is: name(&own.id).unwrap_or_else(|| own.name.clone()),
        }),
    }
}

/// The title a căn cứ gives. In running text what follows a number is the sentence, not a title.
fn subject(citation: &Citation, after: &str, is: &Description) -> Option<Difference> {
    let own = is.subject.as_deref()?;
    let clause = fold(citation.sentence.trim_start());
    if !clause.trim_start_matches(['-', ' ']).starts_with("can cu") {
        return None;
    }
    let end = after.find([';', '\n']).unwrap_or(after.len());
    let tail = after.get(..end)?;
    let title = [" về ", " ban hành ", " quy định ", " sửa đổi"]
        .iter()
        .filter_map(|opening| tail.find(opening))
        .min()?;
    let said = tail.get(title..)?.trim().trim_end_matches(['.', ',']);
    let folded = fold(own);
    let own_syllables: HashSet<&str> = syllables(&folded).map(|one| one.text).collect();
    let folded = fold(said);
    let said_syllables: Vec<&str> = syllables(&folded).map(|one| one.text).collect();
    let shared = said_syllables
        .iter()
        .filter(|one| own_syllables.contains(**one))
        .count();
    let unlike = shared * 100 < said_syllables.len() * ALIKE;
    (unlike && said_syllables.len() >= TITLE).then(|| Difference {
        field: "subject",
        said: said.to_owned(),
        is: own.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::citation::find_citations;

    /// What the only citation of a clause says otherwise than the quy định `238-QĐ/TW`.
    #[track_caller]
    fn check(clause: &str, expected: &[(&str, &str)]) {
        let mut is = Description {
            kind: Some("quy-dinh".into()),
            issued_on: Some(PartialDate::day(2020, 9, 30).unwrap()),
            subject: Some("về phối hợp giữa ban tuyên giáo các cấp và cơ quan nhà nước".to_owned()),
            ..Description::default()
        };
        is.number = crate::document::DocumentNumber::parse("238-QĐ/TW").ok();
        is.issuing_body = bodies::by_id("bbt").map(|body| crate::document::IssuingBody {
            id: body.id.clone(),
            name: body.name.clone(),
        });
        let [citation] = find_citations(clause).try_into().unwrap();
        let after = clause.get(citation.end..).unwrap();
        let found = differences_of(&citation, after, &is);
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.field, one.said.as_str()))
            .collect();
        assert_eq!(told, expected, "{clause}");
    }

    #[test]
    fn what_is_said_otherwise() {
        check(
            "Căn cứ Quy định số 238-QĐ/TW ngày 30/9/2020 của Ban Bí thư;",
            &[],
        );
        check("Căn cứ Quy định số 238 -QĐ/ TW;", &[]);
        check(
            "Căn cứ Quyết định số 238-QĐ/TW ngày 30/9/2021 của Bộ Chính trị",
            &[
                ("kind", "Quyết định"),
                ("issued_on", "30/9/2021"),
                ("issuing_body", "Bộ Chính trị"),
            ],
        );
        check(
            "Căn cứ Quy định số 238-QĐ-TW ngày 30/9/2020",
            &[("number", "Quy định số 238-QĐ-TW")],
        );
        check(
            "Căn cứ Quy định số 238-QĐ/TW về phối hợp giữa Ban Tuyên giáo và cơ quan nhà nước",
            &[],
        );
        check(
            "Căn cứ Quy định số 238-QĐ/TW về chế độ phụ cấp của cán bộ xã",
            &[("subject", "về chế độ phụ cấp của cán bộ xã")],
        );
        check(
            "Thực hiện Quy định số 238-QĐ/TW về việc này các ban báo cáo kết quả",
            &[],
        );
    }
}

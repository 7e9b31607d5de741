//! What people (and registers) put right in a description: checking what they wrote, applying it.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::document::Description;
use crate::document::DocumentNumber;
use crate::document::Field;
use crate::document::Finding;
use crate::document::IssuingBody;
use crate::document::PartialDate;
use crate::document::Signature;
use crate::vocabulary::KindId;
use crate::vocabulary::bodies;
use crate::vocabulary::body_names;
use crate::vocabulary::kinds;

/// Characters of a value at most: no subject is longer.
const LONGEST: usize = 2_000;

/// A field of a description that can be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Correctable {
    /// Số, ký hiệu.
    Number,
    /// Tên loại văn bản.
    Kind,
    /// Cơ quan ban hành.
    IssuingBody,
    /// Cơ quan chủ quản.
    ParentBody,
    /// Ngày ban hành.
    IssuedOn,
    /// Địa danh.
    IssuedAt,
    /// Trích yếu nội dung.
    Subject,
    /// Người ký: the name in the first signature.
    Signer,
}

/// Who says what a field is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorrectionSource {
    /// Someone who looked at the paper.
    Person,
    /// A register the paper is entered in.
    Register,
}

/// One field put right. Corrections are applied in the order of their times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Which field.
    pub field: Correctable,
    /// What it is, as [`Correctable::read`] gives it; none when the paper says none.
    pub value: Option<String>,
    /// What was shown before, for people.
    pub was: Option<String>,
    /// Person or register.
    pub source: CorrectionSource,
    /// Who, as they call themselves.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// Why, where someone said so.
    pub reason: Option<String>,
}

/// Why something cannot be the value of a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionError {
    /// There is no such field.
    #[error("`{0}` is not a field that can be corrected")]
    NoField(String),
    /// It cannot be read as what the field holds.
    #[error("`{value}` is not a valid {field}")]
    BadValue {
        /// The field.
        field: Correctable,
        /// What was given.
        value: String,
    },
    /// Several bodies have this name: one of their ids must be given.
    #[error("`{name}` may be {}; give one of these ids", ids.join(", "))]
    Ambiguous {
        /// What was given.
        name: String,
        /// Who may be meant.
        ids: Vec<String>,
    },
}

impl Correctable {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 8] = [
        Self::Number,
        Self::Kind,
        Self::IssuingBody,
        Self::ParentBody,
        Self::IssuedOn,
        Self::IssuedAt,
        Self::Subject,
        Self::Signer,
    ];

    /// As requests and the catalogue call it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Kind => "kind",
            Self::IssuingBody => "issuing-body",
            Self::ParentBody => "parent-body",
            Self::IssuedOn => "issued-on",
            Self::IssuedAt => "issued-at",
            Self::Subject => "subject",
            Self::Signer => "signer",
        }
    }

    /// For staff.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "Số, ký hiệu",
            Self::Kind => "Loại văn bản",
            Self::IssuingBody => "Cơ quan ban hành",
            Self::ParentBody => "Cơ quan chủ quản",
            Self::IssuedOn => "Ngày ban hành",
            Self::IssuedAt => "Nơi ban hành",
            Self::Subject => "Trích yếu",
            Self::Signer => "Người ký",
        }
    }

    /// Whether a doubt is about this field.
    #[must_use]
    pub fn concerns(self, finding: &Finding) -> bool {
        let own = match self {
            Self::Number => Field::Number,
            Self::Kind => Field::Kind,
            Self::IssuingBody => Field::IssuingBody,
            Self::IssuedOn => Field::IssuedOn,
            Self::Subject => Field::Subject,
            Self::ParentBody | Self::IssuedAt | Self::Signer => return false,
        };
        finding.field == own
    }

    /// The field as staff read it: a kind's and a body's name, `30/9/2020`.
    #[must_use]
    pub fn shown(self, description: &Description) -> Option<String> {
        match self {
            Self::Kind => {
                let id = description.kind.as_ref()?.as_str();
                Some(kinds::by_id(id).map_or(id, |kind| kind.name).to_owned())
            }
            Self::IssuingBody => Some(description.issuing_body.as_ref()?.name.clone()),
            Self::ParentBody => Some(description.parent_body.as_ref()?.name.clone()),
            Self::IssuedOn => Some(description.issued_on?.vietnamese()),
            _ => self.value(description),
        }
    }

    /// The field as a correction holds it: ids where there are ids, dates as `2020-09-30`.
    #[must_use]
    pub fn value(self, description: &Description) -> Option<String> {
        let body = |body: &IssuingBody| match bodies::by_id(body.id.as_str()) {
            Some(_) => body.id.as_str().to_owned(),
            None => body.name.clone(),
        };
        match self {
            Self::Number => description.number.as_ref().map(ToString::to_string),
            Self::Kind => Some(description.kind.as_ref()?.as_str().to_owned()),
            Self::IssuingBody => description.issuing_body.as_ref().map(body),
            Self::ParentBody => description.parent_body.as_ref().map(body),
            Self::IssuedOn => description.issued_on.map(|date| date.to_string()),
            Self::IssuedAt => description.issued_at.clone(),
            Self::Subject => description.subject.clone(),
            Self::Signer => description.signatures.first()?.name.clone(),
        }
    }

    /// Reads what someone wrote into this field; nothing but blanks means that the paper says none.
    ///
    /// A kind is given by id or name, a body by id or by a name it had on the paper's date; a name
    /// nobody has is kept as it is. What `description` shows now is always taken: it confirms it.
    pub fn read(
        self,
        written: &str,
        description: &Description,
    ) -> Result<Option<String>, CorrectionError> {
        let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
        if written.is_empty() {
            return Ok(None);
        }
        if self.shown(description).as_ref() == Some(&written) {
            return Ok(self.value(description));
        }
        let bad = || CorrectionError::BadValue {
            field: self,
            value: written.clone(),
        };
        if written.chars().count() > LONGEST || written.chars().any(char::is_control) {
            return Err(bad());
        }
        let value = match self {
            Self::Number => match DocumentNumber::parse(&written) {
                Ok(_) => written,
                Err(_) => return Err(bad()),
            },
            Self::Kind => {
                let kind = kinds::by_id(&written).or_else(|| kinds::by_name(&written));
                kind.ok_or_else(bad)?.id.as_str().to_owned()
            }
            Self::IssuingBody | Self::ParentBody => body_named(written, description.issued_on)?,
            Self::IssuedOn => {
                let date: PartialDate = written.parse().map_err(|_| bad())?;
                date.to_string()
            }
            Self::IssuedAt | Self::Subject | Self::Signer => written,
        };
        Ok(Some(value))
    }

    /// Puts a value of [`Self::read`] in its place. What cannot be read any more changes nothing.
    fn set(self, value: Option<&str>, description: &mut Description) {
        // A person who confirms a field must not lose how it was printed.
        if self.value(description).as_deref() == value {
            return;
        }
        match self {
            Self::Number => {
                let number = value.map(DocumentNumber::parse).transpose();
                description.number = number.unwrap_or_else(|_| description.number.take());
            }
            Self::Kind => description.kind = value.map(KindId::new),
            Self::IssuingBody => {
                description.issuing_body = value.map(body_of);
                let known = description.issuing_body.as_ref();
                let known = known.and_then(|body| bodies::by_id(body.id.as_str()));
                if let Some(body) = known {
                    description.system = Some(body.system);
                }
            }
            Self::ParentBody => description.parent_body = value.map(body_of),
            Self::IssuedOn => {
                let date = value.map(str::parse).transpose();
                description.issued_on = date.unwrap_or(description.issued_on);
            }
            Self::IssuedAt => description.issued_at = value.map(str::to_owned),
            Self::Subject => description.subject = value.map(str::to_owned),
            Self::Signer => match (description.signatures.first_mut(), value) {
                (_, None) => description.signatures.clear(),
                (Some(first), Some(name)) => first.name = Some(name.to_owned()),
                (None, Some(name)) => description.signatures.push(Signature {
                    name: Some(name.to_owned()),
                    ..Signature::default()
                }),
            },
        }
    }
}

/// The id of the one body that has this name on the paper's date, or at any time; else the name.
fn body_named(written: String, on: Option<PartialDate>) -> Result<String, CorrectionError> {
    if bodies::by_id(&written).is_some() {
        return Ok(written);
    }
    let mut found = body_names::by_name(&written, on.map(PartialDate::first_day));
    if found.is_empty() {
        found = body_names::by_name(&written, None);
    }
    match found.as_slice() {
        [] => Ok(written),
        [only] => Ok(only.id.as_str().to_owned()),
        several => Err(CorrectionError::Ambiguous {
            name: written,
            ids: several
                .iter()
                .map(|body| body.id.as_str().to_owned())
                .collect(),
        }),
    }
}

fn body_of(value: &str) -> IssuingBody {
    match bodies::by_id(value) {
        Some(body) => IssuingBody {
            id: body.id,
            name: body.name,
        },
        None => IssuingBody::unlisted(value, None),
    }
}

/// Applies corrections, in the order given, to what the machine read.
///
/// Doubts about a field that was corrected, or confirmed, are settled. A person who corrected
/// anything has looked at the paper: doubts about its text or its name are settled too, but for
/// those that only inform.
pub fn apply<'c>(
    corrections: impl IntoIterator<Item = &'c Correction>,
    description: &mut Description,
    findings: &mut Vec<Finding>,
) {
    for correction in corrections {
        let field = correction.field;
        field.set(correction.value.as_deref(), description);
        let seen = correction.source == CorrectionSource::Person;
        findings.retain(|finding| {
            let of_the_file = matches!(finding.field, Field::Text | Field::File);
            let settled =
                field.concerns(finding) || seen && of_the_file && finding.asks_for_a_person();
            !settled
        });
    }
}

impl fmt::Display for Correctable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl FromStr for Correctable {
    type Err = CorrectionError;

    fn from_str(written: &str) -> Result<Self, CorrectionError> {
        let mut all = Self::ALL.into_iter();
        all.find(|field| field.code() == written)
            .ok_or_else(|| CorrectionError::NoField(written.to_owned()))
    }
}

impl CorrectionSource {
    /// As the catalogue and CSV files call it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Register => "register",
        }
    }

    /// For staff.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "người",
            Self::Register => "sổ đăng ký",
        }
    }

    /// The reverse of [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Person, Self::Register]
            .into_iter()
            .find(|source| source.code() == code)
    }
}

#[cfg(test)]
mod tests;

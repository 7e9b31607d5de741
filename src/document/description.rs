//! What a paper says of itself: the fields staff look papers up by.

use serde::{Deserialize, Serialize};

use crate::document::relation::Relation;
use crate::document::{DocumentNumber, PartialDate};
use crate::text::fold::fold;
use crate::vocabulary::{BodyId, KindId, System};

/// Everything known about a paper besides its text. Every field may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Số, ký hiệu.
    pub number: Option<DocumentNumber>,
    /// Tên loại văn bản.
    pub kind: Option<KindId>,
    /// Cơ quan ban hành: the first, where several bodies issue jointly.
    pub issuing_body: Option<IssuingBody>,
    /// The other bodies of a joint paper, in printed order.
    pub joint_bodies: Vec<IssuingBody>,
    /// Cơ quan chủ quản.
    pub parent_body: Option<IssuingBody>,
    /// Địa danh.
    pub issued_at: Option<String>,
    /// Ngày ban hành.
    pub issued_on: Option<PartialDate>,
    /// Trích yếu nội dung.
    pub subject: Option<String>,
    /// Party, State, or front and unions.
    pub system: Option<System>,
    /// Chữ ký: in whose name, in what position and by whom; several on a joint paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
    /// Nơi nhận, an entry each, as printed: whom it is written to, then who else gets it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
    /// Mức độ khẩn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// Phạm vi lưu hành: the marks it bears.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub circulation: Vec<Circulation>,
    /// It says that it is a draft.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// When it was signed digitally: never the date of the paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub digital_signatures: Vec<DigitalSignature>,
    /// Căn cứ ban hành, a clause each, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal_basis: Vec<String>,
    /// Titles of what is attached in the same file: annexes, the regulation a decision issues.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annexes: Vec<String>,
    /// The day it says it takes effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<PartialDate>,
    /// What it says it does to other papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
}

/// A signature at the foot of a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// In whose name, as printed: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`.
    pub authority: Option<String>,
    /// The position of who signed: `PHÓ CHỦ TỊCH`.
    pub position: Option<String>,
    /// Who signed, without rank or title.
    pub name: Option<String>,
}

/// Mức độ khẩn (Nghị định 30/2020/NĐ-CP, Phụ lục I), the least urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Khẩn.
    Urgent,
    /// Thượng khẩn.
    VeryUrgent,
    /// Hỏa tốc, hẹn giờ or not.
    Express,
}

impl Urgency {
    /// For staff.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Urgent => "Khẩn",
            Self::VeryUrgent => "Thượng khẩn",
            Self::Express => "Hỏa tốc",
        }
    }
}

/// A mark that limits who may be shown a paper. None of them is a state secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Circulation {
    /// Lưu hành nội bộ.
    Internal,
    /// Xem xong trả lại.
    ReturnAfterReading,
    /// Tài liệu thu hồi.
    ToBeCollected,
    /// Tài liệu hội nghị.
    Conference,
    /// Không phổ biến.
    NotForRelease,
}

impl Circulation {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Internal,
        Self::ReturnAfterReading,
        Self::ToBeCollected,
        Self::Conference,
        Self::NotForRelease,
    ];

    /// `internal`, `return-after-reading` …: its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::ReturnAfterReading => "return-after-reading",
            Self::ToBeCollected => "to-be-collected",
            Self::Conference => "conference",
            Self::NotForRelease => "not-for-release",
        }
    }

    /// The mark with this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.code() == code)
    }

    /// For staff.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Internal => "Lưu hành nội bộ",
            Self::ReturnAfterReading => "Xem xong trả lại",
            Self::ToBeCollected => "Tài liệu thu hồi",
            Self::Conference => "Tài liệu hội nghị",
            Self::NotForRelease => "Không phổ biến",
        }
    }
}

/// The visible block of a digital signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigitalSignature {
    /// Ký bởi, người ký: mostly an office.
    pub by: Option<String>,
    /// Thời gian ký, `2020-09-30T10:11:22+07:00`; without the offset where none is printed.
    pub at: Option<String>,
}

/// A body with its authority id and the name it had on the paper's date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuingBody {
    /// Id in `index/bodies.tsv`, of an instantiated template, or `ten:…` made from a printed name
    /// that no authority row has.
    pub id: BodyId,
    /// Its name, for display.
    pub name: String,
}

impl IssuingBody {
    /// A body no authority row has: kept under an id made from its name, and from its superior's,
    /// since every huyện has a `Phòng Tư pháp`.
    #[must_use]
    pub fn unlisted(name: &str, parent: Option<&Self>) -> Self {
        let above = parent.map_or("", |parent| parent.name.as_str());
        let slug: Vec<String> = fold(&format!("{name} {above}"))
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        Self {
            id: BodyId::new(format!("ten:{}", slug.join("-"))),
            name: name.to_owned(),
        }
    }
}

//! What a paper says of itself: the fields staff look papers up by.

use serde::{Deserialize, Serialize};

use crate::document::{DocumentNumber, PartialDate};
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

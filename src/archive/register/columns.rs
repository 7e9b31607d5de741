//! The columns of the official registers, filled from a paper's description.

use crate::archive::names::kind_name;
use crate::document::Document;
use crate::document::TextSource;
use crate::document::Urgency;

/// Which columns a register has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fields {
    /// Mục lục văn bản, tài liệu (Nghị định 30/2020/NĐ-CP, Phụ lục V, IV).
    Catalogue,
    /// Fields of an outgoing paper (Nghị định 30/2020/NĐ-CP, Phụ lục VI, Phần II).
    Decree30,
    /// Fields of a document in archival packages (Thông tư 05/2025/TT-BNV, as public systems have
    /// implemented it; the circular itself was not read).
    Circular05,
}

impl Fields {
    /// What heads its columns.
    pub(super) fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Catalogue => &[
                "STT",
                "Số, ký hiệu văn bản",
                "Ngày tháng năm văn bản",
                "Tên loại và trích yếu nội dung văn bản",
                "Tác giả văn bản",
                "Tờ số/ Trang số",
                "Ghi chú",
            ],
            Self::Decree30 => &[
                "FileCode",
                "OrganId",
                "FileCatalog",
                "FileNotation",
                "DocOrdinal",
                "TypeName",
                "CodeNumber",
                "CodeNotation",
                "IssuedDate",
                "OrganName",
                "Subject",
                "Language",
                "PageAmount",
                "Description",
                "Position",
                "FullName",
                "To",
                "Priority",
                "IssuedAmount",
                "DueDate",
            ],
            Self::Circular05 => &[
                "docId",
                "docCode",
                "maintenance",
                "typeName",
                "codeNumber",
                "codeNotation",
                "issuedDate",
                "organName",
                "subject",
                "language",
                "numberOfPage",
                "inforSign",
                "keyword",
                "mode",
                "confidenceLevel",
                "autograph",
                "format",
                "process",
                "riskRecovery",
                "riskRecoveryStatus",
                "description",
            ],
        }
    }

    /// A paper's row, a cell a column.
    pub(super) fn row(self, ordinal: usize, document: &Document) -> Vec<String> {
        let paper = Paper { document };
        let none = String::new;
        match self {
            Self::Catalogue => vec![
                ordinal.to_string(),
                paper.number(),
                paper.date(),
                paper.kind_and_subject(),
                paper.issuer(),
                paper.pages(),
                none(),
            ],
            Self::Decree30 => vec![
                none(),
                none(),
                none(),
                none(),
                ordinal.to_string(),
                paper.kind(),
                paper.serial(),
                paper.symbol(),
                paper.date(),
                paper.issuer(),
                paper.subject(),
                "Tiếng Việt".to_owned(),
                paper.pages(),
                none(),
                paper.position(),
                paper.signer(),
                paper.recipients(),
                paper.priority(),
                none(),
                none(),
            ],
            Self::Circular05 => vec![
                paper.document.id.to_string(),
                none(),
                none(),
                paper.type_code().to_owned(),
                paper.serial(),
                paper.symbol(),
                paper.date(),
                paper.issuer(),
                paper.subject(),
                "01".to_owned(),
                paper.pages(),
                none(),
                none(),
                none(),
                paper.origin().to_owned(),
                none(),
                none(),
                none(),
                none(),
                none(),
                none(),
            ],
        }
    }
}

/// A paper's fields as registers write them.
struct Paper<'a> {
    document: &'a Document,
}

impl Paper<'_> {
    fn number(&self) -> String {
        let number = self.document.description.number.as_ref();
        number.map(ToString::to_string).unwrap_or_default()
    }

    fn serial(&self) -> String {
        let number = self.document.description.number.as_ref();
        let serial = number.and_then(|number| Some(format!("{}{}", number.serial?, number.suffix)));
        serial.unwrap_or_default()
    }

    fn symbol(&self) -> String {
        let number = self.document.description.number.as_ref();
        match number.map(|number| (number.year, number.symbol())) {
            Some((Some(year), symbol)) => format!("{year}/{symbol}"),
            Some((None, symbol)) => symbol,
            None => String::new(),
        }
    }

    /// `30/09/2020`; `09/2020` and `2020` where no more is known.
    fn date(&self) -> String {
        let date = self
            .document
            .description
            .issued_on
            .map(|date| date.to_string());
        let parts: Vec<String> = date
            .iter()
            .flat_map(|date| date.split('-').rev())
            .map(str::to_owned)
            .collect();
        parts.join("/")
    }

    fn kind(&self) -> String {
        self.document
            .description
            .kind
            .as_ref()
            .map(kind_name)
            .unwrap_or_default()
    }

    fn subject(&self) -> String {
        self.document
            .description
            .subject
            .clone()
            .unwrap_or_default()
    }

    fn kind_and_subject(&self) -> String {
        format!("{} {}", self.kind(), self.subject())
            .trim()
            .to_owned()
    }

    fn issuer(&self) -> String {
        let description = &self.document.description;
        let bodies = description
            .issuing_body
            .iter()
            .chain(&description.joint_bodies);
        let names: Vec<&str> = bodies.map(|body| body.name.as_str()).collect();
        names.join("; ")
    }

    fn pages(&self) -> String {
        self.document.page_count.to_string()
    }

    fn position(&self) -> String {
        let signature = self.document.description.signatures.first();
        signature
            .and_then(|signature| signature.position.clone())
            .unwrap_or_default()
    }

    fn signer(&self) -> String {
        let signature = self.document.description.signatures.first();
        signature
            .and_then(|signature| signature.name.clone())
            .unwrap_or_default()
    }

    fn recipients(&self) -> String {
        self.document.description.recipients.join("; ")
    }

    /// 0 none, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc. The decree keeps secrecy in the same digit; papers
    /// of that kind are not here.
    fn priority(&self) -> String {
        let level = match self.document.description.urgency {
            None => 0,
            Some(Urgency::Urgent) => 1,
            Some(Urgency::VeryUrgent) => 2,
            Some(Urgency::Express) => 3,
        };
        level.to_string()
    }

    /// 01 nghị quyết … 32 khác.
    fn type_code(&self) -> &'static str {
        let kind = self.document.description.kind.as_ref();
        let id = kind.map(|kind| kind.as_str());
        let known = TYPE_CODES.iter().find(|(kind, _)| Some(*kind) == id);
        known.map_or("32", |(_, code)| code)
    }

    /// 01 born digital, 02 digitised.
    fn origin(&self) -> &'static str {
        match self.document.text_source {
            TextSource::Embedded => "01",
            TextSource::Ocr | TextSource::Waiting => "02",
        }
    }
}

/// Codes of kinds (`typeName`), in one public implementation of Thông tư 05/2025/TT-BNV.
const TYPE_CODES: [(&str, &str); 31] = [
    ("nghi-quyet", "01"),
    ("quyet-dinh", "02"),
    ("chi-thi", "03"),
    ("quy-che", "04"),
    ("quy-dinh", "05"),
    ("thong-cao", "06"),
    ("thong-bao", "07"),
    ("huong-dan", "08"),
    ("chuong-trinh", "09"),
    ("ke-hoach", "10"),
    ("phuong-an", "11"),
    ("de-an", "12"),
    ("du-an", "13"),
    ("bao-cao", "14"),
    ("to-trinh", "15"),
    ("giay-uy-quyen", "16"),
    ("phieu-gui", "17"),
    ("phieu-chuyen", "18"),
    ("phieu-bao", "19"),
    ("bien-ban", "20"),
    ("hop-dong", "21"),
    ("cong-van", "22"),
    ("cong-dien", "23"),
    ("ban-ghi-nho", "24"),
    ("ban-thoa-thuan", "25"),
    ("giay-moi", "26"),
    ("giay-gioi-thieu", "27"),
    ("giay-nghi-phep", "28"),
    ("thu-cong", "29"),
    ("ban-do", "30"),
    ("ban-ve-ky-thuat", "31"),
];

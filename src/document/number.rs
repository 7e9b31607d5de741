//! Số, ký hiệu: what a number consists of, how it is written canonically, what it is found by.

mod keys;
mod names;
#[cfg(test)]
mod laws;
pub(in crate::document) mod phrases;
mod query;
mod reader;
pub(in crate::document) mod reading;
pub(in crate::document) mod symbol;
pub(in crate::document) mod tokens;

use serde::Deserialize;
use serde::Serialize;

use self::symbol::Marks;
use self::symbol::Symbol;
use crate::vocabulary::KindId;
use crate::vocabulary::NumberForm;
use crate::vocabulary::System;
use crate::vocabulary::codes;
use crate::vocabulary::kinds;

pub use keys::CENTRAL_TERMS;
pub use keys::NumberKeys;
pub use keys::Period;
pub use query::NumberQuery;
pub use query::Part;
pub use query::Span;
pub use query::read_query;

/// The number and symbol of a document, taken apart. `printed` is what stood there; everything
/// else is in canonical spelling.
///
/// It identifies nothing by itself: `15-NQ/TW` is a resolution of 2007 and another of 2022.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocumentNumber {
    /// As printed: `Số: 12/ 2001/ QĐ- BTC` without the `Số:`.
    pub printed: String,
    /// Số; none where it was left blank, in drafts.
    pub serial: Option<u32>,
    /// What is attached to the serial: `a`, `bis`, `.17`; else empty.
    pub suffix: String,
    /// The year, if it is part of the number.
    pub year: Option<u16>,
    /// Code of the kind, `QĐ`; `CV` for letters of the State, which print none; none for laws.
    pub kind_code: Option<String>,
    /// Other codes the printed one may stand for: `HĐ` for `HD`.
    pub other_kind_codes: Vec<String>,
    /// Code of the issuing body, `TU`; with its ordinal where it has one, `QH15`.
    pub body_code: Option<String>,
    /// What follows the body: drafting units (`VX`), or the other issuers of a joint paper.
    pub units: Vec<String>,
    /// Whether it is written with a hyphen after the serial, as in the Party.
    pub hyphenated: bool,
    /// Whether a letter was read as a digit (`O7-ĐA/TU`).
    pub ocr_corrected: bool,
}

/// Why a text is not a document number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing but blanks and punctuation.
    #[error("a document number is empty")]
    Empty,
    /// Longer than any number.
    #[error("{0} characters are too many for a document number")]
    TooLong(usize),
    /// A serial and nothing else, a date, a period, or no number at all.
    #[error("`{0}` has no symbol after its serial number")]
    NoSymbol(String),
}

/// No line that holds a number is longer, in characters.
const LONGEST: usize = 400;

impl DocumentNumber {
    /// Reads a number where it is printed (heading, register, reference). Words around it (`Số:`,
    /// `Quyết định số`, a date) may be there; the symbol must be.
    ///
    /// The serial may be blank (`/QĐ-UBND`). Codes are taken as printed: `DA` is Dự án.
    pub fn parse(written: &str) -> Result<Self, NumberError> {
        let length = written.chars().count();
        if length > LONGEST {
            return Err(NumberError::TooLong(length));
        }
        reading::printed_number(written)
    }

    /// Reads the number a file is named by: `07-DA-TU.signed.pdf`, `30_2020_ND-CP`.
    ///
    /// Names have no marks, so `DA` is Đề án first.
    pub fn from_file_name(name: &str) -> Result<Self, NumberError> {
        let found = read_query(name).number;
        found
            .filter(|number| number.serial.is_some())
            .ok_or_else(|| NumberError::NoSymbol(name.to_owned()))
    }

    /// The number as the rules write it: `07-ĐA/TU`, `01/2021/TT-BNV`, `1234/UBND-VX`.
    ///
    /// None where serial, body or, in the Party, the kind is unknown: then only components are.
    #[must_use]
    pub fn canonical(&self) -> Option<String> {
        let serial = format!("{:02}{}", self.serial?, self.suffix);
        let body = self.body_code.as_deref()?;
        let mut number = serial;
        if let Some(year) = self.year.filter(|_| !self.hyphenated) {
            number.push_str(&format!("/{year}"));
        } else if symbol::is_assembly(body) && self.kind_code.is_none() {
            return None;
        }
        match (self.written_kind(), self.hyphenated) {
            (Some(kind), true) => number.push_str(&format!("-{kind}/{body}")),
            (None, true) => return None,
            (None, false) => number.push_str(&format!("/{body}")),
            (Some(kind), false) => number.push_str(&format!("/{kind}-{body}")),
        }
        for unit in &self.units {
            number.push('-');
            number.push_str(unit);
        }
        Some(number)
    }

    /// The symbol (ký hiệu) alone: `QĐ-TTg`, `ĐA/TU`, `UBND-VX`; empty if nothing is known of it.
    #[must_use]
    pub fn symbol(&self) -> String {
        let joint = if self.hyphenated { "/" } else { "-" };
        let mut parts: Vec<&str> = self.written_kind().into_iter().collect();
        parts.extend(self.body_code.as_deref());
        let mut symbol = parts.join(joint);
        for unit in &self.units {
            symbol.push('-');
            symbol.push_str(unit);
        }
        symbol
    }

    /// The kind's code, where it is written: letters of the State bear none, unless what follows would be
    /// read as another kind's.
    fn written_kind(&self) -> Option<&str> {
        let is_misread = || {
            let codes: Vec<&str> = self
                .body_code
                .iter()
                .chain(&self.units)
                .map(String::as_str)
                .collect();
            let bare = tokens::tokens(&format!("/{}", codes.join("-")));
            let read = Symbol::of(&bare, false, true, Marks::Printed);
            (read.body, read.units) != (self.body_code.clone(), self.units.clone())
        };
        let kind = self.kind_code.as_deref();
        kind.filter(|kind| self.hyphenated || *kind != "CV" || is_misread())
    }

    /// What it is looked up by. Where there is no canonical form, the keys are of what was printed.
    #[must_use]
    pub fn keys(&self) -> NumberKeys {
        let canonical = self.canonical();
        NumberKeys::of(canonical.as_deref().unwrap_or(&self.printed))
    }

    /// The system of its issuing body, if the tables know the code.
    #[must_use]
    pub fn system(&self) -> Option<System> {
        let code = self.body_code.as_deref()?;
        match symbol::body_code(code) {
            Some((known, _)) => Some(known.system),
            None => self.hyphenated.then_some(System::Party),
        }
    }

    /// The kinds it can be of, by code and system, the likeliest first; the title decides.
    #[must_use]
    pub fn kinds(&self) -> Vec<KindId> {
        let Some(code) = self.kind_code.as_deref() else {
            return Vec::new();
        };
        let found = kinds::by_code(code, self.system());
        found.into_iter().map(|kind| kind.id.clone()).collect()
    }

    /// The codes of all issuers of a joint paper; of any other, that of its body.
    #[must_use]
    pub fn issuer_codes(&self) -> Vec<&str> {
        let joint = matches!(self.kind_code.as_deref(), Some("TTLT" | "NQLT" | "TTLB"));
        let units = self.units.iter().map(String::as_str);
        let others = units.filter(|unit| joint || is_ministry(unit));
        self.body_code
            .as_deref()
            .into_iter()
            .chain(others)
            .collect()
    }

    /// The term of the National Assembly it carries: 15 in `64/2025/QH15`.
    #[must_use]
    pub fn assembly_term(&self) -> Option<i16> {
        let body = self
            .body_code
            .as_deref()
            .filter(|body| symbol::is_assembly(body))?;
        let term = body.trim_start_matches(|c: char| !c.is_ascii_digit());
        term.parse().ok()
    }

    /// Whether both are the number of one paper of one body: spelling, leading zeros and the order
    /// of joint issuers do not matter. Says nothing of the year where the number holds none.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        let (own, theirs) = (self.keys(), other.keys());
        own.exact == theirs.exact
            || own.loose_sorted == theirs.loose_sorted && self.issuer_codes().len() > 1
    }
}

impl std::fmt::Display for DocumentNumber {
    /// The canonical form, else what was printed.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.canonical() {
            Some(canonical) => out.write_str(&canonical),
            None => out.write_str(&self.printed),
        }
    }
}

/// Whether a code is that of a central State body, which may sign beside another.
fn is_ministry(code: &str) -> bool {
    codes::body_code(code).is_some_and(|known| !known.shared && known.system == System::State)
        && codes::body_code(code).is_some_and(|known| known.form == NumberForm::Slash)
}

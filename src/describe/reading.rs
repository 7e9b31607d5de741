//! One reading of a paper: what sort of pages they are, and each field from where that sort has it.

use crate::document::Description;
use crate::document::DocumentNumber;
use crate::document::Field;
use crate::document::Finding;
use crate::document::PartialDate;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;
use crate::vocabulary::kinds;

use super::body;
use super::body::Names;
use super::dating;
use super::heading;
use super::heading::Heading;
use super::issuer;
use super::kind;
use super::names;
use super::news;
use super::resolve;
use super::resolve::Evidence;
use super::subject;
use super::system;
use super::titled;
use super::zones::Row;

/// What sort of pages these are, and their headings.
pub(super) struct Reading {
    pub(super) sort: Sort,
    /// The number line taken apart, a blank serial or not.
    pub(super) symbol: Option<DocumentNumber>,
    /// The heading on top: title and subject.
    pub(super) top: Heading,
    /// The heading that numbers and dates the paper: of a consolidated text the one at its end.
    pub(super) own: Heading,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sort {
    Paper,
    /// Số, ngày and cơ quan stand inside the title.
    Titled(titled::Titled),
    /// Văn bản hợp nhất.
    Consolidated,
    /// A news page: no number of its own.
    News(news::News),
    /// An annex on its own: the number it quotes is its main paper's.
    Annex,
    /// No text to read.
    Blank,
}

impl Reading {
    pub fn of(rows: &[Row]) -> Self {
        let top = heading::heading(rows);
        let certified = heading::certified_heading(rows).filter(|own| own.number.is_some());
        let official = top.republic || top.party;
        let headed = official || top.number.is_some();
        let titled = if headed { None } else { titled::titled(rows) };
        let sort = match titled {
            _ if rows.is_empty() => Sort::Blank,
            _ if certified.is_some() => Sort::Consolidated,
            Some(titled) => Sort::Titled(titled),
            None if kind::is_annex(rows) => Sort::Annex,
            None => news::news(&top, rows).map_or(Sort::Paper, Sort::News),
        };
        let own = certified.unwrap_or_else(|| top.clone());
        let printed = match &sort {
            Sort::Titled(titled) => Some(titled.number.as_str()),
            Sort::Paper | Sort::Consolidated => {
                own.number.as_ref().map(|line| line.printed.as_str())
            }
            Sort::News(_) | Sort::Annex | Sort::Blank => None,
        };
        let symbol = printed.and_then(|printed| DocumentNumber::parse(printed).ok());
        Self {
            sort,
            symbol,
            top,
            own,
        }
    }

    /// Whether it is a paper of an office: not a news page, not without text.
    pub fn is_paper(&self) -> bool {
        !matches!(self.sort, Sort::News(_) | Sort::Blank)
    }

    pub fn description(
        &self,
        rows: &[Row],
        source_name: &str,
        home: Option<&BodyId>,
        findings: &mut Vec<Finding>,
    ) -> Description {
        let mut described = Description {
            number: self.number(findings),
            ..Description::default()
        };
        described.issued_on = self.date(rows, described.number.as_ref(), findings);
        described.issued_at = match self.sort {
            Sort::Paper | Sort::Consolidated => {
                self.own.date.as_ref().and_then(|line| line.place.clone())
            }
            _ => None,
        };
        let closing = issuer::closing_text(rows);
        let place = described.issued_at.clone();
        let evidence = Evidence {
            day: self.day(&described),
            place: place.as_deref(),
            source_name,
            home,
            closing: &closing,
            parent: None,
        };
        let names = self.names(rows);
        let code = self
            .symbol
            .as_ref()
            .and_then(|number| number.body_code.clone());
        let body = match self.sort {
            Sort::News(_) | Sort::Blank => None,
            _ => issuer::settle(&names, code.as_deref(), &mut described, &evidence, findings),
        };
        let code = self
            .symbol
            .as_ref()
            .and_then(|number| number.body_code.clone());
        let system = system::system(body.as_ref(), code.as_deref(), &self.own);
        described.system = system;
        described.kind = self.kind(rows, &described, findings);
        described.subject = self.subject(rows);
        if described.subject.is_none() && matches!(self.sort, Sort::Paper | Sort::Titled(_)) {
            findings.push(Finding::new(
                Field::Subject,
                "subject-missing",
                "Không thấy trích yếu trên trang.",
            ));
        }
        names::compare(
            &mut described,
            source_name,
            self.sort == Sort::Blank,
            findings,
        );
        described
    }

    fn number(&self, findings: &mut Vec<Finding>) -> Option<DocumentNumber> {
        let mut doubt = |code: &str, message: String| {
            findings.push(Finding::new(Field::Number, code, message));
            None
        };
        let line = match &self.sort {
            Sort::News(_) | Sort::Blank => return None,
            Sort::Annex => {
                let message = "Tệp là phụ lục của một văn bản khác, không có số riêng.";
                return doubt("annex-only", message.to_owned());
            }
            Sort::Titled(_) => None,
            Sort::Paper | Sort::Consolidated => match &self.own.number {
                None => {
                    return doubt(
                        "number-missing",
                        "Không thấy số, ký hiệu trên trang.".to_owned(),
                    );
                }
                Some(line) if line.blank => {
                    let message = format!(
                        "Số để trống hoặc viết tay: chỉ đọc được ký hiệu `{}`.",
                        line.printed
                    );
                    return doubt("number-blank", message);
                }
                line => line.as_ref(),
            },
        };
        if self.symbol.is_none() {
            let printed = line.map_or("", |line| line.printed.as_str());
            return doubt(
                "number-unreadable",
                format!("Không hiểu số, ký hiệu `{printed}`."),
            );
        }
        self.symbol.clone()
    }

    fn date(
        &self,
        rows: &[Row],
        number: Option<&DocumentNumber>,
        findings: &mut Vec<Finding>,
    ) -> Option<PartialDate> {
        let line = match &self.sort {
            Sort::Titled(titled) => return titled.date,
            Sort::Paper | Sort::Consolidated => self.own.date.as_ref(),
            Sort::News(news) => return news.date,
            Sort::Annex | Sort::Blank => return None,
        };
        let date = match line.and_then(|line| line.date) {
            Some(date) => Some(date),
            None if is_passed(number) => dating::passed_on(rows).map(|(date, _)| date),
            None => None,
        };
        let blanks = line.is_some_and(|line| line.blanks);
        match date {
            None if blanks => {
                let message = "Ngày ban hành để trống hoặc viết tay.";
                findings.push(Finding::new(Field::IssuedOn, "date-blank", message));
            }
            None => {
                let message = "Không thấy ngày ban hành trên trang.";
                findings.push(Finding::new(Field::IssuedOn, "date-missing", message));
            }
            Some(date) if blanks => {
                let message = format!(
                    "Ngày ban hành không đủ: chỉ đọc được {}.",
                    date.vietnamese()
                );
                findings.push(Finding::new(Field::IssuedOn, "date-partial", message));
            }
            Some(date) => {
                let year = number
                    .and_then(|number| number.year)
                    .and_then(|year| i16::try_from(year).ok());
                if let Some(year) = year.filter(|year| *year != date.year()) {
                    let message = format!(
                        "Năm trong số hiệu ({year}) khác năm ban hành ({}).",
                        date.vietnamese()
                    );
                    findings.push(Finding::new(Field::IssuedOn, "year-disagrees", message));
                }
            }
        }
        date
    }

    /// The day bodies are looked up for; the number's year where no date is printed.
    fn day(&self, described: &Description) -> Option<jiff::civil::Date> {
        let year = || {
            let year = described.number.as_ref()?.year?;
            PartialDate::year_only(i16::try_from(year).ok()?).ok()
        };
        described
            .issued_on
            .or_else(year)
            .map(PartialDate::first_day)
    }

    pub(super) fn names(&self, rows: &[Row]) -> Names {
        match &self.sort {
            Sort::Titled(titled) => Names {
                parent: None,
                issuers: titled.body.iter().cloned().collect(),
            },
            Sort::Annex => Names {
                parent: None,
                issuers: issuer::annexed_to(rows).into_iter().collect(),
            },
            Sort::News(_) | Sort::Blank => Names::default(),
            Sort::Paper | Sort::Consolidated => body::names(&self.own.issuers, &resolve::is_known),
        }
    }

    fn kind(
        &self,
        rows: &[Row],
        described: &Description,
        findings: &mut Vec<Finding>,
    ) -> Option<KindId> {
        let known = |id: &str| kinds::by_id(id).map(|kind| kind.id.clone());
        let kind = match &self.sort {
            Sort::News(_) => known("bai-viet"),
            Sort::Annex => known("phu-luc"),
            Sort::Consolidated => known("van-ban-hop-nhat"),
            Sort::Titled(titled) => Some(titled.title.kind.clone()),
            Sort::Blank => None,
            Sort::Paper => {
                let code = self
                    .symbol
                    .as_ref()
                    .and_then(|number| number.kind_code.as_deref());
                kind::kind(&self.top, rows, code, described.system)
            }
        };
        if kind.is_none() && self.sort != Sort::Blank {
            findings.push(Finding::new(
                Field::Kind,
                "kind-missing",
                "Không thấy tên loại văn bản.",
            ));
        }
        kind
    }

    pub(super) fn subject(&self, rows: &[Row]) -> Option<String> {
        match &self.sort {
            Sort::Titled(titled) => titled.subject.clone(),
            Sort::News(news) => news.headline.clone(),
            Sort::Blank => None,
            Sort::Annex => subject::of_annex(rows),
            Sort::Paper | Sort::Consolidated => {
                subject::subject(&self.top, self.sort == Sort::Consolidated)
            }
        }
    }
}

/// Whether a paper with this number is passed and not dated on top: by the National Assembly or its
/// Standing Committee.
pub(super) fn is_passed(number: Option<&DocumentNumber>) -> bool {
    let code = number.and_then(|number| number.body_code.as_deref());
    code.is_some_and(|code| code.starts_with("QH") || code.starts_with("UBTVQH"))
}

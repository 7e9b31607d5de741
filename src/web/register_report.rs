//! What a register says against the archive, as a page: sums first, then each list with its links.

use maud::Markup;
use maud::html;

use crate::archive::ListFormat;
use crate::archive::Register;
use crate::archive::RegisterColumn;
use crate::archive::RegisterPlace;
use crate::archive::RegisterReport;
use crate::archive::RegisterSeries;
use crate::document::DocumentId;
use crate::web::language::t;
use crate::web::link::Link;
use crate::web::register_page;
use crate::web::wording::thousands;

/// Lines of each list; the file has all.
const LISTED: usize = 500;
/// Numbers of a series' holes that are links of their own.
const HOLES: usize = 40;

/// The report about the register with this number.
pub fn shown(number: &str, report: &RegisterReport) -> Markup {
    html! {
        section.import {
            h1 { (t("Đối chiếu sổ", "Register")) " “" span lang="vi" { (report.register.name) } "”" }
            @if report.is_clean() {
                p.note role="status" {
                    (t("Sổ và kho khớp nhau hoàn toàn.", "The register and the archive agree in everything."))
                }
            }
            (sums(report))
            p.exports {
                (t("Tải kết quả từng dòng: ", "The report row by row: "))
                @for (format, name) in [(ListFormat::Xlsx, "Excel"), (ListFormat::Docx, "Word"), (ListFormat::Csv, "CSV")] {
                    a href={ "/so-dang-ky/" (number) "/doi-chieu." (format.ending()) } { (name) } " "
                }
            }
            p.hint {
                (t(
                    "So với kho lúc mở trang này: nhập hoặc sửa văn bản rồi tải lại trang là đối chiếu lại.",
                    "Compared with the archive as it was when this page was opened: import or correct documents, \
                     load the page anew, and it is compared again.",
                ))
            }
            (heads(&report.register))
            (without_file(report))
            (without_row(report))
            (disagreements(report))
            (ambiguous(report))
            (oddities(&report.register))
            (series(&report.register))
            h2 { (t("Đối chiếu sổ khác", "Another register")) }
            (register_page::send())
        }
    }
}

fn sums(report: &RegisterReport) -> Markup {
    let (register, found) = (&report.register, &report.reconciliation);
    let holes: u32 = register.series.iter().map(RegisterSeries::missing).sum();
    let collisions: usize = register.series.iter().map(|one| one.collisions.len()).sum();
    let rows = [
        (
            "",
            t("Dòng ghi văn bản", "Rows that name a document"),
            register.entries.len(),
        ),
        (
            "",
            t("Khớp với kho", "In agreement with the archive"),
            report.agreed(),
        ),
        (
            "thieu-tep",
            t("Chưa có trong kho", "Not in the archive"),
            found.without_file.len(),
        ),
        (
            "thieu-dong",
            t(
                "Có trong kho, không có trong sổ",
                "In the archive, not in the register",
            ),
            found.without_row.len(),
        ),
        (
            "khac",
            t("Chỗ không khớp", "Differing fields"),
            found.disagreements.len(),
        ),
        (
            "nhieu",
            t("Dòng hợp với nhiều văn bản", "Rows several documents fit"),
            found.ambiguous.len(),
        ),
        (
            "xem-lai",
            t("Dòng cần xem lại", "Rows to look at"),
            register.oddities.len(),
        ),
        (
            "day-so",
            t("Số còn trống", "Numbers missing"),
            usize::try_from(holes).unwrap_or(usize::MAX),
        ),
        ("day-so", t("Số trùng", "Numbers used twice"), collisions),
    ];
    html! {
        dl.facts {
            @for (place, name, count) in rows {
                dt { @if place.is_empty() || count == 0 { (name) } @else { a href={ "#" (place) } { (name) } } }
                dd { (thousands(count as u64)) }
            }
        }
    }
}

/// A place in the register's file.
fn told(register: &Register, place: RegisterPlace) -> String {
    let english = match register.heads.len() {
        0 | 1 => format!("row {}", place.row),
        _ => format!("table {}, row {}", place.table, place.row),
    };
    t(register.told(place), english)
}

fn heads(register: &Register) -> Markup {
    html! {
        details {
            summary { (t("Các cột được hiểu thế nào", "How the columns were understood")) }
            @for head in &register.heads {
                p { (t("Tên cột ở ", "Headings in ")) (told(register, head.place)) ":" }
                div.wide { table {
                    thead { tr { th { (t("Tên cột", "Heading")) } th { (t("Hiểu là", "Read as")) } } }
                    tbody { @for (heading, column) in head.columns.iter().filter(|(heading, _)| !heading.trim().is_empty()) {
                        tr { td lang="vi" { (heading) } td { (read_as(*column)) } }
                    } }
                } }
            }
        }
    }
}

fn read_as(column: Option<RegisterColumn>) -> &'static str {
    let Some(column) = column else {
        return t("không nhận ra, bỏ qua", "not known, passed over");
    };
    let english = match column {
        RegisterColumn::Number => "document number",
        RegisterColumn::Serial => "serial number",
        RegisterColumn::Symbol => "symbol",
        RegisterColumn::Date => "date of the document",
        RegisterColumn::Subject => "subject",
        RegisterColumn::Kind => "kind",
        RegisterColumn::Issuer => "issuing body",
        RegisterColumn::Signer => "signer",
        RegisterColumn::Recipients => "recipients",
        RegisterColumn::Pages => "pages",
        RegisterColumn::Note => "note",
        RegisterColumn::Status => "validity",
        RegisterColumn::File => "file",
        RegisterColumn::Secrecy => "level of secrecy",
        RegisterColumn::Other => "not needed",
    };
    t(column.name(), english)
}

/// A list under a heading one can be led to; nothing where it is empty.
fn list(
    place: &str,
    heading: &str,
    hint: &str,
    lines: impl ExactSizeIterator<Item = Markup>,
) -> Markup {
    let count = lines.len();
    html! {
        @if count > 0 {
            h2 id=(place) { (heading) " (" (thousands(count as u64)) ")" }
            @if !hint.is_empty() { p.hint { (hint) } }
            ul.outcomes { @for line in lines.take(LISTED) { li { (line) } } }
            @if count > LISTED {
                p.hint {
                    "… " (t("và ", "and ")) (thousands((count - LISTED) as u64))
                    (t(" dòng nữa: tải kết quả về để xem hết.", " more: the report as a file has all of them."))
                }
            }
        }
    }
}

/// A search for what a row has as its number.
fn look_up(printed: &str) -> Markup {
    html! { a href=(Link::default().with("q", printed).href()) lang="vi" { (printed) } }
}

/// A row: where it stands, its number, its date and subject.
fn row(register: &Register, at: usize) -> Markup {
    html! {
        @if let Some(entry) = register.entries.get(at) {
            (told(register, entry.place)) ": "
            @if entry.printed.is_empty() { (t("không ghi số", "no number")) } @else { (look_up(&entry.printed)) }
            @if let Some(date) = entry.date { ", " (date.vietnamese()) }
            @if let Some(subject) = &entry.subject { ", " span lang="vi" { (subject) } }
        }
    }
}

fn paper(report: &RegisterReport, id: &DocumentId) -> Markup {
    html! { a href={ "/van-ban/" (id) } lang="vi" { (report.title(id)) } }
}

fn without_file(report: &RegisterReport) -> Markup {
    let rows = report.reconciliation.without_file.iter();
    let lines = rows.map(|at| row(&report.register, *at));
    list(
        "thieu-tep",
        t(
            "Có trong sổ, chưa có trong kho",
            "In the register, not in the archive",
        ),
        t(
            "Bấm vào số để tìm văn bản gần giống.",
            "A number is a search for what may be meant by it.",
        ),
        lines,
    )
}

fn without_row(report: &RegisterReport) -> Markup {
    let papers = report.reconciliation.without_row.iter();
    let lines = papers.map(|id| paper(report, id));
    list(
        "thieu-dong",
        t(
            "Có trong kho, không có trong sổ",
            "In the archive, not in the register",
        ),
        t(
            "Chỉ kể văn bản thuộc những dãy số có trong sổ.",
            "Of the number series the register has.",
        ),
        lines,
    )
}

fn disagreements(report: &RegisterReport) -> Markup {
    let found = report.reconciliation.disagreements.iter();
    let lines = found.map(|one| {
        let entry = report.register.entries.get(one.entry);
        let english = match one.field {
            "issued-on" => "date",
            _ => "subject",
        };
        html! {
            @if let Some(entry) = entry { (told(&report.register, entry.place)) ": " }
            (paper(report, &one.id)) " – " (t(one.name(), english))
            (t(": sổ ghi “", ": the register has “")) span lang="vi" { (one.register) }
            (t("”, văn bản ghi “", "”, the document “")) span lang="vi" { (one.paper) } "”"
        }
    });
    list(
        "khac",
        t("Sổ và văn bản không khớp", "Register and document differ"),
        "",
        lines,
    )
}

fn ambiguous(report: &RegisterReport) -> Markup {
    let found = report.reconciliation.ambiguous.iter();
    let lines = found.map(|(at, ids)| {
        html! {
            (row(&report.register, *at)) " – "
            @for (place, id) in ids.iter().enumerate() {
                @if place > 0 { ", " }
                (paper(report, id))
            }
        }
    });
    list(
        "nhieu",
        t(
            "Nhiều văn bản cùng hợp với một dòng",
            "Several documents fit one row",
        ),
        "",
        lines,
    )
}

fn oddities(register: &Register) -> Markup {
    let odd = register.oddities.iter();
    let lines =
        odd.map(|odd| html! { (told(register, odd.place)) ": " span lang="vi" { (odd.message) } });
    list(
        "xem-lai",
        t("Dòng cần xem lại", "Rows to look at"),
        "",
        lines,
    )
}

fn series(register: &Register) -> Markup {
    let odd = register.series.iter().filter(|series| series.is_odd());
    let odd: Vec<&RegisterSeries> = odd.collect();
    let lines = odd.iter().map(|series| one_series(register, series));
    list(
        "day-so",
        t(
            "Dãy số có chỗ trống hoặc trùng",
            "Number series with holes or collisions",
        ),
        "",
        lines,
    )
}

/// The year, or the term, a series runs through.
fn period(series: &RegisterSeries) -> String {
    let period = series.key.period.as_str();
    let english = match period.strip_prefix('k') {
        Some(first) if first.len() == 4 => format!("term from {first}"),
        Some(ordinal) => format!("term {ordinal}"),
        None if period == "?" => "year unknown".to_owned(),
        None => period.to_owned(),
    };
    t(series.period(), english)
}

fn one_series(register: &Register, series: &RegisterSeries) -> Markup {
    let missing = series.missing();
    let numbers = series.holes.iter().flat_map(|(first, last)| *first..=*last);
    html! {
        b { span lang="vi" { (series.symbol()) } " " (period(series)) } ": "
        (thousands(series.count as u64)) (t(" số, từ ", " numbers, from "))
        (series.first) (t(" đến ", " to ")) (series.last)
        @if missing > 0 {
            (t("; còn trống ", "; missing ")) (thousands(missing.into())) ": "
            @for (place, serial) in numbers.take(HOLES).enumerate() {
                @if place > 0 { ", " }
                a href=(Link::default().with("q", &series.number(serial)).href()) { (serial) }
            }
            @if missing as usize > HOLES { ", …" }
            @if series.holes_are_normal {
                (t(
                    " (có thể là bình thường: văn bản mật dùng chung dãy số)",
                    " (may be right: secret documents share the series)",
                ))
            }
        }
        @for (serial, entries) in &series.collisions {
            (t("; số ", "; number ")) (serial) (t(" ở ", " in "))
            @for (place, entry) in entries.iter().filter_map(|at| register.entries.get(*at)).enumerate() {
                @if place > 0 { "; " }
                (told(register, entry.place)) " (" (look_up(&entry.printed)) ")"
            }
        }
    }
}

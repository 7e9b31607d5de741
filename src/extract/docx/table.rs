//! A table as a Word document: what an office prints.

use docx_rs::AlignmentType;
use docx_rs::Docx;
use docx_rs::PageMargin;
use docx_rs::PageOrientationType;
use docx_rs::Paragraph;
use docx_rs::Run;
use docx_rs::RunFonts;
use docx_rs::Table;
use docx_rs::TableCell;
use docx_rs::TableRow;

/// A4 lying on its side, in twentieths of a point.
const PAGE: (u32, u32) = (16_838, 11_906);
const MARGIN: i32 = 1_134;
/// Half points.
const SIZE: usize = 24;

/// A titled table; a row is not cut between pages. No title where it is empty.
///
/// # Errors
/// When it cannot be written, in words.
pub fn table(title: &str, headings: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, String> {
    let fonts = RunFonts::new()
        .ascii("Times New Roman")
        .hi_ansi("Times New Roman");
    let bold = |text: &str| Run::new().add_text(text).bold();
    let cell = |run: Run, align: AlignmentType| {
        TableCell::new().add_paragraph(Paragraph::new().add_run(run).align(align))
    };
    let head = headings.iter();
    let head = head.map(|heading| cell(bold(heading), AlignmentType::Center));
    let head = TableRow::new(head.collect()).cant_split();
    let body = rows.iter().map(|row| {
        let cells = row
            .iter()
            .map(|text| cell(Run::new().add_text(text), AlignmentType::Left));
        TableRow::new(cells.collect()).cant_split()
    });
    let mut document = Docx::new()
        .default_fonts(fonts)
        .default_size(SIZE)
        .page_size(PAGE.0, PAGE.1)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(PageMargin {
            top: MARGIN,
            left: MARGIN,
            bottom: MARGIN,
            right: MARGIN,
            ..PageMargin::default()
        });
    if !title.is_empty() {
        let title = Paragraph::new().add_run(bold(title));
        document = document
            .add_paragraph(title.align(AlignmentType::Center))
            .add_paragraph(Paragraph::new());
    }
    let rows = std::iter::once(head).chain(body).collect();
    let mut written = std::io::Cursor::new(Vec::new());
    document
        .add_table(Table::new(rows))
        .build()
        .pack(&mut written)
        .map_err(|error| error.to_string())?;
    Ok(written.into_inner())
}

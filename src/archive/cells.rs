//! Cells of CSV files that office programs open: none is taken for a formula, and back.

use std::io::Write;
use std::path::Path;

const RISKY: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that no spreadsheet takes for a formula.
#[must_use]
pub fn guarded(cell: &str) -> String {
    match cell.starts_with(RISKY) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

/// The cell as it was before it was guarded.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(bare) if bare.starts_with(RISKY) => bare,
        _ => cell,
    }
}

/// Rows as Excel wants them: semicolons, UTF-8 with a byte order mark, CRLF, no formulas.
pub fn bytes(rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row.iter().map(|cell| guarded(cell)))?;
    }
    writer.flush()?;
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// Writes them into a file.
pub fn write(file: &Path, rows: impl Iterator<Item = Vec<String>>) -> Result<(), csv::Error> {
    Ok(put(file, &bytes(rows)?)?)
}

/// Writes a file and has it on the disk.
pub fn put(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut out = std::fs::File::create(file)?;
    out.write_all(bytes)?;
    out.sync_all()
}

#[cfg(test)]
mod tests {
    use super::guarded;
    use super::unguarded;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(guarded("-CV/TU"), "'-CV/TU");
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("12/QĐ"), "12/QĐ");
        for cell in ["-CV/TU", "=1+1", "12/QĐ", "", "'tis"] {
            assert_eq!(unguarded(&guarded(cell)), cell);
        }
    }
}

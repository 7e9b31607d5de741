//! Reads `index/*.tsv`: `#` comments, a header row, cells by column name.

/// A table compiled into the program.
pub(super) struct Table {
    text: &'static str,
}

/// One row: cells by column name, an empty cell where the row is short.
pub(super) struct Row {
    columns: &'static str,
    cells: Vec<&'static str>,
}

impl Table {
    /// A table whose first line that is no comment names the columns.
    pub(super) const fn new(text: &'static str) -> Self {
        Self { text }
    }

    /// The rows below the header.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> + use<> {
        let mut lines = self
            .text
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        let columns = lines.next().unwrap_or_default();
        lines.map(move |line| Row {
            columns,
            cells: line.split('\t').collect(),
        })
    }
}

impl Row {
    /// The cell under `column`; empty if there is none.
    pub(super) fn cell(&self, column: &str) -> &'static str {
        let at = self.columns.split('\t').position(|name| name == column);
        at.and_then(|at| self.cells.get(at)).copied().unwrap_or("")
    }

    /// The parts of a cell that lists several, separated by `|`.
    pub(super) fn list(&self, column: &str) -> Vec<&'static str> {
        self.cell(column)
            .split('|')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect()
    }
}

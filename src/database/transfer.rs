//! A table's rows copied from one database to another, in parts, so that neither has to fit in memory.

use crate::database::connection::Connection;
use crate::database::error::Error;
use crate::database::value::Value;

/// Rows that are read and written together.
const TOGETHER: usize = 200;

/// A table as it is copied.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Columns that tell its rows apart, in whose order they are copied.
    pub key: &'static [&'static str],
    /// Its columns.
    pub columns: &'static [&'static str],
}

impl Table {
    /// Copies every row that is not there yet: what an earlier copy of the same rows, cut short, has
    /// written stays. Each part is told of with the number of its rows, and is committed with
    /// whatever `written` writes.
    pub fn copy(
        &self,
        from: &Connection,
        to: &Connection,
        written: &mut dyn FnMut(&Connection, usize) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut after = self.last(to)?;
        loop {
            let rows = self.read(from, after.as_deref())?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = last.get(..self.key.len()).map(<[Value]>::to_vec);
            let writing = to.begin(crate::database::Will::Write)?;
            self.write(&writing, &rows)?;
            written(&writing, rows.len())?;
            writing.commit()?;
        }
    }

    /// Calls `see` with every row, in the order of the key.
    pub fn each(&self, from: &Connection, see: &mut dyn FnMut(&[Value])) -> Result<(), Error> {
        let mut after: Option<Vec<Value>> = None;
        loop {
            let rows = self.read(from, after.as_deref())?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = last.get(..self.key.len()).map(<[Value]>::to_vec);
            for row in &rows {
                see(row.get(self.key.len()..).unwrap_or_default());
            }
        }
    }

    /// The key of the last row.
    fn last(&self, of: &Connection) -> Result<Option<Vec<Value>>, Error> {
        let backwards: Vec<String> = self.key.iter().map(|key| format!("{key} DESC")).collect();
        let select = format!(
            "SELECT {} FROM {} ORDER BY {} LIMIT 1",
            self.key.join(", "),
            self.name,
            backwards.join(", ")
        );
        let mut statement = of.prepare(&select)?;
        let mut rows = statement.query([])?;
        let row = rows.next()?;
        row.map(|row| (0..self.key.len()).map(|at| row.get(at)).collect())
            .transpose()
    }

    /// The next rows after a key: their keys, then their columns.
    fn read(&self, from: &Connection, after: Option<&[Value]>) -> Result<Vec<Vec<Value>>, Error> {
        let key = self.key.join(", ");
        let beyond = match after {
            None => String::new(),
            Some(_) => format!("WHERE ({key}) > ({})", places(1, self.key.len())),
        };
        let select = format!(
            "SELECT {key}, {} FROM {} {beyond} ORDER BY {key} LIMIT {TOGETHER}",
            self.columns.join(", "),
            self.name
        );
        let count = self.key.len() + self.columns.len();
        let mut statement = from.prepare_cached(&select)?;
        let rows = statement.query_map(after.unwrap_or_default(), |row| {
            (0..count).map(|at| row.get(at)).collect()
        })?;
        rows.collect()
    }

    fn write(&self, to: &Connection, rows: &[Vec<Value>]) -> Result<(), Error> {
        let width = self.columns.len();
        let written: Vec<String> = (0..rows.len())
            .map(|row| format!("({})", places(row * width + 1, width)))
            .collect();
        let insert = format!(
            "INSERT INTO {} ({}) VALUES {}",
            self.name,
            self.columns.join(", "),
            written.join(", ")
        );
        let values: Vec<Value> = rows
            .iter()
            .flat_map(|row| row.get(self.key.len()..).unwrap_or_default())
            .cloned()
            .collect();
        to.execute(&insert, values.as_slice())?;
        Ok(())
    }
}

fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count)
        .map(|place| format!("?{place}"))
        .collect();
    places.join(", ")
}

//! A statement made ready, and the rows of its answer.

use std::vec;

use crate::database::error::Error;
use crate::database::params::Params;
use crate::database::server::Session;
use crate::database::value::FromValue;
use crate::database::value::ValueRef;

/// A statement made ready.
pub struct Statement<'c>(Prepared<'c>);

enum Prepared<'c> {
    File(rusqlite::CachedStatement<'c>),
    Server(&'c Session, postgres::Statement),
}

impl<'c> Statement<'c> {
    pub(super) fn of_file(statement: rusqlite::CachedStatement<'c>) -> Self {
        Self(Prepared::File(statement))
    }

    pub(super) fn of_server(session: &'c Session, statement: postgres::Statement) -> Self {
        Self(Prepared::Server(session, statement))
    }

    /// How many columns its rows have.
    #[must_use]
    pub fn column_count(&self) -> usize {
        match &self.0 {
            Prepared::File(statement) => statement.column_count(),
            Prepared::Server(_, statement) => statement.columns().len(),
        }
    }

    /// Makes a change; gives the number of rows it changed.
    pub fn execute(&mut self, params: impl Params) -> Result<usize, Error> {
        params.with(|values| match &mut self.0 {
            Prepared::File(statement) => Ok(statement.execute(bound(values))?),
            Prepared::Server(session, statement) => {
                let changed = session.execute(statement, values)?;
                Ok(usize::try_from(changed).unwrap_or(usize::MAX))
            }
        })
    }

    /// Its rows.
    pub fn query(&mut self, params: impl Params) -> Result<Rows<'_>, Error> {
        params.with(|values| match &mut self.0 {
            Prepared::File(statement) => Ok(Rows(Answer::File(statement.query(bound(values))?))),
            Prepared::Server(session, statement) => {
                let rows = session.query(statement, values)?.into_iter();
                Ok(Rows(Answer::Server { rows, at: None }))
            }
        })
    }

    /// What is read from each of its rows.
    pub fn query_map<T, F>(&mut self, params: impl Params, read: F) -> Result<Mapped<'_, F>, Error>
    where
        F: FnMut(&Row<'_>) -> Result<T, Error>,
    {
        let rows = self.query(params)?;
        Ok(Mapped { rows, read })
    }

    /// What is read from the first one.
    ///
    /// # Errors
    /// [`Error::NoRow`] where there is none.
    pub fn query_row<T>(
        &mut self,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut rows = self.query(params)?;
        let row = rows.next()?.ok_or(Error::NoRow)?;
        read(&row)
    }

    /// Whether there is any.
    pub fn exists(&mut self, params: impl Params) -> Result<bool, Error> {
        Ok(self.query(params)?.next()?.is_some())
    }
}

fn bound<'v>(
    values: &'v [ValueRef<'v>],
) -> rusqlite::ParamsFromIter<impl Iterator<Item = rusqlite::types::ToSqlOutput<'v>>> {
    use rusqlite::types::ToSqlOutput;
    use rusqlite::types::ValueRef as Given;
    rusqlite::params_from_iter(values.iter().map(|value| {
        ToSqlOutput::Borrowed(match *value {
            ValueRef::Null => Given::Null,
            ValueRef::Integer(number) => Given::Integer(number),
            ValueRef::Real(number) => Given::Real(number),
            ValueRef::Text(text) => Given::Text(text),
            ValueRef::Blob(bytes) => Given::Blob(bytes),
        })
    }))
}

/// The rows of an answer.
pub struct Rows<'s>(Answer<'s>);

enum Answer<'s> {
    File(rusqlite::Rows<'s>),
    Server {
        rows: vec::IntoIter<postgres::Row>,
        at: Option<postgres::Row>,
    },
}

impl Rows<'_> {
    /// The next row. No iterator: a row of a file is gone when the next one comes.
    #[allow(
        clippy::should_implement_trait,
        reason = "lends, which an iterator cannot"
    )]
    pub fn next(&mut self) -> Result<Option<Row<'_>>, Error> {
        Ok(match &mut self.0 {
            Answer::File(rows) => rows.next()?.map(|row| Row(Lent::File(row))),
            Answer::Server { rows, at } => {
                *at = rows.next();
                at.as_ref().map(|row| Row(Lent::Server(row)))
            }
        })
    }
}

/// What is read from each row.
pub struct Mapped<'s, F> {
    rows: Rows<'s>,
    read: F,
}

impl<T, F: FnMut(&Row<'_>) -> Result<T, Error>> Iterator for Mapped<'_, F> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.rows.next().transpose()?;
        Some(row.and_then(|row| (self.read)(&row)))
    }
}

/// A row.
pub struct Row<'r>(Lent<'r>);

enum Lent<'r> {
    File(&'r rusqlite::Row<'r>),
    Server(&'r postgres::Row),
}

impl Row<'_> {
    /// A column, by its place or its name.
    ///
    /// # Errors
    /// [`Error::Type`] where it holds something else.
    pub fn get<C: Column, T: FromValue>(&self, column: C) -> Result<T, Error> {
        let value = column.of(self)?;
        T::from_value(value).ok_or_else(|| Error::Type {
            column: column.told(),
            found: value.name(),
        })
    }

    /// The same as it is.
    pub fn get_ref<C: Column>(&self, column: C) -> Result<ValueRef<'_>, Error> {
        column.of(self)
    }
}

/// What names a column: its place, from 0, or its name.
pub trait Column {
    /// The column's value in a row.
    fn of<'r>(&self, row: &'r Row<'_>) -> Result<ValueRef<'r>, Error>;
    /// For messages.
    fn told(&self) -> String;
}

impl Column for usize {
    fn of<'r>(&self, row: &'r Row<'_>) -> Result<ValueRef<'r>, Error> {
        match &row.0 {
            Lent::File(row) => Ok(found(row.get_ref(*self)?)),
            Lent::Server(row) => row.try_get(*self).map_err(Error::Server),
        }
    }

    fn told(&self) -> String {
        (self + 1).to_string()
    }
}

impl Column for &str {
    fn of<'r>(&self, row: &'r Row<'_>) -> Result<ValueRef<'r>, Error> {
        match &row.0 {
            Lent::File(row) => Ok(found(row.get_ref(*self)?)),
            Lent::Server(row) => row.try_get(*self).map_err(Error::Server),
        }
    }

    fn told(&self) -> String {
        format!("`{self}`")
    }
}

fn found(value: rusqlite::types::ValueRef<'_>) -> ValueRef<'_> {
    use rusqlite::types::ValueRef as Found;
    match value {
        Found::Null => ValueRef::Null,
        Found::Integer(number) => ValueRef::Integer(number),
        Found::Real(number) => ValueRef::Real(number),
        Found::Text(text) => ValueRef::Text(text),
        Found::Blob(bytes) => ValueRef::Blob(bytes),
    }
}

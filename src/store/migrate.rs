//! An archive moved to another place: originals first, then the catalogue, proved row by row before
//! it counts. What was moved before a kill is not moved again.

use std::fs;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::Digest;
use sha2::Sha256;

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Settings;

use super::Store;
use super::catalogue;
use super::error::StoreError;
use super::layout::Layout;
use super::lock::Holder;
use super::lock::WriteLock;
use super::log;
use super::originals;
use super::originals::Originals;
use super::originals::Staging;
use super::places::Places;
use super::row;
use super::seat;
use super::snapshot::Listed;
use super::transfer;
use super::upgrades;

/// Originals that become durable together, and how many bytes of them at most.
const TOGETHER: usize = 64;
const TOGETHER_BYTES: u64 = 64 << 20;

/// What a move is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Originals: so many of so many are there.
    Originals(u64, u64),
    /// Rows of the catalogue: so many of so many are there.
    Rows(u64, u64),
    /// Everything is there and is compared.
    Comparing,
}

/// What was moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Migrated {
    /// Originals that were copied now.
    pub copied: u64,
    /// Originals that were there already.
    pub there: u64,
    /// Rows of the catalogue.
    pub rows: u64,
}

impl Store {
    /// Copies originals and catalogue to where the folder `to` says they belong (its `cluster.toml`,
    /// or the folder itself). Whoever calls this keeps others from writing here meanwhile. `told`
    /// may stop it by an error: the next run goes on from there.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] where there is an archive already. An original that is missing or
    /// has other bytes here is an error: verify first.
    pub fn migrate(
        &self,
        to: &Path,
        holder: &Holder,
        told: &mut dyn FnMut(Move) -> Result<(), StoreError>,
    ) -> Result<Migrated, StoreError> {
        let layout = Layout::of(to);
        let places = Places::of(&layout)?;
        let target = Target::begin(&layout, &places, holder, self)?;
        let mut migrated = self.copy_originals(&layout, &places, told)?;
        let from = self.readers.connect()?;
        from.stand_still()?;
        let rows = transfer::rows(&from)?;
        let mut done = transfer::rows(target.connection())?;
        told(Move::Rows(done, rows))?;
        transfer::copy(&from, target.connection(), &mut |more| {
            done += more;
            told(Move::Rows(done, rows))
        })?;
        told(Move::Comparing)?;
        if let Some(table) = transfer::difference(&from, target.connection())? {
            return Err(StoreError::NotMoved(table));
        }
        migrated.rows = rows;
        target.finish(&layout)?;
        Ok(migrated)
    }

    /// Writes a catalogue of a server as of now to `target`, a file that must not exist. Not synced.
    pub(super) fn copy_to_file(&self, target: &Path) -> Result<(), StoreError> {
        let from = self.readers.connect()?;
        from.stand_still()?;
        let to = catalogue::create_beside(target)?;
        transfer::copy(&from, &to, &mut |_| Ok(()))
    }

    fn copy_originals(
        &self,
        layout: &Layout,
        places: &Places,
        told: &mut dyn FnMut(Move) -> Result<(), StoreError>,
    ) -> Result<Migrated, StoreError> {
        let originals = Originals::of(layout, places);
        originals.prepare()?;
        let listed = self.listed_originals()?;
        let of = listed.len() as u64;
        let mut migrated = Migrated::default();
        let mut staging = Staging::new(layout.clone(), &originals);
        let (mut waiting, mut waiting_bytes) = (0, 0);
        for original in &listed {
            let there = originals.size(&original.digest)?;
            if there.is_ok_and(|bytes| bytes == original.bytes) {
                migrated.there += 1;
                continue;
            }
            staging.put(&self.whole(original)?, &original.digest)?;
            migrated.copied += 1;
            waiting += 1;
            waiting_bytes += original.bytes;
            if waiting >= TOGETHER || waiting_bytes >= TOGETHER_BYTES {
                staging.settle()?;
                (waiting, waiting_bytes) = (0, 0);
                told(Move::Originals(migrated.there + migrated.copied, of))?;
            }
        }
        staging.settle()?;
        told(Move::Originals(of, of))?;
        Ok(migrated)
    }

    /// An original's bytes, which are those its name says.
    fn whole(&self, original: &Listed) -> Result<Vec<u8>, StoreError> {
        let place = self.originals.place(&original.digest);
        let source = self.originals.open(&original.digest)?;
        let mut bytes = Vec::new();
        source
            .and_then(|source| source.take(original.bytes + 1).read_to_end(&mut bytes))
            .map_err(|error| StoreError::io(&place, error))?;
        match row::hex(&Sha256::digest(&bytes)) == original.digest {
            true => Ok(bytes),
            false => Err(StoreError::DamagedOriginal(place)),
        }
    }
}

/// The catalogue in the making. Nobody takes it for one before it is finished.
enum Target {
    File(Connection, WriteLock),
    Server(Connection),
}

impl Target {
    fn begin(
        layout: &Layout,
        places: &Places,
        holder: &Holder,
        from: &Store,
    ) -> Result<Self, StoreError> {
        let taken = || StoreError::NotEmpty(layout.root().to_path_buf());
        if let Some(settings) = &places.catalogue {
            let head = from.log_entries()?.unwrap_or_default();
            return server(settings, holder, head, taken).map(Self::Server);
        }
        fs::create_dir_all(layout.root()).map_err(|error| StoreError::io(layout.root(), error))?;
        let lock = WriteLock::take(&layout.lock(), holder)?;
        if layout.catalogue().exists() {
            return Err(taken());
        }
        let place = layout.new_catalogue();
        match fs::remove_file(&place) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io(&place, error));
            }
            _ => {}
        }
        Ok(Self::File(catalogue::create_beside(&place)?, lock))
    }

    fn connection(&self) -> &Connection {
        match self {
            Self::File(connection, _) | Self::Server(connection) => connection,
        }
    }

    /// From now on it is the catalogue of the archive there.
    fn finish(self, layout: &Layout) -> Result<(), StoreError> {
        match self {
            Self::Server(connection) => {
                let format = "UPDATE meta SET value = ?1 WHERE name = 'format'";
                connection.execute(format, [upgrades::current()])?;
                connection.execute("DELETE FROM meta WHERE name = 'migrating'", [])?;
                seat::leave(&connection);
                Ok(())
            }
            Self::File(connection, _lock) => {
                drop(connection);
                let (new, place) = (layout.new_catalogue(), layout.catalogue());
                let synced = File::open(&new).and_then(|file| file.sync_all());
                synced.map_err(|source| originals::not_durable(&new, source))?;
                fs::rename(&new, &place).map_err(|error| StoreError::io(&place, error))?;
                originals::sync_directory(layout.root())?;
                // The log's file is made from its rows.
                let by = log::Actor {
                    who: String::new(),
                    at: jiff::Timestamp::UNIX_EPOCH,
                };
                let connection = catalogue::connect_to_write(layout, &by)?;
                log::open(layout, &connection).map(drop)
            }
        }
    }
}

/// A schema for a catalogue that is moved there; what an earlier run left is gone on with if nothing
/// was entered into the source's log since.
fn server(
    settings: &Settings,
    holder: &Holder,
    head: u64,
    taken: impl FnOnce() -> StoreError,
) -> Result<Connection, StoreError> {
    let connection = settings.connect()?;
    if upgrades::found(&connection)? > 0 {
        return Err(taken());
    }
    let schema = &settings.schema;
    connection.execute_batch(&format!("CREATE SCHEMA IF NOT EXISTS {schema}"))?;
    seat::sit(&connection)?;
    if upgrades::is_begun(&connection)? {
        let begun = "SELECT value FROM meta WHERE name = 'migrating'";
        let begun: Option<i64> = connection
            .query_row(begun, [], |row| row.get(0))
            .optional()?;
        if begun == Some(head.cast_signed()) {
            return Ok(connection);
        }
        connection.execute_batch(&format!(
            "DROP SCHEMA {schema} CASCADE; CREATE SCHEMA {schema}"
        ))?;
    }
    let making = connection.begin(crate::database::Will::Write)?;
    upgrades::begin(&making)?;
    let mark = "INSERT INTO meta (name, value) VALUES ('migrating', ?1)";
    making.execute(mark, [head.cast_signed()])?;
    making.commit()?;
    seat::sign(&connection, holder)?;
    Ok(connection)
}

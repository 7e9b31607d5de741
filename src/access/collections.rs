//! Collections: names for folders that papers were imported from.

use std::path::Path;

use crate::access::AccessError;
use crate::access::Accounts;
use crate::access::accounts::ALL;
use crate::access::accounts::GENERAL;
use crate::access::audit;
use crate::access::audit::Act;
use crate::document::Folder;

/// Characters of a name.
const LONGEST: usize = 100;

/// A collection and its folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Its name.
    pub name: String,
    /// Folders whose papers belong to it, with all below them that no other collection names.
    pub folders: Vec<Folder>,
}

impl Accounts {
    /// All collections, by name.
    pub fn collections(&self) -> Result<Vec<Collection>, AccessError> {
        let connection = self.connection();
        let mut select = connection.prepare(
            "SELECT name, folder FROM collections
             LEFT JOIN collection_folders ON collection = name ORDER BY name, folder",
        )?;
        let mut rows = select.query([])?;
        let mut collections: Vec<Collection> = Vec::new();
        while let Some(row) = rows.next()? {
            let (name, folder): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            if collections.last().is_none_or(|last| last.name != name) {
                collections.push(Collection {
                    name,
                    folders: Vec::new(),
                });
            }
            if let Some(last) = collections.last_mut() {
                last.folders
                    .extend(folder.as_deref().map(Folder::from_text));
            }
        }
        Ok(collections)
    }

    /// Adds folders to a collection, which is made if there is none of this name. Who may see
    /// papers from them changes with the next request.
    pub fn add_folders(
        &self,
        collection: &str,
        folders: &[&Path],
        act: &Act<'_>,
    ) -> Result<(), AccessError> {
        let long = collection.chars().count() > LONGEST;
        let odd = collection.trim() != collection || collection.chars().any(char::is_control);
        if collection.is_empty() || long || odd || [ALL, GENERAL].contains(&collection) {
            return Err(AccessError::BadCollection(collection.to_owned()));
        }
        self.change(|connection| {
            let make = "INSERT INTO collections (name) VALUES (?1) ON CONFLICT DO NOTHING";
            connection.execute(make, [collection])?;
            audit::write(connection, act, "collection-added", collection)?;
            for folder in folders {
                let folder = Folder::at(folder);
                let add = "INSERT INTO collection_folders (collection, folder)
                     VALUES (?1, ?2) ON CONFLICT DO NOTHING";
                connection.execute(add, (collection, folder.as_str()))?;
                let about = format!("{collection} {}", folder.as_str());
                audit::write(connection, act, "folder-added", &about)?;
            }
            Ok(())
        })
    }

    /// Takes a folder out of a collection, or forgets the whole collection with every grant of it.
    pub fn remove_collection(
        &self,
        collection: &str,
        folder: Option<&Path>,
        act: &Act<'_>,
    ) -> Result<(), AccessError> {
        self.change(|connection| {
            let gone = match folder {
                None => {
                    let grants = "DELETE FROM grants WHERE kind = 'collection' AND value = ?1";
                    connection.execute(grants, [collection])?;
                    connection.execute("DELETE FROM collections WHERE name = ?1", [collection])?
                }
                Some(folder) => {
                    let remove = "DELETE FROM collection_folders
                         WHERE collection = ?1 AND folder = ?2";
                    connection.execute(remove, (collection, Folder::at(folder).as_str()))?
                }
            };
            if gone == 0 {
                return Err(AccessError::NoCollection(collection.to_owned()));
            }
            let folder = folder.map(|folder| format!(" {}", Folder::at(folder).as_str()));
            let about = format!("{collection}{}", folder.unwrap_or_default());
            audit::write(connection, act, "collection-removed", &about)
        })
    }
}

//! Where an index is kept: in a folder of this machine, or in a cluster.

use std::path::Path;
use std::path::PathBuf;

use crate::search::ClusterSettings;
use crate::search::Index;
use crate::search::SearchError;

/// Where an index is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexPlace {
    /// In this folder.
    Directory(PathBuf),
    /// In a cluster.
    Cluster(ClusterSettings),
}

impl IndexPlace {
    /// Opens the index that is there.
    pub fn open(&self) -> Result<Index, SearchError> {
        match self {
            Self::Directory(directory) => Index::open(directory),
            Self::Cluster(settings) => Index::connect(settings),
        }
    }

    /// Makes an empty index that answers nobody yet, in `folder` where this one is in one; says where.
    pub fn begin_beside(&self, folder: &Path) -> Result<(Index, Self), SearchError> {
        match self {
            Self::Directory(_) => {
                let index = Index::create(folder)?;
                Ok((index, Self::Directory(folder.to_owned())))
            }
            Self::Cluster(settings) => {
                let index = Index::create_beside(settings)?;
                let only = index.name().map(str::to_owned);
                let settings = ClusterSettings {
                    only,
                    ..settings.clone()
                };
                Ok((index, Self::Cluster(settings)))
            }
        }
    }

    /// Its folder, if it has one on this machine.
    #[must_use]
    pub fn directory(&self) -> Option<&Path> {
        match self {
            Self::Directory(directory) => Some(directory),
            Self::Cluster(_) => None,
        }
    }
}

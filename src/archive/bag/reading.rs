//! Opening a bag: is it one, is it complete, and where does each of its files lie?

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use walkdir::WalkDir;

use crate::archive::bag::BAGIT;
use crate::archive::bag::BagError;
use crate::archive::bag::DATA;
use crate::archive::bag::DECLARATION;
use crate::archive::bag::INFO;
use crate::archive::bag::MANIFEST;
use crate::archive::bag::Manifest;
use crate::archive::bag::SWITCHING;
use crate::archive::bag::TAGMANIFEST;
use crate::store::Pace;
use crate::store::sha256;

/// No tag file that is read whole is longer.
const MAX_TAG_FILE: u64 = 1 << 20;

/// A bag whose tag files are sound. Of its payload nothing is known yet.
#[derive(Debug)]
pub struct Bag {
    folder: PathBuf,
    manifest: Manifest,
    info: Vec<(String, String)>,
    /// A backup was killed while it took its place: what it had not moved yet lies here.
    switching: Option<PathBuf>,
}

impl Bag {
    /// Opens the bag in `folder`.
    pub fn open(folder: &Path) -> Result<Self, BagError> {
        let switching = folder.join(SWITCHING);
        let mut bag = Self {
            folder: folder.to_path_buf(),
            manifest: Manifest::default(),
            info: Vec::new(),
            switching: switching.is_dir().then_some(switching),
        };
        let declaration = bag.place(BAGIT);
        if !declaration.is_file() {
            return Err(BagError::NotABag(folder.to_path_buf()));
        }
        if bag.read(BAGIT)?.replace("\r\n", "\n") != DECLARATION {
            return Err(BagError::Declaration(declaration));
        }
        if folder.join("fetch.txt").exists() {
            return Err(BagError::Holey);
        }
        let tags = Manifest::read(&bag.place(TAGMANIFEST), "")?;
        for (path, digest) in tags.iter() {
            bag.check(path, digest, &mut Pace::of(None))?;
        }
        bag.manifest = Manifest::read(&bag.place(MANIFEST), "data/")?;
        let info = bag.read(INFO)?;
        let line = |line: &str| {
            let (label, value) = line.split_once(':')?;
            Some((label.to_owned(), value.trim().to_owned()))
        };
        bag.info = info.lines().filter_map(line).collect();
        Ok(bag)
    }

    /// What is listed.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What `bag-info.txt` says under this label.
    #[must_use]
    pub fn info(&self, label: &str) -> Option<&str> {
        let found = self.info.iter().find(|(found, _)| found == label);
        found.map(|(_, value)| value.as_str())
    }

    /// Where a file of the bag lies.
    #[must_use]
    pub fn place(&self, path: &str) -> PathBuf {
        let waiting = self.switching.as_ref().map(|folder| folder.join(path));
        waiting
            .filter(|waiting| waiting.exists())
            .unwrap_or_else(|| self.folder.join(path))
    }

    /// Whether every file that is listed is there, and none beside them; no byte is read.
    pub fn check_complete(&self) -> Result<(), BagError> {
        let mut found = HashSet::new();
        for root in self.switching.iter().chain([&self.folder]) {
            self.walk(root, &mut found)?;
        }
        let missing = self
            .manifest
            .iter()
            .find(|(path, _)| !found.contains(*path));
        match missing {
            Some((path, _)) => Err(BagError::Missing(path.to_owned())),
            None => Ok(()),
        }
    }

    fn walk<'a>(&'a self, root: &Path, found: &mut HashSet<&'a str>) -> Result<(), BagError> {
        let data = root.join(DATA);
        if self.switching.is_some() && !data.exists() {
            return Ok(());
        }
        for entry in WalkDir::new(&data) {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(&data).to_path_buf();
                BagError::io(&path)(error.into())
            })?;
            let kind = entry.file_type();
            if kind.is_dir() {
                continue;
            }
            let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let shown = relative.to_string_lossy();
            if !kind.is_file() {
                return Err(BagError::Special(shown.into_owned()));
            }
            match self.manifest.listed(&shown) {
                Some(path) => {
                    found.insert(path);
                }
                // What a newer backup no longer lists goes when its switch is finished.
                None if self.switching.is_some() => {}
                None => return Err(BagError::Unlisted(shown.into_owned())),
            }
        }
        Ok(())
    }

    /// Whether a file has the bytes that are listed.
    pub fn check(&self, path: &str, digest: &str, pace: &mut Pace) -> Result<(), BagError> {
        let place = self.place(path);
        // Not a pipe, which would be waited for.
        if !place.is_file() {
            return Err(BagError::Missing(path.to_owned()));
        }
        match sha256(&place, pace).map_err(BagError::io(&place))? {
            (found, _) if found == digest => Ok(()),
            _ => Err(BagError::Damaged(path.to_owned())),
        }
    }

    fn read(&self, name: &str) -> Result<String, BagError> {
        let path = self.place(name);
        if !path.is_file() {
            return Err(BagError::Missing(name.to_owned()));
        }
        let mut text = String::new();
        File::open(&path)
            .and_then(|file| file.take(MAX_TAG_FILE).read_to_string(&mut text))
            .map_err(BagError::io(&path))?;
        Ok(text)
    }
}

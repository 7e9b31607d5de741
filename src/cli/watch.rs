//! `vankho import --watch` and `serve --watch`: folders kept up with until the program is stopped.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::time::Duration;

use crate::api::Service;
use crate::api::wire::ImportLine;
use crate::archive;
use crate::archive::Archive;
use crate::archive::ImportJob;
use crate::archive::Round;
use crate::archive::Turnout;
use crate::archive::Watching;
use crate::archive::Work;
use crate::archive::home_body;
use crate::archive::keep_up;
use crate::cli::arguments::Import;
use crate::cli::import::stop_on_interrupt;
use crate::cli::import::told;
use crate::cli::report::Ending;
use crate::cli::report::Told;

/// How long a server waits before it looks again for a folder that could not be watched or imported.
const RETRY: Duration = Duration::from_secs(60);
/// How long a wait may keep the end waiting.
const NAP: Duration = Duration::from_millis(200);
/// How long a server leaves a changed file alone.
const QUIET: Duration = Duration::from_secs(2);
/// Lines of a job that may wait to be looked at.
const LINES: usize = 64;

/// Keeps up with folders until Ctrl-C.
pub fn run(archive: &Path, json: bool, arguments: &Import) -> anyhow::Result<Ending> {
    let stop = stop_on_interrupt()?;
    let how = Watching {
        quiet: Duration::from_secs(arguments.settle.into()),
        poll: arguments.poll.map(|poll| Duration::from_secs(poll.into())),
    };
    let mut cut = false;
    let (mut waits, mut news) = (false, false);
    keep_up(
        &arguments.paths,
        how,
        &stop,
        &mut |round: &Round| match told(archive, json, arguments, round, news, &stop) {
            Ok(_) => {
                (waits, news) = (false, true);
                cut = stop.load(Ordering::Relaxed);
                Ok(Turnout::Imported)
            }
            Err(error) if is_held(&error) => {
                if !waits {
                    eprintln!("{error:#}: đợi xong sẽ nhập");
                }
                waits = true;
                Ok(Turnout::Busy)
            }
            Err(error) => Err(error),
        },
    )?;
    Ok(match cut {
        true => Ending::Interrupted,
        false => Ending::Done,
    })
}

fn is_held(error: &anyhow::Error) -> bool {
    let own = error.downcast_ref::<archive::Error>();
    let told = error.downcast_ref::<Told>();
    let code = own.map(archive::Error::code);
    code.or(told.map(|told| told.code.as_str())) == Some("held")
}

/// Folders a server keeps up with.
pub struct Watched {
    folders: Vec<PathBuf>,
    poll: Option<Duration>,
    home: Option<String>,
}

impl Watched {
    /// What was named; none when nothing was.
    pub fn of(folders: Vec<PathBuf>, poll: Option<u32>) -> Option<Self> {
        let watched = Self {
            folders,
            poll: poll.map(|poll| Duration::from_secs(poll.into())),
            home: None,
        };
        Some(watched).filter(|watched| !watched.folders.is_empty())
    }

    /// The same folders, of this body.
    pub fn of_body(self, home: Option<&str>) -> Self {
        let home = home.map(str::to_owned);
        Self { home, ..self }
    }

    /// Keeps up with the folders, in a thread and with jobs of the server, until what is given back
    /// is dropped.
    pub fn start(self, archive: &Arc<Archive>, service: &Service) -> Watch {
        let stop = Arc::new(AtomicBool::new(false));
        let watch = Watch(Arc::clone(&stop));
        let (archive, service) = (Arc::clone(archive), service.clone());
        std::thread::spawn(move || {
            let how = Watching {
                quiet: QUIET,
                poll: self.poll,
            };
            while !stop.load(Ordering::Relaxed) {
                let mut round = |round: &Round| self.import(&archive, &service, round);
                if let Err(error) = keep_up(&self.folders, how, &stop, &mut round) {
                    tracing::error!(error = %format!("{error:#}"), "watched folders");
                    rest(&stop);
                }
            }
        });
        watch
    }

    /// Has the server import what changed, and waits for it.
    fn import(
        &self,
        archive: &Arc<Archive>,
        service: &Service,
        round: &Round,
    ) -> anyhow::Result<Turnout> {
        let (listener, lines) = mpsc::sync_channel(LINES);
        let work = Work {
            archive: Arc::clone(archive),
            job: ImportJob {
                paths: round.paths.clone(),
                within: round.within.clone(),
                home: self.home.as_deref().map(home_body).transpose()?,
                ..ImportJob::new(service.programs.as_ref().clone(), service.clock)
            },
            staged: None,
            listener: Some(Box::new(move |progress| {
                drop(listener.send(ImportLine::from(&progress)));
            })),
        };
        if service.start(work).is_err() {
            return Ok(Turnout::Imported);
        }
        while let Ok(line) = lines.recv() {
            match line {
                ImportLine::Failed { code, .. } if code == "held" => return Ok(Turnout::Busy),
                ImportLine::Failed { code, detail } => return Err(Told { code, detail }.into()),
                _ => {}
            }
        }
        Ok(Turnout::Imported)
    }
}

/// Ends the watching when it is dropped.
pub struct Watch(Arc<AtomicBool>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn rest(stop: &AtomicBool) {
    let mut left = RETRY;
    while !left.is_zero() && !stop.load(Ordering::Relaxed) {
        std::thread::sleep(NAP);
        left = left.saturating_sub(NAP);
    }
}

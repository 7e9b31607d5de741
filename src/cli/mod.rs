//! The command line: the only module that prints, reads the environment, asks the clock or exits.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what this module is for"
)]

mod arguments;
mod audit;
mod backup;
mod config;
mod correct;
mod delete;
mod demo;
mod deploy;
mod doctor;
mod door;
mod draft;
mod extract;
mod handover;
mod import;
mod list;
mod log;
mod migrate;
mod logging;
mod ocr;
mod oidc;
mod progress;
mod register;
mod release;
mod report;
mod runs;
mod search;
mod serve;
mod show;
mod upkeep;
mod user;
mod watch;
mod work;

use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;

use crate::archive::Archive;
use crate::archive::Program;
use crate::archive::Programs;
use crate::archive::home_body;
use crate::cli::arguments::Arguments;
use crate::cli::arguments::Command;
use crate::cli::arguments::Import;
use crate::cli::config::Config;
use crate::cli::report::Ending;

/// Runs the program as it was called.
#[must_use]
pub fn main() -> ExitCode {
    let started = config::arguments(std::env::args_os().collect());
    match started.and_then(|(arguments, config)| run(arguments, &config)) {
        Ok(ending) => ending.into(),
        Err(error) => report::failure(&error).into(),
    }
}

fn run(arguments: Arguments, config: &Config) -> anyhow::Result<Ending> {
    let Arguments {
        archive,
        json,
        command,
        log,
        log_format,
        ..
    } = arguments;
    // What parsers remark on strange files is for their own makers, not for who imports them.
    if matches!(command, Command::Serve(_) | Command::Demo { .. }) {
        logging::start(&log, log_format)?;
    }
    let open = || Archive::open(&archive, now());
    match command {
        Command::Import(Import {
            command: Some(command),
            ..
        }) => runs::run(&open()?, json, &command),
        Command::Import(import) if import.watch => watch::run(&archive, json, &import),
        Command::Import(import) => import::run(&archive, json, &import),
        Command::Search(search) => {
            let home = search.home.as_deref().map(home_body).transpose()?;
            search::run(&open()?.with_home(home), json, search)
        }
        Command::Show { what, text } => show::run(&open()?, json, &what, text),
        Command::List => list::run(&open()?, json),
        Command::Bodies => list::bodies(&open()?, json),
        Command::CitedMissing => list::cited_missing(&open()?, json),
        Command::Review { code, import } => {
            let archive = open()?;
            correct::review(&archive, json, code, import)
        }
        Command::Correct(arguments) => correct::correct(&open()?, json, arguments),
        Command::Corrections { command } => correct::corrections(&open()?, json, command),
        Command::Serve(arguments) => serve::run(&archive, &arguments),
        Command::User { accounts, command } => {
            user::run(&archive, accounts.as_deref(), json, command)
        }
        Command::Collection { accounts, command } => {
            user::collection(&archive, accounts.as_deref(), json, command)
        }
        Command::Config => config::show(config, json),
        Command::Deploy { what } => deploy::run(&archive, what),
        Command::Reindex => upkeep::reindex(&archive, json),
        Command::Verify(arguments) => upkeep::verify(&archive, json, &arguments),
        Command::Backup(arguments) => backup::backup(&archive, json, &arguments),
        Command::Migrate(arguments) => migrate::run(&archive, json, &arguments.to),
        Command::Restore(arguments) => backup::restore(json, &arguments),
        Command::Doctor(arguments) => doctor::run(&archive, json, &arguments),
        Command::Delete(arguments) => delete::delete(&open()?, json, arguments),
        Command::Deleted => delete::deleted(&open()?, json),
        Command::Undelete { id, by } => delete::undelete(&open()?, json, &id, by),
        Command::Purge { by } => delete::purge(&open()?, json, by),
        Command::Log(arguments) => log::run(&open()?, json, &arguments),
        Command::Quarantine { command } => {
            let archive = open()?;
            match command {
                None => upkeep::quarantine(&archive, json),
                Some(command) => release::run(&archive, json, command),
            }
        }
        Command::Register { command } => register::run(&open()?, json, command),
        Command::Export { command } => register::write(&open()?, json, command),
        Command::Extract {
            file,
            pages,
            no_ocr,
            charset,
        } => extract::run(&file, json, pages, !no_ocr, charset.as_deref()),
        Command::CheckDraft { file } => draft::run(&open()?, json, &file),
        Command::Ocr(arguments) => ocr::run(&archive, json, &arguments),
        Command::Work(arguments) => work::run(&archive, json, &arguments),
        Command::Demo { samples } => demo::run(&samples),
        Command::Completions { shell } => {
            let mut command = Arguments::command();
            clap_complete::generate(shell, &mut command, "vankho", &mut std::io::stdout());
            Ok(Ending::Done)
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
            std::io::stdout().write_all(&page)?;
            Ok(Ending::Done)
        }
        Command::ExtractWorker => extract::worker(),
        Command::OcrWorker { arguments } => ocr::worker(&arguments),
    }
}

/// This very program, as the reader of untrusted files and, when scans are to be read, as what
/// tesseract is started by.
fn programs(ocr: bool) -> anyhow::Result<Programs> {
    let path = std::env::current_exe()?;
    let hidden = |command: &str| Program {
        path: path.clone(),
        arguments: vec![command.into()],
    };
    Ok(Programs {
        reader: hidden("extract-worker"),
        recogniser: ocr.then(|| hidden("ocr-worker")),
    })
}

/// The time now.
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

//! The command line: the only module that prints, reads the environment, asks the clock or exits.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what this module is for"
)]

mod arguments;
mod correct;
mod demo;
mod draft;
mod extract;
mod handover;
mod import;
mod list;
mod ocr;
mod progress;
mod register;
mod release;
mod report;
mod runs;
mod search;
mod serve;
mod show;
mod upkeep;
mod watch;

use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::Parser;

use crate::archive::Archive;
use crate::archive::Program;
use crate::archive::Programs;
use crate::archive::RegisterFields;
use crate::archive::home_body;
use crate::cli::arguments::Arguments;
use crate::cli::arguments::Command;
use crate::cli::arguments::ExportCommand;
use crate::cli::arguments::FieldsArgument;
use crate::cli::arguments::Import;
use crate::cli::arguments::RegisterCommand;
use crate::cli::report::Ending;

/// Runs the program as it was called.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(ending) => ending.into(),
        Err(error) => report::failure(&error).into(),
    }
}

fn run(arguments: Arguments) -> anyhow::Result<Ending> {
    let Arguments {
        archive,
        json,
        command,
        ..
    } = arguments;
    match command {
        Command::Import(Import {
            command: Some(command),
            ..
        }) => runs::run(&Archive::open(&archive, now())?, json, &command),
        Command::Import(import) if import.watch => watch::run(&archive, json, &import),
        Command::Import(import) => import::run(&archive, json, &import),
        Command::Search(search) => {
            let home = search.home.as_deref().map(home_body).transpose()?;
            search::run(
                &Archive::open(&archive, now())?.with_home(home),
                json,
                search,
            )
        }
        Command::Show { what, text } => {
            show::run(&Archive::open(&archive, now())?, json, &what, text)
        }
        Command::List => list::run(&Archive::open(&archive, now())?, json),
        Command::Bodies => list::bodies(&Archive::open(&archive, now())?, json),
        Command::CitedMissing => list::cited_missing(&Archive::open(&archive, now())?, json),
        Command::Review { code, import } => {
            let archive = Archive::open(&archive, now())?;
            correct::review(&archive, json, code, import)
        }
        Command::Correct(arguments) => {
            correct::correct(&Archive::open(&archive, now())?, json, arguments)
        }
        Command::Corrections { command } => {
            correct::corrections(&Archive::open(&archive, now())?, json, command)
        }
        Command::Serve {
            listen,
            home,
            watch,
            poll,
        } => {
            let watched = watch::Watched::of(watch, poll);
            serve::run(&archive, listen, home.as_deref(), watched)
        }
        Command::Reindex => upkeep::reindex(&archive, json),
        Command::Verify => upkeep::verify(&archive, json),
        Command::Quarantine { command } => {
            let archive = Archive::open(&archive, now())?;
            match command {
                None => upkeep::quarantine(&archive, json),
                Some(command) => release::run(&archive, json, command),
            }
        }
        Command::Register {
            command: RegisterCommand::Import { file, fill, by },
        } => {
            let by = fill.then(|| correct::editor(by, None));
            register::import(&Archive::open(&archive, now())?, json, &file, by.as_ref())
        }
        Command::Export {
            command: ExportCommand::Register { file, fields },
        } => {
            let fields = match fields {
                FieldsArgument::MucLuc => RegisterFields::Catalogue,
                FieldsArgument::Nd30 => RegisterFields::Decree30,
                FieldsArgument::Tt05 => RegisterFields::Circular05,
            };
            register::export(&Archive::open(&archive, now())?, json, &file, fields)
        }
        Command::Extract {
            file,
            pages,
            no_ocr,
            charset,
        } => extract::run(&file, json, pages, !no_ocr, charset.as_deref()),
        Command::CheckDraft { file } => draft::run(&Archive::open(&archive, now())?, json, &file),
        Command::Ocr(arguments) => ocr::run(&archive, json, &arguments),
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

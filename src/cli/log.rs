//! `vankho log`: what happened to the archive, and the proof that nothing of it was changed.

use std::collections::VecDeque;
use std::io::Write;

use anyhow::Context;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::json;

use crate::archive::Archive;
use crate::archive::event_told;
use crate::cli::arguments::LogArguments;
use crate::cli::arguments::LogCommand;
use crate::cli::report::Ending;
use crate::cli::report::printable;
use crate::document::DocumentId;
use crate::document::LogEntry;
use crate::document::Words;

/// A line of `--json`.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    entry: &'a LogEntry,
    hash: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Words>,
}

/// Lists the log, or proves it.
pub fn run(archive: &Archive, json: bool, arguments: &LogArguments) -> anyhow::Result<Ending> {
    match &arguments.command {
        Some(LogCommand::Verify { head }) => verify(archive, json, head.as_deref()),
        None => list(archive, json, arguments),
    }
}

fn list(archive: &Archive, json: bool, arguments: &LogArguments) -> anyhow::Result<Ending> {
    let wanted = Wanted::of(arguments)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut any = false;
    let mut held = VecDeque::new();
    for entry in archive.log(0)? {
        let (entry, hash) = entry?;
        if !wanted.has(&entry) {
            continue;
        }
        any = true;
        match arguments.last {
            None => line(&mut out, archive, json, &entry, &hash)?,
            Some(last) => {
                held.push_back((entry, hash));
                if held.len() > last {
                    held.pop_front();
                }
            }
        }
    }
    for (entry, hash) in held {
        line(&mut out, archive, json, &entry, &hash)?;
    }
    out.flush()?;
    Ok(match any {
        true => Ending::Done,
        false => Ending::NothingFound,
    })
}

fn line(
    out: &mut impl Write,
    archive: &Archive,
    json: bool,
    entry: &LogEntry,
    hash: &str,
) -> anyhow::Result<()> {
    let words = match entry.event.words() {
        Some(_) => archive.words(entry.number)?,
        None => None,
    };
    if json {
        let line = Line { entry, hash, words };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
        return Ok(());
    }
    let (number, at) = (entry.number, entry.at);
    let (who, told) = (printable(&entry.who), printable(&event_told(&entry.event)));
    writeln!(out, "{number:>7}  {at:.0}  {who}: {told}")?;
    let words = words.unwrap_or_default();
    for (label, word) in [("giá trị", words.value), ("lý do", words.reason)] {
        if let Some(word) = word {
            writeln!(out, "         {label}: {}", printable(&word))?;
        }
    }
    Ok(())
}

/// Which entries are asked for.
struct Wanted<'a> {
    arguments: &'a LogArguments,
    document: Option<DocumentId>,
    since: Option<Timestamp>,
    before: Option<Timestamp>,
}

impl<'a> Wanted<'a> {
    fn of(arguments: &'a LogArguments) -> anyhow::Result<Self> {
        let day = |written: &String| -> anyhow::Result<Date> {
            written
                .parse()
                .with_context(|| format!("`{written}` is not a day such as 2026-11-22"))
        };
        let start = |day: Date| anyhow::Ok(day.to_zoned(TimeZone::UTC)?.timestamp());
        let document = arguments.document.as_ref().map(|written| {
            DocumentId::parse(written)
                .with_context(|| format!("`{written}` is not the id of a document"))
        });
        let since = arguments.since.as_ref().map(day).transpose()?;
        let until = arguments.until.as_ref().map(day).transpose()?;
        let until = until.map(|day| day.tomorrow()).transpose()?;
        Ok(Self {
            arguments,
            document: document.transpose()?,
            since: since.map(start).transpose()?,
            before: until.map(start).transpose()?,
        })
    }

    fn has(&self, entry: &LogEntry) -> bool {
        let Self { arguments, .. } = self;
        let event = &entry.event;
        let path = |text: &String| {
            let place = event.place();
            place.is_some_and(|place| place.shown.contains(text.as_str()))
        };
        let document = self.document.as_ref();
        document.is_none_or(|id| event.document() == Some(id))
            && arguments.import.is_none_or(|id| event.import() == Some(id))
            && arguments.who.as_ref().is_none_or(|who| *who == entry.who)
            && arguments.path.as_ref().is_none_or(path)
            && self.since.is_none_or(|since| entry.at >= since)
            && self.before.is_none_or(|before| entry.at < before)
            && arguments
                .event
                .as_ref()
                .is_none_or(|kind| *kind == event.kind())
    }
}

fn verify(archive: &Archive, json: bool, head: Option<&str>) -> anyhow::Result<Ending> {
    let checked = archive.verify_log(head)?;
    let mut out = std::io::stdout().lock();
    if json {
        let problems: Vec<String> = checked.problems.iter().map(ToString::to_string).collect();
        let told = json!({
            "event": "log-verified", "entries": checked.entries, "head": checked.head,
            "behind": checked.behind, "problems": problems,
            "continues": checked.asked.as_ref().map(|entry| entry.number),
        });
        writeln!(out, "{told}")?;
    } else {
        for problem in &checked.problems {
            writeln!(out, "hư hỏng: {}", printable(&problem.to_string()))?;
        }
        if checked.behind > 0 {
            writeln!(
                out,
                "tệp nhật ký thiếu {} mục cuối do bị ngắt; lệnh ghi tiếp theo sẽ bổ sung",
                checked.behind
            )?;
        }
        if let Some(entry) = &checked.asked {
            let more = checked.entries - entry.number;
            writeln!(
                out,
                "nối tiếp mục {} ngày {:.0}, từ đó thêm {more} mục",
                entry.number, entry.at
            )?;
        }
        writeln!(out, "nhật ký có {} mục; mã của mục cuối:", checked.entries)?;
        writeln!(out, "{}", checked.head)?;
    }
    Ok(match checked.problems.is_empty() {
        true => Ending::Done,
        false => Ending::Damaged,
    })
}

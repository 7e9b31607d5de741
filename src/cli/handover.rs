//! An import handed to the server that runs on the archive, told as if it ran here.

use std::io::BufRead;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::Context;

use crate::api::wire::HandedOver;
use crate::api::wire::ImportLine;
use crate::api::wire::import::address_of;
use crate::archive::Event;
use crate::archive::Round;
use crate::archive::Server;
use crate::archive::Summary;
use crate::cli::arguments::Import;
use crate::cli::correct::editor;
use crate::cli::report::Told;

/// How long a server on this machine may take to answer anything but an import's lines.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often Ctrl-C is looked for while lines are awaited.
const LOOK: Duration = Duration::from_millis(50);

/// What a server says of a request it does not take.
#[derive(serde::Deserialize)]
struct Refusal {
    code: String,
    detail: String,
}

/// Has the server import what was named, and tells `watch` what it tells. None when the
/// server is just ending.
pub fn import(
    server: &Server,
    arguments: &Import,
    round: &Round,
    watch: &(dyn Fn(Event<'_>) + Sync),
    stop: &AtomicBool,
) -> anyhow::Result<Option<Summary>> {
    let body = serde_json::to_string(&wanted(arguments, round)?)?;
    let url = format!("http://{}/api/v1/imports/folders", server.address);
    let request = agent()
        .post(url)
        .header("authorization", format!("Bearer {}", server.secret))
        .header("content-type", "application/json");
    // A server that does not answer is just ending. Should it import all the same, the archive's lock
    // says so.
    let Ok(answer) = request.send(&body) else {
        return Ok(None);
    };
    if answer.status() == ureq::http::StatusCode::SERVICE_UNAVAILABLE {
        return Ok(None);
    }
    let taken = answer.status().is_success();
    let mut lines = BufReader::new(answer.into_body().into_reader()).lines();
    if !taken {
        let text = lines.next().transpose()?.unwrap_or_default();
        let Refusal { code, detail } =
            serde_json::from_str(&text).context("the server did not take the import")?;
        return Err(Told { code, detail }.into());
    }
    if !arguments.watch {
        let address = server.address;
        eprintln!("kho đang được mở tại http://{address}/: máy chủ đó nhập");
    }
    follow(server, lines, watch, stop).map(Some)
}

/// Passes on what the server tells until it has told the end. Ctrl-C is passed on to it.
fn follow(
    server: &Server,
    lines: impl Iterator<Item = std::io::Result<String>>,
    watch: &(dyn Fn(Event<'_>) + Sync),
    stop: &AtomicBool,
) -> anyhow::Result<Summary> {
    let (ended, end) = crossbeam_channel::bounded::<()>(0);
    let (named, name) = crossbeam_channel::bounded::<String>(1);
    std::thread::scope(|threads| {
        threads.spawn(move || {
            let Ok(job) = name.recv() else { return };
            while end.recv_timeout(LOOK) == Err(crossbeam_channel::RecvTimeoutError::Timeout) {
                if stop.load(Ordering::Relaxed) {
                    cancel(server, &job);
                    return;
                }
            }
        });
        // Dropped before the thread is waited for, whatever happens: that ends it.
        let (_ended, named) = (ended, named);
        for line in lines {
            let line = line.context("the server ended before the import did; run it again")?;
            match serde_json::from_str(&line)? {
                ImportLine::Taken { url } => drop(named.send(url)),
                ImportLine::Summary { summary, cancelled } => {
                    stop.fetch_or(cancelled, Ordering::Relaxed);
                    return Ok(summary);
                }
                ImportLine::Failed { code, detail } => return Err(Told { code, detail }.into()),
                told => told.replay(&|event| watch(event)),
            }
        }
        anyhow::bail!("the server ended before the import did; run it again")
    })
}

/// Has the server stop a job. One that cannot be reached has stopped already.
fn cancel(server: &Server, job: &str) {
    let url = format!("http://{}{job}", server.address);
    let request = agent()
        .delete(url)
        .header("authorization", format!("Bearer {}", server.secret));
    drop(
        request
            .config()
            .timeout_global(Some(PATIENCE))
            .build()
            .call(),
    );
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        // The server is on this machine, whatever proxy leads out of it.
        .proxy(None)
        .max_redirects(0)
        .timeout_connect(Some(PATIENCE));
    config.build().new_agent()
}

fn wanted(arguments: &Import, round: &Round) -> std::io::Result<HandedOver> {
    let address = |path: &PathBuf| std::path::absolute(path).map(|path| address_of(&path));
    Ok(HandedOver {
        paths: round.paths.iter().map(address).collect::<Result<_, _>>()?,
        within: round.within.as_ref().map(address).transpose()?,
        jobs: arguments.jobs,
        elsewhere: arguments.elsewhere,
        retry: arguments.retry,
        who: Some(editor(None, None).who),
        home: arguments.home.clone(),
        charset: arguments.charset.clone(),
        ocr: !arguments.no_ocr,
        settle: Some(arguments.settle),
    })
}

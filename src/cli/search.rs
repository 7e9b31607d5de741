//! `vankho search`: results on the terminal, or the API's answer with `--json`.

use std::io::Write;
use std::time::Instant;

use crate::api::wire::SearchAnswer;
use crate::archive::Answer;
use crate::archive::Archive;
use crate::archive::Asked;
use crate::archive::ShownHit;
use crate::archive::document_title;
use crate::archive::kind_name;
use crate::cli::arguments::Search;
use crate::cli::arguments::SortArgument;
use crate::cli::report::Ending;
use crate::cli::report::printable;

/// Searches and prints.
pub fn run(archive: &Archive, json: bool, search: Search) -> anyhow::Result<Ending> {
    let started = Instant::now();
    let request = archive.asked(asked(search))?;
    let answer = archive.search(&request)?;
    let took_ms = started.elapsed().as_secs_f64() * 1000.0;
    let mut out = std::io::stdout().lock();
    match json {
        true => {
            let answer = SearchAnswer::new(&answer, Some(took_ms));
            writeln!(out, "{}", serde_json::to_string(&answer)?)?;
        }
        false => print(&mut out, &answer)?,
    }
    Ok(match answer.total {
        0 => Ending::NothingFound,
        _ => Ending::Done,
    })
}

fn asked(search: Search) -> Asked {
    let sort = match search.sort {
        SortArgument::Relevance => "relevance",
        SortArgument::Newest => "newest",
        SortArgument::Oldest => "oldest",
    };
    Asked {
        q: Some(search.query.join(" ")),
        body: search.body,
        place: search.place,
        lineage: search.lineage.then(|| "true".to_owned()),
        kind: search.kind,
        system: search.system,
        year: search.year.map(|year| year.to_string()),
        from: search.from,
        to: search.to,
        folder: search.folder,
        number: search.number,
        sort: Some(sort.to_owned()),
        limit: Some(search.limit.to_string()),
        cursor: search.cursor,
    }
}

fn print(out: &mut impl Write, answer: &Answer) -> std::io::Result<()> {
    let understood = &answer.understood;
    if !understood.chips.is_empty() {
        let labels = understood.chips.iter().map(|chip| chip.label.as_str());
        let labels: Vec<&str> = labels.collect();
        writeln!(out, "Đã hiểu: {}", labels.join(", "))?;
    }
    if let Some(note) = &understood.note {
        writeln!(out, "{note}")?;
    }
    if let Some(meant) = &understood.did_you_mean {
        writeln!(out, "Đã tìm theo: {meant}")?;
    }
    writeln!(out, "{} văn bản", answer.total)?;
    for kin in &answer.kin {
        writeln!(
            out,
            "Xem thêm: {} ({} văn bản)  [--{} {}]",
            kin.name, kin.count, kin.field, kin.id
        )?;
    }
    for document in &answer.near {
        writeln!(
            out,
            "Có thể là: {}  {}",
            document.id,
            printable(&document_title(document))
        )?;
    }
    for hit in &answer.hits {
        writeln!(out)?;
        print_hit(out, hit)?;
    }
    if let Some(next) = &answer.next {
        writeln!(out, "\nXem tiếp: --cursor {}", next)?;
    }
    Ok(())
}

fn print_hit(out: &mut impl Write, hit: &ShownHit) -> std::io::Result<()> {
    let document = &hit.document;
    let description = &document.description;
    let number = description.number.as_ref().map(ToString::to_string);
    let facts = [
        number,
        description.kind.as_ref().map(kind_name),
        description
            .issuing_body
            .as_ref()
            .map(|body| body.name.clone()),
        description.issued_on.map(|date| date.vietnamese()),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    writeln!(out, "{}  {}", document.id, facts.join(" · "))?;
    if let Some(subject) = &description.subject {
        writeln!(out, "  {subject}")?;
    }
    let snippet: String = hit
        .snippet
        .iter()
        .map(|segment| segment.text.as_str())
        .collect();
    let snippet = snippet.split_whitespace().collect::<Vec<_>>().join(" ");
    if !snippet.is_empty() {
        writeln!(out, "  … {snippet} …")?;
    }
    for source in &document.sources {
        writeln!(out, "  {}", printable(source))?;
    }
    Ok(())
}

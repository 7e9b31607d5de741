//! Every sample is read as a person says in its `.expected.toml`, and nothing else is imported.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::harness::Archive;
use crate::harness::Run;
use crate::harness::TESSERACT;
use crate::harness::samples;

/// What a person says of each sample, by path relative to `samples/`.
fn expected() -> BTreeMap<String, toml::Table> {
    let mut found = BTreeMap::new();
    let mut pending = vec![samples()];
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let relative = path
                .strip_prefix(samples())
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            if path.is_dir() {
                pending.push(path);
            } else if let Some(stem) = relative.strip_suffix(".expected.toml") {
                let said: toml::Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
                let format = document_beside(&path);
                let path = format!("{stem}.{format}");
                let members = said.get("members").and_then(toml::Value::as_table);
                for (name, said) in members.into_iter().flatten() {
                    let said = said.as_table().unwrap().clone();
                    found.insert(format!("{path}!/{name}"), said);
                }
                found.insert(path, said);
            }
        }
    }
    found
}

/// The extension of the document an expectation is about.
fn document_beside(expectation: &Path) -> String {
    let name = expectation.file_name().unwrap().to_str().unwrap();
    let stem = name.strip_suffix("expected.toml").unwrap();
    let beside = std::fs::read_dir(expectation.parent().unwrap()).unwrap();
    let mut names = beside.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let found = names.find(|other| other != name && other.starts_with(stem));
    let found = found.unwrap_or_else(|| panic!("{name} is about no document"));
    found.strip_prefix(stem).unwrap().to_owned()
}

/// The field of a `list --json` line that an expectation's field is about.
fn field<'a>(line: &'a Value, name: &str) -> Option<&'a str> {
    let value = match name {
        "kind" | "issuing_body" | "parent_body" => &line[name]["id"],
        _ => &line[name],
    };
    value.as_str()
}

/// The lists of a `list --json` line that an expectation's lists are about.
fn list(line: &Value, name: &str) -> Vec<String> {
    let texts = |value: &Value| -> Vec<String> {
        let texts = value.as_array().unwrap().iter();
        texts
            .map(|text| text.as_str().unwrap().to_owned())
            .collect()
    };
    let signatures = line["signatures"].as_array().unwrap().iter();
    match name {
        "signers" => signatures
            .filter_map(|one| one["name"].as_str().map(str::to_owned))
            .collect(),
        "signed_as" => signatures
            .map(|one| {
                let parts = [one["authority"].as_str(), one["position"].as_str()];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
            })
            .collect(),
        "relations" => line["relations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                let extent = if one["whole"] == true { "" } else { " (part)" };
                let action = one["action"]["id"].as_str().unwrap();
                format!("{action} {}{extent}", one["number"].as_str().unwrap())
            })
            .collect(),
        "digital_signatures" => line[name]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                let parts = [one["by"].as_str(), one["at"].as_str()];
                parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
            })
            .collect(),
        "circulation" => {
            let marks = line["circulation"].as_array().unwrap().iter();
            marks
                .map(|mark| mark["id"].as_str().unwrap().to_owned())
                .collect()
        }
        name => texts(&line[name]),
    }
}

/// Whether what OCR read differs from the print in one letter, or one of twenty, at most.
fn are_near(one: Option<&str>, other: Option<&str>) -> bool {
    let (Some(one), Some(other)) = (one, other) else {
        return false;
    };
    let wrong = one
        .chars()
        .zip(other.chars())
        .filter(|(a, b)| a != b)
        .count();
    one.chars().count() == other.chars().count() && wrong * 20 <= one.chars().count().max(20)
}

#[test]
fn every_sample_is_described_as_a_person_would() {
    let archive = Archive::of_samples();
    let lines = archive.json(&["list"]);
    let by_path: BTreeMap<&str, &Value> = lines
        .iter()
        .map(|line| (line["sources"][0].as_str().unwrap(), line))
        .collect();
    let mut wrong = Vec::new();
    let mut imported = 0;
    for (path, said) in &expected() {
        if said["outcome"].as_str() != Some("imported") {
            continue;
        }
        imported += 1;
        let Some(line) = by_path.get(path.as_str()) else {
            wrong.push(format!("{path}: not imported"));
            continue;
        };
        let named = [
            "number",
            "kind",
            "issuing_body",
            "parent_body",
            "issued_on",
            "issued_at",
            "subject",
            "system",
            "charset",
            "text_source",
            "format",
        ];
        let is_read = said.get("text_source").and_then(toml::Value::as_str) == Some("ocr");
        for name in named {
            let should = said.get(name).and_then(toml::Value::as_str);
            let is = field(line, name);
            if should != is && !(name == "subject" && is_read && are_near(should, is)) {
                wrong.push(format!("{path}: {name} is {is:?}, should be {should:?}"));
            }
        }
        for name in [
            "signers",
            "signed_as",
            "recipients",
            "legal_basis",
            "annexes",
            "digital_signatures",
            "circulation",
            "relations",
        ] {
            let should: Vec<&str> = match said.get(name) {
                Some(list) => list
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|text| text.as_str().unwrap())
                    .collect(),
                None => Vec::new(),
            };
            let is = list(line, name);
            let near = is_read && are_near(Some(&is.join("|")), Some(&should.join("|")));
            if is != should && !near {
                wrong.push(format!("{path}: {name} is {is:?}, should be {should:?}"));
            }
        }
        let text = |name: &str| said.get(name).and_then(toml::Value::as_str);
        let is = [
            line["draft"].as_bool().unwrap().then_some("yes"),
            line["urgency"]["id"].as_str(),
            line["effective_from"].as_str(),
        ];
        let should = [text("draft"), text("urgency"), text("effective_from")];
        if is != should {
            wrong.push(format!(
                "{path}: draft, urgency, effective_from are {is:?}, should be {should:?}"
            ));
        }
    }
    assert!(imported >= 14, "only {imported} samples");
    assert_eq!(lines.len(), imported, "something else was imported too");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn what_is_no_paper_ends_as_it_should() {
    let archive = Archive::new();
    let mut import = archive.command(&["--json", "import", samples().to_str().unwrap()]);
    let run: Run = import.env_remove(TESSERACT).output().unwrap().into();
    let mut lines = run.lines();
    let summary = lines.pop().unwrap();
    let outcome = |path: &str| {
        let line = lines.iter().find(|line| line["path"] == path);
        line.unwrap_or_else(|| panic!("{path} has no outcome"))["outcome"]
            .as_str()
            .unwrap()
    };
    for (path, said) in &expected() {
        assert_eq!(outcome(path), said["outcome"].as_str().unwrap(), "{path}");
    }
    assert_eq!(outcome("README.md"), "skipped");
    let refused = lines.iter().filter(|line| line["outcome"] == "refused");
    for line in refused {
        let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["event", "outcome", "path", "reason"]);
    }
    let sum: u64 = [
        "imported",
        "known",
        "duplicates",
        "unpacked",
        "quarantined",
        "refused",
        "skipped",
    ]
    .iter()
    .map(|name| summary[name].as_u64().unwrap())
    .sum();
    assert_eq!(summary["found"].as_u64().unwrap(), sum);
    assert_eq!(lines.len() as u64, sum);
}

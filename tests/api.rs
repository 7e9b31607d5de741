//! The HTTP API as programs use it: shapes, caching, errors, uploads.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::harness::Archive;
use crate::harness::PARTS;
use crate::harness::Server;
use crate::harness::parts;
use crate::harness::until;
use crate::tidy::rust_files;

/// The id of the first hit for a query.
pub fn id_of(server: &Server, query: &str) -> String {
    server.search(&[("q", query)])["hits"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn facets_equal_a_count_by_hand_under_every_filter() {
    let server = Archive::of_samples().serve();
    let everything = server.search(&[("limit", "100")]);
    let documents = everything["hits"].as_array().unwrap().clone();
    assert_eq!(
        everything["total"].as_u64().unwrap() as usize,
        documents.len()
    );
    let kinds: Vec<Option<&str>> = values(&documents, |line| line["kind"]["id"].as_str());
    let systems: Vec<Option<&str>> = values(&documents, |line| line["system"].as_str());
    let years: Vec<Option<i64>> = values(&documents, |line| line["year"].as_i64());
    for kind in &kinds {
        for system in &systems {
            for year in &years {
                let year_text = year.map(|year| year.to_string());
                let mut query: Vec<(&str, &str)> = vec![("limit", "100")];
                query.extend(kind.map(|kind| ("kind", kind)));
                query.extend(system.map(|system| ("system", system)));
                query.extend(year_text.as_deref().map(|year| ("year", year)));
                let wanted: Vec<&Value> = documents
                    .iter()
                    .filter(|line| kind.is_none() || line["kind"]["id"].as_str() == *kind)
                    .filter(|line| system.is_none() || line["system"].as_str() == *system)
                    .filter(|line| year.is_none() || line["year"].as_i64() == *year)
                    .collect();
                check_facets(&server.search(&query), &wanted, &query);
            }
        }
    }
}

/// The values a field takes, and none for "no filter".
fn values<'a, T: Ord>(
    documents: &'a [Value],
    field: impl Fn(&'a Value) -> Option<T>,
) -> Vec<Option<T>> {
    let mut values: Vec<Option<T>> = documents.iter().map(field).collect();
    values.push(None);
    values.sort();
    values.dedup();
    values
}

#[track_caller]
fn check_facets(answer: &Value, wanted: &[&Value], query: &[(&str, &str)]) {
    assert_eq!(
        answer["total"].as_u64().unwrap() as usize,
        wanted.len(),
        "{query:?}"
    );
    let count = |name: &str, of: &dyn Fn(&Value) -> Option<String>| {
        for row in answer["facets"][name].as_array().unwrap() {
            let id = row.get("id").unwrap_or(&row["value"]);
            let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
            let by_hand = wanted
                .iter()
                .filter(|line| of(line).as_deref() == Some(&id))
                .count();
            assert_eq!(
                row["count"].as_u64().unwrap() as usize,
                by_hand,
                "{query:?} {name} {id}"
            );
        }
        let listed = answer["facets"][name].as_array().unwrap().len();
        let mut all: Vec<String> = wanted.iter().filter_map(|line| of(line)).collect();
        all.sort();
        all.dedup();
        assert_eq!(listed, all.len(), "{query:?} {name}");
    };
    count("kind", &|line| {
        line["kind"]["id"].as_str().map(str::to_owned)
    });
    count("system", &|line| line["system"].as_str().map(str::to_owned));
    count("year", &|line| {
        line["year"].as_i64().map(|year| year.to_string())
    });
}

#[test]
fn a_body_filter_takes_its_subordinates_along() {
    let server = Archive::of_samples().serve();
    let bodies = server.get("/api/v1/bodies").json();
    let mut pending: Vec<Value> = bodies.as_array().unwrap().clone();
    assert!(!pending.is_empty());
    while let Some(body) = pending.pop() {
        let id = body["id"].as_str().unwrap();
        let answer = server.search(&[("body", id), ("limit", "100")]);
        assert_eq!(answer["total"], body["count"], "{id}");
        pending.extend(body["children"].as_array().unwrap().iter().cloned());
    }
}

#[test]
fn pages_of_results_join_without_gap_or_overlap() {
    let server = Archive::of_samples().serve();
    for sort in ["relevance", "newest", "oldest"] {
        for q in ["", "nghị quyết", "35"] {
            let whole = server.search(&[("q", q), ("sort", sort), ("limit", "100")]);
            let ids = |answer: &Value| -> Vec<String> {
                let hits = answer["hits"].as_array().unwrap().iter();
                hits.map(|hit| hit["id"].as_str().unwrap().to_owned())
                    .collect()
            };
            let mut joined = Vec::new();
            let mut cursor = String::new();
            loop {
                let page = server.search(&[
                    ("q", q),
                    ("sort", sort),
                    ("limit", "3"),
                    ("cursor", &cursor),
                ]);
                joined.extend(ids(&page));
                match page["next"].as_str() {
                    Some(next) => next.clone_into(&mut cursor),
                    None => break,
                }
            }
            assert_eq!(joined, ids(&whole), "{q} {sort}");
        }
    }
}

#[test]
fn dates_bound_and_sort() {
    let server = Archive::of_samples().serve();
    let answer = server.search(&[
        ("from", "2020-01-01"),
        ("to", "31/12/2020"),
        ("sort", "oldest"),
        ("limit", "100"),
    ]);
    let hits = answer["hits"].as_array().unwrap();
    let dates: Vec<&str> = hits
        .iter()
        .map(|hit| hit["issued_on"].as_str().unwrap())
        .collect();
    assert!(dates.len() >= 3 && dates.is_sorted(), "{dates:?}");
    assert!(
        dates.iter().all(|date| date.starts_with("2020")),
        "{dates:?}"
    );
}

#[test]
fn a_number_with_several_papers_is_300() {
    let server = Archive::of_samples().serve();
    let one = server.get("/api/v1/numbers/238-Q%C4%90/TW");
    assert_eq!(
        (one.status, one.json()["number"].as_str()),
        (200, Some("238-QĐ/TW"))
    );
    let several = server.get("/api/v1/numbers/07-%C4%90A/TU");
    assert_eq!(
        (several.status, several.json().as_array().map(Vec::len)),
        (300, Some(2))
    );
    let none = server.get("/api/v1/numbers/9999-Q%C4%90/TW");
    assert_eq!(
        (none.status, none.json()["code"].as_str()),
        (404, Some("not-found"))
    );
    assert_eq!(none.header("content-type"), "application/problem+json");
}

#[test]
fn an_answer_is_fresh_until_the_index_changes() {
    let archive = Archive::new();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "Kế hoạch thứ nhất của cơ quan").unwrap();
    archive.import(folder.path());
    let server = archive.serve();
    let first = server.get("/api/v1/search?q=co+quan");
    let tag = first.header("etag").to_owned();
    assert!(!tag.is_empty());
    let again = server.get_with("/api/v1/search?q=co+quan", &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    // Another process imports while the server runs: the next answer has it.
    std::fs::write(folder.path().join("b.txt"), "Kế hoạch thứ hai của cơ quan").unwrap();
    archive.import(folder.path());
    let changed = server.get_with("/api/v1/search?q=co+quan", &[("if-none-match", &tag)]);
    assert_eq!((changed.status, &changed.json()["total"]), (200, &2.into()));
    assert_ne!(changed.header("etag"), tag);
}

#[test]
fn bad_requests_say_which_field() {
    let server = Archive::of_samples().serve();
    for (query, field) in [
        ("year=abc", "year"),
        ("from=2020-13-01", "from"),
        ("limit=0", "limit"),
        ("limit=1000", "limit"),
        ("sort=up", "sort"),
        ("system=x", "system"),
        ("cursor=zz", "cursor"),
    ] {
        let answer = server.get(&format!("/api/v1/search?q=a&{query}"));
        assert_eq!(answer.status, 400, "{query}");
        let problem = answer.json();
        assert_eq!(problem["code"], "bad-request");
        assert!(
            problem["detail"].as_str().unwrap().contains(field),
            "{problem}"
        );
        assert!(problem["instance"].is_string(), "{problem}");
    }
    for path in [
        "/api/v1/documents/xyz",
        "/api/v1/documents/00000000000000000000",
        "/api/v1/imports/9",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn the_description_of_the_api_is_the_api() {
    let server = Archive::of_samples().serve();
    let description = server.get("/api/v1/openapi.json").json();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let id = id_of(&server, "238-QĐ/TW");
    let paths = description["paths"].as_object().unwrap();
    assert!(paths.len() >= 11, "{:?}", paths.keys());
    for (path, methods) in paths {
        let concrete = path
            .replace("{id}", if path.contains("imports") { "1" } else { &id })
            .replace("{n}", "1")
            .replace("{*number}", "238-Q%C4%90/TW")
            .replace("{number}", "238-Q%C4%90/TW");
        for (method, operation) in methods.as_object().unwrap() {
            let answer = match method.as_str() {
                "get" => server.get(&concrete),
                "post" => server.post(&concrete, &[], b""),
                "delete" => server.delete(&concrete, &[]),
                other => panic!("{other} {path} is not tried here"),
            };
            let documented = operation["responses"].as_object().unwrap();
            let status = answer.status.to_string();
            assert!(
                documented.contains_key(&status),
                "{method} {path}: {status} is undocumented"
            );
        }
    }
}

/// Of two types of one name, one would describe both.
#[test]
fn no_two_types_have_one_name_in_the_description() {
    let mut named = BTreeMap::new();
    for (path, source) in rust_files("src/api") {
        let mut derived = false;
        for line in source.lines() {
            derived |= line.starts_with("#[derive(") && line.contains("ToSchema");
            let line = line.strip_prefix("pub ").unwrap_or(line);
            let declared = line.strip_prefix("struct ").or(line.strip_prefix("enum "));
            let Some(name) = declared.filter(|_| derived) else {
                continue;
            };
            derived = false;
            let mut name = name.split(|letter: char| !letter.is_alphanumeric());
            let name = name.next().unwrap().to_owned();
            let other = named.insert(name.clone(), path.clone());
            assert_eq!(other, None, "{name}: also in {}", path.display());
        }
    }
    assert!(named.len() > 40, "{named:?}");
}

#[test]
fn an_upload_becomes_documents() {
    let archive = Archive::new();
    let server = archive.serve();
    let plan = "ỦY BAN NHÂN DÂN TỈNH AN GIANG\nSố: 12/KH-UBND\n\
        An Giang, ngày 5 tháng 3 năm 2021\nKẾ HOẠCH\nvề công tác văn thư";
    let body = parts(&[
        ("2021/Kế hoạch.txt", plan),
        ("../../rac.bin", "\u{1}\u{2}\u{3}"),
    ]);
    let taken = server.post("/api/v1/imports", &[PARTS], &body);
    assert_eq!(taken.status, 202, "{}", taken.text());
    let url = taken.header("location").to_owned();
    let job = until("the end of the import", || {
        let job = server.get(&url).json();
        (job["state"] == "done").then_some(job)
    });
    assert_eq!(
        (&job["summary"]["imported"], &job["summary"]["quarantined"]),
        (&1.into(), &1.into())
    );
    let answer = server.search(&[("q", "12/KH-UBND")]);
    assert_eq!(answer["hits"][0]["sources"][0], "2021/Kế hoạch.txt");
    let foreign = ("origin", "http://evil.example");
    let refused = server.post("/api/v1/imports", &[PARTS, foreign], &body);
    assert_eq!(
        (refused.status, refused.json()["code"].as_str()),
        (403, Some("foreign-origin"))
    );
}

#[test]
fn every_answer_is_guarded_and_compressed() {
    let server = Archive::of_samples().serve();
    for path in [
        "/",
        "/?q=nghi+quyet",
        "/api/v1/search?q=a",
        "/co-quan",
        "/nowhere",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{path}"
        );
    }
    let packed = server.get_with("/api/v1/search", &[("accept-encoding", "br")]);
    assert_eq!(packed.header("content-encoding"), "br");
    let foreign = server.get_with("/", &[("host", "evil.example")]);
    assert_eq!(foreign.status, 421);
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(server.get("/readyz").json()["index_lag"], 0);
}

//! Every address that answers a GET: each route of the API and of the pages is among them.

use super::papers::NUMBERS;
use crate::harness::Archive;

const LINES: [&str; 12] = [
    "",
    "công tác cán bộ",
    "cong tac can bo khen",
    "ngân sach",
    "thủi lợi",
    "12-qđ/tu",
    "số 12",
    "21-qd/ht",
    "\"quy chế\" đất",
    "quyết định tỉnh ủy năm 2019",
    "hội tem",
    "nq 35",
];

/// Everything that can be read, by every document there may be.
pub fn readings(documents: &[String]) -> Vec<String> {
    let mut paths: Vec<String> = [
        "/api/v1/bodies",
        "/api/v1/kinds",
        "/api/v1/cited-missing",
        "/api/v1/review?limit=2",
        "/api/v1/review?code=date-missing",
        "/api/v1/review?import=1",
        "/api/v1/imports/1",
        "/api/v1/openapi.json",
        "/api/v1/search?kind=quyet-dinh&sort=oldest&limit=3",
        "/api/v1/search?body=ten:hoi-tem-an-giang",
        "/api/v1/search?place=an-giang&year=2019",
        "/healthz",
        "/api/v1/deletions",
        "/readyz",
        "/nhap/1",
        "/dang-nhap",
        "/dang-nhap/co-quan",
        "/dang-nhap/co-quan/xong?state=x&code=y",
        "/tai-khoan",
        "/quan-tri/tai-khoan",
        "/quan-tri/tai-khoan/minh",
        "/ngon-ngu/en?ve=/co-quan",
        "/assets/style.css",
        "/co-quan",
        "/co-quan/tu-an-giang",
        "/co-quan/ten:hoi-tem-an-giang",
        "/co-quan?tim=hoi+tem",
        "/loai",
        "/nam",
        "/thu-muc",
        "/tong-quan",
        "/?folder=to-chuc",
        "/?folder=to-chuc/ho-so",
        "/api/v1/folders",
        "/huong-dan",
        "/so-dang-ky",
        "/so-dang-ky/1",
        "/so-dang-ky/1/so.csv",
        "/vien-dan-thieu",
        "/nhap",
        "/kiem-tra",
        "/api/v1/export/csv?sort=newest",
        "/api/v1/export/csv?q=ng%C3%A2n",
        "/xem-lai",
        "/xem-lai?code=number-missing",
        "/khong-co",
        "/?body=ten:hoi-tem-an-giang",
        "/?body=tu-an-giang&q=ng%C3%A2n",
    ]
    .map(str::to_owned)
    .to_vec();
    for line in LINES {
        let line: String = form_urlencoded::byte_serialize(line.as_bytes()).collect();
        paths.push(format!("/?q={line}"));
        paths.push(format!("/api/v1/search?limit=3&q={line}"));
        paths.push(format!("/api/v1/suggest?q={line}"));
        let typed: String = line.chars().take(4).collect();
        paths.push(format!("/api/v1/suggest?q={typed}"));
    }
    for number in NUMBERS {
        let number = number.replace('Đ', "%C4%90");
        paths.push(format!("/api/v1/numbers/{number}"));
        paths.push(format!("/so/{number}"));
    }
    for id in documents {
        for part in [
            "",
            "/text",
            "/text?lines=true",
            "/standing",
            "/corrections",
            "/original",
            "/places?q=ng%C3%A2n",
            "/pages/1/picture",
        ] {
            paths.push(format!("/api/v1/documents/{id}{part}"));
        }
        paths.push(format!("/van-ban/{id}?q=ng%C3%A2n"));
        paths.push(format!("/api/v1/review?after={id}"));
        paths.push(format!("/xem-lai?after={id}"));
    }
    paths
}

/// What tells of the archive as a whole, its disk and its folders: asked for once, since only its refusal
/// can be the same.
pub fn of_the_whole() -> [&'static str; 3] {
    ["/metrics", "/tinh-trang", "/api/v1/imports/runs"]
}

/// Whether an address is one of a route.
fn is_of(route: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap();
    let (mut route, mut path) = (route.split('/'), path.split('/'));
    loop {
        match (route.next(), path.next()) {
            (None, None) => return true,
            (Some(part), Some(_)) if part.starts_with("{*") => return true,
            (Some(part), Some(given)) if part == given => {}
            (Some(part), Some(given)) if part.starts_with('{') && !given.is_empty() => {}
            _ => return false,
        }
    }
}

/// The pages' routes that answer a GET, as the source of `web` has them.
fn pages() -> Vec<String> {
    let mut routes = Vec::new();
    for file in std::fs::read_dir("src/web").unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for part in source.split(".route(").skip(1) {
            let (first, rest) = part.split_once(',').unwrap();
            // An address that is used elsewhere too has a name.
            let named = format!("const {}: &str = \"", first.trim());
            let literal = source.split_once(&named).map_or(first, |(_, rest)| rest);
            let literal = literal.trim().trim_start_matches('"');
            let route = literal.split('"').next().unwrap();
            // Up to the end of the expression the route stands in.
            let handlers = rest.split(';').next().unwrap();
            if handlers
                .split("\n")
                .take(2)
                .any(|line| line.contains("get("))
            {
                routes.push(route.to_owned());
            }
        }
    }
    routes
}

#[test]
fn the_walk_meets_every_route() {
    let server = Archive::of_samples().serve();
    let mut walked = readings(&["0123456789abcdef0123".to_owned()]);
    walked.extend(of_the_whole().map(str::to_owned));
    let description = server.get("/api/v1/openapi.json").json();
    let described = description["paths"].as_object().unwrap().iter();
    let described = described.filter(|(_, methods)| methods.get("get").is_some());
    // In the description a number ends at a slash, as it may not in the router.
    let described = described.map(|(path, _)| path.replace("{number}", "{*number}"));
    let described: Vec<String> = described.collect();
    let pages = pages();
    assert!(
        described.len() >= 18 && pages.len() >= 14,
        "{described:?} {pages:?}"
    );
    for route in described.iter().chain(&pages) {
        assert!(
            walked.iter().any(|path| is_of(route, path)),
            "`{route}` is not walked: add it to `readings` in tests/access/walk.rs"
        );
    }
}

#[test]
fn nothing_is_changed_by_a_get() {
    let archive = super::door::office(&[("minh", "administrator")]);
    let server = archive.serve();
    let session = super::door::log_in(&server, "minh");
    let heads = || {
        let log = archive.json(&["log", "verify"])[0]["head"].clone();
        let accounts = archive.json(&["user", "audit", "--verify"])[0]["head"].clone();
        (log, accounts)
    };
    let cookie = ("cookie", session.as_str());
    let found = server
        .get_with("/api/v1/numbers/12-BC/TU", &[cookie])
        .json();
    let id = found["id"].as_str().unwrap().to_owned();
    let before = heads();
    let changing = [
        "/dang-xuat".to_owned(),
        "/tai-khoan/the/1".to_owned(),
        "/nhap/rut/1?ly_do=x".to_owned(),
        "/nhap/1/dung".to_owned(),
        format!("/van-ban/{id}/sua?subject=x"),
        format!("/api/v1/documents/{id}/deletion?reason=x"),
    ];
    for path in readings(&[id]).iter().chain(&changing) {
        let answer = server.get_with(path, &[cookie]);
        assert!(answer.status < 500, "{path}: {}", answer.text());
    }
    assert_eq!(heads(), before);
}

//! What pages look like, from outside: pictures, places on them, hostile pages, and who may see them.

use std::fs;
use std::io::Cursor;

use image::ImageFormat;
use serde_json::Value;

use crate::access::PASSWORD;
use crate::access::log_in;
use crate::access::user;
use crate::harness::Answer;
use crate::harness::Archive;
use crate::harness::Server;
use crate::harness::samples;
use crate::hostile::pdf_of;

const SCHEME: &str = "2020/Đề án 07-ĐA-TU.pdf";
const PICTURE: &str = "ban-quet/219-TB-UBND.jpg";
const FAX: &str = "ban-quet/88-KH-TU.tif";

/// The id of the paper that came from this file.
#[track_caller]
fn id_of(server: &Server, file: &str) -> String {
    let found = server.search(&[("limit", "100")]);
    let mut hits = found["hits"].as_array().unwrap().iter();
    let hit = hits.find(|hit| hit["sources"][0].as_str().unwrap() == file);
    hit.expect(file)["id"].as_str().unwrap().to_owned()
}

fn picture(server: &Server, id: &str, rest: &str) -> Answer {
    server.get(&format!("/api/v1/documents/{id}/pages/{rest}"))
}

/// A PNG file's width and height.
#[track_caller]
fn size(answer: &Answer) -> (u32, u32) {
    assert_eq!(
        answer.status,
        200,
        "{:?}",
        String::from_utf8_lossy(&answer.body)
    );
    assert_eq!(answer.header("content-type"), "image/png");
    let read = image::load_from_memory(&answer.body).unwrap();
    (read.width(), read.height())
}

#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["code"], code);
}

#[test]
fn pages_of_pdf_and_pictures_have_a_picture() {
    let server = Archive::of_samples().serve();
    for file in [SCHEME, PICTURE, FAX] {
        let id = id_of(&server, file);
        let text = server.get(&format!("/api/v1/documents/{id}/text")).json();
        let points = &text["pages"][0];
        let ratio = points["height"].as_f64().unwrap() / points["width"].as_f64().unwrap();
        for (width, asked) in [(1000, "1/picture"), (200, "1/picture?width=200")] {
            let drawn = size(&picture(&server, &id, asked));
            assert_eq!(drawn.0, width, "{file}");
            let off = f64::from(drawn.1) - f64::from(width) * ratio;
            assert!(off.abs() <= 2.0, "{file}: {drawn:?}");
        }
    }
}

#[test]
fn a_picture_is_known_by_its_tag_and_what_is_none_is_told() {
    let server = Archive::of_samples().serve();
    let id = id_of(&server, SCHEME);
    let path = format!("/api/v1/documents/{id}/pages/1/picture?width=300");
    let first = server.get(&path);
    assert_eq!(size(&first).0, 300);
    let tag = first.header("etag").to_owned();
    assert_eq!(first.header("cache-control"), "private, no-cache");
    let again = server.get_with(&path, &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(server.get(&path).body, first.body, "from what is at hand");
    let other = picture(&server, &id, "1/picture?width=301");
    assert_ne!(other.header("etag"), tag);
    let pages = server.get(&format!("/api/v1/documents/{id}")).json()["pages"]
        .as_u64()
        .unwrap();
    let beyond = format!("{}/picture", pages + 1);
    let places = [
        "0/picture",
        &beyond,
        "x/picture",
        "-1/picture",
        "99999999999999999999/picture",
    ];
    for page in places {
        refused(&picture(&server, &id, page), 404, "not-found");
    }
    for width in ["0", "2401", "65536", "-1", "x", ""] {
        let asked = format!("1/picture?width={width}");
        refused(&picture(&server, &id, &asked), 400, "bad-request");
    }
    for file in ["12-CT-TW.docx", "35-NQ-TW.txt", "Luat-33-2024-QH15.html"] {
        let without = id_of(&server, file);
        refused(&picture(&server, &without, "1/picture"), 404, "not-found");
        let places = server.get(&format!("/api/v1/documents/{without}/places?q=quy"));
        assert_eq!(places.json(), serde_json::json!({"fields": [], "hits": []}));
    }
    for id in ["00000000000000000000", "x"] {
        refused(&picture(&server, id, "1/picture"), 404, "not-found");
    }
}

/// The text of the lines of a page that an area takes in.
fn inside(page: &Value, area: &Value) -> String {
    let edge = |area: &Value, at: usize| area[at].as_f64().unwrap();
    let lines = page["lines"].as_array().unwrap().iter();
    let lines = lines.filter(|line| {
        let own = &line["area"];
        let middle = f64::midpoint(edge(own, 1), edge(own, 3));
        let apart = edge(own, 0) >= edge(area, 2) || edge(own, 2) <= edge(area, 0);
        edge(area, 1) <= middle && middle <= edge(area, 3) && !apart
    });
    let texts: Vec<&str> = lines.map(|line| line["text"].as_str().unwrap()).collect();
    texts.join(" ")
}

#[test]
fn fields_and_hits_are_found_on_the_page() {
    let server = Archive::of_samples().serve();
    let id = id_of(&server, SCHEME);
    let text = server
        .get(&format!("/api/v1/documents/{id}/text?lines=true"))
        .json();
    let places = server
        .get(&format!(
            "/api/v1/documents/{id}/places?q=%C4%91%E1%BB%81+%C3%A1n"
        ))
        .json();
    let page = |place: &Value| &text["pages"][place["page"].as_u64().unwrap() as usize - 1];
    let said: Vec<(String, String)> = places["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| {
            let field = place["field"].as_str().unwrap().to_owned();
            (field, inside(page(place), &place["area"]))
        })
        .collect();
    let of = |field: &str| {
        let found = said.iter().find(|(known, _)| known == field);
        found
            .unwrap_or_else(|| panic!("{field}: {said:?}"))
            .1
            .as_str()
    };
    assert!(of("number").contains("07-ĐA/TU"), "{said:?}");
    assert!(of("issued-on").contains("ngày"), "{said:?}");
    assert!(of("kind").contains("ĐỀ ÁN"), "{said:?}");
    let hits = places["hits"].as_array().unwrap();
    assert!(!hits.is_empty());
    for hit in hits {
        let line = inside(page(hit), &hit["area"]).to_lowercase();
        assert!(line.contains("đề") || line.contains("án"), "{line}");
    }
}

#[test]
fn a_document_shows_its_pages_and_leads_to_the_places() {
    let server = Archive::of_samples().serve();
    let id = id_of(&server, SCHEME);
    let page = server
        .get(&format!("/van-ban/{id}?q=%C4%91%E1%BB%81+%C3%A1n"))
        .text();
    let source = format!("/api/v1/documents/{id}/pages/1/picture?width=1000");
    assert!(
        page.contains(&source) && page.contains("loading=\"lazy\""),
        "{page}"
    );
    for field in ["number", "issued-on", "kind"] {
        assert!(page.contains(&format!("href=\"#cho-{field}\"")), "{field}");
        assert!(
            page.contains(&format!("<rect id=\"cho-{field}\"")),
            "{field}"
        );
    }
    assert!(page.contains("class=\"hit\"") && !page.contains("style=\""));
    let letter = id_of(&server, "12-CT-TW.docx");
    let without = server.get(&format!("/van-ban/{letter}")).text();
    assert!(!without.contains("/picture") && !without.contains("#cho-"));
}

const RESOURCES: &str =
    "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>";

/// A PDF of pages of these boxes, each with this content.
fn pdf(boxes: &[&str], content: &str) -> Vec<u8> {
    let kids: String = (0..boxes.len())
        .map(|at| format!("{} 0 R ", at + 4))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [ {kids}] >>", boxes.len()),
        format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ),
    ];
    let pages = boxes
        .iter()
        .map(|size| format!(
            "<< /Type /Page /Parent 2 0 R /Contents 3 0 R /MediaBox [{size}] /Resources {RESOURCES} >>"
        ));
    objects.extend(pages);
    pdf_of(&objects)
}

fn archive_of(files: &[(&str, Vec<u8>)]) -> Archive {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let archive = Archive::new();
    archive.import(folder.path());
    archive
}

#[test]
fn odd_pages_are_drawn_within_bounds() {
    let boxes = [
        "0 0 1000000 1000000",
        "0 0 3 900000",
        "0 0 900000 3",
        "0 0 0 0",
        "0 0 595 842",
    ];
    let archive = archive_of(&[(
        "khổ lạ.pdf",
        pdf(&boxes, "BT /F 12 Tf 10 10 Td (So: 12/QD-UBND) Tj ET"),
    )]);
    let server = archive.serve();
    let id = id_of(&server, "khổ lạ.pdf");
    for page in 1..=boxes.len() {
        let drawn = picture(&server, &id, &format!("{page}/picture?width=2400"));
        match drawn.status {
            200 => {
                let (width, height) = size(&drawn);
                assert!(
                    width <= 2400 && height <= 12_000,
                    "{page}: {width} × {height}"
                );
            }
            _ => refused(&drawn, 422, "undrawable"),
        }
    }
    let last = picture(&server, &id, "5/picture");
    assert_eq!(size(&last), (1000, 1415), "its neighbours cost it nothing");
    let shown = server.get(&format!("/van-ban/{id}"));
    assert_eq!(shown.status, 200);
}

#[test]
fn a_page_that_cannot_be_drawn_costs_itself() {
    let good = fs::read(samples().join(PICTURE)).unwrap();
    let cut = good[..good.len() / 2].to_vec();
    let mut lying = fs::read(samples().join(FAX)).unwrap();
    // The dots come before the directory of the first page, which stays.
    let directory = u32::from_le_bytes(lying[4..8].try_into().unwrap());
    lying[8..directory as usize].fill(0xff);
    let mut broken = Cursor::new(Vec::new());
    let dots = image::GrayImage::from_fn(300, 400, |x, y| [(x * y) as u8].into());
    dots.write_to(&mut broken, ImageFormat::Png).unwrap();
    let mut broken = broken.into_inner();
    broken.truncate(200);
    let archive = archive_of(&[
        ("a.jpg", cut),
        ("b.jpg", good),
        ("c.tif", lying),
        ("d.png", broken),
    ]);
    let server = archive.serve();
    let found = server.search(&[("limit", "10")]);
    let hits = found["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 4, "{found}");
    for hit in hits {
        let (id, name) = (hit["id"].as_str().unwrap(), &hit["sources"][0]);
        // The second time from what is at hand.
        for _ in 0..2 {
            let drawn = picture(&server, id, "1/picture?width=100");
            match (name.as_str().unwrap(), drawn.status) {
                ("b.jpg", _) | ("a.jpg" | "c.tif", 200) => assert_eq!(size(&drawn).0, 100),
                _ => refused(&drawn, 422, "undrawable"),
            }
        }
    }
}

#[test]
fn what_somebody_may_not_see_has_no_pages() {
    let archive = archive_of(&[]);
    let folder = tempfile::tempdir().unwrap();
    for name in ["chung", "to-chuc"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    let put = |from: &str, to: &str| {
        fs::copy(samples().join(from), folder.path().join(to)).unwrap();
    };
    put(SCHEME, "chung/a.pdf");
    put("12_CT-TTg.pdf", "to-chuc/b.pdf");
    archive.import(folder.path());
    let closed = folder.path().join("to-chuc");
    let collection = ["collection", "add", "tổ chức", closed.to_str().unwrap()];
    assert_eq!(archive.run(&collection).code, 0);
    assert_eq!(
        user(
            &archive,
            &["add", "lan", "--role", "administrator"],
            PASSWORD
        ),
        0
    );
    assert_eq!(
        user(&archive, &["add", "minh", "--role", "reader"], PASSWORD),
        0
    );
    assert_eq!(
        user(&archive, &["grant", "minh", "--collection", "chung"], ""),
        0
    );
    let server = archive.serve();
    let [owner, reader] = ["lan", "minh"].map(|name| log_in(&server, name));
    let ask = |session: &str, path: &str| server.get_with(path, &[("cookie", session)]);
    let id = |name: &str| {
        let found = ask(&owner, "/api/v1/search?limit=10").json();
        let mut hits = found["hits"].as_array().unwrap().iter();
        let hit = hits.find(|hit| hit["sources"][0].as_str().unwrap().ends_with(name));
        hit.expect(name)["id"].as_str().unwrap().to_owned()
    };
    let paths = |id: &str| {
        [
            "pages/1/picture",
            "pages/99/picture",
            "pages/1/picture?width=0",
            "places",
            "places?q=a",
        ]
        .map(|rest| format!("/api/v1/documents/{id}/{rest}"))
    };
    let (open, hidden) = (id("a.pdf"), id("b.pdf"));
    let nowhere = "0123456789abcdef0123";
    for (path, none) in paths(&hidden).iter().zip(paths(nowhere)) {
        // Drawn for who may see it, so that it is at hand.
        ask(&owner, path);
        let (told, none) = (ask(&reader, path), ask(&reader, &none));
        assert_eq!((told.status, none.status), (404, 404), "{path}");
        let told = told.json()["detail"]
            .as_str()
            .unwrap()
            .replace(&hidden, nowhere);
        assert_eq!(told, none.json()["detail"].as_str().unwrap(), "{path}");
        assert_eq!(server.get(path).status, 401, "{path}");
    }
    assert_eq!(ask(&owner, &paths(&hidden)[0]).status, 200);
    assert_eq!(ask(&reader, &paths(&open)[0]).status, 200);
}

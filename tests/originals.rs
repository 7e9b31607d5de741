//! A paper's text and its original over HTTP: places, names, ranges, media types.

use std::collections::BTreeMap;

use crate::api::id_of;
use crate::harness::Archive;

#[test]
fn text_and_original_of_a_document() {
    let server = Archive::of_samples().serve();
    let id = id_of(&server, "đề án 07 tỉnh ủy an giang");
    let text = server.get(&format!("/api/v1/documents/{id}/text")).json();
    let first = text["pages"][0]["text"].as_str().unwrap();
    assert!(first.contains("dư luận xã hội"), "{first}");
    assert!(text["pages"][0]["lines"].is_null());
    let placed = server.get(&format!("/api/v1/documents/{id}/text?lines=true"));
    let page = &placed.json()["pages"][0];
    let (width, height) = (
        page["width"].as_f64().unwrap(),
        page["height"].as_f64().unwrap(),
    );
    assert!((590.0..600.0).contains(&width) && (840.0..845.0).contains(&height));
    let lines = page["lines"].as_array().unwrap();
    let number = lines
        .iter()
        .find(|line| line["text"].as_str().unwrap().contains("07-ĐA/TU"));
    let area: Vec<f64> = serde_json::from_value(number.unwrap()["area"].clone()).unwrap();
    assert!(
        area[0] < area[2] && area[2] < width / 2.0 && area[3] < height / 4.0,
        "{area:?}"
    );
    let url = format!("/api/v1/documents/{id}/original");
    let whole = server.get(&url);
    let file = std::fs::read(crate::harness::samples().join("2020/Đề án 07-ĐA-TU.pdf")).unwrap();
    assert_eq!(whole.body, file);
    assert_eq!(whole.header("content-type"), "application/pdf");
    let named = whole.header("content-disposition");
    let encoded = "filename*=UTF-8''%C4%90%E1%BB%81%20%C3%A1n%2007%2D%C4%90A%2DTU%2Epdf";
    assert!(named.contains("filename=\"De an 07-DA-TU.pdf\""), "{named}");
    assert!(named.contains(encoded), "{named}");
    let part = server.get_with(&url, &[("range", "bytes=10-19")]);
    assert_eq!((part.status, part.body.as_slice()), (206, &file[10..20]));
    let beyond = server.get_with(&url, &[("range", "bytes=99999999-")]);
    assert_eq!(beyond.status, 416);
    let word = id_of(&server, "238-QĐ/TW");
    let word = server.get(&format!("/api/v1/documents/{word}/original"));
    assert!(word.header("content-disposition").starts_with("attachment"));
    assert!(word.header("content-security-policy").contains("sandbox"));
}

#[test]
fn an_original_says_what_it_is() {
    let server = Archive::of_samples().serve();
    let mut said = BTreeMap::new();
    for hit in server.search(&[("limit", "100")])["hits"]
        .as_array()
        .unwrap()
    {
        let [id, format] = [&hit["id"], &hit["format"]].map(|value| value.as_str().unwrap());
        let original = server.get(&format!("/api/v1/documents/{id}/original"));
        said.insert(
            format.to_owned(),
            original.header("content-type").to_owned(),
        );
    }
    let said: Vec<String> = said
        .into_iter()
        .map(|(format, media)| format!("{format} {media}"))
        .collect();
    let expected = [
        "doc application/msword",
        "docx application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "eml message/rfc822",
        "html text/html",
        "jpeg image/jpeg",
        "mhtml message/rfc822",
        "msg application/vnd.ms-outlook",
        "odp application/vnd.oasis.opendocument.presentation",
        "ods application/vnd.oasis.opendocument.spreadsheet",
        "odt application/vnd.oasis.opendocument.text",
        "pdf application/pdf",
        "png image/png",
        "ppt application/vnd.ms-powerpoint",
        "pptx application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "rtf application/rtf",
        "tiff image/tiff",
        "txt text/plain",
        "xls application/vnd.ms-excel",
        "xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ];
    assert_eq!(said, expected);
}

//! Letters as programs write them.

use std::io::{Cursor, Write};

use super::*;
use crate::extract;
use crate::extract::container::MemberEnd;
use crate::extract::container::Piece;

/// A letter's lines, and its attachments.
#[track_caller]
fn read(bytes: &[u8], expected: Format) -> (Vec<String>, Vec<(String, Vec<u8>)>) {
    let limits = Limits::office();
    let mut given: Vec<(String, Vec<u8>)> = Vec::new();
    let mut take = |piece: Piece<'_>| {
        match piece {
            Piece::Begins(name) => given.push((name.to_owned(), Vec::new())),
            Piece::Bytes(bytes) => given.last_mut().unwrap().1.extend_from_slice(bytes),
            Piece::Ends(end) => assert_eq!(end, MemberEnd::Whole),
        }
        Ok(())
    };
    let mut members = Outlet::new(&limits, &mut take);
    let (format, extracted) = extract::read(bytes, "", &limits, &mut members).unwrap();
    assert_eq!(format, expected);
    let lines = extracted.pages.iter().flat_map(|page| &page.lines);
    (lines.map(Line::text).collect(), given)
}

#[track_caller]
fn check(bytes: &[u8], lines: &[&str], attachments: &[(&str, &[u8])]) {
    let (read, given) = read(bytes, Format::Eml);
    assert_eq!(read, lines);
    let given: Vec<(&str, &[u8])> = given.iter().map(|(n, b)| (n.as_str(), &b[..])).collect();
    assert_eq!(given, attachments);
}

#[test]
fn the_head_is_what_staff_want_to_read() {
    let mail = "X-Odd: x\r\nFrom: =?utf-8?B?VsSDbiBwaMOybmc=?= <vp@example.vn>\r\nTo: a@example.vn,\r\n b@example.vn\r\n\
        Cc: c@example.vn\r\nDate: Wed, 12 Aug 2020 09:30:00 +0700\r\nSubject: =?utf-8?Q?G=E1=BB=ADi?=\r\n =?utf-8?Q?_c=C3=B4ng_v=C4=83n?=\r\n\
        Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nKính gửi:\r\nCác đồng chí\r\n";
    check(
        mail.as_bytes(),
        &[
            "Từ: Văn phòng <vp@example.vn>",
            "Đến: a@example.vn; b@example.vn",
            "Đồng gửi: c@example.vn",
            "Ngày: 12/08/2020 09:30 +07:00",
            "Chủ đề: Gửi công văn",
            "",
            "Kính gửi:",
            "Các đồng chí",
        ],
        &[],
    );
}

/// Text in TCVN3 is sent as Latin or without a word about its charset.
#[test]
fn bytes_of_no_known_charset_stay_as_they_are() {
    let mail = b"From: a@b.vn\r\nSubject: x\r\nContent-Type: text/plain\r\n\r\nQuy\xd5t \xae\xdenh";
    check(mail, &["Từ: a@b.vn", "Chủ đề: x", "", "QuyÕt ®Þnh"], &[]);
}

const MIXED: &str = "From: a@b.vn\r\nTo: c@d.vn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\
    Content-Type: multipart/related; boundary=R\r\n\r\n--R\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
    <p>Xin gửi</p>\r\n--R\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <1>\r\n\
    Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--R--\r\n--B\r\n\
    Content-Type: application/msword; name=\"=?utf-8?Q?S=E1=BB=91_1.doc?=\"\r\n\
    Content-Disposition: attachment; filename*=UTF-8''S%E1%BB%91%201.doc\r\n\
    Content-Transfer-Encoding: base64\r\n\r\nb25l\r\n--B\r\nContent-Type: text/plain; name=../b.txt\r\n\
    Content-Disposition: attachment\r\n\r\nQuy\u{d5}t\r\n--B\r\nContent-Type: message/rfc822\r\n\r\n\
    From: e@f.vn\r\nSubject: Trong\r\n\r\nthu\r\n--B--\r\n";

#[test]
fn attachments_leave_as_they_were_sent_and_logos_do_not() {
    let (lines, given) = read(MIXED.as_bytes(), Format::Eml);
    assert_eq!(lines.last().unwrap(), "Xin gửi");
    let names: Vec<&str> = given.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Số 1.doc", "b.txt", "Trong.eml"]);
    assert_eq!(given[0].1, b"one");
    assert_eq!(given[1].1, "Quy\u{d5}t".as_bytes());
    assert_eq!(Format::of(&given[2].1), Format::Eml);
}

#[test]
fn a_saved_page_is_read_as_a_page() {
    let page = "From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related; type=\"text/html\"; boundary=\"B\"\r\n\r\n--B\r\n\
        Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <p>S=E1=BB=91: 1/Q=C4=90</p>\r\n--B\r\nContent-Type: image/png\r\n\
        Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--B--\r\n";
    let (lines, given) = read(page.as_bytes(), Format::Mhtml);
    assert_eq!(lines, ["Số: 1/QĐ"]);
    assert_eq!(given, []);
}

#[test]
fn a_letter_cut_anywhere_is_read_as_far_as_it_goes() {
    for end in 40..MIXED.len() {
        let mut take = |_: Piece<'_>| Ok(());
        let limits = Limits::office();
        let mut members = Outlet::new(&limits, &mut take);
        assert!(mime::read(&MIXED.as_bytes()[..end], &limits, &mut members).is_ok());
    }
}

/// An MSG file: streams by path.
fn msg(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (path, content) in streams {
        if let Some((storage, _)) = path.rsplit_once('/') {
            file.create_storage_all(storage).unwrap();
        }
        file.create_stream(path)
            .unwrap()
            .write_all(content)
            .unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A list of properties with the time a letter was sent, behind a head of `head` bytes.
fn sent(head: usize) -> Vec<u8> {
    let ticks: u64 = 132_416_730_000_000_000;
    let mut list = vec![0; head];
    list.extend([0x40, 0, 0x39, 0, 6, 0, 0, 0]);
    list.extend(ticks.to_le_bytes());
    list
}

fn outlook(text: (&'static str, Vec<u8>)) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("/__properties_version1.0", sent(32)),
        ("/__substg1.0_0037001F", wide("Gửi công văn")),
        ("/__substg1.0_0C1A001F", wide("Văn phòng")),
        ("/__substg1.0_0C1F001E", b"vp@example.vn\0".to_vec()),
        ("/__substg1.0_0E04001F", wide("Các xã")),
        text,
    ]
}

const HEAD: [&str; 5] = [
    "Từ: Văn phòng <vp@example.vn>",
    "Đến: Các xã",
    "Ngày: 12/08/2020 02:30 +00:00",
    "Chủ đề: Gửi công văn",
    "",
];

#[test]
fn outlook_writes_text_in_four_ways() {
    let rtf = [
        &[0; 8],
        b"MELA".as_slice(),
        &[0; 4],
        b"{\\rtf1\\ansi Xin g\\u7917?i}",
    ]
    .concat();
    let texts = [
        ("/__substg1.0_1000001F", wide("Xin gửi")),
        ("/__substg1.0_1000001E", "Xin gửi".as_bytes().to_vec()),
        (
            "/__substg1.0_10130102",
            "<p>Xin gửi</p>".as_bytes().to_vec(),
        ),
        ("/__substg1.0_10090102", rtf),
    ];
    for text in texts {
        let (lines, given) = read(&msg(&outlook(text)), Format::Msg);
        assert_eq!(lines, [&HEAD[..], &["Xin gửi"]].concat());
        assert_eq!(given, []);
    }
}

#[test]
fn outlook_attaches_files_and_letters() {
    let mut streams = outlook(("/__substg1.0_1000001F", wide("Xin gửi")));
    streams.extend([
        (
            "/__attach_version1.0_#00000000/__substg1.0_3707001F",
            wide("Số 1.doc"),
        ),
        (
            "/__attach_version1.0_#00000000/__substg1.0_37010102",
            b"one".to_vec(),
        ),
        (
            "/__attach_version1.0_#00000001/__substg1.0_3001001F",
            wide("Trong/ngoài"),
        ),
        (
            "/__attach_version1.0_#00000001/__substg1.0_3701000D/__properties_version1.0",
            sent(24),
        ),
        (
            "/__attach_version1.0_#00000001/__substg1.0_3701000D/__substg1.0_0037001F",
            wide("Trong"),
        ),
    ]);
    let (_, given) = read(&msg(&streams), Format::Msg);
    assert_eq!(given[0], ("Số 1.doc".to_owned(), b"one".to_vec()));
    assert_eq!(given[1].0, "Trong-ngoài.msg");
    let (inner, none) = read(&given[1].1, Format::Msg);
    assert_eq!(
        inner,
        ["Ngày: 12/08/2020 02:30 +00:00", "Chủ đề: Trong", ""]
    );
    assert_eq!((none.len(), given.len()), (0, 2));
}

#[test]
fn a_damaged_letter_of_outlook_is_no_crash() {
    let whole = msg(&outlook(("/__substg1.0_1000001F", wide("Xin gửi"))));
    for at in (0..whole.len()).step_by(37) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0xFF;
        let mut take = |_: Piece<'_>| Ok(());
        let limits = Limits::office();
        // That it comes back is what is asked.
        let _ = msg::read(&damaged, &limits, &mut Outlet::new(&limits, &mut take));
    }
}

//! Containers as programs write them, and as those write them who mean harm.

use std::io::{Cursor, Write};

use ::zip::write::SimpleFileOptions;
use proptest::prelude::*;

use super::*;
use crate::extract;
use crate::extract::Limits;

/// A member as it was let out.
type Given = (String, Result<Vec<u8>, MemberEnd>);

fn limits() -> Limits {
    Limits {
        members: 6,
        member_bytes: 2 << 20,
        archive_bytes: 3 << 20,
        ratio: 10,
        ..Limits::office()
    }
}

/// Everything a container lets out, and what it says itself.
fn opened(bytes: &[u8], name: &str) -> (Vec<Given>, Result<Extracted, ExtractError>) {
    let mut given: Vec<Given> = Vec::new();
    let mut take = |piece: Piece<'_>| {
        match piece {
            Piece::Begins(name) => given.push((name.to_owned(), Ok(Vec::new()))),
            Piece::Bytes(bytes) => {
                let (_, content) = given.last_mut().unwrap();
                content.as_mut().unwrap().extend_from_slice(bytes);
            }
            Piece::Ends(MemberEnd::Whole) => {}
            Piece::Ends(end) => given.last_mut().unwrap().1 = Err(end),
        }
        Ok(())
    };
    let mut outlet = Outlet::new(&limits(), &mut take);
    let read = extract::read(bytes, name, &limits(), &mut outlet);
    (given, read.map(|(_, extracted)| extracted))
}

fn whole(name: &str, content: &[u8]) -> Given {
    (name.to_owned(), Ok(content.to_vec()))
}

fn failed(name: &str, error: ExtractError) -> Given {
    (name.to_owned(), Err(MemberEnd::Failed(error)))
}

#[track_caller]
fn check(bytes: &[u8], expected: &[Given]) {
    let (given, said) = opened(bytes, "x");
    assert_eq!(given, expected);
    assert_eq!(said, Ok(no_text(false)));
}

fn over(what: &str) -> ExtractError {
    ExtractError::OverLimit(what.to_owned())
}

fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(::zip::CompressionMethod::Stored)
}

fn zipped(members: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// `bytes` with every `from` made a `to` of the same length.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    for at in 0..=bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    bytes
}

fn tarred(members: &[(&str, ::tar::EntryType, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, kind, content) in members {
        let mut header = ::tar::Header::new_ustar();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(content.len() as u64);
        header.set_cksum();
        builder.append(&header, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzipped(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::GzBuilder::new()
        .filename("a.txt")
        .write(Vec::new(), flate2::Compression::best());
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

fn seven_zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = sevenz_rust2::ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
    for (name, content) in members {
        let entry = sevenz_rust2::ArchiveEntry::new_file(name);
        writer.push_archive_entry(entry, Some(*content)).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn members_leave_in_order_under_names_that_lead_nowhere() {
    let zip = zipped(
        &[
            ("a/Số 1.txt", b"one"),
            ("../../etc/passwd", b"two"),
            ("/abs.txt", b"three"),
            ("C:\\x.txt", b""),
        ],
        stored(),
    );
    check(
        &zip,
        &[
            whole("a/Số 1.txt", b"one"),
            whole("etc/passwd", b"two"),
            whole("abs.txt", b"three"),
            whole("C:/x.txt", b""),
        ],
    );
    let files = &[("a/b.txt", b"one".as_slice()), ("c.txt", b"two")];
    check(
        &seven_zipped(files),
        &[whole("a/b.txt", b"one"), whole("c.txt", b"two")],
    );
    let file = ::tar::EntryType::Regular;
    let tar = tarred(&[("../a.txt", file, b"one"), ("/b.txt", file, b"two")]);
    let expected = [whole("a.txt", b"one"), whole("b.txt", b"two")];
    check(&tar, &expected);
    check(&gzipped(&tar), &expected);
    check(&gzipped(b"one"), &[whole("a.txt", b"one")]);
}

#[test]
fn links_and_devices_are_named_and_not_followed() {
    use ::tar::EntryType;
    let tar = tarred(&[
        ("link", EntryType::Symlink, b""),
        ("hard", EntryType::Link, b""),
        ("dev", EntryType::Char, b""),
        ("pipe", EntryType::Fifo, b""),
        ("dir/", EntryType::Directory, b""),
    ]);
    let named = |name: &str, end| (name.to_owned(), Err(end));
    check(
        &tar,
        &[
            named("link", MemberEnd::Link),
            named("hard", MemberEnd::Link),
            named("dev", MemberEnd::Special),
            named("pipe", MemberEnd::Special),
        ],
    );
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("link", "/etc/passwd", stored()).unwrap();
    writer.add_directory("dir", stored()).unwrap();
    let zip = writer.finish().unwrap().into_inner();
    check(&zip, &[named("link", MemberEnd::Link)]);
}

#[test]
fn a_member_that_cannot_be_read_costs_that_member() {
    let zip = zipped(&[("a.txt", b"AAAA"), ("b.txt", b"BBBB")], stored());
    let damaged = |why: &str| ExtractError::Damaged(why.to_owned());
    check(
        &replaced(&zip, b"AAAA", b"AXAA"),
        &[
            failed("a.txt", damaged("Invalid checksum")),
            whole("b.txt", b"BBBB"),
        ],
    );
    // The flag for encryption, beside each of the two names of the first member.
    let mut encrypted = zip.clone();
    encrypted[6] |= 1;
    let directory = zip
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .unwrap();
    encrypted[directory + 8] |= 1;
    check(
        &encrypted,
        &[
            failed("a.txt", ExtractError::Encrypted),
            whole("b.txt", b"BBBB"),
        ],
    );
}

#[test]
fn bombs_are_stopped_by_what_they_inflate_to() {
    let packed = SimpleFileOptions::default();
    let megabytes = |count: usize| vec![0; count << 20];
    let zip = zipped(&[("bomb", &megabytes(3)), ("b.txt", b"two")], packed);
    check(
        &zip,
        &[
            failed("bomb", over("inflated size")),
            whole("b.txt", b"two"),
        ],
    );
    check(
        &gzipped(&megabytes(3)),
        &[failed("a.txt", over("inflated size"))],
    );

    let large = megabytes(2);
    let sum: Vec<(&str, &[u8])> = vec![("a", &large), ("b", &large), ("c", b"three")];
    let (given, said) = opened(&zipped(&sum, stored()), "x.zip");
    assert_eq!(
        given,
        [whole("a", &large), failed("b", over("inflated size"))]
    );
    assert_eq!(said, Err(over("inflated size")));
    let (given, said) = opened(&seven_zipped(&sum), "x.7z");
    assert_eq!(
        given,
        [whole("a", &large), failed("b", over("inflated size"))]
    );
    assert_eq!(said, Err(over("inflated size")));

    let names: Vec<String> = (0..7).map(|number| number.to_string()).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b"x"[..])).collect();
    let (given, said) = opened(&zipped(&many, stored()), "x.zip");
    assert_eq!(
        (given.len(), said),
        (6, Err(over("members of a container")))
    );
}

#[test]
fn members_of_the_same_bytes_are_refused() {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("a", stored()).unwrap();
    writer.write_all(b"kernel").unwrap();
    writer.shallow_copy_file("a", "b").unwrap();
    let zip = writer.finish().unwrap().into_inner();
    let (given, said) = opened(&zip, "x.zip");
    assert_eq!(given, []);
    assert_eq!(
        said,
        Err(ExtractError::Damaged("members overlap".to_owned()))
    );
}

#[test]
fn a_cut_container_gives_what_is_left_and_says_so() {
    let zip = zipped(&[("a.txt", b"AAAA"), ("b.txt", b"BBBB")], stored());
    let directory = zip
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .unwrap();
    let (given, said) = opened(&zip[..directory + 10], "x.zip");
    assert_eq!(given, [whole("a.txt", b"AAAA"), whole("b.txt", b"BBBB")]);
    assert_eq!(said, Ok(no_text(true)));

    let file = ::tar::EntryType::Regular;
    let tar = tarred(&[("a", file, b"AAAA"), ("b", file, &[7; 2000])]);
    let cut = &tar[..tar.len() - 1024 - 600];
    let (given, said) = opened(cut, "x.tar");
    assert_eq!(given.len(), 2);
    assert_eq!(given[0], whole("a", b"AAAA"));
    assert!(given[1].1.is_err());
    assert!(said.is_ok());

    let mut seven = seven_zipped(&[("a", b"AAAA")]);
    seven.truncate(seven.len() - 4);
    assert!(matches!(
        opened(&seven, "x.7z").1,
        Err(ExtractError::Damaged(_))
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_damage_does_more_than_damage(
        kind in 0..4,
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let file = ::tar::EntryType::Regular;
        let mut bytes = match kind {
            0 => zipped(&[("a", b"one"), ("b/c", b"two")], SimpleFileOptions::default()),
            1 => seven_zipped(&[("a", b"one"), ("b/c", b"two")]),
            2 => tarred(&[("a", file, b"one"), ("b/c", file, b"two")]),
            _ => gzipped(b"one"),
        };
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(cut.index(bytes.len()) + 1);
        let (given, _) = opened(&bytes, "x");
        let total: usize = given.iter().filter_map(|(_, content)| content.as_ref().ok()).map(Vec::len).sum();
        prop_assert!(given.len() <= limits().members && total <= limits().archive_bytes);
    }
}

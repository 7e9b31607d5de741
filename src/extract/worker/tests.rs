//! Readers that die, hang and lie, played by a shell.

use super::*;

/// A pool whose readers run a line of shell instead of our program.
fn pool(script: &str, limits: Limits) -> Pool {
    let program = Program {
        path: "/bin/sh".into(),
        arguments: vec!["-c".into(), script.into()],
    };
    Pool::new(program, 2, limits)
}

fn limits() -> Limits {
    Limits {
        wall_seconds: 1,
        ..Limits::office()
    }
}

#[track_caller]
fn check(script: &str, expected: &ExtractError) {
    let pool = pool(script, limits());
    let answer = pool.extract(b"paper", "paper.txt", &mut Spool::default());
    assert_eq!(answer.as_ref(), Err(expected), "{script}");
    assert!(pool.in_flight().is_empty());
}

fn died(reason: &str) -> ExtractError {
    ExtractError::ReaderDied(reason.to_owned())
}

#[test]
fn every_death_is_named() {
    check("exit 0", &died("it ended early"));
    check("kill -ABRT $$", &died("out of memory or stack"));
    check("kill -SEGV $$", &died("signal 11"));
    check("kill -XCPU $$", &ExtractError::TimedOut { seconds: 10 });
    check("exec sleep 600", &ExtractError::TimedOut { seconds: 1 });
    check(
        "printf '\\377\\377\\377\\377'; exec sleep 600",
        &died("a message over the limit"),
    );
}

#[test]
fn files_beyond_the_limit_start_no_reader() {
    let small = Limits {
        file_bytes: 4,
        ..limits()
    };
    let answer = pool("exit 0", small).extract(b"paper", "", &mut Spool::default());
    assert_eq!(answer, Err(ExtractError::OverLimit("file size".to_owned())));
}

#[test]
fn a_missing_program_is_told() {
    let program = Program {
        path: "/nowhere/reader".into(),
        arguments: Vec::new(),
    };
    let answer = Pool::new(program, 1, limits()).extract(b"paper", "", &mut Spool::default());
    assert!(matches!(answer, Err(ExtractError::ReaderDied(_))));
}

#[test]
fn what_is_in_flight_is_seen_while_it_is() {
    let pool = pool("exec sleep 600", limits());
    thread::scope(|scope| {
        let reading = scope.spawn(|| pool.extract(b"paper", "chậm.doc", &mut Spool::default()));
        while pool.in_flight().is_empty() {
            thread::yield_now();
        }
        assert_eq!(
            pool.in_flight().first().map(|file| file.name.as_str()),
            Some("chậm.doc")
        );
        assert_eq!(
            reading.join().unwrap(),
            Err(ExtractError::TimedOut { seconds: 1 })
        );
    });
}

#[test]
fn a_picture_is_no_larger_than_the_limit() {
    let pool = pool(
        r"printf '\010\000\000\000\004\000\240\215\006\240\215\006'; exec sleep 600",
        limits(),
    );
    let drawn = pool.draw(b"paper", "paper.pdf", 0, Scale::PerInch(300));
    assert_eq!(drawn, Err(died("a picture over the limit")));
}

#[test]
fn a_picture_is_not_taken_for_text() {
    let pool = pool(
        r"printf '\004\000\000\000\004\000\001\001'; exec sleep 600",
        limits(),
    );
    let read = pool.extract(b"paper", "paper.pdf", &mut Spool::default());
    assert_eq!(read, Err(died("not what was asked for")));
}

#[test]
fn what_was_let_out_before_a_death_is_kept() {
    // Two members begin, `a` with the bytes `hi`; only the first one ends.
    let script = r"printf '\003\000\000\000\000\001a\002\000\000\000\001\002hi\002\000\000\000\002\000'
        printf '\003\000\000\000\000\001b'; exec sleep 600";
    let mut spool = Spool::default();
    let read = pool(script, limits()).extract(b"paper", "a.zip", &mut spool);
    let error = ExtractError::TimedOut { seconds: 1 };
    assert_eq!(read, Err(error.clone()));
    let members = spool.members().to_vec();
    let [a, b] = members.as_slice() else {
        panic!("{members:?}")
    };
    assert_eq!((a.name.as_str(), &a.end), ("a", &MemberEnd::Whole));
    assert_eq!((b.name.as_str(), &b.end), ("b", &MemberEnd::Failed(error)));
    assert_eq!(spool.content(a).unwrap(), b"hi");
}

//! What holds for a queue, whoever posts, takes and dies. Where the tests have a server.

use std::collections::BTreeMap;
use std::sync::Mutex;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::store::Writer;
use crate::store::fixture::archive;
use crate::store::fixture::root;
use crate::store::fixture::server;

/// A queue of its own, where the tests have a server.
fn queue() -> Option<(TempDir, Writer, Queue)> {
    server()?;
    let (folder, writer, _) = archive();
    let queue = Queue::of(&Layout::of(&root(&folder)), "this").unwrap();
    Some((folder, writer, queue))
}

/// Ends a session, and waits until the server knows.
fn end(connection: &Connection, seen_by: &Connection) {
    let own = connection.query_row("SELECT pg_backend_pid()", [], |row| row.get(0));
    let own: i64 = own.unwrap();
    connection.close();
    let there = format!("SELECT ?1 IN ({ALIVE})");
    while seen_by.query_row(&there, [own], |row| row.get(0)).unwrap() {
        std::thread::yield_now();
    }
}

#[derive(Debug, Clone)]
enum Step {
    Post(Vec<u8>),
    Take(usize),
    Answer(usize, Vec<u8>),
    Withdraw(usize),
    Die(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..3);
    prop_oneof![
        3 => bytes().prop_map(Step::Post),
        4 => (0..2_usize).prop_map(Step::Take),
        2 => (0..2_usize, bytes()).prop_map(|(who, answer)| Step::Answer(who, answer)),
        1 => (0..4_usize).prop_map(Step::Withdraw),
        2 => (0..2_usize).prop_map(Step::Die),
    ]
}

/// A row, said as simply as can be.
#[derive(Debug, Clone, Default, PartialEq)]
struct Row {
    bytes: Vec<u8>,
    taker: Option<usize>,
    tries: i64,
    answer: Option<Vec<u8>>,
}

impl Row {
    fn state(&self) -> State {
        match (&self.answer, self.taker, self.tries) {
            (Some(answer), _, _) => State::Answered(Some(answer.clone())),
            (None, Some(_), _) => State::Taken,
            (None, None, TRIES..) => State::GivenUp,
            (None, None, _) => State::Waiting,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn every_history_is_what_its_steps_say(steps in prop::collection::vec(step(), 1..60)) {
        let Some((_folder, _writer, queue)) = queue() else { return Ok(()) };
        let poster = queue.poster().unwrap();
        let mut takers = [queue.taker().unwrap(), queue.taker().unwrap()];
        let mut reads: [Option<i64>; 2] = [None, None];
        let mut model: BTreeMap<i64, Row> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Post(bytes) => {
                    let id = poster.post("một.txt", &bytes).unwrap();
                    model.insert(id, Row { bytes, ..Row::default() });
                }
                Step::Take(who) => {
                    let next = model.iter_mut().find(|(_, row)| row.state() == State::Waiting);
                    let expected = next.map(|(id, row)| {
                        row.taker = Some(who);
                        row.tries += 1;
                        (*id, row.bytes.clone())
                    });
                    let taken = takers[who].take().unwrap();
                    let taken = taken.map(|taken| (taken.id, taken.bytes));
                    prop_assert_eq!(&taken, &expected);
                    reads[who] = taken.map(|(id, _)| id).or(reads[who]);
                }
                Step::Answer(who, answer) => if let Some(id) = reads[who] {
                    takers[who].answer(id, &answer).unwrap();
                    if let Some(row) = model.get_mut(&id) && row.taker == Some(who) {
                        row.answer = Some(answer);
                    }
                }
                Step::Withdraw(at) => if let Some(&id) = model.keys().nth(at) {
                    poster.withdraw(id).unwrap();
                    model.remove(&id);
                }
                Step::Die(who) => {
                    end(&takers[who].connection, &poster.connection);
                    takers[who] = queue.taker().unwrap();
                    reads[who] = None;
                    for row in model.values_mut().filter(|row| row.taker == Some(who)) {
                        row.taker = None;
                    }
                }
            }
            for (id, row) in &model {
                prop_assert_eq!(poster.look(*id, 100).unwrap(), row.state());
            }
        }
    }
}

#[test]
fn of_many_who_take_at_once_no_two_take_the_same() {
    let Some((_folder, _writer, queue)) = queue() else {
        return;
    };
    let poster = queue.poster().unwrap();
    let posted: Vec<i64> = (0..100_u8)
        .map(|number| poster.post("một.txt", &[number]).unwrap())
        .collect();
    let taken = Mutex::new(Vec::new());
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                let taker = queue.taker().unwrap();
                while let Some(file) = taker.take().unwrap() {
                    taken.lock().unwrap().push(file.id);
                    taker.answer(file.id, &file.bytes).unwrap();
                }
            });
        }
    });
    let mut taken = taken.into_inner().unwrap();
    taken.sort_unstable();
    assert_eq!(taken, posted);
    for (id, number) in posted.into_iter().zip(0_u8..) {
        let answered = State::Answered(Some(vec![number]));
        assert_eq!(poster.look(id, 1).unwrap(), answered);
        assert_eq!(poster.look(id, 0).unwrap(), State::Answered(None));
    }
}

#[test]
fn a_file_that_takes_machines_down_is_given_up() {
    let Some((_folder, _writer, queue)) = queue() else {
        return;
    };
    let poster = queue.poster().unwrap();
    let id = poster.post("một.txt", b"1").unwrap();
    for _ in 0..TRIES {
        assert_eq!(poster.look(id, 9).unwrap(), State::Waiting);
        let taker = queue.taker().unwrap();
        assert!(taker.take().unwrap().is_some());
        assert_eq!(poster.look(id, 9).unwrap(), State::Taken);
        end(&taker.connection, &poster.connection);
    }
    assert_eq!(poster.look(id, 9).unwrap(), State::GivenUp);
    assert_eq!(queue.taker().unwrap().take().unwrap(), None);
}

#[test]
fn only_the_same_program_takes_and_what_nobody_wants_is_swept() {
    let Some((_folder, _writer, queue)) = queue() else {
        return;
    };
    let other = Queue {
        program: "that",
        ..queue.clone()
    };
    let (poster, taker) = (queue.poster().unwrap(), queue.taker().unwrap());
    let id = poster.post("một.txt", b"1").unwrap();
    assert_eq!(other.taker().unwrap().take().unwrap(), None);
    taker.sweep().unwrap();
    assert_eq!(poster.look(id, 9).unwrap(), State::Waiting);
    let second = queue.poster().unwrap();
    end(&poster.connection, &second.connection);
    taker.sweep().unwrap();
    assert_eq!(second.look(id, 9).unwrap(), State::Gone);
    let third = second.post("hai.txt", b"2").unwrap();
    queue.clear().unwrap();
    assert_eq!(second.look(third, 9).unwrap(), State::Gone);
    assert!(!second.is_anybody_there().unwrap());
}

#[test]
fn an_archive_in_files_has_no_queue() {
    let folder = tempfile::tempdir().unwrap();
    let refused = Queue::of(&Layout::of(folder.path()), "this").unwrap_err();
    assert!(refused.to_string().contains("[catalogue]"), "{refused}");
}

//! What is counted and listed of an import under way.

use super::*;
use crate::archive::Outcome;

fn see(job: &mut Job, path: &str, outcome: Outcome) {
    job.see(&Event::Finished(&FileOutcome {
        path: path.to_owned(),
        outcome,
        id: None,
        reason: None,
    }));
}

#[test]
fn what_was_not_taken_is_listed_however_much_was() {
    let mut job = Job::default();
    for outcome in [Outcome::Known, Outcome::Refused] {
        for _ in 0..=LISTED {
            see(&mut job, "a.txt", outcome);
        }
        let listed = job.files.iter().filter(|file| file.outcome == outcome);
        assert_eq!(listed.count() as u64, LISTED, "{outcome:?}");
    }
    assert_eq!(job.summary.found, 2 * (LISTED + 1));
}

#[test]
fn what_remains_is_what_was_named_and_has_no_outcome() {
    let mut job = Job {
        state: JobState::Running,
        ..Job::default()
    };
    assert_eq!(job.remaining(), None);
    job.named = Some(3);
    for path in ["a.txt", "b.zip!/c.txt", "b.zip"] {
        see(&mut job, path, Outcome::Imported);
    }
    assert_eq!((job.summary.found, job.remaining()), (3, Some(1)));
    job.state = JobState::Done;
    assert_eq!(job.remaining(), None);
}

//! What was read of a file on one machine, as it travels to another one.

use super::spool::Spool;
use super::wire::Reply;
use crate::extract::ExtractError;
use crate::extract::Limits;

/// Most bytes of an answer, as of one from a reader process.
#[must_use]
pub fn most(limits: &Limits) -> usize {
    // Characters, boxes and fonts of a line weigh more than its text.
    limits.text_bytes.saturating_mul(8)
}

/// What was read of a file, as bytes: none where it has to be read again by whoever wants it. So it
/// is with a container, whose members are read one by one where it is kept; and with what may be
/// the fault of the machine and not of the file.
#[must_use]
pub fn pack(read: &Reply, members: &Spool, limits: &Limits) -> Vec<u8> {
    let holds = match read {
        Ok((format, _)) => format.is_only_a_wrapper(),
        Err(
            ExtractError::TimedOut { .. }
            | ExtractError::ReaderDied(_)
            | ExtractError::Unreadable(_),
        ) => true,
        Err(_) => false,
    };
    if holds || !members.members().is_empty() {
        return Vec::new();
    }
    // What cannot be written is read again, as is what would be refused.
    let packed = postcard::to_stdvec(read).unwrap_or_default();
    match packed.len() <= most(limits) {
        true => packed,
        false => Vec::new(),
    }
}

/// What was read elsewhere; none where it has to be read again here. The other side may have been
/// taken over by a hostile file: what makes no sense is read again, too.
#[must_use]
pub fn unpack(answer: &[u8], limits: &Limits) -> Option<Reply> {
    if answer.len() > most(limits) {
        return None;
    }
    let (reply, rest) = postcard::take_from_bytes::<Reply>(answer).ok()?;
    rest.is_empty().then_some(reply)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::extract::Extracted;
    use crate::extract::Format;
    use crate::extract::Line;
    use crate::extract::Page;
    use crate::extract::Run;
    use crate::extract::container::MemberEnd;

    fn paper() -> Reply {
        let run = Run {
            text: "Số: 12-NQ/TW".to_owned(),
            ..Run::default()
        };
        let line = Line {
            runs: vec![run],
            ..Line::default()
        };
        let page = Page {
            lines: vec![line],
            ..Page::default()
        };
        let extracted = Extracted {
            pages: vec![page],
            ..Extracted::default()
        };
        Ok((Format::Text, extracted))
    }

    #[track_caller]
    fn check(read: &Reply, members: &Spool, travels: bool) {
        let limits = Limits::office();
        let packed = pack(read, members, &limits);
        let expected = travels.then(|| read.clone());
        assert_eq!(unpack(&packed, &limits), expected);
    }

    #[test]
    fn what_the_file_says_travels_and_what_the_machine_says_does_not() {
        let none = Spool::default();
        check(&paper(), &none, true);
        check(&Err(ExtractError::Encrypted), &none, true);
        check(&Err(ExtractError::Damaged("x".to_owned())), &none, true);
        check(&Err(ExtractError::TimedOut { seconds: 30 }), &none, false);
        check(&Err(ExtractError::ReaderDied("x".to_owned())), &none, false);
        check(&Ok((Format::Zip, Extracted::default())), &none, false);
        let mut some = Spool::default();
        some.begin("a".to_owned(), &Limits::office()).unwrap();
        some.end(MemberEnd::Whole);
        check(&paper(), &some, false);
        check(&Err(ExtractError::Encrypted), &some, false);
    }

    #[test]
    fn nothing_over_the_limit_travels() {
        let limits = Limits {
            text_bytes: 1,
            ..Limits::office()
        };
        let packed = pack(&paper(), &Spool::default(), &Limits::office());
        assert!(packed.len() > most(&limits));
        assert_eq!(unpack(&packed, &limits), None);
        assert!(pack(&paper(), &Spool::default(), &limits).is_empty());
    }

    proptest! {
        #[test]
        fn whatever_arrives_is_an_answer_or_none(
            noise in prop::collection::vec(any::<u8>(), 0..64),
            at in 0_usize..64,
            bit in 0_u8..8,
        ) {
            let limits = Limits::office();
            let known = unpack(&noise, &limits).is_none_or(|reply| {
                let again = pack(&reply, &Spool::default(), &limits);
                again.is_empty() || unpack(&again, &limits).is_some()
            });
            prop_assert!(known);
            let mut damaged = pack(&paper(), &Spool::default(), &limits);
            if let Some(byte) = damaged.get_mut(at) {
                *byte ^= 1 << bit;
            }
            drop(unpack(&damaged, &limits));
        }
    }
}

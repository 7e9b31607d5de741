//! Slips of the hand: syllables the archive does not have, taken for the likeliest ones it has.

use crate::search::SearchError;
use crate::search::plan::Plan;
use crate::search::prose::Prose;
use crate::search::spelling::Spelling;
use crate::search::view::View;
use crate::search::words::Clause;
use crate::text::syllables::syllables;

/// Letters a mistyped syllable is tried with.
const LETTERS: &str = "abcdeghiklmnopqrstuvxy";
/// Longer runs are not corrected.
const LONGEST_CORRECTED: usize = 16;
/// Slips of a line that are corrected.
const MOST_CORRECTED: usize = 4;

/// A syllable the archive does not have, and the one it was taken for.
pub(super) struct Slip {
    typed: String,
    meant: String,
}

/// Replaces syllables the archive does not have by the likeliest ones a slip away: those that stand
/// beside the same neighbours in the archive, then the commonest.
pub(super) fn correct(plan: &mut Plan, view: &View) -> Result<Vec<Slip>, SearchError> {
    let mut slips: Vec<Slip> = Vec::new();
    let typed: Vec<Option<Spelling>> = plan
        .words
        .clauses
        .iter()
        .map(|clause| match clause {
            Clause::Syllable(spelling) => Some(spelling.clone()),
            Clause::Phrase(_) | Clause::Abbreviation(..) => None,
        })
        .collect();
    let known = frequencies(view, typed.iter().flatten().map(|one| one.plain.as_str()))?;
    let mut known = known.into_iter();
    for (at, spelling) in typed.iter().enumerate() {
        let Some(spelling) = spelling else { continue };
        let is_known = known.next().is_some_and(|frequency| frequency > 0);
        if is_known || slips.len() == MOST_CORRECTED {
            continue;
        }
        let neighbour = |at: Option<usize>| typed.get(at?)?.as_ref();
        let (left, right) = (neighbour(at.checked_sub(1)), neighbour(at.checked_add(1)));
        let Some(meant) = likeliest(view, spelling, left, right)? else {
            continue;
        };
        if let Some(clause) = plan.words.clauses.get_mut(at) {
            slips.push(Slip {
                typed: spelling.plain.clone(),
                meant: meant.plain.clone(),
            });
            *clause = Clause::Syllable(meant);
        }
    }
    Ok(slips)
}

/// The syllable of the archive that was meant between two others, if there is one.
fn likeliest(
    view: &View,
    typed: &Spelling,
    left: Option<&Spelling>,
    right: Option<&Spelling>,
) -> Result<Option<Spelling>, SearchError> {
    let near = near(&typed.plain);
    let frequencies = frequencies(view, near.iter().map(String::as_str))?;
    let there = near.iter().zip(frequencies);
    let there: Vec<(Spelling, u64)> = there
        .filter(|(_, frequency)| *frequency > 0)
        .map(|(slip, frequency)| (Spelling::of(slip), frequency))
        .collect();
    let pairs = there.iter().flat_map(|(meant, _)| {
        let with_left = left.map(|left| left.plain_pair(meant));
        with_left
            .into_iter()
            .chain(right.map(|right| meant.plain_pair(right)))
    });
    let pairs: Vec<_> = pairs.map(|pair| (Prose::Text.pairs(), pair)).collect();
    let beside = view.frequencies(&pairs)?;
    let each = usize::from(left.is_some()) + usize::from(right.is_some());
    let mut best: Option<((u64, u64), Spelling)> = None;
    for (at, (meant, frequency)) in there.into_iter().enumerate() {
        let beside = beside.get(at * each..(at + 1) * each).unwrap_or_default();
        let worth = (beside.iter().sum(), frequency);
        if best.as_ref().is_none_or(|(most, _)| worth > *most) {
            best = Some((worth, meant));
        }
    }
    Ok(best.map(|(_, meant)| meant))
}

/// How many documents have each of these syllables.
fn frequencies<'a>(
    view: &View,
    plain: impl Iterator<Item = &'a str>,
) -> Result<Vec<u64>, SearchError> {
    let terms: Vec<_> = plain
        .map(|plain| (Prose::Text.singles(), plain.to_owned()))
        .collect();
    view.frequencies(&terms)
}

/// The line with its slips corrected.
pub(super) fn corrected(line: &str, slips: &[Slip]) -> String {
    let mut text = String::new();
    let mut from = 0;
    for syllable in syllables(line) {
        let plain = Spelling::of(syllable.text).plain;
        let Some(slip) = slips.iter().find(|slip| slip.typed == plain) else {
            continue;
        };
        text.push_str(line.get(from..syllable.start).unwrap_or_default());
        text.push_str(&slip.meant);
        from = syllable.end;
    }
    text.push_str(line.get(from..).unwrap_or_default());
    text
}

/// Everything one slip away from a word: a letter more, less, other, or two swapped.
fn near(plain: &str) -> Vec<String> {
    let word = plain.bytes().all(|byte| byte.is_ascii_lowercase());
    if !word || !(2..=LONGEST_CORRECTED).contains(&plain.len()) {
        return Vec::new();
    }
    let letters: Vec<char> = plain.chars().collect();
    let spelled = |before: &[char], middle: &[char], after: &[char]| -> String {
        before.iter().chain(middle).chain(after).collect()
    };
    let mut slips = Vec::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        for letter in LETTERS.chars() {
            slips.push(spelled(before, &[letter], after));
        }
        let Some((first, rest)) = after.split_first() else {
            continue;
        };
        slips.push(spelled(before, &[], rest));
        slips.extend(
            LETTERS
                .chars()
                .map(|letter| spelled(before, &[letter], rest)),
        );
        if let Some((second, rest)) = rest.split_first() {
            slips.push(spelled(before, &[*second, *first], rest));
        }
    }
    slips.retain(|slip| slip != plain);
    slips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_away() {
        let near = near("loi");
        for slip in ["lo", "li", "oi", "loai", "hoi", "lio", "oli"] {
            assert!(near.iter().any(|known| known == slip), "{slip}");
        }
        assert!(near.iter().all(|slip| slip != "loi"));
    }
}

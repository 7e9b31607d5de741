//! Where a hit stands among others: one number, the same whichever engine works it out.
//!
//! Hits by number stand in bands, one for each tier (and look-up, among those that cite), with eight
//! steps for what was wished for. Within its band a hit stands by its words, or by whose paper it
//! is. Hits by words alone stand below all bands. Such a number has at most 24 bits, so a 32-bit
//! float holds it; in the upper bands scores are told apart by 1/8.

use crate::search::local::columns::UNDATED;
use crate::search::page::Tier;
use crate::search::request::Sort;

/// What lies between one step and the next.
pub(super) const STEP: f32 = 8192.0;
/// Steps of a band.
const STEPS: u8 = 8;
/// Scores stay below a step.
pub(super) const HIGHEST_SCORE: f32 = STEP - 1.0;
/// Wishes that are counted; that a paper is the one meant by a nickname is one more.
pub(super) const MOST_WISHES: usize = 6;
/// Look-ups among those that cite are in this order at most.
const LAST_ORDER: u8 = 7;

/// The place of a tier's band among the bands, 0 for the lowest.
fn band(tier: Tier, order: u8) -> u8 {
    match tier {
        Tier::Words | Tier::Alias => 0,
        Tier::Cites => 1 + LAST_ORDER.saturating_sub(order),
        own => 1 + Tier::Cites.rank() - own.rank() + LAST_ORDER,
    }
}

/// Where a hit by number stands before any wish of the reader's.
pub(super) fn of_number(tier: Tier, order: u8) -> f32 {
    f32::from(u16::from(band(tier, order)) * u16::from(STEPS) + 1) * STEP
}

/// Where a hit by words alone stands; `beside` hits by number if there are look-ups too.
pub(super) fn of_words(score: f32, beside: bool) -> f32 {
    match beside {
        true => score.min(HIGHEST_SCORE),
        false => score,
    }
}

/// The tier and the score of a hit; `beside` hits by number if there are look-ups at all.
pub(super) fn read(standing: f32, beside: bool) -> (Tier, f32) {
    let step = (standing / STEP).floor();
    if !beside || step < 1.0 {
        return (Tier::Words, standing);
    }
    let at = (step - 1.0) / f32::from(STEPS);
    let in_band = |tier: &Tier| {
        let bands = match tier {
            Tier::Cites => band(*tier, LAST_ORDER)..=band(*tier, 0),
            tier => band(*tier, 0)..=band(*tier, 0),
        };
        (f32::from(*bands.start())..f32::from(*bands.end()) + 1.0).contains(&at)
    };
    let numbers = Tier::ALL.iter().filter(|tier| **tier != Tier::Words);
    let tier = numbers.copied().find(in_band).unwrap_or(Tier::Words);
    (tier, standing - step * STEP)
}

/// The place of a document of a day, but for what decides between equals.
pub(super) fn place(standing: f32, day: i32, sort: Sort) -> (u64, u64) {
    let since = (i64::from(day) - i64::from(i32::MIN)).unsigned_abs();
    match sort {
        Sort::Relevance => (u64::from(standing.max(0.0).to_bits()), since),
        Sort::Newest => (since, 0),
        Sort::Oldest if day == UNDATED => (0, 0),
        Sort::Oldest => (u64::from(u32::MAX) + 1 - since, 0),
    }
}

/// The day of a place in an order: what was given to [`place`].
pub(super) fn day_of(major: u64, minor: u64, sort: Sort) -> i32 {
    let since = match sort {
        Sort::Relevance => minor,
        Sort::Newest => major,
        Sort::Oldest if major == 0 => 0,
        Sort::Oldest => u64::from(u32::MAX) + 1 - major.min(u64::from(u32::MAX)),
    };
    let day = i64::from(i32::MIN) + i64::try_from(since).unwrap_or(i64::MAX / 2);
    i32::try_from(day).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_in_the_order_of_tiers_and_never_meet() {
        let wishes = MOST_WISHES as f32 + 1.0;
        let mut highest_below = HIGHEST_SCORE;
        for tier in Tier::ALL.into_iter().rev().skip(1) {
            let orders: Vec<u8> = match tier {
                Tier::Cites => (0..=LAST_ORDER).rev().collect(),
                _ => vec![0],
            };
            for order in orders {
                let lowest = of_number(tier, order);
                assert!(lowest > highest_below, "{tier:?} {order}");
                highest_below = lowest + wishes * STEP + HIGHEST_SCORE;
                let fine = 1.0 / 8.0;
                assert!(highest_below + fine > highest_below, "{tier:?} {order}");
                for standing in [lowest, lowest + 3.5, highest_below] {
                    assert_eq!(read(standing, true).0, tier, "{standing}");
                }
            }
        }
        for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
            for day in [UNDATED, -400, 0, 20_000] {
                let (major, minor) = place(7.5, day, sort);
                assert_eq!(day_of(major, minor, sort), day, "{sort:?}");
            }
        }
        assert_eq!(read(of_words(12.5, true), true), (Tier::Words, 12.5));
        assert_eq!(read(700_000.0, false), (Tier::Words, 700_000.0));
    }
}

//! How a syllable is looked up: without marks, and with them in a form no placement rule changes.

use crate::text::syllables::Keys;

/// Bytes of a syllable that count; longer runs are no words but encoded data.
const LONGEST: usize = 48;
/// Joins the two halves of a pair without marks.
pub(super) const PLAIN_JOINT: char = ' ';
/// Joins the two halves of a pair of keys, so that `chờ vay` and `cho vay` stay apart.
pub(super) const KEY_JOINT: char = '\u{2}';

/// The two spellings a syllable is looked up by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spelling {
    /// Without marks.
    pub plain: String,
    /// With marks, in the placement-neutral form; equal to `plain` when there are none.
    pub key: String,
    marked: bool,
}

impl Spelling {
    /// The spellings of one syllable.
    pub fn of(syllable: &str) -> Self {
        let mut keys = Keys::default();
        let mut spelling = Self::default();
        spelling.fill(&mut keys, syllable);
        spelling
    }

    /// Replaces these spellings, reusing memory.
    pub fn fill(&mut self, keys: &mut Keys, syllable: &str) {
        keys.fill(clipped(syllable));
        std::mem::swap(&mut self.plain, &mut keys.ascii);
        std::mem::swap(&mut self.key, &mut keys.key);
        self.marked = self.plain != self.key;
    }

    /// It bears a mark or a tone.
    pub const fn marked(&self) -> bool {
        self.marked
    }

    /// The same syllable with `i` for `y` or `y` for `i`, where both are written: `kỹ`, `kĩ`.
    pub fn variant(&self) -> Option<Self> {
        let swapped = |text: &str| -> String { text.chars().map(swap_iy).collect() };
        let other = Self {
            plain: swapped(&self.plain),
            key: swapped(&self.key),
            marked: self.marked,
        };
        let same_sound = |one: &str, other: &str| Keys::of(one).s_key == Keys::of(other).s_key;
        (other != *self && same_sound(&self.plain, &other.plain)).then_some(other)
    }

    /// The term of this syllable and the next one, without marks.
    pub fn plain_pair(&self, next: &Self) -> String {
        joined(&self.plain, PLAIN_JOINT, &next.plain)
    }

    /// The term of this syllable and the next one with their marks; none where neither has any.
    pub fn key_pair(&self, next: &Self) -> Option<String> {
        (self.marked() || next.marked()).then(|| joined(&self.key, KEY_JOINT, &next.key))
    }
}

fn swap_iy(c: char) -> char {
    match c {
        'i' => 'y',
        'y' => 'i',
        other => other,
    }
}

fn joined(left: &str, joint: char, right: &str) -> String {
    let mut pair = String::with_capacity(left.len() + right.len() + 1);
    pair.push_str(left);
    pair.push(joint);
    pair.push_str(right);
    pair
}

fn clipped(syllable: &str) -> &str {
    let end = syllable.floor_char_boundary(LONGEST);
    syllable.get(..end).unwrap_or(syllable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(syllable: &str, variant: Option<&str>) {
        let found = Spelling::of(syllable).variant();
        assert_eq!(found, variant.map(Spelling::of), "{syllable}");
    }

    #[test]
    fn i_and_y_where_they_sound_alike() {
        check("quy", Some("qui"));
        check("quí", Some("quý"));
        check("kỹ", Some("kĩ"));
        check("lí", Some("lý"));
        check("tay", None);
        check("y", None);
        check("ban", None);
        check("", None);
    }
}

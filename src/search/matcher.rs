//! Which syllables of a stored text a query matches.
//!
//! The text is cut by the tokeniser of the index, so what is marked is what was found.

use hashbrown::HashMap;
use hashbrown::HashSet;

use crate::search::request::MOST_SYLLABLES;
use crate::search::spelling::Spelling;
use crate::search::words::Clause;
use crate::search::words::Words;
use crate::search::words::stretches;
use crate::text::fold::fold_char;
use crate::text::syllables::Syllable;
use crate::text::syllables::syllables;

/// What is looked for in a text.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    /// Each spelling looked for, and of which syllable it is one.
    forms: HashMap<String, Sought>,
    /// How many different syllables are looked for.
    pub(super) count: Sought,
    /// Those that stand beside each other in the query.
    pairs: HashSet<(Sought, Sought)>,
    /// Syllables that stand alone in the query, which match wherever they occur.
    alone: HashSet<Sought>,
    /// What the syllables looked for begin with, marks aside: most of a text is ruled out by it.
    initials: Vec<char>,
}

/// A syllable that is looked for, by the order in which they are typed.
pub(super) type Sought = usize;

impl Matcher {
    /// What the typed line looks for, and the number it was understood as, if it was.
    #[must_use]
    pub fn of(line: &str, number: Option<&str>) -> Self {
        let mut words = Words::default();
        for stretch in stretches(line).iter().filter(|stretch| !stretch.excluded) {
            words.add(stretch.text, stretch.quoted, false, MOST_SYLLABLES);
        }
        if let Some(number) = number {
            words.add(number, true, false, MOST_SYLLABLES);
        }
        let mut matcher = Self::default();
        let mut run: Vec<Spelling> = Vec::new();
        for clause in words.clauses {
            match clause {
                Clause::Syllable(spelling) => run.push(spelling),
                Clause::Phrase(phrase) => {
                    matcher.add(&std::mem::take(&mut run));
                    matcher.add(&phrase);
                }
                Clause::Abbreviation(itself, meant) => {
                    matcher.add(&std::mem::take(&mut run));
                    matcher.add(&itself);
                    meant.iter().for_each(|phrase| matcher.add(phrase));
                }
            }
        }
        matcher.add(&run);
        let initials = matcher.forms.keys().filter_map(|form| initial(form));
        matcher.initials = initials.collect();
        matcher.initials.sort_unstable();
        matcher.initials.dedup();
        matcher
    }

    fn add(&mut self, phrase: &[Spelling]) {
        let sought: Vec<Sought> = phrase
            .iter()
            .map(|spelling| self.sought(spelling))
            .collect();
        if let [only] = sought.as_slice() {
            self.alone.insert(*only);
        }
        let neighbours = sought.iter().zip(sought.iter().skip(1));
        self.pairs
            .extend(neighbours.map(|(left, right)| (*left, *right)));
    }

    /// The syllable with this spelling among those looked for; from now on it is one.
    fn sought(&mut self, spelling: &Spelling) -> Sought {
        let forms = spellings_of(spelling);
        let known = forms.iter().find_map(|form| self.forms.get(form).copied());
        let sought = known.unwrap_or(self.count);
        self.count = self.count.max(sought + 1);
        for form in forms {
            self.forms.entry(form).or_insert(sought);
        }
        sought
    }

    /// Nothing is looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The syllables of `text` that match. Neighbours in the query must be neighbours here, unless
    /// they nowhere are; so `của` is marked within what was looked for, not on every line.
    pub(super) fn matches<'t>(&self, text: &'t str) -> Vec<(Syllable<'t>, Sought)> {
        let mut close = Vec::new();
        let mut any = Vec::new();
        let mut known = HashMap::new();
        let mut before: Option<(Syllable<'t>, Sought)> = None;
        let mut taken = false;
        for syllable in syllables(text) {
            let found = self.found_in(&mut known, syllable.text);
            let found = found.map(|sought| (syllable, sought));
            let mut takes = false;
            if let Some((_, sought)) = found {
                any.extend(found);
                if before.is_some_and(|(_, left)| self.pairs.contains(&(left, sought))) {
                    if !taken {
                        close.extend(before);
                    }
                    takes = true;
                } else if self.alone.contains(&sought) {
                    takes = true;
                }
                if takes {
                    close.extend(found);
                }
            }
            taken = takes;
            before = found;
        }
        if close.is_empty() { any } else { close }
    }

    /// Which syllable this one of a text is: with its own marks, or, typed without, without. `known`
    /// are those of the text that were met before, of which there are few.
    fn found_in<'t>(
        &self,
        known: &mut HashMap<&'t str, Option<Sought>>,
        syllable: &'t str,
    ) -> Option<Sought> {
        if !self.initials.contains(&initial(syllable)?) {
            return None;
        }
        *known.entry(syllable).or_insert_with(|| {
            let spelling = Spelling::of(syllable);
            let forms = [spelling.key, spelling.plain];
            forms.iter().find_map(|form| self.forms.get(form).copied())
        })
    }
}

fn initial(syllable: &str) -> Option<char> {
    syllable.chars().next().map(fold_char)
}

/// The forms a syllable of a query is looked for in.
fn spellings_of(spelling: &Spelling) -> Vec<String> {
    let variant = spelling.variant();
    let forms = std::iter::once(spelling).chain(&variant);
    forms.map(|spelling| spelling.key.clone()).collect()
}

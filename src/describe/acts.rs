//! Who does what to which paper, sentence by sentence: the verb, the papers it governs, and the
//! traps: deeds of others that are only told.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::Action;
use crate::document::Citation;
use crate::document::PartialDate;
use crate::document::Relation;
use crate::document::citation::Confidence;
use crate::document::citation::find_citations;
use crate::text::fold::fold;
use crate::text::normalise::index_clean;

use super::dating;
use super::pattern::pattern;

static VERB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?P<replaces>thay the)\b|\b(?P<repeals>bai bo|huy bo)\b|\b(?P<amends>sua doi,? bo sung|sua doi|bo sung)\b",
        r"|\b(?P<suspends>ngung hieu luc)\b|\b(?P<extends>keo dai (?:thoi (?:han|gian|ky)|hieu luc)|gia han)\b|\b(?P<corrects>dinh chinh)\b",
    ))
});

/// Behind a cited paper: it is what is acted on.
static ENDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:het hieu luc|khong con hieu luc|cham dut hieu luc|(?:bi|duoc) (?:bai bo|thay the))\b",
    )
});

/// The verb is done to the paper named before it, or by the one named behind it.
static PASSIVE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:duoc|bi|da|tung)\s*$"));
static ACTOR_FOLLOWS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:boi|theo|tai|bang)\b"));

/// Only parts of a paper are meant.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:mot so|khoan|diem|dieu \d+|dieu [a-z]|chuong|muc|phu luc|mot phan|cum tu|tu ngu|mau|bieu|noi dung",
        r"|doan|tiet|so thu tu|quy dinh tai|qui dinh tai)\b",
    ))
});

/// Words are replaced, not papers.
static WORDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:cum tu|tu ngu|mau so|phu luc|bieu mau)\b"));

/// Between two papers of one list stand their dates, bodies and subjects, not another deed.
static OTHER_DEED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:duoc|huong dan|quy dinh chi tiet|thi hanh|theo|cua luat|cua bo luat|cua phap lenh)\b",
    )
});
static LISTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:,|;|\bva|\bcung|\bhoac)\s*$"));

static OWN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:quyet dinh|nghi dinh|luat|bo luat|nghi quyet|thong tu(?: lien tich)?|chi thi|quy dinh|quy che|huong dan",
        r"|ke hoach|de an|phap lenh|ket luan|thong bao|cong van|van ban|dieu le|thong tri) nay\b",
    ))
});

/// `Quốc hội ban hành Luật` before the verb, or next to nothing: `2. Bãi bỏ`, `Điều 1.`
static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:dieu \d+\s*[.:]?)?[\W\d]*(?:[a-z]\))?\s*$|ve viec\s*$|\bv/v:?\s*$",
        r"|\bban hanh (?:luat|nghi dinh|nghi quyet|thong tu|quyet dinh)\s*$|^(?:luat|nghi dinh|nghi quyet|thong tu|quyet dinh)\s*$",
    ))
});

static SINCE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:ke )?tu (?P<when>ngay)"));

/// An action and where in its sentence it stands.
#[derive(Debug, Clone)]
pub(super) struct Verb {
    action: Action,
    span: Range<usize>,
    since: Option<PartialDate>,
    /// The heading it stands in, for the entries below.
    head: String,
}

/// A sentence, folded beside the print; `issued_on` is what `từ ngày ký` means.
pub(super) struct Sentence<'a> {
    pub text: &'a str,
    pub folded: String,
    pub issued_on: Option<PartialDate>,
}

/// A cited paper and where it stands in the folded sentence.
struct Cited {
    citation: Citation,
    span: Range<usize>,
}

impl<'a> Sentence<'a> {
    pub fn new(text: &'a str, issued_on: Option<PartialDate>) -> Self {
        Self {
            folded: fold(&index_clean(text)),
            text,
            issued_on,
        }
    }

    /// The day named from `ngày` at `at` on: a date, or that of the signature.
    pub fn day(&self, at: usize) -> Option<PartialDate> {
        let rest = self.folded.get(at..)?;
        match dating::date_behind(rest) {
            Some((date, _)) => Some(date),
            None => ["ngay ky", "ngay ban hanh", "ngay thong qua"]
                .iter()
                .any(|words| rest.starts_with(words))
                .then_some(self.issued_on)?,
        }
    }

    /// The verb of a heading that ends with a colon and speaks for the entries below.
    pub fn heading(&self) -> Option<Verb> {
        // `… các văn bản sau đây tiếp tục có hiệu lực:`
        if self.folded.contains("tiep tuc") {
            return None;
        }
        if ENDED.is_match(&self.folded) {
            return Some(Verb {
                action: Action::Ends,
                span: 0..0,
                since: self.since(),
                head: self.text.to_owned(),
            });
        }
        let mut verb = self.verbs().pop()?;
        verb.since = self.since();
        self.text.clone_into(&mut verb.head);
        Some(verb)
    }

    /// An entry below a heading that acts.
    pub fn entry_of(&self, verb: &Verb, relations: &mut Vec<Relation>) {
        let cited = self.cited();
        let Some(first) = cited.first() else {
            return;
        };
        let whole = !PART.is_match(self.before(first)) && verb.action != Action::Amends;
        let mut relation = self.relation(first, verb.action, whole, verb.since, Confidence::High);
        relation.sentence = format!("{} {}", verb.head, self.text);
        relations.push(relation);
    }

    /// What the sentence itself does.
    pub fn acts(&self, is_title: bool, relations: &mut Vec<Relation>) {
        let verbs = self.verbs();
        let ended = ENDED.find(&self.folded).map(|found| found.start());
        if verbs.is_empty() && ended.is_none() {
            return;
        }
        let cited = self.cited();
        let own = OWN.find(&self.folded).map(|found| found.start());
        for verb in &verbs {
            let until = verbs.iter().map(|other| other.span.start);
            let until = until.filter(|start| *start > verb.span.start).min();
            let governed = cited.iter().filter(|cited| {
                cited.span.start >= verb.span.end
                    && until.is_none_or(|until| cited.span.start < until)
            });
            let governed: Vec<&Cited> = self.listed(governed.collect());
            // A subject of its own before the verb: another paper's deed is told.
            let told = cited.iter().any(|other| other.span.end <= verb.span.start)
                && own.is_none_or(|own| own > verb.span.start);
            if !told {
                for target in governed {
                    relations.extend(self.deed(verb, target, is_title, own));
                }
            }
        }
        if let Some(ended) = ended {
            let subjects = cited.iter().filter(|cited| cited.span.end <= ended);
            let subjects =
                subjects.filter(|cited| verbs.iter().all(|verb| verb.span.end > cited.span.start));
            for subject in self.listed(subjects.collect()) {
                let whole = !PART.is_match(self.before(subject));
                let since = self.since();
                relations.push(self.relation(
                    subject,
                    Action::Ends,
                    whole,
                    since,
                    Confidence::High,
                ));
            }
        }
    }

    /// What a verb does to a paper; nothing where neither the sentence nor the verb is sure.
    fn deed(
        &self,
        verb: &Verb,
        target: &Cited,
        is_title: bool,
        own: Option<usize>,
    ) -> Option<Relation> {
        let between = self.folded.get(verb.span.end..target.span.start)?;
        let action = match verb.action {
            Action::Replaces if WORDS.is_match(between) => Action::Amends,
            action => action,
        };
        let whole = action != Action::Amends && !PART.is_match(between);
        let before = self.folded.get(..verb.span.start)?;
        let sure =
            is_title || BEGINS.is_match(before) || own.is_some_and(|own| own < verb.span.start);
        let strong = matches!(
            action,
            Action::Replaces | Action::Repeals | Action::Suspends
        );
        let confidence = match (sure, strong) {
            (true, _) => Confidence::High,
            (false, true) => Confidence::Low,
            (false, false) => return None,
        };
        let since = self.since().filter(|_| !is_title);
        Some(self.relation(target, action, whole, since, confidence))
    }

    /// The first of these papers and those listed with it.
    fn listed<'c>(&self, cited: Vec<&'c Cited>) -> Vec<&'c Cited> {
        let mut kept: Vec<&Cited> = Vec::new();
        for one in cited {
            let listed = kept.last().is_none_or(|last| {
                let between = self.folded.get(last.span.end..one.span.start);
                between.is_some_and(|text| LISTED.is_match(text) && !OTHER_DEED.is_match(text))
            });
            if !listed {
                break;
            }
            kept.push(one);
        }
        kept
    }

    fn verbs(&self) -> Vec<Verb> {
        let actions = [
            ("replaces", Action::Replaces),
            ("repeals", Action::Repeals),
            ("amends", Action::Amends),
            ("suspends", Action::Suspends),
            ("extends", Action::Extends),
            ("corrects", Action::Corrects),
        ];
        let verbs = VERB.captures_iter(&self.folded).filter_map(|found| {
            let (action, span) = actions
                .iter()
                .find_map(|(name, action)| Some((*action, found.name(name)?.range())))?;
            let before = self.folded.get(..span.start)?;
            let behind = self.folded.get(span.end..)?;
            let done_to_another = PASSIVE.is_match(before) || ACTOR_FOLLOWS.is_match(behind);
            (!done_to_another).then_some(Verb {
                action,
                span,
                since: None,
                head: String::new(),
            })
        });
        verbs.collect()
    }

    /// The papers cited by a number with its symbol.
    fn cited(&self) -> Vec<Cited> {
        find_citations(self.text)
            .into_iter()
            .filter(|citation| citation.confidence == Confidence::High)
            .map(|citation| Cited {
                span: self.folded_at(citation.start)..self.folded_at(citation.end),
                citation,
            })
            .collect()
    }

    fn before(&self, cited: &Cited) -> &str {
        self.folded.get(..cited.span.start).unwrap_or_default()
    }

    fn since(&self) -> Option<PartialDate> {
        SINCE
            .captures_iter(&self.folded)
            .find_map(|found| self.day(found.name("when")?.start()))
    }

    /// The place in the folded text of one in the printed: folding keeps the number of characters,
    /// not of bytes.
    fn folded_at(&self, printed: usize) -> usize {
        let before = self
            .text
            .get(..printed)
            .map_or(0, |text| text.chars().count());
        let place = self.folded.char_indices().nth(before);
        place.map_or(self.folded.len(), |(at, _)| at)
    }

    fn relation(
        &self,
        cited: &Cited,
        action: Action,
        whole: bool,
        from: Option<PartialDate>,
        confidence: Confidence,
    ) -> Relation {
        Relation {
            action,
            whole,
            printed: cited.citation.printed.clone(),
            number: cited.citation.number.clone(),
            issued_on: cited.citation.issued_on,
            from,
            sentence: self.text.to_owned(),
            confidence,
        }
    }
}

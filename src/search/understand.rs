//! A request as plans to try, the strictest first. Every line has a plan.

use crate::document::number::read_query;
use crate::search::filter::Filter;
use crate::search::line::Line;
use crate::search::lookup;
use crate::search::lookup::Reading;
use crate::search::page::Understood;
use crate::search::plan::Favour;
use crate::search::plan::Home;
use crate::search::plan::Plan;
use crate::search::request::LONGEST_QUERY;
use crate::search::request::Request;
use crate::text::syllables::syllables;
use crate::vocabulary::BodyId;
use crate::vocabulary::bodies;
use crate::vocabulary::provinces;

/// A plan, and what to tell the reader if it is the one that finds something.
pub(super) struct Attempt {
    pub plan: Plan,
    pub note: Option<String>,
}

/// Reads a request: the attempts, the strictest first, and what was understood.
pub(super) fn read(request: &Request) -> (Vec<Attempt>, Understood) {
    let line: &str = match request.q.char_indices().nth(LONGEST_QUERY) {
        Some((end, _)) => request.q.get(..end).unwrap_or_default(),
        None => &request.q,
    };
    let base = Plan {
        filter: request.filter(),
        numbered: request
            .number
            .as_deref()
            .map(|number| lookup::own_rungs(&read_query(number))),
        home: request.home.as_ref().map(home).unwrap_or_default(),
        ..Plan::default()
    };
    let line = Line::of(line);
    let (mut attempts, mut understood) = line.attempts(&base);
    if line.text.len() < request.q.len() {
        understood.note = Some(format!("Chỉ đọc {LONGEST_QUERY} ký tự đầu."));
    }
    if attempts.is_empty() {
        attempts.push(Attempt {
            plan: numbers_only(base),
            note: None,
        });
    }
    (attempts, understood)
}

fn home(own: &BodyId) -> Home {
    let body = bodies::by_id(own.as_str());
    let province = body
        .as_ref()
        .and_then(|body| body.place)
        .and_then(|place| provinces::by_id(place.province));
    // An office goes on looking for the papers it issued under the same name before a merger.
    let namesakes = body.iter().flat_map(bodies::namesakes);
    let own: Vec<BodyId> = std::iter::once(own.clone()).chain(namesakes).collect();
    let above = own.iter().flat_map(|own| bodies::ancestors(own.as_str()));
    Home {
        superiors: above
            .map(|body| body.id)
            .filter(|id| !own.contains(id))
            .collect(),
        province: province.map(|province| province.id),
        own,
    }
}

/// Nothing was typed: if a number is asked for, its look-ups are the plan.
fn numbers_only(base: Plan) -> Plan {
    match base.numbered {
        Some(rungs) if !rungs.is_empty() => Plan {
            rungs,
            numbered: None,
            ..base
        },
        numbered => Plan { numbered, ..base },
    }
}

impl Line<'_> {
    fn attempts(&self, base: &Plan) -> (Vec<Attempt>, Understood) {
        let mut understood = self.understood();
        let mut attempts = Vec::new();
        let wishes = self.wishes();
        if let Some(reading) = self.reading {
            let rest = if reading == Reading::Bare {
                ""
            } else {
                self.read.rest.as_str()
            };
            let words = self.words(rest);
            understood.text = rest.trim().to_owned();
            let plan = Plan {
                rungs: lookup::rungs(&self.read, reading),
                words_order_tiers: !words.clauses.is_empty(),
                words,
                favours: wishes.iter().map(|(_, wish)| favour(wish)).collect(),
                ..base.clone()
            };
            let strict = Plan {
                filter: narrowed(&base.filter, &wishes),
                ..plan.clone()
            };
            if reading == Reading::Coded && strict.filter != base.filter {
                attempts.push(Attempt {
                    plan: strict,
                    note: None,
                });
            }
            let missing = (reading == Reading::Coded)
                .then(|| missing_note(&wishes))
                .flatten();
            attempts.push(Attempt {
                plan,
                note: missing,
            });
        }
        let rungs = lookup::glued_rungs(&self.plain);
        if !rungs.is_empty() {
            let plan = Plan {
                rungs,
                ..base.clone()
            };
            attempts.push(Attempt { plan, note: None });
        }
        let words = self.words(&self.plain);
        if words.is_empty() {
            return (attempts, understood);
        }
        let number = self
            .read
            .number
            .as_ref()
            .and_then(|number| number.canonical());
        let note = self.reading.and(number).map(|number| {
            format!("Không có văn bản số {number}; dưới đây là văn bản có các từ đã gõ.")
        });
        let mut favours: Vec<Favour> = wishes.iter().map(|(_, wish)| favour(wish)).collect();
        let kind = self.kind.filter(|_| self.reading.is_none());
        let kind = kind.map(|(kind, _, _)| Filter {
            kinds: vec![kind.id.clone()],
            ..Filter::default()
        });
        favours.extend(kind.iter().map(favour));
        // A number nobody has is not looked for in pieces.
        let all_words = self.reading.is_some();
        let plan = Plan {
            words,
            favours,
            all_words,
            ..base.clone()
        };
        if self.reading.is_none() {
            understood.text = self.plain.trim().to_owned();
            attempts.extend(self.browse(base, &wishes, kind.as_ref()));
        }
        attempts.push(Attempt { plan, note });
        (attempts, understood)
    }

    /// Where a line says nothing but whose papers of which kind and time: just those.
    fn browse(
        &self,
        base: &Plan,
        wishes: &[(&str, Filter)],
        kind: Option<&Filter>,
    ) -> Option<Attempt> {
        let conditions = wishes.iter().map(|(_, wish)| wish).chain(kind);
        let filter = conditions
            .clone()
            .fold(base.filter.clone(), |filter, wish| filter.and(wish));
        let kind_words = self
            .kind
            .map_or(0, |(kind, _, _)| kind.name.split(' ').count());
        let said = syllables(&self.read.rest).count();
        let nothing_else = said <= kind_words && self.stretches.len() <= 1;
        (conditions.count() > 1 && nothing_else && filter != base.filter).then(|| Attempt {
            plan: Plan {
                filter,
                ..base.clone()
            },
            note: None,
        })
    }
}

fn favour(condition: &Filter) -> Favour {
    Favour {
        condition: condition.clone(),
        factor: 1.5,
    }
}

fn narrowed(filter: &Filter, wishes: &[(&str, Filter)]) -> Filter {
    wishes
        .iter()
        .fold(filter.clone(), |filter, (_, wish)| filter.and(wish))
}

fn missing_note(wishes: &[(&str, Filter)]) -> Option<String> {
    let names: Vec<&str> = wishes.iter().map(|(name, _)| *name).collect();
    let missing = names.join(", ");
    (!names.is_empty()).then(|| {
        format!("Không có văn bản số này khớp {missing} đã gõ; dưới đây là các văn bản cùng số.")
    })
}

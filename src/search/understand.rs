//! A typed line as plans to try, and what it was read as. Every line has a plan.

use crate::document::PartialDate;
use crate::document::number::NumberQuery;
use crate::document::number::Part;
use crate::document::number::read_query;
use crate::search::filter::Filter;
use crate::search::lookup;
use crate::search::lookup::Reading;
use crate::search::page::Chip;
use crate::search::page::ChipKind;
use crate::search::page::Understood;
use crate::search::plan::Favour;
use crate::search::plan::Home;
use crate::search::plan::Plan;
use crate::search::request::LONGEST_QUERY;
use crate::search::request::MOST_SYLLABLES;
use crate::search::request::Request;
use crate::search::terms_of_office;
use crate::search::words;
use crate::search::words::Words;
use crate::text::syllables::syllables;
use crate::vocabulary::BodyId;
use crate::vocabulary::bodies;
use crate::vocabulary::kinds;
use crate::vocabulary::kinds::Kind;
use crate::vocabulary::places;

/// More syllables than this before a number make a sentence that mentions it.
const LONGEST_LEAD: usize = 8;

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
    let mut path = bodies::ancestors(own.as_str());
    let body = path.pop();
    Home {
        own: Some(own.clone()),
        superiors: path.into_iter().map(|body| body.id).collect(),
        place: body.and_then(|body| body.place).map(|place| place.id),
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

/// A typed line, cut into what is quoted or excluded and the rest, and the rest read.
struct Line<'a> {
    text: &'a str,
    stretches: Vec<words::Stretch<'a>>,
    /// The rest, every stretch cut out replaced by blanks, so that offsets hold.
    plain: String,
    read: NumberQuery,
    reading: Option<Reading>,
    kind: Option<(&'static Kind, usize, usize)>,
}

impl<'a> Line<'a> {
    fn of(text: &'a str) -> Self {
        let stretches = words::stretches(text);
        let mut plain = String::with_capacity(text.len());
        for stretch in &stretches {
            while plain.len() < stretch.start {
                plain.push(' ');
            }
            if !stretch.quoted && !stretch.excluded {
                plain.push_str(stretch.text);
            }
        }
        let read = read_query(&plain);
        let reading = reading_of(&read, &plain);
        let kind = leading_kind(&plain);
        Self {
            text,
            stretches,
            plain,
            read,
            reading,
            kind,
        }
    }

    fn words(&self, plain: &str) -> Words {
        let mut words = Words::default();
        let mut room = words.add(plain, false, false, MOST_SYLLABLES);
        for stretch in self
            .stretches
            .iter()
            .filter(|stretch| stretch.quoted || stretch.excluded)
        {
            room = words.add(stretch.text, stretch.quoted, stretch.excluded, room);
        }
        words
    }

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
            .fold(base.filter.clone(), |filter, wish| both(&filter, wish));
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

    /// What the line wishes besides a number and words, each with its name for a remark.
    fn wishes(&self) -> Vec<(&'static str, Filter)> {
        let mut wishes = Vec::new();
        if let Some(date) = self.read.date {
            wishes.push((
                "ngày",
                Filter {
                    from: Some(date),
                    to: Some(date),
                    ..Filter::default()
                },
            ));
        } else if let Some(year) = self
            .read
            .filter_year
            .and_then(|year| i16::try_from(year).ok())
        {
            wishes.push((
                "năm",
                Filter {
                    year: Some(year),
                    ..Filter::default()
                },
            ));
        }
        let term = self.read.term.filter(|_| self.read.nicknamed.is_empty());
        if let Some((from, to)) = term.and_then(terms_of_office::party_term) {
            wishes.push((
                "khóa",
                Filter {
                    from: Some(from),
                    to,
                    ..Filter::default()
                },
            ));
        }
        let named = self.names_body();
        if named && !self.read.bodies.is_empty() {
            wishes.push((
                "cơ quan",
                Filter {
                    bodies: self.read.bodies.clone(),
                    ..Filter::default()
                },
            ));
        } else if named && !self.read.places.is_empty() {
            wishes.push((
                "nơi ban hành",
                Filter {
                    places: self.read.places.clone(),
                    ..Filter::default()
                },
            ));
        }
        wishes
    }

    fn names_body(&self) -> bool {
        self.read
            .spans
            .iter()
            .any(|span| matches!(span.part, Part::Body | Part::Place))
    }

    fn understood(&self) -> Understood {
        let read = &self.read;
        let is_number = self.reading.is_some();
        let kind = match is_number {
            true => read.kinds.first().and_then(|id| kinds::by_id(id.as_str())),
            false => self.kind.map(|(kind, _, _)| kind),
        };
        let number = read.number.as_ref().filter(|_| is_number);
        let excluded = self.stretches.iter().filter(|stretch| stretch.excluded);
        Understood {
            number: number
                .map(|number| number.canonical().unwrap_or_else(|| number.printed.clone())),
            kind: kind.map(|kind| kind.id.clone()),
            body: read
                .bodies
                .first()
                .filter(|_| read.bodies.len() == 1 || self.names_body())
                .cloned(),
            year: read
                .filter_year
                .or(read.number_year.filter(|_| is_number))
                .and_then(|year| i16::try_from(year).ok()),
            date: read.date,
            term: read.term,
            text: String::new(),
            excluded: excluded
                .map(|stretch| stretch.text.trim().to_owned())
                .collect(),
            chips: self.chips(),
            note: None,
            did_you_mean: None,
        }
    }

    fn chips(&self) -> Vec<Chip> {
        let mut chips = Vec::new();
        for span in &self.read.spans {
            let Some(label) = self.label(span.part) else {
                continue;
            };
            let (kind, label) = label;
            chips.push(Chip {
                label,
                kind,
                start: span.range.start,
                end: span.range.end,
            });
        }
        if let (Some((kind, start, end)), None) = (self.kind, self.reading) {
            chips.push(Chip {
                label: format!("Loại: {}", kind.name),
                kind: ChipKind::Kind,
                start,
                end,
            });
        }
        for stretch in self
            .stretches
            .iter()
            .filter(|stretch| stretch.quoted || stretch.excluded)
        {
            let text = stretch.text.trim();
            let (kind, label) = match stretch.excluded {
                true => (ChipKind::Excluded, format!("Không có: {text}")),
                false => (ChipKind::Phrase, format!("Đúng cụm từ: {text}")),
            };
            chips.push(Chip {
                label,
                kind,
                start: stretch.start,
                end: stretch.end,
            });
        }
        chips.sort_by_key(|chip| chip.start);
        chips
    }

    /// What a part of the line was read as, in words.
    fn label(&self, part: Part) -> Option<(ChipKind, String)> {
        let read = &self.read;
        let is_number = self.reading.is_some();
        Some(match part {
            Part::Number if is_number => (ChipKind::Number, self.number_label()),
            Part::Kind if is_number => {
                let mut names = read.kinds.iter().filter_map(|id| kinds::by_id(id.as_str()));
                let first = names.next()?.name;
                let others: Vec<&str> = names.map(|kind| kind.name).collect();
                let label = match others.as_slice() {
                    [] => format!("Loại: {first}"),
                    others => format!("Loại: {first} (hoặc {})", others.join(", ")),
                };
                (ChipKind::Kind, label)
            }
            Part::Body | Part::Place => {
                let name = match (read.bodies.as_slice(), read.places.as_slice()) {
                    ([body], _) => bodies::by_id(body.as_str())?.dated_name(),
                    ([body, ..], _) => bodies::by_id(body.as_str())?.name,
                    ([], [place, ..]) => places::by_id(place)?.name.to_owned(),
                    ([], []) => read.body_code.clone()?,
                };
                (ChipKind::Body, format!("Cơ quan: {name}"))
            }
            Part::Date => (ChipKind::Date, format!("Ngày: {}", read.date?.vietnamese())),
            Part::Year => (ChipKind::Year, format!("Năm: {}", read.filter_year?)),
            Part::Term => (
                ChipKind::Term,
                format!("Khóa: {}", terms_of_office::roman(read.term?)),
            ),
            Part::Nickname => {
                let papers: Vec<&str> = read.nicknamed.iter().map(|paper| paper.number).collect();
                (
                    ChipKind::Alias,
                    format!("Thường gọi: {}", papers.join(", ")),
                )
            }
            Part::Number | Part::Kind | Part::Filler => return None,
        })
    }

    fn number_label(&self) -> String {
        let read = &self.read;
        let whole = read.number.as_ref().and_then(|number| number.canonical());
        let label = match (whole, read.serial) {
            (Some(number), _) => format!("Số: {number}"),
            (None, Some(serial)) => format!("Số: {serial}{}", read.suffix),
            (None, None) => "Số".to_owned(),
        };
        if read.ocr_corrected {
            format!("{label} (sửa lỗi OCR)")
        } else {
            label
        }
    }
}

/// Whether the line looks a number up, and how sure that is.
fn reading_of(read: &NumberQuery, plain: &str) -> Option<Reading> {
    let number = read.spans.iter().find(|span| span.part == Part::Number);
    let first = read
        .spans
        .iter()
        .map(|span| span.range.start)
        .min()
        .unwrap_or(0);
    let before = plain
        .get(..number.map_or(first, |number| number.range.start))
        .unwrap_or_default();
    let kinds = read.spans.iter().filter(|span| span.part == Part::Kind);
    let kind_words: usize = kinds
        .filter_map(|span| plain.get(span.range.clone()))
        .map(|kind| syllables(kind).count())
        .sum();
    if syllables(before).count() > LONGEST_LEAD + kind_words {
        return None;
    }
    if read.is_number() {
        let typed = number
            .and_then(|number| plain.get(number.range.clone()))
            .unwrap_or_default();
        let coded = typed.contains(char::is_alphabetic);
        return Some(if coded {
            Reading::Coded
        } else {
            Reading::Verbal
        });
    }
    let alone = read.rest.trim().is_empty() && read.bodies.is_empty() && read.date.is_none();
    (read.serial.is_some() && alone).then_some(Reading::Bare)
}

/// The kind a line begins with: its name, and where it stands.
fn leading_kind(plain: &str) -> Option<(&'static Kind, usize, usize)> {
    let tokens: Vec<_> = syllables(plain).take(5).collect();
    let start = tokens.first()?.start;
    tokens.iter().rev().find_map(|last| {
        let kind = kinds::by_name(plain.get(start..last.end)?)?;
        Some((kind, start, last.end))
    })
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
        .fold(filter.clone(), |filter, (_, wish)| both(&filter, wish))
}

/// Conditions of both; where both speak of one thing, of the first, which the reader set.
fn both(filter: &Filter, wish: &Filter) -> Filter {
    let later = |one: Option<PartialDate>, other| one.or(other);
    Filter {
        bodies: if filter.bodies.is_empty() {
            wish.bodies.clone()
        } else {
            filter.bodies.clone()
        },
        places: if filter.places.is_empty() {
            wish.places.clone()
        } else {
            filter.places.clone()
        },
        kinds: if filter.kinds.is_empty() {
            wish.kinds.clone()
        } else {
            filter.kinds.clone()
        },
        system: filter.system.or(wish.system),
        year: filter.year.or(wish.year),
        from: later(filter.from, wish.from),
        to: later(filter.to, wish.to),
    }
}

fn missing_note(wishes: &[(&str, Filter)]) -> Option<String> {
    let names: Vec<&str> = wishes.iter().map(|(name, _)| *name).collect();
    let missing = names.join(", ");
    (!names.is_empty()).then(|| {
        format!("Không có văn bản số này khớp {missing} đã gõ; dưới đây là các văn bản cùng số.")
    })
}

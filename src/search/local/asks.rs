//! What words ask for, as queries of this engine.

use std::sync::Arc;

use tantivy::Term;
use tantivy::query::AllQuery;
use tantivy::query::BooleanQuery;
use tantivy::query::ConstScoreQuery;
use tantivy::query::Occur;
use tantivy::query::PhraseQuery;
use tantivy::query::Query;

use crate::search::clauses;
use crate::search::clauses::Ask;
use crate::search::local::view::View;
use crate::search::local::weighed::Weighed;

/// Makes queries for one view.
pub(super) struct Asks<'a> {
    pub view: &'a Arc<View>,
}

impl Asks<'_> {
    /// The query that finds what is asked for.
    pub fn query(&self, ask: &Ask) -> Box<dyn Query> {
        match ask {
            Ask::Term(term) => Box::new(self.term(term)),
            Ask::All(asks) => Box::new(BooleanQuery::intersection(self.queries(asks))),
            Ask::Any(asks) => Box::new(BooleanQuery::union(self.queries(asks))),
            Ask::AtLeast(count, asks) => {
                let asks = self.queries(asks).into_iter();
                let asks = asks.map(|query| (Occur::Should, query)).collect();
                Box::new(BooleanQuery::with_minimum_required_clauses(asks, *count))
            }
            Ask::InOrder(prose, syllables) => {
                let field = self.view.fields.prose(prose.singles());
                let terms = syllables
                    .iter()
                    .map(|syllable| Term::from_field_text(field, syllable));
                let positions = PhraseQuery::new(terms.collect());
                Box::new(ConstScoreQuery::new(Box::new(positions), 0.0))
            }
            Ask::Without(ask, unwanted) => {
                let ask = ask.as_ref().map(|ask| self.query(ask));
                let ask =
                    ask.unwrap_or_else(|| Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0)));
                let unwanted = self.queries(unwanted).into_iter();
                let unwanted = unwanted.map(|query| (Occur::MustNot, query));
                let all = std::iter::once((Occur::Must, ask)).chain(unwanted);
                Box::new(BooleanQuery::new(all.collect()))
            }
        }
    }

    /// The query that finds one term.
    pub fn term(&self, term: &clauses::Term) -> Weighed {
        Weighed {
            term: Term::from_field_text(self.view.fields.prose(term.field), &term.text),
            field: term.field,
            weight: term.weight,
            view: Arc::clone(self.view),
        }
    }

    fn queries(&self, asks: &[Ask]) -> Vec<Box<dyn Query>> {
        asks.iter().map(|ask| self.query(ask)).collect()
    }
}

//! The fields of an index in a cluster, and how its scores are worked out.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::search::cluster::ClusterSettings;
use crate::search::cluster::STATE;
use crate::search::prose;
use crate::search::prose::Prose;
use crate::search::prose::ProseField;

/// What joins the whole and the parts of a glued token, which stand in one place.
pub(super) const TOGETHER: &str = "|";
/// How long what was deleted is remembered, so that a late write loses.
const REMEMBERED: &str = "1h";

/// Columns, by the names questions use.
pub(super) mod column {
    pub const SEQUENCE: &str = "sequence";
    pub const TIE: &str = "tie";
    pub const SUM: &str = "sum";
    pub const OWN: &str = "own";
    pub const CITES: &str = "cites";
    pub const TITLE_WORDS: &str = "title_words";
    /// First day the date can mean; the least number where it is unknown.
    pub const DAY: &str = "day";
    /// The same; the greatest number where it is unknown.
    pub const DAY_UP: &str = "day_up";
    pub const YEAR: &str = "year";
    pub const KIND: &str = "kind";
    pub const SYSTEM: &str = "system";
    /// Each issuing body with its superiors, `id>parent>…`.
    pub const BODY_PATHS: &str = "body_paths";
    /// The first of each of those.
    pub const BODIES: &str = "bodies";
    /// Places those bodies belong to, and their provinces, as filters name them.
    pub const PLACES: &str = "places";
    /// Provinces, as they are counted.
    pub const PROVINCES: &str = "provinces";
    /// The issuing bodies without superiors, whether one is central, and their provinces.
    pub const ISSUERS: &str = "issuers";
    pub const CENTRAL: &str = "central";
    pub const ISSUER_PROVINCES: &str = "issuer_provinces";
    /// Where it lies and what it bears, in text.
    pub const HOLDING: &str = "holding";
}

/// What makes an index.
pub(super) fn index(settings: &ClusterSettings) -> Value {
    use column::*;
    let mut fields = Map::new();
    let mut similarities = Map::new();
    for prose in Prose::ALL {
        for field in [prose.singles(), prose.pairs()] {
            let (name, scored) = (field.name(), format!("score_{}", field.name()));
            fields.insert(name.to_owned(), text(field, &scored));
            similarities.insert(scored, similarity(field));
        }
    }
    let words = [
        OWN,
        CITES,
        TITLE_WORDS,
        KIND,
        SYSTEM,
        BODY_PATHS,
        BODIES,
        PLACES,
        PROVINCES,
        ISSUERS,
        ISSUER_PROVINCES,
        HOLDING,
    ];
    for name in words {
        fields.insert(name.to_owned(), json!({"type": "keyword"}));
    }
    for name in [SEQUENCE, TIE, SUM] {
        fields.insert(name.to_owned(), json!({"type": "long"}));
    }
    for name in [DAY, DAY_UP, YEAR] {
        fields.insert(name.to_owned(), json!({"type": "integer"}));
    }
    fields.insert(CENTRAL.to_owned(), json!({"type": "boolean"}));
    fields.insert(
        STATE.to_owned(),
        json!({"type": "object", "enabled": false}),
    );
    json!({
        "settings": {
            "number_of_shards": settings.shards,
            "number_of_replicas": settings.replicas,
            // Found after a commit, which refreshes; not before.
            "refresh_interval": "-1",
            "gc_deletes": REMEMBERED,
            "merge.policy.expunge_deletes_allowed": 0,
            "similarity": similarities,
            "analysis": {
                "filter": {
                    "parts": {
                        "type": "pattern_capture",
                        "preserve_original": false,
                        "patterns": [format!("([^{TOGETHER}]+)")],
                    },
                },
                "analyzer": {
                    "terms": {"type": "custom", "tokenizer": "whitespace"},
                    "terms_with_parts": {
                        "type": "custom", "tokenizer": "whitespace", "filter": ["parts"],
                    },
                },
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": [STATE]},
            "properties": fields,
        },
    })
}

fn text(field: ProseField, similarity: &str) -> Value {
    let (analyzer, kept) = match field.pairs {
        true => ("terms", "freqs"),
        false => ("terms_with_parts", "positions"),
    };
    json!({
        "type": "text",
        "analyzer": analyzer,
        "search_analyzer": "terms",
        "index_options": kept,
        "similarity": similarity,
    })
}

/// [`prose::score`] in the cluster's own language: what a term is worth comes as its boost. The
/// cluster has read lengths as coarsely as the engine on this machine does.
fn similarity(field: ProseField) -> Value {
    let (k1, b, steps) = (prose::K1, prose::B, prose::STEPS);
    let usual = field.usual_length();
    let source = format!(
        "float worth = (float)query.boost; float times = (float)doc.freq; \
         float length = (float)doc.length; \
         float norm = {k1:?}f * (1.0f - {b:?}f + {b:?}f * length / {usual:?}f); \
         float score = worth * times / (times + norm); \
         return Math.floor((double)score * {steps:?} + 0.5) / {steps:?};"
    );
    json!({
        "type": "scripted",
        "discount_overlaps": false,
        "script": {"source": source},
    })
}

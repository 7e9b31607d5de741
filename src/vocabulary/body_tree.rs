//! Who stands above, below, before and after an issuing body.

use crate::vocabulary::bodies;
use crate::vocabulary::bodies::Body;
use crate::vocabulary::id::BodyId;
use crate::vocabulary::places;
use crate::vocabulary::provinces;
use crate::vocabulary::provinces::Province;
use crate::vocabulary::templates;

/// The body and all above it, the topmost first: the path to it in the tree of bodies.
#[must_use]
pub fn ancestors(id: &str) -> Vec<Body> {
    let mut path: Vec<Body> = Vec::new();
    let mut next = bodies::by_id(id);
    while let Some(body) = next {
        // The tables hold no circle (a test); a bound all the same.
        if path.len() > 8 {
            break;
        }
        next = body
            .parent
            .as_ref()
            .and_then(|id| bodies::by_id(id.as_str()));
        path.push(body);
    }
    path.reverse();
    path
}

/// The bodies directly below this one.
#[must_use]
pub fn children(id: &str) -> Vec<Body> {
    let below = |body: &Body| {
        body.parent
            .as_ref()
            .is_some_and(|parent| parent.as_str() == id)
    };
    let central = bodies::central().iter().filter(|body| below(body)).cloned();
    let own_template = id.split_once('-').map_or(id, |(template, _)| template);
    let local = templates::all()
        .iter()
        .filter(|template| {
            template
                .parent
                .iter()
                .any(|parent| [id, own_template].contains(parent))
        })
        .flat_map(|template| {
            places::all()
                .iter()
                .filter_map(|place| template.body_at(place))
        })
        .filter(below);
    central.chain(local).collect()
}

/// The body with all it came from and all that came from it, the oldest first.
///
/// Browsing groups a body with its lineage: Tỉnh ủy An Giang before and after the merger of 2025,
/// and Tỉnh ủy Kiên Giang, which went into it.
#[must_use]
pub fn lineage(id: &str) -> Vec<Body> {
    let Some(body) = bodies::by_id(id) else {
        return Vec::new();
    };
    let mut line = predecessors(&body);
    let mut later = body.successors.clone();
    line.push(body);
    while let Some(id) = later.pop() {
        if line.iter().any(|known| known.id == id) {
            continue;
        }
        if let Some(body) = bodies::by_id(id.as_str()) {
            later.extend(body.successors.iter().cloned());
            line.push(body);
        }
    }
    line.sort_by_key(|body| (body.valid_to.is_none(), body.valid_to));
    line
}

/// The body under the same name when its province had other bounds: Tỉnh ủy An Giang since
/// 1 July 2025, of the one before. Districts and communes have no second life.
#[must_use]
pub fn namesakes(body: &Body) -> Vec<BodyId> {
    let Some(place) = body.place else {
        return Vec::new();
    };
    let Some(template) = body.id.as_str().strip_suffix(place.id) else {
        return Vec::new();
    };
    let units = provinces::by_id(place.id).into_iter();
    units
        .flat_map(Province::unit_ids)
        .filter(|unit| *unit != place.id)
        .filter_map(|unit| bodies::by_id(&format!("{template}{unit}")))
        .map(|body| body.id)
        .collect()
}

/// Everything that went into `body`, directly or not.
fn predecessors(body: &Body) -> Vec<Body> {
    let mut found: Vec<Body> = Vec::new();
    let mut open = vec![body.clone()];
    while let Some(body) = open.pop() {
        for earlier in went_into(&body) {
            if found.iter().all(|known| known.id != earlier.id) {
                open.push(earlier.clone());
                found.push(earlier);
            }
        }
    }
    found
}

fn went_into(body: &Body) -> Vec<Body> {
    let into = |earlier: &Body| earlier.successors.contains(&body.id);
    let Some(place) = body.place else {
        return bodies::central()
            .iter()
            .filter(|earlier| into(earlier))
            .cloned()
            .collect();
    };
    let before = places::all()
        .iter()
        .filter(|earlier| earlier.id == place.id || earlier.successors.contains(&place.id));
    let templates = templates::all().iter();
    let pairs = before.flat_map(|place| templates.clone().map(move |template| (template, place)));
    pairs
        .filter_map(|(template, place)| template.body_at(place))
        .filter(into)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_ids(found: Vec<Body>, expected: &[&str]) {
        let found: Vec<&str> = found.iter().map(|body| body.id.as_str()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn above_and_after() {
        check_ids(
            ancestors("stc-an-giang"),
            &["cp", "ubnd-an-giang", "stc-an-giang"],
        );
        check_ids(
            ancestors("hu-889"),
            &["dang", "bchtw", "tu-an-giang", "hu-889"],
        );
        check_ids(lineage("tu-an-giang"), &["tu-an-giang", "tu-an-giang-2025"]);
        check_ids(
            lineage("tu-an-giang-2025"),
            &["tu-an-giang", "tu-kien-giang", "tu-an-giang-2025"],
        );
        let body = bodies::by_id("tu-an-giang").unwrap();
        assert_eq!(namesakes(&body), [BodyId::new("tu-an-giang-2025")]);
        check_ids(lineage("bkhdt"), &["bkhdt", "btc"]);
        assert!(
            children("bchtw")
                .iter()
                .any(|body| body.id.as_str() == "tu-an-giang-2025")
        );
        assert!(
            children("tu-an-giang")
                .iter()
                .any(|body| body.id.as_str() == "hu-889")
        );
        assert_eq!(
            bodies::by_id("hu-889").unwrap().dated_name(),
            "Huyện ủy Châu Phú (đến 30/6/2025)"
        );
    }
}

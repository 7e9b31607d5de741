//! Which optional content (layers) of a PDF is switched off and so not printed.

use std::collections::HashSet;

use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::ObjectIdentifier;
use hayro_syntax::xref::XRef;

/// The layers that are off when the file is opened.
#[derive(Debug, Default)]
pub struct Layers {
    off: HashSet<ObjectIdentifier>,
}

impl Layers {
    pub fn of(xref: &XRef) -> Self {
        Self::read(xref).unwrap_or_default()
    }

    fn read(xref: &XRef) -> Option<Self> {
        if !xref.has_optional_content_groups() {
            return None;
        }
        let properties = xref
            .get::<Dict<'_>>(xref.root_id())?
            .get::<Dict<'_>>("OCProperties")?;
        let config = properties.get::<Dict<'_>>("D")?;
        let mut off = HashSet::new();
        if config
            .get::<Name<'_>>("BaseState")
            .is_some_and(|state| state.as_ref() == b"OFF")
        {
            off.extend(references(&properties, "OCGs"));
        }
        for on in references(&config, "ON") {
            off.remove(&on);
        }
        off.extend(references(&config, "OFF"));
        Some(Self { off })
    }

    /// Whether what belongs to the entry `key` of a dictionary is printed.
    pub fn shows(&self, holder: &Dict<'_>, key: &[u8]) -> bool {
        if self.off.is_empty() {
            return true;
        }
        let group = holder.get::<Dict<'_>>(key);
        match group {
            Some(group)
                if group
                    .get::<Name<'_>>("Type")
                    .is_some_and(|name| name.as_ref() == b"OCMD") =>
            {
                self.shows_any(&group)
            }
            _ => holder
                .get_ref(key)
                .is_none_or(|id| !self.off.contains(&id.into())),
        }
    }

    /// A membership dictionary combines several layers by its policy.
    fn shows_any(&self, membership: &Dict<'_>) -> bool {
        let mut groups = references(membership, "OCGs");
        groups.extend(
            membership
                .get_ref("OCGs")
                .map(ObjectIdentifier::from)
                .filter(|_| groups.is_empty()),
        );
        if groups.is_empty() {
            return true;
        }
        let policy = membership.get::<Name<'_>>("P");
        let is_off = |id: &ObjectIdentifier| self.off.contains(id);
        match policy.as_ref().map(AsRef::as_ref) {
            Some(b"AllOn") => !groups.iter().any(is_off),
            Some(b"AnyOff") => groups.iter().any(is_off),
            Some(b"AllOff") => groups.iter().all(is_off),
            _ => !groups.iter().all(is_off),
        }
    }
}

fn references(dict: &Dict<'_>, key: &str) -> Vec<ObjectIdentifier> {
    let array = dict.get::<Array<'_>>(key);
    let items = array.iter().flat_map(Array::raw_iter);
    items
        .filter_map(|item| item.as_obj_ref())
        .map(ObjectIdentifier::from)
        .collect()
}

//! The URL is the state: a search as a link, with one thing changed.

use crate::archive::Asked;

/// A search's address, from which the addresses of its neighbours are made.
#[derive(Debug, Clone, Default)]
pub struct Link {
    fields: Vec<(&'static str, String)>,
}

impl Link {
    /// The address of this search.
    pub fn of(asked: &Asked) -> Self {
        let fields = [
            ("q", &asked.q),
            ("body", &asked.body),
            ("place", &asked.place),
            ("lineage", &asked.lineage),
            ("kind", &asked.kind),
            ("system", &asked.system),
            ("year", &asked.year),
            ("from", &asked.from),
            ("to", &asked.to),
            ("folder", &asked.folder),
            ("number", &asked.number),
            ("sort", &asked.sort),
        ];
        let given = fields.into_iter().filter_map(|(name, value)| {
            let value = value.as_deref().map(str::trim)?;
            (!value.is_empty()).then(|| (name, value.to_owned()))
        });
        Self {
            fields: given.collect(),
        }
    }

    /// The same search with one field set anew, from its first page.
    #[must_use]
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut changed = self.without(name);
        changed.fields.push((name, value.to_owned()));
        changed
    }

    /// The same search without a field, from its first page.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let fields = self.fields.iter();
        let kept = fields.filter(|(field, _)| *field != name && *field != "cursor");
        Self {
            fields: kept.cloned().collect(),
        }
    }

    /// A field's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let found = fields.find(|(field, _)| *field == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All fields, for hidden inputs.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
    }

    /// The address.
    pub fn href(&self) -> String {
        if self.fields.is_empty() {
            return "/".to_owned();
        }
        let mut query = form_urlencoded::Serializer::for_suffix(String::from("/?"), 2);
        for (name, value) in &self.fields {
            query.append_pair(name, value);
        }
        query.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_changes_the_rest_stays() {
        let asked = Asked {
            q: Some("ủy ban & 35".to_owned()),
            year: Some("2020".to_owned()),
            cursor: Some("x".to_owned()),
            ..Asked::default()
        };
        let link = Link::of(&asked);
        let year = "/?q=%E1%BB%A7y+ban+%26+35&year=2020";
        assert_eq!(link.href(), year);
        assert_eq!(
            link.with("year", "2021").href(),
            year.replace("2020", "2021")
        );
        assert_eq!(link.without("year").without("q").href(), "/");
    }
}

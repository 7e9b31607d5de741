//! What a chosen body or province was before, or became: offered beside the results.

use crate::archive::Archive;
use crate::archive::Error;
use crate::search::Request;
use crate::vocabulary::bodies;
use crate::vocabulary::provinces::Province;

/// Another body or province to look at, and how many documents the same search finds there.
#[derive(Debug, PartialEq, Eq)]
pub struct Kin {
    /// The field of the request to change: `body` or `place`.
    pub field: &'static str,
    /// Its new value.
    pub id: String,
    /// Vietnamese name: `Tỉnh Kiên Giang (đến 30/6/2025)`.
    pub name: String,
    /// Documents.
    pub count: u64,
}

impl Archive {
    /// The kin of the province and the body of a request, provinces first. A province is offered
    /// even where it has nothing: that it was merged is worth knowing.
    pub(super) fn kin(&self, request: &Request) -> Result<Vec<Kin>, Error> {
        let mut kin = Vec::new();
        let plain = Request {
            limit: 1,
            lineage: false,
            cursor: None,
            ..request.clone()
        };
        for other in request.place.into_iter().flat_map(Province::kin) {
            let there = Request {
                place: Some(other),
                ..plain.clone()
            };
            kin.push(Kin {
                field: "place",
                id: other.id.to_owned(),
                name: other.dated_name(),
                count: self.index.search(&there)?.total,
            });
        }
        for body in request
            .body
            .iter()
            .flat_map(|id| bodies::lineage(id.as_str()))
        {
            if Some(&body.id) == request.body.as_ref() {
                continue;
            }
            let there = Request {
                body: Some(body.id.clone()),
                ..plain.clone()
            };
            let count = self.index.search(&there)?.total;
            if count > 0 {
                kin.push(Kin {
                    field: "body",
                    id: body.id.to_string(),
                    name: body.dated_name(),
                    count,
                });
            }
        }
        Ok(kin)
    }
}

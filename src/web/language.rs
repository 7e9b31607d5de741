//! Pages speak Vietnamese, or English to who chose it; both wordings stand side by side where they are
//! used. What papers say is never translated.

use axum::extract::Path;
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use serde::Deserialize;

use crate::web::layout::AROUND;
use crate::web::log_in::local;
use crate::web::missing;

/// The cookie that remembers the choice. It says nothing of who chose.
const COOKIE_NAME: &str = "ngon-ngu";

/// What a page is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// Unless somebody chose otherwise.
    #[default]
    Vietnamese,
    /// By the switch at the foot of each page.
    English,
}

impl Language {
    /// As HTML and the cookie have it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        let both = [Self::Vietnamese, Self::English];
        both.into_iter().find(|language| language.code() == code)
    }

    /// What the switch leads to, and its own name for itself.
    pub fn other(self) -> (Self, &'static str) {
        match self {
            Self::Vietnamese => (Self::English, "English"),
            Self::English => (Self::Vietnamese, "Tiếng Việt"),
        }
    }

    /// While a request is answered, its own.
    fn now() -> Self {
        let chosen = AROUND.try_with(|around| around.language);
        chosen.unwrap_or_default()
    }

    /// What a request's sender chose.
    pub fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all(COOKIE).iter();
        let mut pairs = values
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        let chosen = pairs.find(|(name, _)| *name == COOKIE_NAME);
        chosen
            .and_then(|(_, code)| Self::from_code(code))
            .unwrap_or_default()
    }
}

/// The wording in the language of the page that is being made.
pub fn t<T>(vietnamese: T, english: T) -> T {
    match Language::now() {
        Language::Vietnamese => vietnamese,
        Language::English => english,
    }
}

/// Where the switch was used.
#[derive(Deserialize)]
pub struct From {
    #[serde(default)]
    ve: String,
}

/// Remembers the choice and leads back to the page it was made on.
pub async fn choose(Path(code): Path<String>, Query(from): Query<From>) -> Response {
    let Some(language) = Language::from_code(&code) else {
        return missing();
    };
    let cookie = format!(
        "{COOKIE_NAME}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax",
        language.code()
    );
    ([(SET_COOKIE, cookie)], Redirect::to(local(&from.ve))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_known_by_its_cookie() {
        for (cookie, language) in [
            ("phien=x; ngon-ngu=en", Language::English),
            ("ngon-ngu=vi", Language::Vietnamese),
            ("ngon-ngu=fr", Language::Vietnamese),
            ("xngon-ngu=en", Language::Vietnamese),
        ] {
            let headers = HeaderMap::from_iter([(COOKIE, cookie.parse().unwrap())]);
            assert_eq!(Language::of(&headers), language, "{cookie}");
        }
    }
}

//! A small OpenID Connect provider that can be told to lie.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use axum::Form;
use axum::Json;
use axum::Router;
use axum::extract::Query;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::ECDSA_P256_SHA256_FIXED_SIGNING;
use ring::signature::EcdsaKeyPair;
use ring::signature::KeyPair;
use serde_json::Value;
use serde_json::json;

use super::door::encoded;

pub const CLIENT: &str = "kho-van-ban";
pub const SECRET: &str = "bí mật: dài + 100%";

/// The provider, on a port of its own until dropped.
pub struct Provider {
    pub issuer: String,
    site: Arc<Site>,
    _runtime: tokio::runtime::Runtime,
}

struct Site {
    issuer: String,
    now: Mutex<Now>,
    /// Nonce and challenge by code.
    codes: Mutex<HashMap<String, (String, String)>>,
    key: EcdsaKeyPair,
    other: EcdsaKeyPair,
}

/// Who is logged in there, and how it lies.
#[derive(Clone, Default)]
struct Now {
    lie: &'static str,
    claims: Value,
}

type Fields = HashMap<String, String>;

impl Provider {
    pub fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"));
        let listener = listener.unwrap();
        let issuer = format!("http://{}/kho", listener.local_addr().unwrap());
        let site = Arc::new(Site {
            issuer: issuer.clone(),
            now: Mutex::default(),
            codes: Mutex::default(),
            key: key(),
            other: key(),
        });
        let routes = Router::new()
            .route("/kho/.well-known/openid-configuration", get(discovery))
            .route("/kho/keys", get(keys))
            .route("/kho/authorize", get(authorize))
            .route("/kho/token", post(token))
            .with_state(Arc::clone(&site));
        runtime.spawn(async move { axum::serve(listener, routes).await });
        Self {
            issuer,
            site,
            _runtime: runtime,
        }
    }

    /// From now on somebody of these claims is logged in there, and it lies like this.
    pub fn set(&self, lie: &'static str, claims: Value) {
        *self.site.now.lock().unwrap() = Now { lie, claims };
    }

    /// Every code it has given.
    pub fn codes(&self) -> Vec<String> {
        self.site.codes.lock().unwrap().keys().cloned().collect()
    }
}

fn key() -> EcdsaKeyPair {
    let (kind, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
    let made = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(kind, made.as_ref(), &random).unwrap()
}

async fn discovery(State(site): State<Arc<Site>>) -> Response {
    let lie = site.now.lock().unwrap().lie;
    let at = &site.issuer;
    let endpoint = |path: &str| format!("{at}/{path}");
    let page = match lie {
        "plain page" => "http://sso.example.vn/authorize".to_owned(),
        _ => endpoint("authorize"),
    };
    let issuer = match lie {
        "other issuer" => "https://sso.example.vn",
        _ => at.as_str(),
    };
    match lie {
        "silent" => std::future::pending().await,
        "gone" => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        "huge description" => Json(json!({"issuer": "x".repeat(3 << 20)})).into_response(),
        _ => Json(json!({
            "issuer": issuer, "authorization_endpoint": page,
            "token_endpoint": endpoint("token"), "jwks_uri": endpoint("keys"),
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        }))
        .into_response(),
    }
}

async fn keys(State(site): State<Arc<Site>>) -> Json<Value> {
    let point = site.key.public_key().as_ref();
    let half = |at: usize| URL_SAFE_NO_PAD.encode(&point[at..at + 32]);
    Json(
        json!({"keys": [{"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "một",
        "x": half(1), "y": half(33)}]}),
    )
}

async fn authorize(State(site): State<Arc<Site>>, Query(asked): Query<Fields>) -> Response {
    let right = asked["response_type"] == "code"
        && asked["client_id"] == CLIENT
        && asked["code_challenge_method"] == "S256"
        && asked["scope"].split(' ').any(|scope| scope == "openid");
    if !right {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let code = format!("ma-{}", URL_SAFE_NO_PAD.encode(key().public_key().as_ref()));
    let about = (asked["nonce"].clone(), asked["code_challenge"].clone());
    site.codes.lock().unwrap().insert(code.clone(), about);
    let state = ("state", asked["state"].as_str());
    let answer = match site.now.lock().unwrap().lie {
        "denied" => encoded(&[("error", "access_denied"), state]),
        _ => encoded(&[("code", &code), state]),
    };
    Redirect::to(&format!("{}?{answer}", asked["redirect_uri"])).into_response()
}

/// SHA-256 in the alphabet of tokens.
fn digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(ring::digest::digest(&ring::digest::SHA256, text.as_bytes()))
}

async fn token(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Form(asked): Form<Fields>,
) -> Response {
    let Now { lie, claims } = site.now.lock().unwrap().clone();
    let escaped = encoded(&[(CLIENT, SECRET)]).replacen('=', ":", 1);
    let basic = format!("Basic {}", STANDARD.encode(escaped));
    let known = site.codes.lock().unwrap().get(&asked["code"]).cloned();
    let Some((nonce, challenge)) = known else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let right = headers["authorization"] == basic.as_str()
        && asked["grant_type"] == "authorization_code"
        && asked["redirect_uri"].ends_with("/dang-nhap/co-quan/xong")
        && digest(&asked["code_verifier"]) == challenge;
    if !right || lie == "refusal" {
        let body = Json(json!({"error": "invalid_grant"}));
        return (StatusCode::BAD_REQUEST, body).into_response();
    }
    match lie {
        "slow" => std::future::pending().await,
        "huge" => return Json(json!({"access_token": "x".repeat(3 << 20)})).into_response(),
        "elsewhere" => return Redirect::to(&format!("{}/token", site.issuer)).into_response(),
        "junk" => return Json(json!(["x"])).into_response(),
        _ => {}
    }
    let mut answer = json!({"access_token": "x", "token_type": "Bearer"});
    if lie != "no token" {
        answer["id_token"] = signed(&site, lie, &nonce, claims).into();
    }
    Json(answer).into_response()
}

fn signed(site: &Site, lie: &str, nonce: &str, mut claims: Value) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = now.as_secs();
    let own = json!({
        "iss": if lie == "issuer" { "https://sso.example.vn" } else { site.issuer.as_str() },
        "aud": match lie {
            "audience" => json!("app-khac"),
            "two audiences" => json!([CLIENT, "app-khac"]),
            _ => json!(CLIENT),
        },
        "sub": "8f2c", "iat": now - 7200, "nonce": if lie == "nonce" { "khac" } else { nonce },
        "exp": if lie == "expired" { now - 3600 } else { now + 300 },
    });
    for (name, value) in own.as_object().unwrap() {
        claims[name] = value.clone();
    }
    if lie == "no nonce" {
        claims.as_object_mut().unwrap().remove("nonce");
    }
    let kind = match lie {
        "none" => "none",
        "shared" => "HS256",
        _ => "ES256",
    };
    let head = json!({"alg": kind, "typ": "JWT", "kid": if lie == "key" { "hai" } else { "một" }});
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&head), part(&claims));
    let signing = if lie == "signature" {
        &site.other
    } else {
        &site.key
    };
    let signature = match lie {
        "none" => Vec::new(),
        "shared" => {
            let shared = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
            ring::hmac::sign(&shared, text.as_bytes()).as_ref().to_vec()
        }
        _ => {
            let signature = signing.sign(&SystemRandom::new(), text.as_bytes());
            signature.unwrap().as_ref().to_vec()
        }
    };
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

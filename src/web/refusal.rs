//! What no page could read, and what the door refused: told by a page of ours, with a way on.

use axum::body::to_bytes;
use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use maud::Markup;
use maud::html;

use crate::web::language::Language;
use crate::web::language::t;
use crate::web::layout;
use crate::web::layout::Around;
use crate::web::missing;

/// Most bytes of a refusal in plain words.
const LONGEST: usize = 4 << 10;
/// What a refusal's page keeps of its headers.
const KEPT: [HeaderName; 2] = [header::ALLOW, header::RETRY_AFTER];

/// Puts a page in the place of a refusal in plain words, or in none. Inside of `AROUND`.
pub async fn told(response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.map_or(&b""[..], |kind| kind.as_bytes());
    let is_bare = kind.is_empty() || kind.starts_with(b"text/plain");
    if !is_bare || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (head, body) = response.into_parts();
    let said = to_bytes(body, LONGEST).await.unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let mut told = (status, page(status, "", said.trim())).into_response();
    for name in KEPT {
        if let Some(value) = head.headers.get(&name) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}

/// The page about what the door refused, by its status and code, to who sent these headers.
pub fn refused(status: StatusCode, code: &str, headers: &HeaderMap) -> Response {
    let around = Around {
        language: Language::of(headers),
        ..Around::default()
    };
    layout::AROUND.sync_scope(around, || match status {
        StatusCode::NOT_FOUND => missing(),
        _ => (status, page(status, code, "")).into_response(),
    })
}

/// `detail` is what the program says of it, in English, for whoever mends links and forms.
fn page(status: StatusCode, code: &str, detail: &str) -> Markup {
    let (title, message) = words(status, code);
    let log_in = status == StatusCode::UNAUTHORIZED;
    let content = html! {
        section.trouble {
            h1 { (title) }
            p { (message) }
            @if !detail.is_empty() { p.hint { code { (detail) } } }
            p {
                @if log_in { a href="/dang-nhap" { (t("Đăng nhập", "Log in")) } }
                @else { a href="/" { (t("Về trang tìm kiếm", "Back to the search")) } }
            }
        }
    };
    let known = Around::now().rights.is_some();
    layout::page(title, known.then_some(""), &content)
}

/// What happened, and what to do next.
fn words(status: StatusCode, code: &str) -> (&'static str, &'static str) {
    match (status, code) {
        (StatusCode::UNAUTHORIZED, _) => (
            t("Cần đăng nhập", "Please log in"),
            t(
                "Phiên làm việc đã hết hoặc chưa đăng nhập. Đăng nhập rồi làm lại việc vừa rồi.",
                "Your session has ended, or you are not logged in. Log in and do it again.",
            ),
        ),
        (_, "foreign-form" | "foreign-origin") => (
            t("Biểu mẫu không còn dùng được", "The form is out of date"),
            t(
                "Biểu mẫu được mở trước khi đăng nhập, hoặc không phải của máy chủ này. Mở lại trang rồi gửi lại; \
                 chưa có gì bị thay đổi.",
                "The form is from before you logged in, or not from this server. Load the page again and send \
                 it again; nothing was changed.",
            ),
        ),
        (StatusCode::MISDIRECTED_REQUEST, _) => (
            t("Sai tên máy chủ", "Another server's name"),
            t(
                "Máy chủ này không dùng tên trong địa chỉ. Hỏi người quản trị địa chỉ đúng.",
                "This server does not go by the name in the address. Ask an administrator for the right one.",
            ),
        ),
        (StatusCode::FORBIDDEN, _) => (
            t("Không được phép", "Not allowed"),
            t(
                "Không được phép làm việc này từ đây. Hãy hỏi người quản trị.",
                "This is not allowed from here. Ask an administrator.",
            ),
        ),
        (StatusCode::URI_TOO_LONG, _) => (
            t("Địa chỉ quá dài", "The address is too long"),
            t(
                "Câu tìm hoặc bộ lọc dài hơn mức máy chủ nhận. Hãy rút ngắn.",
                "The query or its filters are longer than this server takes. Please shorten them.",
            ),
        ),
        (StatusCode::PAYLOAD_TOO_LARGE, _) => (
            t("Gửi lên quá lớn", "Too much was sent"),
            t(
                "Nội dung gửi lên vượt giới hạn. Hãy chia nhỏ rồi gửi lại.",
                "What was sent is over the limit. Send it in smaller parts.",
            ),
        ),
        (StatusCode::METHOD_NOT_ALLOWED, _) => (
            t("Không mở trang này theo cách đó được", "Not in this way"),
            t(
                "Địa chỉ này chỉ nhận biểu mẫu của trang, hoặc chỉ để xem. Hãy đi từ trang chính.",
                "This address takes only a page's form, or can only be read. Please start from the first page.",
            ),
        ),
        (StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS, _) => (
            t("Máy chủ đang bận", "The server is busy"),
            t(
                "Đang có quá nhiều việc cùng lúc. Hãy thử lại sau ít giây.",
                "There is too much to do at a time. Try again in a few seconds.",
            ),
        ),
        (StatusCode::REQUEST_TIMEOUT, _) => (
            t("Quá lâu không xong", "It took too long"),
            t(
                "Việc này quá lâu không xong, có thể đã làm được một phần. Hãy xem lại trước khi gửi lần nữa.",
                "This was not finished in time, and part of it may have been done. Look before you send it again.",
            ),
        ),
        (status, _) if status.is_server_error() => (
            t("Có lỗi trong chương trình", "Something failed inside"),
            t(
                "Kho vẫn an toàn. Hãy thử lại; nếu vẫn lỗi, báo người quản trị xem nhật ký.",
                "The archive is safe. Try again; if it fails again, ask an administrator to look at the log.",
            ),
        ),
        (
            StatusCode::BAD_REQUEST
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::UNPROCESSABLE_ENTITY,
            _,
        ) => (
            t(
                "Địa chỉ hoặc biểu mẫu không đọc được",
                "The address or form cannot be read",
            ),
            t(
                "Một giá trị trong địa chỉ hoặc biểu mẫu sai dạng; chưa có gì bị thay đổi. Quay lại trang trước, \
                 điền lại rồi gửi lại.",
                "A value in the address or the form is not of its kind; nothing was changed. Go back, fill it in \
                 again and send it again.",
            ),
        ),
        _ => (
            t("Không làm được việc này", "This cannot be done"),
            t(
                "Máy chủ không làm được việc vừa yêu cầu. Hãy xem lại rồi thử lần nữa.",
                "The server cannot do what was asked. Look again, then try once more.",
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_never_read_is_said_to_have_changed_nothing() {
        for (status, said) in [
            (400, true),
            (415, true),
            (422, true),
            (403, false),
            (404, false),
            (408, false),
            (409, false),
            (413, false),
            (500, false),
            (503, false),
        ] {
            let (_, message) = words(StatusCode::from_u16(status).unwrap(), "");
            let unchanged = message.contains("chưa có gì bị thay đổi");
            assert_eq!(unchanged, said, "{status}: {message}");
        }
    }
}

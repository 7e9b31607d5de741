//! What every page has around it.

use maud::DOCTYPE;
use maud::Markup;
use maud::html;

tokio::task_local! {
    /// How many papers wait for a person, while a request is answered: every page's navigation
    /// tells it, and no page is about it.
    pub static TO_REVIEW: u64;
}

/// A whole page. `query` fills the box at the top; none leaves the box out.
pub fn page(title: &str, query: Option<&str>, content: &Markup) -> Markup {
    let to_review = TO_REVIEW.try_with(|count| *count).unwrap_or(0);
    html! {
        (DOCTYPE)
        html lang="vi" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – Văn Khố" }
                link rel="stylesheet" href="/assets/style.css";
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
            }
            body {
                a.skip href="#noi-dung" { "Đến nội dung" }
                header.top {
                    a.brand href="/" { "Văn Khố" }
                    @if let Some(query) = query { (search_box(query, false)) }
                    nav aria-label="Chính" {
                        a href="/co-quan" { "Cơ quan ban hành" }
                        a href="/vien-dan-thieu" { "Viện dẫn còn thiếu" }
                        a href="/xem-lai" { "Xem lại" @if to_review > 0 { " (" (to_review) ")" } }
                    }
                }
                main #noi-dung { (content) }
                footer.bottom { a href="/tinh-trang" { "Tình trạng kho" } }
            }
        }
    }
}

/// The box: one field, one button.
pub fn search_box(query: &str, focused: bool) -> Markup {
    html! {
        form.box role="search" action="/" method="get" {
            input type="search" name="q" value=(query) autofocus[focused] autocomplete="off"
                aria-label="Số, ký hiệu hoặc từ ngữ"
                placeholder="Số, ký hiệu hoặc từ ngữ – ví dụ: qd 238 tw";
            button type="submit" { "Tìm" }
        }
    }
}

/// A page that says what went wrong and offers a way on.
pub fn trouble(title: &str, message: &str) -> Markup {
    let content = html! {
        section.trouble {
            h1 { (title) }
            p { (message) }
            p { a href="/" { "Về trang tìm kiếm" } }
        }
    };
    page(title, Some(""), &content)
}

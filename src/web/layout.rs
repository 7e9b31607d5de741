//! What every page has around it.

use maud::DOCTYPE;
use maud::Markup;
use maud::html;

use crate::archive::Rights;
use crate::archive::Task;
use crate::web::language::Language;
use crate::web::language::t;

tokio::task_local! {
    /// Who asks, while a request is answered: every page's navigation tells it, and hardly a page
    /// is about it.
    pub static AROUND: Around;
}

/// What every page depends on besides what it is about.
#[derive(Clone, Default)]
pub struct Around {
    /// How many papers wait for a person.
    pub to_review: u64,
    /// Who asks; none where nobody is known yet.
    pub rights: Option<Rights>,
    /// What a form must bear.
    pub key: String,
    /// What the page is written in.
    pub language: Language,
    /// The page's own address; none for what came of a form.
    pub path: Option<String>,
}

impl Around {
    /// While a request is answered, its own.
    pub fn now() -> Self {
        AROUND.try_with(Clone::clone).unwrap_or_default()
    }

    /// The name of the account of who asks, where there are accounts.
    pub fn account(&self) -> Option<&str> {
        self.rights.as_ref()?.account.as_deref()
    }

    /// Whether who asks may do something.
    pub fn may(&self, task: Task) -> bool {
        self.rights.as_ref().is_some_and(|rights| rights.may(task))
    }
}

/// A whole page. `query` fills the box at the top; none leaves the box out.
pub fn page(title: &str, query: Option<&str>, content: &Markup) -> Markup {
    let around = Around::now();
    html! {
        (DOCTYPE)
        html lang=(around.language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – Văn Khố" }
                link rel="stylesheet" href="/assets/style.css";
                script src="/assets/page.js" defer {}
                script src="/assets/narrow.js" defer {}
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
            }
            body {
                a.skip href="#noi-dung" { (t("Đến nội dung", "Skip to content")) }
                header.top {
                    a.brand href="/" { "Văn Khố" }
                    @if let Some(query) = query { (search_box(query, false)) }
                    @if around.rights.is_some() { (ways(&around)) }
                }
                main #noi-dung { (content) }
                footer.bottom { (foot(&around)) }
            }
        }
    }
}

/// Where else one can go.
fn ways(around: &Around) -> Markup {
    let to_review = around.to_review;
    html! {
        nav aria-label=(t("Chính", "Main")) {
            a href="/co-quan" { (t("Duyệt kho", "Browse")) }
            a href="/tong-quan" { (t("Tổng quan", "Overview")) }
            a href="/kiem-tra" { (t("Soát dự thảo", "Check a draft")) }
            @if around.may(Task::Import) { a href="/nhap" { (t("Nhập văn bản", "Import")) } }
            @if around.may(Task::Correct) {
                a href="/xem-lai" { (t("Xem lại", "Review")) @if to_review > 0 { " (" (to_review) ")" } }
            }
            @if let Some(account) = around.account() {
                a href="/tai-khoan" { (account) }
            }
        }
    }
}

fn foot(around: &Around) -> Markup {
    let (other, name) = around.language.other();
    let path = around.path.as_deref().unwrap_or("/");
    let back: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    html! {
        @if around.rights.is_some() {
            a href="/huong-dan" { (t("Hướng dẫn", "Help")) } " · "
            a href="/vien-dan-thieu" { (t("Viện dẫn còn thiếu", "Cited but missing")) } " · "
            a href="/tinh-trang" { (t("Tình trạng kho", "State of the archive")) } " · "
        }
        a href={ "/ngon-ngu/" (other.code()) "?ve=" (back) } lang=(other.code()) hreflang=(other.code()) { (name) }
    }
}

/// The box: one field, one button.
pub fn search_box(query: &str, focused: bool) -> Markup {
    html! {
        form.box role="search" action="/" method="get" {
            input type="search" name="q" value=(query) autofocus[focused] autocomplete="off"
                aria-label=(t("Số, ký hiệu hoặc từ ngữ", "Number, symbol or words"))
                placeholder=(t("Số, ký hiệu hoặc từ ngữ – ví dụ: qd 238 tw", "Number, symbol or words, such as: qd 238 tw"));
            button type="submit" { (t("Tìm", "Search")) }
        }
    }
}

/// What every form that changes something has in it.
pub fn key() -> Markup {
    html! { input type="hidden" name="khoa" value=(Around::now().key); }
}

/// A page that says what went wrong and offers a way on.
pub fn trouble(title: &str, message: &str) -> Markup {
    let content = html! {
        section.trouble {
            h1 { (title) }
            p { (message) }
            p { a href="/" { (t("Về trang tìm kiếm", "Back to the search")) } }
        }
    };
    page(title, Some(""), &content)
}

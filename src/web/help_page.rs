//! `/huong-dan`: how to find, send in, look over and check, by examples of the archive's own papers.

use axum::Extension;
use maud::Markup;
use maud::html;

use crate::archive::Examples;
use crate::archive::Task;
use crate::web::Answered;
use crate::web::Shared;
use crate::web::ask;
use crate::web::language::t;
use crate::web::layout;
use crate::web::layout::Around;
use crate::web::link::Link;

/// The page.
pub async fn page(Extension(archive): Shared) -> Answered {
    let examples = ask(archive, |archive| archive.examples()).await?;
    let around = Around::now();
    let content = html! {
        section.browse.help {
            h1 { (t("Hướng dẫn", "Help")) }
            @match &examples {
                Some(examples) => (finding(examples)),
                None => (empty(&around)),
            }
            (keeping())
            @if around.may(Task::Import) { (importing()) }
            @if around.may(Task::Correct) { (looking_over()) }
            (checking(&around))
            (keyboard())
        }
    };
    Ok(layout::page(t("Hướng dẫn", "Help"), Some(""), &content))
}

fn empty(around: &Around) -> Markup {
    html! {
        h2 { (t("Kho chưa có văn bản nào", "The archive has no documents yet")) }
        @if around.may(Task::Import) {
            p {
                (t("Gửi tệp hoặc cả một thư mục ở trang ", "Send files or a whole folder in on the page "))
                a href="/nhap" { (t("Nhập văn bản", "Import")) }
                (t(
                    ", hoặc trên máy chủ chạy lệnh sau; văn bản tra cứu được ngay khi đang nhập.",
                    ", or run this command on the server; documents can be found while it goes on.",
                ))
            }
            p { code { "vankho import " (t("THƯ-MỤC", "FOLDER")) } }
        } @else {
            p {
                (t(
                    "Hoặc trong kho chưa có văn bản nào bạn được xem. Hãy hỏi người quản trị.",
                    "Or it has none you may see. Ask the administrator.",
                ))
            }
        }
    }
}

/// Lines to type, each a link that runs the search.
fn lines(lines: &[String]) -> Markup {
    html! {
        @if !lines.is_empty() {
            ul lang="vi" { @for line in lines { li { a href=(Link::default().with("q", line).href()) { (line) } } } }
        }
    }
}

/// Filters, each a link that sets it.
fn filters(name: &'static str, values: &[(String, String)]) -> Markup {
    html! {
        @if !values.is_empty() {
            ul lang="vi" { @for (id, label) in values { li { a href=(Link::default().with(name, id).href()) { (label) } } } }
        }
    }
}

fn finding(examples: &Examples) -> Markup {
    html! {
        p.hint {
            (t(
                "Bấm vào ví dụ nào thì kho tìm ví dụ ấy. Các ví dụ lấy từ văn bản có trong kho này: ",
                "Each example is a search: click it. They are taken from a document in this archive: ",
            ))
            span lang="vi" { (examples.title) } "."
        }
        h2 { (t("Tìm theo số, ký hiệu", "By number and symbol")) }
        p {
            (t(
                "Gõ kiểu nào cũng được: có dấu hay không, hoa hay thường, gạch chéo, gạch ngang hay dấu cách. Đúng một \
                 văn bản mang số ấy thì nó đứng đầu, trong khung.",
                "In any spelling: with or without marks, capitals, slashes, hyphens or blanks. If just one document \
                 bears the number, it stands first, in a frame.",
            ))
        }
        (lines(&examples.numbers))
        h2 { (t("Theo loại, cơ quan, ngày", "By kind, issuing body, date")) }
        p {
            (t(
                "Gõ liền một dòng, kho tự nhận ra và ghi lại dưới ô tìm; bấm × để bỏ một phần.",
                "Type them in one line; what was understood stands below the box, and × takes a part away.",
            ))
        }
        (lines(&examples.descriptions))
        h2 { (t("Theo từ ngữ", "By words")) }
        p {
            (t(
                "Có dấu thì tìm đúng dấu trước, không dấu thì tìm mọi cách đọc. Chữ trong toàn văn và trích yếu đều được \
                 tìm.",
                "Words with marks find those marks first; without marks they find every reading. The whole text and \
                 the subject are searched.",
            ))
        }
        (lines(&examples.words))
        p {
            (t("Trong ngoặc kép là đúng cụm từ ấy; ", "In quotation marks, just that phrase; "))
            (t("dấu trừ sát trước một từ là không có từ ấy.", "a minus sign right before a word excludes it."))
        }
        (lines(&examples.phrases))
        h2 { (t("Thu hẹp", "Narrow down")) }
        p {
            (t(
                "Bên cạnh kết quả là số văn bản theo từng cơ quan, địa phương, loại và năm: bấm để chỉ xem nhóm ấy, bấm lần \
                 nữa để bỏ. Cơ quan cấp trên gồm cả cơ quan trực thuộc.",
                "Beside the results stand the numbers of documents by body, place, kind and year: click one to see only \
                 those, click again to leave it. A superior body has its subordinate ones in it.",
            ))
        }
        (filters("body", &examples.bodies))
        (filters("kind", &examples.kinds))
        @if let Some(year) = examples.year {
            @let year = year.to_string();
            ul { li { a href=(Link::default().with("year", &year).href()) { (t("Năm ", "Year ")) (year) } } }
        }
    }
}

fn keeping() -> Markup {
    html! {
        h2 { (t("Giữ lại một lần tìm", "Keep a search")) }
        p {
            (t(
                "Địa chỉ của trang kết quả chứa đủ những gì đã gõ và đã chọn: đánh dấu trang (Ctrl+D) hoặc gửi địa chỉ cho \
                 đồng nghiệp là giữ được lần tìm ấy, và mỗi lần mở lại là kết quả mới nhất. Cuối danh sách có thể tải kết \
                 quả về thành Excel, Word hoặc CSV.",
                "The address of a result page holds all that was typed and chosen: bookmark it (Ctrl+D) or send it to a \
                 colleague, and each time it is opened it shows the latest results. Below the list it can be had as \
                 Excel, Word or CSV.",
            ))
        }
        p {
            (t("Mỗi số, ký hiệu cũng có địa chỉ riêng: ", "Every number has an address of its own, too: "))
            code { "/so/" (t("số-ký-hiệu", "number")) } "."
        }
    }
}

fn importing() -> Markup {
    html! {
        h2 { (t("Nhập văn bản", "Import")) }
        p {
            (t("Ở trang ", "On the page ")) a href="/nhap" { (t("Nhập văn bản", "Import")) }
            (t(
                ", chọn nhiều tệp hoặc cả thư mục. Tệp đã có không nhập lần nữa; văn bản mang dấu mật bị từ chối; tệp nào \
                 không nhận đều có lý do.",
                " choose files or a whole folder. What is there already is not taken again; documents with a secrecy mark \
                 are refused; each file that is not taken has its reason.",
            ))
        }
        @if Around::now().may(Task::Register) {
            p {
                (t("Có sổ văn bản đi, đến thì ", "With a register of outgoing or incoming documents, "))
                a href="/so-dang-ky" { (t("đối chiếu sổ với kho", "hold it against the archive")) }
                (t(
                    " để biết còn thiếu văn bản nào, số nào trống.",
                    " to see which documents and numbers are missing.",
                ))
            }
        }
    }
}

fn looking_over() -> Markup {
    html! {
        h2 { (t("Xem lại", "Review")) }
        p {
            (t("Văn bản nào máy đọc chưa chắc thì nằm ở ", "Documents the machine was not sure of wait on the page "))
            a href="/xem-lai" { (t("Xem lại", "Review")) }
            (t(
                ": từng văn bản một, sửa hoặc xác nhận, rồi sang văn bản sau. Điều người sửa luôn được giữ, nhập lại cũng \
                 không mất.",
                ": one at a time, to correct or confirm. What a person corrected is kept for good, even when the file is \
                 imported again.",
            ))
        }
    }
}

fn checking(around: &Around) -> Markup {
    html! {
        h2 { (t("Soát dự thảo", "Check a draft")) }
        p {
            (t("Đưa dự thảo vào trang ", "Give a draft to the page "))
            a href="/kiem-tra" { (t("Soát dự thảo", "Check a draft")) }
            (t(
                ": kho tra từng văn bản được viện dẫn, có hay không, ghi đúng hay sai, còn hiệu lực hay đã bị thay thế, và \
                 viết lại phần căn cứ để chép. Dự thảo không được lưu.",
                ": each document it cites is looked up: is it there, is it cited right, was it replaced since; and the \
                 legal basis is written anew, to copy. The draft is not kept.",
            ))
        }
        @if around.account().is_some() {
            p {
                (t("Đổi mật khẩu và xem mình được xem những gì: ", "Your password, and what you may see: "))
                a href="/tai-khoan" { (t("Tài khoản", "Account")) } "."
            }
        }
    }
}

fn keyboard() -> Markup {
    let keys = [
        (
            "Tab",
            t(
                "đến chỗ tiếp theo; lần đầu trên mỗi trang là đường tắt qua phần đầu trang",
                "to the next place; the first one on each page leads past its head",
            ),
        ),
        (
            "↓ ↑",
            t(
                "qua các gợi ý dưới ô tìm",
                "through the lines offered below the box",
            ),
        ),
        (
            "Enter",
            t(
                "tìm, hoặc mở gợi ý đang chọn",
                "search, or open the line chosen",
            ),
        ),
        ("Esc", t("đóng gợi ý", "close them")),
        (
            t("Dấu cách", "Space"),
            t(
                "mở, gập một nhánh của cây cơ quan",
                "unfold or fold a branch of the tree of bodies",
            ),
        ),
    ];
    html! {
        h2 { (t("Bàn phím", "Keyboard")) }
        dl.facts { @for (key, does) in keys { dt { kbd { (key) } } dd { (does) } } }
    }
}

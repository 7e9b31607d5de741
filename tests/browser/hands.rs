//! The same pages by hand: everything by keyboard alone, from logging in to settling a doubt; and with a
//! pointer what a script makes quicker.

use fantoccini::Client;
use fantoccini::Locator;
use fantoccini::actions::InputSource;
use fantoccini::actions::KeyAction;
use fantoccini::actions::KeyActions;
use fantoccini::actions::MOUSE_BUTTON_LEFT;
use fantoccini::actions::MouseActions;
use fantoccini::actions::PointerAction;
use fantoccini::key::Key;

use crate::access::PASSWORD;
use crate::access::user;
use crate::browser::address;
use crate::browser::in_browser;
use crate::browser::text_of;
use crate::browser::told;
use crate::harness::Archive;
use crate::harness::samples;

/// Stops of Tab on one page; more would be a page nobody gets through.
const STOPS: usize = 120;

/// Presses keys one after the other, wherever the focus is.
async fn keys(client: &Client, keys: &str) {
    let pressed = keys
        .chars()
        .fold(KeyActions::new("keyboard".to_owned()), |pressed, value| {
            pressed
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value })
        });
    client.perform_actions(pressed).await.unwrap();
}

async fn focus_is_on(client: &Client, selector: &str) -> bool {
    let asks = "return document.activeElement.matches(arguments[0])";
    let told = client.execute(asks, vec![selector.into()]).await.unwrap();
    told.as_bool().unwrap()
}

/// Presses Tab until the focus is on what a selector names, and is seen there.
async fn tab_to(client: &Client, selector: &str) {
    for _ in 0..STOPS {
        if focus_is_on(client, selector).await {
            let seen = "const style = getComputedStyle(document.activeElement); return style.outlineStyle !== 'none' && style.outlineWidth !== '0px'";
            let seen = client.execute(seen, Vec::new()).await.unwrap();
            assert!(seen.as_bool().unwrap(), "{selector}: the focus is not seen");
            return;
        }
        keys(client, &Key::Tab).await;
    }
    panic!(
        "{selector}: not to be reached by Tab on {}",
        address(client).await
    );
}

/// Goes to a thing by Tab and presses Enter.
async fn enter(client: &Client, selector: &str) {
    tab_to(client, selector).await;
    keys(client, &Key::Enter).await;
}

#[test]
fn a_day_at_the_desk_by_keyboard_alone() {
    let archive = Archive::new();
    let folder = tempfile::tempdir().unwrap();
    let known = "238-QĐ-TW.docx";
    std::fs::copy(
        samples().join("2020").join(known),
        folder.path().join(known),
    )
    .unwrap();
    archive.import(folder.path());
    let undated = "TỈNH ỦY AN GIANG\n*\nSố 77-BC/TU\nBÁO CÁO\nvề công tác văn thư\n";
    std::fs::write(folder.path().join("77-BC-TU.txt"), undated).unwrap();
    for (name, role) in [("lan", "archivist"), ("minh", "administrator")] {
        assert_eq!(user(&archive, &["add", name, "--role", role], PASSWORD), 0);
    }
    let server = archive.serve_with(&["--import-folder", folder.path().to_str().unwrap()]);
    in_browser(true, async |client| {
        // The way leads over the log-in page and back.
        client.goto(&server.url("/nhap")).await.unwrap();
        tab_to(client, "input[name=ten]").await;
        keys(client, "lan").await;
        tab_to(client, "input[type=password]").await;
        keys(client, &(PASSWORD.to_owned() + &Key::Enter)).await;

        // The folder the administrator named.
        told(client, "Nhập văn bản").await;
        enter(client, "form[action='/nhap/thu-muc'] button").await;
        told(client, "Đã nhập xong").await;

        // A paper by its number, and its page.
        tab_to(client, "input[name=q]").await;
        keys(client, &("238 tw".to_owned() + &Key::Enter)).await;
        text_of(client, ".hits h3").await;
        enter(client, ".hit h3 a").await;
        told(client, "Ngày ban hành").await;

        // By body.
        enter(client, "nav a[href='/co-quan']").await;
        told(client, "Theo thư mục").await;
        enter(client, ".tree a.choice").await;
        told(client, "Xem cả").await;

        // The paper without a date: the focus is where the doubt is.
        enter(client, "nav a[href='/xem-lai']").await;
        told(client, "Cần xem lại").await;
        assert!(focus_is_on(client, "input[name=issued-on]").await);
        keys(client, &("5/3/2020".to_owned() + &Key::Enter)).await;
        told(client, "Đã hết").await;

        // A draft that cites both.
        enter(client, "nav a[href='/kiem-tra']").await;
        text_of(client, "textarea[name=text]").await;
        tab_to(client, "textarea[name=text]").await;
        keys(client, "Căn cứ Báo cáo số 77-BC/TU, ngày 5/3/2020").await;
        enter(client, ".draft button[type=submit]").await;
        told(client, "Khớp với kho").await;

        enter(client, "nav a[href='/tai-khoan']").await;
        told(client, "Vai trò").await;
        enter(client, "form[action='/dang-xuat'] button").await;
        told(client, "Đăng nhập").await;
    });
    let settled = archive.json(&["show", "77-bc/tu", "--json"]);
    assert_eq!(settled[0]["issued_on"], "2020-03-05", "{settled:?}");
}

#[test]
fn years_are_dragged_over_and_bodies_found_by_typing() {
    let server = Archive::of_samples().serve();
    in_browser(true, async |client| {
        client
            .goto(&server.url("/?q=v%C4%83n+b%E1%BA%A3n"))
            .await
            .unwrap();
        let all: u64 = text_of(client, ".total b").await.parse().unwrap();
        let picture = client.find(Locator::Css("svg.histogram")).await.unwrap();
        let (_, _, width, _) = picture.rectangle().await.unwrap();
        let at = |share: f64| PointerAction::MoveToElement {
            element: picture.clone(),
            duration: None,
            x: width * share,
            y: 0.0,
        };
        let drag = MouseActions::new("mouse".to_owned())
            .then(at(0.1))
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            })
            .then(at(0.45))
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        client.perform_actions(drag).await.unwrap();
        told(client, "Từ ngày").await;
        let place = address(client).await;
        assert!(
            place.contains("from=20") && place.contains("to=20"),
            "{place}"
        );
        let some: u64 = text_of(client, ".total b").await.parse().unwrap();
        assert!(0 < some && some < all, "{some} of {all}");
        client.back().await.unwrap();
        assert_eq!(text_of(client, ".total b").await, all.to_string());

        // Without marks, deep in the tree; the arrows go on from there.
        client.goto(&server.url("/")).await.unwrap();
        let find = client.find(Locator::Css(".within .find")).await.unwrap();
        find.send_keys("chau phu").await.unwrap();
        let seen = "return [...document.querySelectorAll('.within .choice')].filter((line) => line.offsetParent).map((line) => line.querySelector('.label').textContent)";
        let seen = client.execute(seen, Vec::new()).await.unwrap();
        let seen: Vec<&str> = seen
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one.as_str())
            .collect();
        assert!(seen.last().unwrap().contains("Châu Phú"), "{seen:?}");
        assert!(
            seen.iter().all(|name| !name.contains("Thanh H")),
            "{seen:?}"
        );
        for _ in &seen {
            keys(client, &Key::Down).await;
        }
        keys(client, &Key::Enter).await;
        let chip = text_of(client, ".chip.filter").await;
        assert!(chip.contains("Châu Phú"), "{chip}");
    });
}

#[test]
fn what_goes_on_is_followed_to_its_end_and_the_focus_stays() {
    let server = Archive::new().serve();
    in_browser(true, async |client| {
        client.goto(&server.url("/nhap/9")).await.unwrap();
        // A page that goes on, the answers its script gets, and what had the focus when each was asked for.
        let start = "
            const page = (count, more) => `<main><noscript><meta></noscript><section data-again='0'>
                <div role='status'><b>${count}</b></div>${more}<form><button>Dừng</button></form></section></main>`;
            const answers = [[200, page(2, '<h2>Đang đọc</h2><ul><li>a</li></ul>')], [503, '<main>bận</main>'],
                [200, page(3, '')], [404, '<main><p>không còn</p></main>'], [404, '<main><p>hỏi lại</p></main>']];
            document.querySelector('main').outerHTML = page(1, '');
            const [button, status] = ['main button', '[role=status]'].map((one) => document.querySelector(one));
            button.focus();
            window.kept = [];
            window.fetch = async () => {
                kept.push(document.activeElement === button && status.isConnected ? status.textContent : 'lost');
                const [status_of, text] = answers.shift();
                return new Response(text, { status: status_of, headers: { 'content-type': 'text/html' } });
            };
            follow(document);";
        client.execute(start, Vec::new()).await.unwrap();
        told(client, "không còn").await;
        let kept = client.execute("return kept", Vec::new()).await.unwrap();
        assert_eq!(kept, serde_json::json!(["1", "2", "2", "3"]));
        assert!(!text_of(client, "main").await.contains("Dừng"));
    });
}

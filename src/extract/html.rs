//! HTML as browsers and Word save it: tokens in, lines out. No tree, so nothing to overflow.

mod charset;
mod elements;
mod menus;
mod style;
mod walk;

use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Limits;
use crate::extract::Page;
use crate::extract::Warning;
use crate::extract::lines;

use menus::Walked;
use walk::Walker;

/// Reads a page as one page, a block or line break a line, nothing fetched and nothing run.
///
/// Scripts, forms and menus are left out; what a page marks as its head, menu or foot is put into
/// [`Region::Header`](crate::extract::Region) or `Footer`. Hidden blocks are left out unless they
/// are most of the text, as where tabs are switched by scripts.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let Some((text, damaged)) = charset::decode(bytes) else {
        return Err(ExtractError::Damaged("bytes that are not text".to_owned()));
    };
    let mut extracted = read_text(&text, limits);
    if damaged {
        extracted.warnings.push(Warning::Damaged);
    }
    Ok(extracted)
}

/// Reads a page whose characters are known.
pub(super) fn read_text(text: &str, limits: &Limits) -> Extracted {
    let mut walked = walk(text, limits, false);
    if walked.hidden_bytes > 2 * walked.shown_bytes {
        walked = walk(text, limits, true);
    }
    let mut lines = walked.lines;
    // Saved pages lay out their menus with tables in front of the paper.
    lines::arrange_heading(&mut lines, 20);
    let page = Page {
        lines,
        ..Page::default()
    };
    Extracted {
        pages: vec![page],
        warnings: walked
            .truncated
            .then_some(Warning::Truncated)
            .into_iter()
            .collect(),
    }
}

fn walk(text: &str, limits: &Limits, show_hidden: bool) -> Walked {
    let walker = Walker::new(limits, show_hidden);
    let tokenizer = Tokenizer::new(walker, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(text.into());
    // The walker never asks the tokenizer to pause, so that one call reads everything.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Region;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let extracted = read(html.as_bytes(), &Limits::office()).unwrap();
        let lines: Vec<String> = extracted.pages[0]
            .lines
            .iter()
            .map(|line| match line.region {
                Region::Body => line.text(),
                region => format!("{region:?}: {}", line.text()),
            })
            .collect();
        assert_eq!(lines, expected, "{html}");
    }

    #[test]
    fn blocks_and_breaks_make_lines() {
        check(
            "<p>Số:  12\n-QĐ/TW<p>Hà Nội<br>ngày",
            &["Số: 12 -QĐ/TW", "Hà Nội", "ngày"],
        );
        check("a<b>b</b><i>c</i> <span>d</span>", &["abc d"]);
        check("<pre>a\n  b</pre>", &["a", "  b"]);
        check(
            "&#272;i&#7873;u 1&nbsp;&amp; &nosuch;",
            &["Điều 1\u{a0}& &nosuch;"],
        );
        check(
            "<ol start=3><li>a<li>b</ol><ul><li>c</ul>",
            &["3. a", "4. b", "c"],
        );
        check("<ol type=a><li>x<li>y</ol>", &["a. x", "b. y"]);
        check("<p>m<sup>2</sup>", &["m2"]);
        check("", &[]);
    }

    #[test]
    fn what_is_not_printed_is_left_out() {
        check(
            "<title>t</title><style>s</style><script>'<p>'</script>x",
            &["x"],
        );
        check(
            "<p>a<select><option>b</select><button>c</button></p>",
            &["a"],
        );
        check(
            "<p>aaaa</p><div hidden>b<div>c</div></div><p>d",
            &["aaaa", "d"],
        );
        check("<p style='Display : NONE'>b</p><p>dddd", &["dddd"]);
        check(
            "<div style='display:none'>a long text behind a tab</div>x",
            &["a long text behind a tab", "x"],
        );
        check("a<!-- b --><![if !x]>c<![endif]>", &["ac"]);
        check(
            "<p>a<svg><text>b</text><desc><p>c</desc></svg>d",
            &["a", "d"],
        );
        check(
            "<p>a<svg><path d='M0'><text>b<p>c<svg><title>d</title></svg>e",
            &["a", "c", "e"],
        );
        check(
            "<nav><a href=x>y</a></nav><p>z<footer>f</footer>",
            &["Header: y", "z", "Footer: f"],
        );
    }

    #[test]
    fn tables_keep_their_cells_and_headings_their_columns() {
        let html = "<table><tr><td><p>UBND<p>TỈNH<td>CỘNG HÒA<tr><td>Số: 1<td>Huế</table>sau";
        check(html, &["UBND", "TỈNH", "Số: 1", "CỘNG HÒA", "Huế", "sau"]);
        let extracted = read(html.as_bytes(), &Limits::office()).unwrap();
        let cells: Vec<_> = extracted.pages[0]
            .lines
            .iter()
            .map(|line| line.cell)
            .collect();
        let at = |row, column| Some((0, row, column));
        assert_eq!(
            cells,
            [at(0, 0), at(0, 0), at(1, 0), at(0, 1), at(1, 1), None]
        );
    }

    #[test]
    fn layout_tables_are_no_tables_and_menus_no_text() {
        let html = "<table><tr><td>x<table><tr><td>a<td>b<tr><td>c<td>d</table>y</table>";
        let extracted = read(html.as_bytes(), &Limits::office()).unwrap();
        let cells: Vec<_> = extracted.pages[0]
            .lines
            .iter()
            .map(|l| l.cell.is_some())
            .collect();
        assert_eq!(cells, [false, true, true, true, true, false]);
        check(html, &["x", "a", "c", "b", "d", "y"]);
        let menu = "<li><a href=x>mục</a>".repeat(4);
        let text = "Nội dung của văn bản nằm ở đây, dài hơn thực đơn";
        let expected = ["Header: mục"; 4]
            .iter()
            .copied()
            .chain([text])
            .collect::<Vec<_>>();
        check(&format!("<ul>{menu}</ul><p>{text}"), &expected);
        check(&format!("<ul>{menu}</ul>"), &["mục"; 4]);
    }

    #[test]
    fn faces_follow_tags_and_styles() {
        let html = "<p><b>a</b><span style='font-weight:700;font-family:\".VnTime\",x'>b</span><font face=VNI-Times>c</font>";
        let extracted = read(html.as_bytes(), &Limits::office()).unwrap();
        let runs = &extracted.pages[0].lines[0].runs;
        let faces: Vec<_> = runs
            .iter()
            .map(|run| (run.bold, run.font.as_deref()))
            .collect();
        assert_eq!(
            faces,
            [
                (true, None),
                (true, Some(".VnTime")),
                (false, Some("VNI-Times"))
            ]
        );
    }

    #[test]
    fn depth_costs_no_stack_and_little_time() {
        for tag in [
            "<div>",
            "<b>",
            "<table><tr><td>",
            "<p><font face=x>",
            "</div>",
            "<a href=x>",
        ] {
            let html = format!("{}kết", tag.repeat(100_000));
            check(&html, &["kết"]);
        }
    }
}

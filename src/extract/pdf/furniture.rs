//! Running heads, feet and page numbers: lines at the edge of a page that return on other pages.

use std::collections::HashMap;

use crate::extract::Line;
use crate::extract::Page;
use crate::extract::Region;

/// How much of a page's height heads and feet may take.
const EDGE: f32 = 0.12;
/// How many lines they have at most.
const LINES: usize = 3;

/// They return at the same height, within so many points, on two pages in five or more: the last
/// line of a footnote may return too, but not there.
const LEVEL: f32 = 4.0;

/// Where on its page a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Edge {
    Top,
    Bottom,
}

impl Edge {
    const fn region(self) -> Region {
        match self {
            Self::Top => Region::Header,
            Self::Bottom => Region::Footer,
        }
    }
}

/// Marks what repeats.
pub fn mark(pages: &mut [Page]) {
    let mut repeated: HashMap<(Edge, String), Vec<f32>> = HashMap::new();
    let mut numbered: HashMap<(Edge, i64), usize> = HashMap::new();
    for (index, page) in (1..).zip(pages.iter()) {
        let edges = at_edges(page);
        let mut seen: Vec<(Edge, String)> = Vec::new();
        for &(line, edge) in &edges {
            let Some(text) = page.lines.get(line).map(text) else {
                continue;
            };
            let key = (edge, words(&text));
            if !key.1.is_empty() && !seen.contains(&key) {
                seen.push(key.clone());
                repeated.entry(key).or_default().push(height(page, line));
            } else if let Some(number) = page_number(&text) {
                *numbered.entry((edge, number - index)).or_default() += 1;
            }
        }
    }
    let count = pages.len();
    for (index, page) in (1..).zip(pages.iter_mut()) {
        for (line, edge) in at_edges(page) {
            let at = height(page, line);
            let Some(line) = page.lines.get_mut(line) else {
                continue;
            };
            let text = text(line);
            let heights = repeated.get(&(edge, words(&text))).map(Vec::as_slice);
            let heights = heights.unwrap_or_default().iter();
            let returns = heights
                .filter(|height| (*height - at).abs() <= LEVEL)
                .count();
            let is_head = returns >= 2 && returns * 5 >= count * 2;
            let is_number = page_number(&text).is_some_and(|number| {
                let alike = numbered.get(&(edge, number - index)).copied().unwrap_or(0);
                alike >= 2 || number == index
            });
            if is_head || is_number {
                line.region = edge.region();
            }
        }
    }
}

/// The lines at the edges of a page, by their index. What stands in a table is text.
fn at_edges(page: &Page) -> Vec<(usize, Edge)> {
    let placed = page
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.region == Region::Body && line.cell.is_none());
    let placed: Vec<(usize, [f32; 4])> = placed
        .filter_map(|(index, line)| line.area.map(|area| (index, area)))
        .collect();
    let mut tops: Vec<(usize, f32)> = placed
        .iter()
        .map(|&(index, [_, top, _, _])| (index, top))
        .collect();
    tops.retain(|(_, top)| *top < EDGE * page.height);
    tops.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut bottoms: Vec<(usize, f32)> = placed
        .iter()
        .map(|&(index, [_, _, _, bottom])| (index, bottom))
        .collect();
    bottoms.retain(|(_, bottom)| *bottom > (1.0 - EDGE) * page.height);
    bottoms.sort_by(|a, b| b.1.total_cmp(&a.1));
    let tops = tops
        .into_iter()
        .take(LINES)
        .map(|(index, _)| (index, Edge::Top));
    tops.chain(
        bottoms
            .into_iter()
            .take(LINES)
            .map(|(index, _)| (index, Edge::Bottom)),
    )
    .collect()
}

fn height(page: &Page, line: usize) -> f32 {
    let area = page.lines.get(line).and_then(|line| line.area);
    area.map_or(0.0, |[_, top, _, _]| top)
}

fn text(line: &Line) -> String {
    line.runs.iter().map(|run| run.text.as_str()).collect()
}

/// A line without the numbers and spaces that differ from page to page; empty when it is only a number.
fn words(text: &str) -> String {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_ascii_digit())
        .collect();
    if bare.chars().any(char::is_alphabetic) {
        bare
    } else {
        String::new()
    }
}

/// The number of a line that is only a number, perhaps between dashes.
fn page_number(text: &str) -> Option<i64> {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let is_number =
        !bare.is_empty() && bare.len() <= 4 && bare.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { bare.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Run;

    fn line(text: &str, top: f32) -> Line {
        let runs = vec![Run {
            text: text.to_owned(),
            ..Run::default()
        }];
        Line {
            runs,
            area: Some([60.0, top, 300.0, top + 12.0]),
            ..Line::default()
        }
    }

    #[track_caller]
    fn check(pages: &[&[(&str, f32)]], expected: &[&str]) {
        let page = |lines: &&[(&str, f32)]| Page {
            lines: lines.iter().map(|&(text, top)| line(text, top)).collect(),
            width: 595.0,
            height: 842.0,
            ..Page::default()
        };
        let mut pages: Vec<Page> = pages.iter().map(page).collect();
        mark(&mut pages);
        let marked = pages
            .iter()
            .flat_map(|page| &page.lines)
            .filter(|line| line.region != Region::Body);
        assert_eq!(marked.map(text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn finds_what_returns() {
        check(
            &[
                &[("QUYẾT ĐỊNH", 60.0), ("Điều 1", 400.0)],
                &[("2", 40.0), ("Điều 2", 90.0)],
            ],
            &["2"],
        );
        check(
            &[
                &[("CÔNG BÁO/Số 755/Ngày 17-6-2025 3", 54.0), ("LUẬT", 90.0)],
                &[("4 CÔNG BÁO/Số 755/Ngày 17-6-2025", 54.0), ("Điều 2", 90.0)],
            ],
            &[
                "CÔNG BÁO/Số 755/Ngày 17-6-2025 3",
                "4 CÔNG BÁO/Số 755/Ngày 17-6-2025",
            ],
        );
        check(
            &[
                &[("Điều 1", 400.0), ("- 17 -", 800.0)],
                &[("Điều 2", 400.0), ("- 18 -", 800.0)],
            ],
            &["- 17 -", "- 18 -"],
        );
        check(
            &[
                &[("có hiệu lực từ năm 2024.", 780.0)],
                &[("có hiệu lực từ năm 2024.", 770.0)],
            ],
            &[],
        );
        check(&[&[("2021", 40.0)], &[("1999", 40.0)]], &[]);
        check(&[&[("BỘ NỘI VỤ", 60.0)], &[("PHỤ LỤC", 60.0)]], &[]);
        check(&[&[("Điều 1", 400.0)], &[("Điều 2", 400.0)]], &[]);
    }
}

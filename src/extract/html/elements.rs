//! Elements of HTML by what they do to text, and the end tags people may leave out.

/// Elements whose content is not printed as running text.
pub(super) const SKIPPED: &[&str] = &[
    "title", "style", "script", "select", "option", "datalist", "button", "textarea", "svg",
    "noscript", "iframe", "object", "audio", "video", "canvas", "template", "noframes", "dialog",
];
/// Elements without an end tag.
pub(super) const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "param",
];
/// Elements within a line; all others begin and end one.
pub(super) const INLINE: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "label",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "img",
    "input",
    "o:p",
    "st1:place",
    "nobr",
    "map",
    "area",
    "link",
    "meta",
    "base",
    "embed",
    "ruby",
    "rt",
    "rb",
];

/// The elements that a start tag called `name` closes, and those it does not look beyond; none if
/// it closes nothing.
pub(super) fn implied_ends(
    name: &str,
) -> Option<(&'static [&'static str], &'static [&'static str])> {
    Some(match name {
        "li" => (&["li"], &["ul", "ol", "menu"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl"]),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        "tr" => (&["tr"], &["table"]),
        "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
        "option" => (&["option"], &["select"]),
        _ if INLINE.contains(&name) || VOID.contains(&name) => return None,
        _ => (
            &["p"],
            &["table", "td", "th", "div", "li", "button", "body"],
        ),
    })
}

//! Which groups of RTF hold text, tables of fonts, or nothing that is printed.

use crate::extract::Region;

/// What the text of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    /// Printed text.
    Text,
    /// The font table.
    FontTable,
    /// A drawing: only the text box in it is printed.
    Shape,
    /// Text for old readers, with the same text in Unicode inside.
    TwoForms,
    /// Not printed.
    Skipped,
}

/// Groups that hold nothing printed, or again what another group holds.
const SKIPPED: &[&str] = &[
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "nonshppict",
    "objdata",
    "objclass",
    "objname",
    "fldinst",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "annotation",
    "atnid",
    "atnauthor",
    "bkmkstart",
    "bkmkend",
    "xe",
    "tc",
    "shprslt",
    "nonesttables",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "background",
    "mmathPr",
    "pgptbl",
    "revtbl",
    "userprops",
    "docvar",
    "template",
    "filetbl",
    "sp",
    "pntxta",
    "pntxtb",
    "formfield",
    "blipuid",
    "title",
    "author",
    "operator",
    "company",
];

/// What the control word `word` makes of its group, with the region when it is a text of its own;
/// none if it is no destination. Unknown words after `\*` hide their group.
pub(super) fn destination(
    word: &str,
    ignorable: bool,
    outer: Destination,
) -> Option<(Destination, Option<Region>)> {
    use Destination::{FontTable, Shape, Skipped, Text, TwoForms};
    Some(match (word, outer) {
        (_, Skipped) => return None,
        ("fonttbl", _) => (FontTable, None),
        ("shp" | "shpinst" | "do" | "shpgrp", _) => (Shape, None),
        ("shptxt" | "dptxbxtext", _) => (Text, None),
        ("upr", _) => (TwoForms, None),
        ("ud", _) => (Text, None),
        // The header of a title page is part of the paper.
        ("headerf", Text) => (Text, Some(Region::Body)),
        ("header" | "headerl" | "headerr", Text) => (Text, Some(Region::Header)),
        ("footer" | "footerl" | "footerr" | "footerf", Text) => (Text, Some(Region::Footer)),
        ("footnote", Text) => (Text, Some(Region::Note)),
        ("fldrslt" | "result" | "pntext" | "listtext" | "shppict" | "object" | "field", _) => {
            return None;
        }
        (word, _) if SKIPPED.contains(&word) => (Skipped, None),
        _ if ignorable => (Skipped, None),
        _ => return None,
    })
}

//! What was typed into the fields of a PDF form, also where the file leaves drawing it to whoever shows it.
//!
//! A program that fills in a form may keep the words and let the viewer find a font for them
//! (`NeedAppearances`); with Vietnamese words many do, since the standard fonts lack the letters.
//! Rules: ISO 32000-1, 12.7.

use hayro_font::kurbo::Affine;
use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::Object;
use hayro_syntax::object::Stream;
use hayro_syntax::object::String as PdfString;

use crate::extract::pdf::content::Press;
use crate::extract::pdf::glyphs::Ink;
use crate::extract::pdf::inflation;
use crate::extract::pdf::objects;

/// Fields inside fields.
const DEEPEST: usize = 16;

/// An entry of a field, which a widget takes from the fields above it when it has none of its own.
fn inherited<'a, T>(widget: &Dict<'a>, entry: impl Fn(&Dict<'a>) -> Option<T>) -> Option<T> {
    let mut field = widget.clone();
    for _ in 0..DEEPEST {
        if let Some(entry) = entry(&field) {
            return Some(entry);
        }
        field = field.get::<Dict<'_>>("Parent")?;
    }
    None
}

/// Whether words are typed into the field or chosen in it, so that they are text of the paper.
pub fn is_typed(widget: &Dict<'_>) -> bool {
    inherited(widget, |field| field.get::<Name<'_>>("FT"))
        .is_some_and(|kind| matches!(kind.as_ref(), b"Tx" | b"Ch"))
}

impl<'a> Press<'a> {
    /// Writes into a field's rectangle what the file says but does not draw.
    pub(super) fn fill_in(&mut self, widget: &Dict<'a>, page: Affine, ink: &mut Ink) {
        const SECRET: u32 = 1 << 13;
        /// Points; a field that lets the viewer choose is as high as its one line.
        const LARGEST: f64 = 12.0;
        let is_secret = inherited(widget, |field| field.get::<u32>("Ff"))
            .is_some_and(|flags| flags & SECRET != 0);
        if is_secret || !is_typed(widget) {
            return;
        }
        let Some([x0, y0, x1, y1]) = widget.get::<[f64; 4]>("Rect") else {
            return;
        };
        let area = [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)];
        let [_, bottom, _, top] = area;
        let size = stated_size(widget).unwrap_or_else(|| LARGEST.min((top - bottom) * 0.7));
        let values =
            inherited(widget, |field| field.get::<Object<'_>>("V")).map(|value| self.values(value));
        let choices = inherited(widget, |field| field.get::<Array<'_>>("Opt")).unwrap_or_default();
        let values = values.into_iter().flatten();
        let words = values.map(|value| self.words(value, &choices));
        // Viewers end lines of a field with a carriage return.
        let text = words.collect::<Vec<_>>().join("\n");
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        self.type_into(area, size, &text, page, ink);
    }

    fn values(&mut self, value: Object<'a>) -> Vec<String> {
        match value {
            Object::String(text) => vec![objects::text(text.as_bytes())],
            Object::Array(all) => strings(&all),
            Object::Stream(text) => self.long_text(&text).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn long_text(&mut self, text: &Stream<'a>) -> Option<String> {
        if !inflation::fits(text, self.most) {
            self.leave_out();
            return None;
        }
        text.decoded_data().ok().map(|text| objects::text(&text))
    }

    /// The words shown for a value of a list, whose choices may be pairs of a value and its words.
    fn words(&mut self, value: String, choices: &Array<'_>) -> String {
        for choice in choices.iter::<Object<'_>>() {
            self.spend(1);
            if self.is_exhausted() {
                break;
            }
            if let Object::Array(pair) = choice
                && let [stored, words] = strings(&pair).as_slice()
                && *stored == value
            {
                return words.clone();
            }
        }
        value
    }
}

fn strings(array: &Array<'_>) -> Vec<String> {
    let texts = array.iter::<Object<'_>>().filter_map(|item| match item {
        Object::String(text) => Some(objects::text(text.as_bytes())),
        _ => None,
    });
    texts.collect()
}

/// The size of letters in points that the field's own operators ask for; 0 leaves it to the viewer.
fn stated_size(widget: &Dict<'_>) -> Option<f64> {
    let operators = inherited(widget, |field| field.get::<PdfString<'_>>("DA"))?;
    let operators = String::from_utf8_lossy(operators.as_bytes()).into_owned();
    let (before, _) = operators.rsplit_once("Tf")?;
    let size: f64 = before.split_whitespace().next_back()?.parse().ok()?;
    (size > 0.0).then_some(size)
}

#[cfg(test)]
mod tests {
    use crate::extract::pdf::tests::body;

    /// A form of one page: its text says `Ministry No`, and objects 6 and up are its widgets.
    fn form(widgets: &[&str]) -> String {
        let places: Vec<_> = (0..widgets.len())
            .map(|n| format!("{} 0 R", n + 6))
            .collect();
        let places = places.join(" ");
        let numbered = widgets.iter().zip(6..);
        let objects: String = numbered
            .map(|(widget, n)| format!("{n} 0 obj<<{widget}>>endobj\n"))
            .collect();
        format!(
            "%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</NeedAppearances true/Fields[{places}]>>>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R
/Resources<</Font<</F 5 0 R>>>>/Annots[99 0 R null {places}]>>endobj
4 0 obj<</Length 41>>stream
BT /F 12 Tf 50 700 Td (Ministry No) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
{objects}trailer<</Root 1 0 R>>
%%EOF"
        )
    }

    #[test]
    fn words_that_the_file_does_not_draw_stand_where_the_field_is() {
        const TEXT: &str = "/Subtype/Widget/FT/Tx/DA(/Helv 12 Tf 0 g)/Rect[130 695 300 713]";
        let field = |entries: &str| format!("{TEXT}{entries}");
        let cases: [(&str, &str); 4] = [
            ("/V(12/KH-UBND)", "Ministry No 12/KH-UBND"),
            ("/V<FEFF00310032002F00510110>", "Ministry No 12/QĐ"),
            ("/V(12/KH-UBND)/F 2", "Ministry No"),
            ("/V(12/KH-UBND)/Ff 8192", "Ministry No"),
        ];
        for (entries, expected) in cases {
            let form = form(&[&field(entries)]);
            assert_eq!(body(&form), [expected], "{entries}");
        }
    }

    #[test]
    fn an_empty_frame_does_not_hide_the_words() {
        let widget = "/Subtype/Widget/FT/Tx/V(12/KH)/Rect[130 695 300 713]/AP<</N 7 0 R>>";
        let frame = "/BBox[0 0 170 18]/Length 0>>stream\n\nendstream endobj 8 0 obj<<";
        assert_eq!(body(&form(&[widget, frame])), ["Ministry No 12/KH"]);
    }

    #[test]
    fn many_lines_stay_within_their_field() {
        let lines: Vec<_> = (1..=9).map(|n| format!("{n}. line")).collect();
        let area = "/Rect[50 706 300 760]/DA(/Helv 12 Tf)";
        let widget = format!("/Subtype/Widget/FT/Tx/V({}){area}", lines.join("\\r"));
        let found = body(&form(&[&widget]));
        assert_eq!(found, [lines, vec!["Ministry No".to_owned()]].concat());
    }

    #[test]
    fn a_widget_takes_from_its_field_what_it_does_not_say() {
        let widget = "/Subtype/Widget/Parent 7 0 R/Rect[50 600 300 640]";
        let field = "/FT/Ch/DA(/Helv 0 Tf)/V[(a)(c)]/Opt[[(a)(An Giang)][(b)(Ben Tre)](c)]";
        let lines = body(&form(&[widget, field]));
        assert_eq!(lines, ["Ministry No", "An Giang", "c"]);
    }
}

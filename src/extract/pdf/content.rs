//! Runs the content streams of a PDF page and collects what they print.
//!
//! Only what decides where text stands is carried out: colours, shadings, patterns and picture data
//! are never decoded, so that a page costs what its text costs, and every step is paid from a budget.

use std::collections::HashMap;

use hayro_font::kurbo::Affine;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::Object;
use hayro_syntax::object::ObjectIdentifier;
use hayro_syntax::object::Stream;
use hayro_syntax::page::Page;
use hayro_syntax::page::Resources;
use hayro_syntax::xref::XRef;

use crate::extract::pdf::face::Face;
use crate::extract::pdf::face::Foundry;
use crate::extract::pdf::face::Style;
use crate::extract::pdf::field;
use crate::extract::pdf::glyphs::Ink;
use crate::extract::pdf::glyphs::Origin;
use crate::extract::pdf::glyphs::bounds;
use crate::extract::pdf::inflation;
use crate::extract::pdf::layers::Layers;
use crate::extract::pdf::objects;
use crate::extract::pdf::sheet::Sheet;
use crate::extract::pdf::state::Saved;
use crate::extract::pdf::state::State;

/// Reads the pages of one file.
pub struct Press<'a> {
    xref: &'a XRef,
    foundry: Foundry<'a>,
    pub(super) faces: Vec<Face<'a>>,
    known: HashMap<FontKey, Option<usize>>,
    layers: Layers,
    /// Steps left for this file.
    pub(super) budget: u64,
    /// Bytes that a stream may unpack to.
    pub(super) most: usize,
    left_out: bool,
}

/// A font is known by its object, or by where its dictionary stands when it is written in place.
#[derive(PartialEq, Eq, Hash)]
enum FontKey {
    Object(ObjectIdentifier),
    Place(usize),
    /// The one for all that are missing.
    Substitute,
}

/// Steps that a form costs beside those in it.
const FORM: u64 = 32;
/// Forms inside forms.
const DEEPEST: u8 = 16;

impl<'a> Press<'a> {
    /// Prepares to read pages, with a number of steps to spend on all of them together; what
    /// unpacks to more than `most` bytes is left out.
    pub fn new(xref: &'a XRef, budget: u64, most: usize) -> Self {
        Self {
            xref,
            foundry: Foundry::new(most),
            faces: Vec::new(),
            known: HashMap::new(),
            layers: Layers::of(xref),
            budget,
            most,
            left_out: false,
        }
    }

    /// The names and styles of the fonts met so far, by `Glyph::face`.
    pub fn styles(&self) -> Vec<Style> {
        self.faces.iter().map(|face| face.style.clone()).collect()
    }

    /// Whether something was too large to be read.
    pub const fn left_out(&self) -> bool {
        self.left_out
    }

    /// Whether the file asked for more steps than it was given.
    pub const fn is_exhausted(&self) -> bool {
        self.budget == 0
    }

    /// What one page prints: its content, then the appearances of its annotations.
    pub fn print(&mut self, page: &Page<'a>) -> Ink {
        let (width, height) = page.render_dimensions();
        let mut ink = Ink {
            width,
            height,
            ..Ink::default()
        };
        let transform = Affine::new(page.initial_transform(true).as_coeffs());
        let mut sheet = Sheet::new(page.resources(), State::new(transform), Origin::Content, 0);
        if !inflation::page_fits(page, self.most) {
            self.leave_out();
        } else if let Some(content) = page.page_stream() {
            self.run(content, &mut sheet, &mut ink);
        }
        let annotations = page.raw().get::<Array<'_>>("Annots");
        let xref = self.xref;
        for annotation in annotations
            .iter()
            .flat_map(|array| objects::dictionaries(xref, array))
        {
            self.annotation(&annotation, page.resources(), transform, &mut ink);
        }
        ink
    }

    fn annotation(
        &mut self,
        annotation: &Dict<'a>,
        resources: &Resources<'a>,
        page: Affine,
        ink: &mut Ink,
    ) {
        const HIDDEN_OR_NO_VIEW: u32 = 1 << 1 | 1 << 5;
        self.spend(FORM);
        if self.is_exhausted()
            || annotation.get::<u32>("F").unwrap_or(0) & HIDDEN_OR_NO_VIEW != 0
            || !self.layers.shows(annotation, b"OC")
        {
            return;
        }
        let Some(form) = appearance(annotation) else {
            self.fill_in(annotation, page, ink);
            return;
        };
        let (Some([x0, y0, x1, y1]), Some(shape)) = (
            annotation.get::<[f64; 4]>("Rect"),
            form.dict().get::<[f64; 4]>("BBox"),
        ) else {
            return;
        };
        // ISO 32000-1, 12.5.5: the appearance's box, turned by its matrix, is stretched onto the
        // annotation's rectangle.
        let [left, top, right, bottom] = bounds(matrix(form.dict()), shape).map(f64::from);
        let (from_width, from_height) = (right - left, bottom - top);
        if from_width <= 0.0 || from_height <= 0.0 {
            return;
        }
        let (scale_x, scale_y) = ((x1 - x0).abs() / from_width, (y1 - y0).abs() / from_height);
        let fit = Affine::new([
            scale_x,
            0.0,
            0.0,
            scale_y,
            scale_x.mul_add(-left, x0.min(x1)),
            scale_y.mul_add(-top, y0.min(y1)),
        ]);
        // What is typed into a form's fields is text of the paper like any other.
        let origin = if field::is_typed(annotation) {
            Origin::Content
        } else {
            Origin::Stamp
        };
        let sheet = Sheet::new(resources, State::new(page * fit), origin, 0);
        let before = ink.glyphs.len();
        self.form(&form, &sheet, ink);
        // Some programs leave an empty frame behind where the viewer is to draw the words.
        if ink.glyphs.len() == before && self.layers.shows(form.dict(), b"OC") {
            self.fill_in(annotation, page, ink);
        }
    }

    /// A form drawn from another content stream.
    fn form(&mut self, form: &Stream<'a>, from: &Sheet<'_, 'a>, ink: &mut Ink) {
        if from.depth >= DEEPEST || !self.layers.shows(form.dict(), b"OC") {
            return;
        }
        if !inflation::fits(form, self.most) {
            self.leave_out();
            return;
        }
        let Ok(content) = form.decoded_data() else {
            return;
        };
        self.spend(
            u64::try_from(content.len() / 32)
                .unwrap_or(u64::MAX)
                .saturating_add(FORM),
        );
        let own = form.dict().get::<Dict<'_>>("Resources").map(Resources::new);
        let mut state = from.state;
        state.page *= matrix(form.dict());
        let mut sheet = Sheet::new(
            own.as_ref().unwrap_or(from.resources),
            state,
            from.origin(),
            from.depth + 1,
        );
        self.run(&content, &mut sheet, ink);
    }

    /// Pays for having looked how far something unpacks.
    pub(super) fn leave_out(&mut self) {
        self.left_out = true;
        self.spend(u64::try_from(self.most / 32).unwrap_or(u64::MAX));
    }

    pub(super) fn spend(&mut self, steps: u64) {
        self.budget = self.budget.saturating_sub(steps);
    }

    fn run(&mut self, content: &[u8], sheet: &mut Sheet<'_, 'a>, ink: &mut Ink) {
        let mut operations = TypedIter::new(content);
        let mut saved = Saved::new();
        while let Some(operation) = operations.next() {
            self.spend(1);
            if self.is_exhausted() {
                return;
            }
            match operation {
                Op::SaveState(_) => saved.save(sheet.state),
                Op::RestoreState(_) => sheet.state = saved.restore().unwrap_or(sheet.state),
                Op::XObject(name) => self.draw(name.0, sheet, ink),
                Op::InlineImage(_) => sheet.picture(ink),
                Op::TextFont(font) => {
                    sheet.state.font_size = font.1.as_f64();
                    sheet.state.face = self.face(font.0, sheet);
                }
                Op::ShowText(text) => self.show(text.0.as_bytes(), sheet, ink),
                Op::ShowTexts(texts) => self.show_all(&texts, sheet, ink),
                Op::NextLineAndShowText(text) => {
                    sheet.caret.next_line(0.0, -sheet.state.leading);
                    self.show(text.0.as_bytes(), sheet, ink);
                }
                Op::ShowTextWithParameters(text) => {
                    sheet.state.word_space = text.0.as_f64();
                    sheet.state.character_space = text.1.as_f64();
                    sheet.caret.next_line(0.0, -sheet.state.leading);
                    self.show(text.2.as_bytes(), sheet, ink);
                }
                Op::BeginMarkedContent(_) => sheet.mark(false, false),
                Op::BeginMarkedContentWithProperties(mark) => self.mark(mark.0, mark.1, sheet),
                Op::EndMarkedContent(_) => sheet.unmark(),
                other => sheet.place(&other, ink),
            }
        }
    }

    fn show_all(
        &mut self,
        texts: &hayro_syntax::content::ops::ShowTexts<'_, '_>,
        sheet: &mut Sheet<'_, 'a>,
        ink: &mut Ink,
    ) {
        let operator = ink.operator();
        for item in texts.0.iter::<Object<'_>>() {
            match item {
                Object::Number(back) => self.pen(sheet).move_back(back.as_f64()),
                Object::String(text) => self.write(text.as_bytes(), operator, sheet, ink),
                _ => {}
            }
        }
    }

    fn show(&mut self, text: &[u8], sheet: &mut Sheet<'_, 'a>, ink: &mut Ink) {
        let operator = ink.operator();
        self.write(text, operator, sheet, ink);
    }

    fn draw(&mut self, name: &Name<'_>, sheet: &Sheet<'_, 'a>, ink: &mut Ink) {
        if sheet.is_hidden() {
            return;
        }
        let Some(object) = sheet.resources.get_x_object(name) else {
            return;
        };
        let subtype = object.dict().get::<Name<'_>>("Subtype");
        match subtype.as_ref().map(AsRef::as_ref) {
            Some(b"Form") => self.form(&object, sheet, ink),
            Some(b"Image") if self.layers.shows(object.dict(), b"OC") => sheet.picture(ink),
            _ => {}
        }
    }

    fn face(&mut self, name: &Name<'_>, sheet: &mut Sheet<'_, 'a>) -> Option<usize> {
        if let Some(&known) = sheet.fonts.get(name.as_ref()) {
            return known;
        }
        let face = sheet.resources.get_font(name).and_then(|dict| {
            let key = dict.obj_id().map_or_else(
                || FontKey::Place(dict.data().as_ptr().addr()),
                FontKey::Object,
            );
            if let Some(&known) = self.known.get(&key) {
                return known;
            }
            let face = self.foundry.face(&dict).map(|face| {
                self.faces.push(face);
                self.faces.len() - 1
            });
            self.known.insert(key, face);
            face
        });
        sheet.fonts.insert(name.as_ref().to_vec(), face);
        face
    }

    /// The font for text whose own is missing.
    pub(super) fn substitute(&mut self) -> Option<usize> {
        if let Some(&known) = self.known.get(&FontKey::Substitute) {
            return known;
        }
        let face = self.foundry.substitute().map(|face| {
            self.faces.push(face);
            self.faces.len() - 1
        });
        self.known.insert(FontKey::Substitute, face);
        face
    }

    fn mark(&self, tag: &Name<'_>, properties: &Object<'_>, sheet: &mut Sheet<'_, 'a>) {
        let inline = match properties {
            Object::Dict(dict) => Some(dict.clone()),
            _ => None,
        };
        let named = properties.clone().into_name();
        let named_dict = named
            .as_ref()
            .and_then(|name| sheet.resources.properties.get::<Dict<'_>>(name.as_ref()));
        let is_off = match (tag.as_ref(), &named) {
            (b"OC", Some(name)) => !self
                .layers
                .shows(&sheet.resources.properties, name.as_ref()),
            _ => false,
        };
        let is_pagination = |dict: &Dict<'_>| {
            dict.get::<Name<'_>>("Type")
                .is_some_and(|kind| kind.as_ref() == b"Pagination")
        };
        let pagination = tag.as_ref() == b"Artifact"
            && (inline.as_ref().is_some_and(is_pagination)
                || named_dict.as_ref().is_some_and(is_pagination));
        sheet.mark(is_off, pagination);
    }
}

/// The normal appearance of an annotation, in its present state.
fn appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    match annotation.get::<Dict<'_>>("AP")?.get::<Object<'_>>("N")? {
        Object::Stream(stream) => Some(stream),
        Object::Dict(states) => {
            states.get::<Stream<'_>>(annotation.get::<Name<'_>>("AS")?.as_ref())
        }
        _ => None,
    }
}

fn matrix(form: &Dict<'_>) -> Affine {
    form.get::<[f64; 6]>("Matrix")
        .map_or(Affine::IDENTITY, Affine::new)
}

//! What staff read where the archive keeps ids.

use std::collections::HashMap;
use std::sync::LazyLock;
use std::sync::PoisonError;
use std::sync::RwLock;

use crate::archive::Error;
use crate::document::Document;
use crate::text::fold::fold;
use crate::text::legacy::Charset;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;
use crate::vocabulary::System;
use crate::vocabulary::bodies;
use crate::vocabulary::kinds;
use crate::vocabulary::provinces;
use crate::vocabulary::provinces::Province;

/// A kind's Vietnamese name; its id where the vocabulary no longer has it.
#[must_use]
pub fn kind_name(id: &KindId) -> String {
    kinds::by_id(id.as_str()).map_or_else(|| id.as_str().to_owned(), |kind| kind.name.to_string())
}

/// The names of all kinds.
pub fn kind_names() -> impl Iterator<Item = &'static str> {
    kinds::all().iter().map(|kind| kind.name)
}

/// Names of bodies that were asked for: a body of a place is put together from its template each time.
/// There are as many as the vocabulary has, at most.
static BODY_NAMES: LazyLock<RwLock<HashMap<BodyId, String>>> = LazyLock::new(RwLock::default);

/// A body's Vietnamese name among bodies of all times, where the vocabulary has it.
#[must_use]
pub fn body_in_vocabulary(id: &BodyId) -> Option<String> {
    let known = BODY_NAMES.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(name) = known.get(id) {
        return Some(name.clone());
    }
    drop(known);
    let name = bodies::by_id(id.as_str())?.dated_name();
    let mut known = BODY_NAMES.write().unwrap_or_else(PoisonError::into_inner);
    known.insert(id.clone(), name.clone());
    Some(name)
}

/// Whether a name has all of some words, with or without marks.
#[must_use]
pub fn holds_words(name: &str, words: &str) -> bool {
    let name = fold(name);
    fold(words)
        .split_whitespace()
        .all(|word| name.contains(word))
}

/// A province's Vietnamese name among provinces of all times.
#[must_use]
pub fn place_name(id: &str) -> String {
    provinces::by_id(id).map_or_else(|| id.to_owned(), Province::dated_name)
}

/// A system's Vietnamese name.
#[must_use]
pub fn system_name(system: System) -> &'static str {
    system.name()
}

/// A system's word in requests and answers.
#[must_use]
pub fn system_word(system: System) -> &'static str {
    system.code()
}

/// The body somebody named as the home of an import, by id.
pub fn home_body(id: &str) -> Result<BodyId, Error> {
    let body = BodyId::new(id);
    match bodies::by_id(id) {
        Some(_) => Ok(body),
        None => Err(Error::BadField {
            field: "home",
            value: id.to_owned(),
        }),
    }
}

/// The charset somebody named.
pub fn charset_named(name: &str) -> Result<Charset, Error> {
    Charset::from_name(name).ok_or_else(|| Error::BadField {
        field: "charset",
        value: name.to_owned(),
    })
}

/// `Quyết định 238-QĐ/TW`; the file's name where the paper prints neither kind nor number.
#[must_use]
pub fn document_title(document: &Document) -> String {
    let kind = document.description.kind.as_ref().map(kind_name);
    let number = document
        .description
        .number
        .as_ref()
        .map(ToString::to_string);
    match (kind, number) {
        (Some(kind), Some(number)) => format!("{kind} {number}"),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => {
            let source = document.sources.first();
            source.cloned().unwrap_or_else(|| document.id.to_string())
        }
    }
}

/// A file name in ASCII for programs that know nothing else: marks off, anything odd an underscore.
#[must_use]
pub fn ascii_file_name(name: &str) -> String {
    let composed = crate::text::normalise::display(name);
    let bare = fold(&composed);
    // Folding lowers case; a name keeps its capitals.
    composed
        .chars()
        .zip(bare.chars())
        .map(|(letter, folded)| match letter.is_uppercase() {
            true => folded.to_ascii_uppercase(),
            false => folded,
        })
        .map(|letter| match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' | ' ' | '(' | ')' => letter,
            _ => '_',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::ascii_file_name;

    #[test]
    fn old_programs_get_a_name_too() {
        assert_eq!(ascii_file_name("Quyết định 238.pdf"), "Quyet dinh 238.pdf");
        assert_eq!(ascii_file_name("a\"b\r\n;%.txt"), "a_b____.txt");
        assert_eq!(ascii_file_name("Đề án.docx"), "De an.docx");
    }
}

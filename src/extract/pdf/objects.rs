//! Objects of a PDF as several readers here want them: dictionaries in an array, text strings.

use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::MaybeRef;
use hayro_syntax::object::Object;
use hayro_syntax::xref::XRef;

/// The dictionaries in an array. One that is not to be had does not end them.
pub fn dictionaries<'a>(
    xref: &'a XRef,
    array: &Array<'a>,
) -> impl Iterator<Item = Dict<'a>> + use<'a> {
    array.raw_iter().filter_map(|item| match item {
        MaybeRef::Ref(place) => xref.get::<Dict<'_>>(place.into()),
        MaybeRef::NotRef(Object::Dict(dictionary)) => Some(dictionary),
        MaybeRef::NotRef(_) => None,
    })
}

/// A string that is text: UTF-16 or UTF-8 with a mark, else taken for Latin.
pub fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE
            .decode_without_bom_handling(rest)
            .0
            .into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => std::str::from_utf8(bytes).map_or_else(
            |_| {
                let latin = encoding_rs::WINDOWS_1252;
                latin.decode_without_bom_handling(bytes).0.into_owned()
            },
            str::to_owned,
        ),
    }
}

//! The terms a document number is indexed and looked up by, one spelling or part a tier.

use crate::document::DocumentNumber;
use crate::text::fold::fold;

/// Capitals, marks kept: `x:7-ĐA/TU`.
pub(super) fn exact(number: &DocumentNumber) -> String {
    format!("x:{}", number.keys().exact)
}

/// Capitals without marks: `a:7-DA/TU`.
pub(super) fn ascii(number: &DocumentNumber) -> String {
    format!("a:{}", number.keys().ascii)
}

/// Groups of letters and digits in the order printed, in the order of the alphabet, and all in one.
pub(super) fn loose(number: &DocumentNumber) -> [String; 3] {
    let keys = number.keys();
    let glued = glued(&keys.loose);
    [
        format!("l:{}", keys.loose),
        any_order(&keys.loose_sorted),
        glued,
    ]
}

/// The parts of a number in the order of the alphabet: `o:7 da tu`.
pub(super) fn any_order(loose_sorted: &str) -> String {
    format!("o:{loose_sorted}")
}

/// Letters and digits of a folded text with nothing between: `g:7datu`.
pub(super) fn glued(folded: &str) -> String {
    let glued: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    format!("g:{}", glued.trim_start_matches('0'))
}

/// The number of a paper that another one acts on, its parts in the order of the alphabet: `r:7 da tu`.
pub(super) fn acted_on(number: &DocumentNumber) -> String {
    format!("r:{}", number.keys().loose_sorted)
}

/// What the keys of numbers that are cited with their symbol begin with.
pub(super) const CITED_IN_FULL: &str = "m:";

/// A number that is cited with its symbol, its parts in the order of the alphabet: `m:7 da tu`.
pub(super) fn cited_in_full(number: &DocumentNumber) -> String {
    format!("{CITED_IN_FULL}{}", number.keys().loose_sorted)
}

/// Serial, kind and body: `c:7 da tu`.
pub(super) fn components(number: &DocumentNumber) -> Option<String> {
    let kind = number.kind_code.as_deref()?;
    let body = number.body_code.as_deref()?;
    Some(format!(
        "c:{} {} {}",
        serial_text(number)?,
        fold(kind),
        fold(body)
    ))
}

/// Serial and kind: `k:7 da`.
pub(super) fn serial_kind(number: &DocumentNumber) -> Option<String> {
    let kind = number.kind_code.as_deref()?;
    Some(format!("k:{} {}", serial_text(number)?, fold(kind)))
}

/// Serial and body: `b:7 tu`.
pub(super) fn serial_body(number: &DocumentNumber) -> Option<String> {
    let body = number.body_code.as_deref()?;
    Some(format!("b:{} {}", serial_text(number)?, fold(body)))
}

/// The serial alone: `s:7`.
pub(super) fn serial(number: &DocumentNumber) -> Option<String> {
    Some(format!("s:{}", serial_text(number)?))
}

/// Serial and kind of a number no body is named with, as in `nghị quyết 35`: `v:35 nq`.
pub(super) fn bodiless(number: &DocumentNumber) -> Option<String> {
    let kind = number.kind_code.as_deref()?;
    Some(format!("v:{} {}", serial_text(number)?, fold(kind)))
}

fn serial_text(number: &DocumentNumber) -> Option<String> {
    Some(format!("{}{}", number.serial?, fold(&number.suffix)))
}

/// Every term of a number.
pub(super) fn all(number: &DocumentNumber) -> Vec<String> {
    let spellings = [exact(number), ascii(number)];
    let parts = [
        components(number),
        serial_kind(number),
        serial_body(number),
        serial(number),
    ];
    let bodiless = bodiless(number).filter(|_| number.body_code.is_none());
    let terms = spellings
        .into_iter()
        .chain(loose(number))
        .chain(parts.into_iter().flatten())
        .chain(bodiless);
    terms.collect()
}

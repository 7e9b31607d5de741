//! One fuzzer for every parser: `VANKHO_TARGET` names which; `./run` builds and starts it.

#![no_main]

mod bytes;
mod panics;
mod parts;
mod words;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

/// What is done with an input: a panic of ours, a hang or a swollen heap is a finding.
type Target = fn(&[u8]);

const TARGETS: &[(&str, Target)] = &[
    ("pdf", bytes::pdf),
    ("doc", bytes::ole2),
    ("xls", bytes::ole2),
    ("ppt", bytes::ole2),
    ("rtf", bytes::rtf),
    ("html", bytes::html),
    ("text", bytes::any),
    ("format", bytes::format),
    ("docx", parts::docx),
    ("sheets", parts::any),
    ("odf", parts::odf),
    ("container", bytes::any),
    ("mail", bytes::any),
    ("picture", bytes::picture),
    ("number", words::number),
    ("describe", words::describe),
    ("legacy", words::legacy),
];

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    panics::install();
    let wanted = std::env::var("VANKHO_TARGET").unwrap_or_default();
    let named = TARGETS.iter().find(|(name, _)| *name == wanted);
    let names = || TARGETS.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    named
        .unwrap_or_else(|| panic!("VANKHO_TARGET must be one of {:?}", names()))
        .1
});

fuzz_target!(|data: &[u8]| {
    let target = *TARGET;
    panics::survive(|| target(data));
});

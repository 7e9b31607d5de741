//! The codes of bodies in numbers (`TTg`, `BTGTU`): canonical spelling, system, separators.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::fold::fold;
use crate::vocabulary::bodies;
use crate::vocabulary::bodies::NumberForm;
use crate::vocabulary::id::System;
use crate::vocabulary::templates;

static CODES: LazyLock<HashMap<String, Vec<BodyCode>>> = LazyLock::new(build);

/// A code some body prints in its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyCode {
    /// Its canonical spelling, `TTg`.
    pub code: &'static str,
    /// The system of the first body in the tables that has it.
    pub system: System,
    /// The separators of numbers with it.
    pub form: NumberForm,
    /// Whether bodies of many places have it (`TU`, `UBND`), so that only a place says which.
    pub shared: bool,
}

/// The body code written so, in any case and with or without marks.
///
/// Written with marks, only the code with these marks is meant.
#[must_use]
pub fn body_code(written: &str) -> Option<BodyCode> {
    let found = CODES.get(&fold(written))?;
    let exact = found.iter().find(|code| code.code == written);
    let upper = || {
        found
            .iter()
            .find(|code| code.code.to_uppercase() == written.to_uppercase())
    };
    let first = || found.first().filter(|_| written.is_ascii());
    exact.or_else(upper).or_else(first).copied()
}

fn build() -> HashMap<String, Vec<BodyCode>> {
    let central = bodies::central().iter().flat_map(|body| {
        let code = |&code| BodyCode {
            code,
            system: body.system,
            form: body.form,
            shared: false,
        };
        body.codes.iter().map(code)
    });
    let local = templates::all().iter().flat_map(|template| {
        let code = |&code| BodyCode {
            code,
            system: template.system,
            form: template.form,
            shared: true,
        };
        template.codes.iter().map(code)
    });
    let mut codes: HashMap<String, Vec<BodyCode>> = HashMap::new();
    for code in central.chain(local) {
        let same = codes.entry(fold(code.code)).or_default();
        if same.iter().all(|known| known.code != code.code) {
            same.push(code);
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, code: &str, system: System, form: NumberForm, shared: bool) {
        let expected = BodyCode {
            code: body_code(written).map_or("none", |found| found.code),
            system,
            form,
            shared,
        };
        assert_eq!(body_code(written), Some(expected), "{written}");
        assert_eq!(expected.code, code, "{written}");
    }

    #[test]
    fn codes_have_a_system_and_separators() {
        check("ttg", "TTg", System::State, NumberForm::Slash, false);
        check("TTG", "TTg", System::State, NumberForm::Slash, false);
        check("hdnd", "HĐND", System::State, NumberForm::Slash, true);
        check("TU", "TU", System::Party, NumberForm::Hyphen, true);
        check("bgdđt", "BGDĐT", System::State, NumberForm::Slash, false);
        check("TWDTN", "TWĐTN", System::Mass, NumberForm::Hyphen, false);
        check("MTTQ", "MTTQ", System::Mass, NumberForm::Slash, true);
        assert_eq!(body_code("ABC"), None);
        assert_eq!(body_code(""), None);
    }
}

//! The shapes that list numbers are printed in: digits, letters, Roman numerals.

/// How a number is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Decimal,
    /// `01`, `02` …
    DecimalZero,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
}

/// `number` printed in `shape`; numbers a shape cannot show come in digits.
pub(super) fn shaped(number: u32, shape: Shape) -> String {
    match shape {
        Shape::Decimal => number.to_string(),
        Shape::DecimalZero => format!("{number:02}"),
        Shape::LowerLetter => letters(number),
        Shape::UpperLetter => letters(number).to_uppercase(),
        Shape::LowerRoman => roman(number),
        Shape::UpperRoman => roman(number).to_uppercase(),
    }
}

/// a … z, then aa, bb … as Word counts.
fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1).filter(|index| *index < 26 * 10) else {
        return number.to_string();
    };
    let letter = char::from_u32(u32::from('a') + index % 26).unwrap_or('a');
    (0..=index / 26).map(|_| letter).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut written = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            written.push_str(sign);
            rest -= value;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: u32, shape: Shape, expected: &str) {
        assert_eq!(shaped(number, shape), expected);
    }

    #[test]
    fn numbers_take_the_shape_asked_for() {
        check(0, Shape::Decimal, "0");
        check(7, Shape::DecimalZero, "07");
        check(1, Shape::LowerLetter, "a");
        check(28, Shape::UpperLetter, "BB");
        check(4, Shape::LowerRoman, "iv");
        check(1994, Shape::UpperRoman, "MCMXCIV");
        check(0, Shape::LowerRoman, "0");
        check(u32::MAX, Shape::UpperRoman, "4294967295");
        check(u32::MAX, Shape::LowerLetter, "4294967295");
    }
}

//! What holds for every text: the laws of this module, tried on random strings.

use crate::text::detached::mend;
use crate::text::fold::fold;
use crate::text::fold::fold_char;
use crate::text::glued;
use crate::text::inventory;
use crate::text::inventory::is_printed_syllable;
use crate::text::legacy;
use crate::text::legacy::Charset;
use crate::text::legacy::Run;
use crate::text::normalise::display;
use crate::text::normalise::index_clean;
use crate::text::normalise::number_clean;
use crate::text::syllables::Keys;
use crate::text::syllables::syllables;
use crate::text::tone::Style;
use crate::text::tone::Tone;
use crate::text::tone::place;
use proptest::prelude::*;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::is_nfc;

/// Letters with their marks in any order, look-alikes, invisibles, punctuation, anything.
fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => proptest::char::range('a', 'z'),
        2 => proptest::sample::select("ĂÂĐÊÔƠƯăâđêôơưàảãáạỳỷỹýỵÀẤỘ".chars().collect::<Vec<_>>()),
        3 => proptest::sample::select(vec![
            '\u{300}', '\u{301}', '\u{302}', '\u{303}', '\u{306}', '\u{308}', '\u{309}', '\u{31B}',
            '\u{323}', '\u{327}', '\u{335}', '\u{340}', '\u{345}', '\u{344}', '\u{34F}',
        ]),
        2 => proptest::sample::select(
            "DdÐðƉɖ09 .,-/_\n\u{AD}\u{A0}\u{200B}\u{2011}\u{FEFF}\u{FB01}ＡＤ５\u{1E}\u{1F}`´˜".chars().collect::<Vec<_>>()
        ),
        1 => any::<char>(),
    ];
    proptest::collection::vec(character, 0..40).prop_map(String::from_iter)
}

/// Syllables of the inventory in dictionary order, spelled in one style.
fn printed(style: Style) -> Vec<String> {
    let mut printed: Vec<String> = inventory::all()
        .filter_map(|(base, tone)| place(&base, tone, style))
        .collect();
    printed.sort();
    printed
}

static PRINTED: LazyLock<Vec<String>> = LazyLock::new(|| printed(Style::FirstVowel));

/// What a reader of single-byte text can hand over: Latin-1 with C1 controls, and windows-1252.
fn surface() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        3 => proptest::char::range('a', 'z'),
        3 => proptest::char::range('\u{80}', '\u{FF}'),
        1 => proptest::sample::select("A Z\n-−‘’“”–—€ƒŠœŸµμ".chars().collect::<Vec<_>>()),
    ];
    proptest::collection::vec(character, 0..90).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn display_is_idempotent_and_nfc(text in text()) {
        let shown = display(&text);
        prop_assert!(is_nfc(&shown));
        prop_assert_eq!(display(&shown), shown);
    }

    #[test]
    fn display_does_not_care_how_text_was_composed(text in text()) {
        prop_assert_eq!(display(&text.nfd().collect::<String>()), display(&text.nfc().collect::<String>()));
    }

    #[test]
    fn cleaning_and_folding_keep_the_number_of_characters(text in text()) {
        let shown = display(&text);
        let count = shown.chars().count();
        prop_assert_eq!(index_clean(&shown).chars().count(), count);
        prop_assert_eq!(number_clean(&shown).chars().count(), count);
        prop_assert_eq!(fold(&shown), shown.chars().map(fold_char).collect::<String>());
        prop_assert_eq!(fold(&fold(&shown)), fold(&shown));
    }

    #[test]
    fn folding_hears_no_tones(text in text()) {
        let shown = display(&text);
        prop_assert_eq!(fold(&shown), fold(&display(&shown.nfd().collect::<String>())));
    }

    #[test]
    fn tokens_are_where_they_say(text in text()) {
        let mut before = 0;
        for token in syllables(&text) {
            prop_assert!(before <= token.start && token.start < token.end);
            prop_assert_eq!(text.get(token.start..token.end), Some(token.text));
            for piece in glued::pieces(token) {
                prop_assert!(token.start <= piece.start && piece.end <= token.end);
                prop_assert_eq!(text.get(piece.start..piece.end), Some(piece.text));
            }
            before = token.end;
        }
    }

    #[test]
    fn keys_ignore_case_and_have_no_marks(text in text()) {
        for token in syllables(&display(&text)) {
            let keys = Keys::of(token.text);
            prop_assert_eq!(&Keys::of(&keys.exact), &keys);
            prop_assert_eq!(&keys.ascii, &fold(token.text));
        }
    }

    #[test]
    fn decoding_is_total_and_keeps_the_runs(texts in proptest::collection::vec(surface(), 0..5)) {
        let fonts = [None, Some(".VnTimeH"), Some("VNI-Times"), Some("Arial")];
        let runs = texts.iter().zip(fonts.iter().cycle());
        let paragraph: Vec<Run<'_>> = runs.map(|(text, &font)| Run { text, font }).collect();
        for charset in Charset::ALL {
            let chosen = legacy::decode_as(charset, std::slice::from_ref(&paragraph));
            prop_assert_eq!(chosen.paragraphs[0].len(), texts.len());
        }
        let found = legacy::decode(std::slice::from_ref(&paragraph));
        prop_assert_eq!(found.paragraphs[0].len(), texts.len());
        prop_assert!((0.0..=1.0).contains(&found.verdict.score));
    }

    #[test]
    fn mending_is_total(text in text()) {
        let mended = mend(&display(&text));
        prop_assert!((0.0..=1.0).contains(&mended.single_letters));
    }

    #[test]
    fn sound_paragraphs_never_change(words in proptest::collection::vec(proptest::sample::select(PRINTED.as_slice()), 12..40)) {
        let text = words.join(" ");
        let decoded = legacy::decode(&[vec![Run { text: &text, font: None }]]);
        prop_assert_eq!(&decoded.paragraphs[0][0], &text);
        let hinted = legacy::decode(&[vec![Run { text: &text, font: Some(".VnTime") }]]);
        prop_assert_eq!(&hinted.paragraphs[0][0], &text);
    }
}

#[test]
fn keys_are_neutral_to_placement() {
    for (base, tone) in inventory::all() {
        let first = place(&base, tone, Style::FirstVowel).unwrap();
        let second = place(&base, tone, Style::SecondVowel).unwrap();
        let keys = Keys::of(&first);
        assert_eq!(keys.key, Keys::of(&second).key);
        assert_eq!(keys.s_key, Keys::of(&second).s_key);
        assert!(is_printed_syllable(&first), "{first}");
        let toned = tone != Tone::Level;
        assert_eq!(
            keys.key
                .strip_suffix(&['\u{1}', tone.digit()].iter().collect::<String>())
                .is_some(),
            toned
        );
    }
}

#[test]
fn every_syllable_survives_tcvn3_and_vni() {
    let decoded = |charset, text: &str| {
        legacy::decode_as(charset, &[vec![Run { text, font: None }]])
            .paragraphs
            .concat()
            .concat()
    };
    let check = |charset, text: &str| {
        let decoded = decoded(charset, &legacy::encode(charset, text));
        for (found, expected) in decoded.split(' ').zip(text.split(' ')) {
            assert_eq!(found, expected, "{charset:?}");
        }
    };
    for style in [Style::FirstVowel, Style::SecondVowel] {
        let lower = printed(style).join(" ");
        check(Charset::Tcvn3, &lower);
        check(Charset::Vni, &lower);
        check(Charset::Vni, &lower.to_uppercase());
    }
}

//! `cmdline`: the parameters that the boot loader gave to the kernel.
//!
//! Own parser: the procfs crate splits at every blank, also between quotes.

/// One parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name.
    pub name: Box<[u8]>,
    /// What stands behind the equals sign, where there is one, without its quotes.
    pub value: Option<Box<[u8]>>,
    /// Whether it stands behind `--`, from where on the kernel takes nothing.
    pub for_init: bool,
}

/// The parameters, in their order.
pub fn parameters(text: &[u8]) -> impl Iterator<Item = Parameter> {
    let mut rest = text.trim_ascii_end();
    let mut for_init = false;
    std::iter::from_fn(move || {
        loop {
            let (word, after) = next(rest)?;
            rest = after;
            // Only the first one parts; init may have use for others.
            if word == b"--" && !for_init {
                for_init = true;
            } else {
                return Some(parameter(word, for_init));
            }
        }
    })
}

/// The next parameter, quotes included, and what follows it.
fn next(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = text.trim_ascii_start();
    if text.is_empty() {
        return None;
    }
    let mut in_quotes = false;
    let end = text.iter().position(|byte| {
        in_quotes ^= *byte == b'"';
        byte.is_ascii_whitespace() && !in_quotes
    });
    Some(text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, b"")))
}

fn parameter(word: &[u8], for_init: bool) -> Parameter {
    // Quotes may stand around all of it, or around the value.
    let word = unquoted(word);
    let equals = word.iter().position(|byte| *byte == b'=');
    let parts = equals.and_then(|at| Some((word.get(..at)?, word.get(at + 1..)?)));
    let (name, value) = match parts {
        Some((name, value)) => (name, Some(unquoted(value).into())),
        None => (word, None),
    };
    Parameter { name: name.into(), value, for_init }
}

fn unquoted(text: &[u8]) -> &[u8] {
    let inner = text.strip_prefix(b"\"");
    inner.map_or(text, |inner| inner.strip_suffix(b"\"").unwrap_or(inner))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(text: &[u8]) -> Vec<(String, Option<String>, bool)> {
        let text_of = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        parameters(text)
            .map(|p| (text_of(&p.name), p.value.as_deref().map(text_of), p.for_init))
            .collect()
    }

    #[test]
    fn names_values_and_what_is_for_init() {
        let text = b"BOOT_IMAGE=/vmlinuz root=UUID=1-2 ro  quiet -- single -- x=1\n";
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told(text),
            [
                ("BOOT_IMAGE".to_owned(), some("/vmlinuz"), false),
                ("root".to_owned(), some("UUID=1-2"), false),
                ("ro".to_owned(), None, false),
                ("quiet".to_owned(), None, false),
                ("single".to_owned(), None, true),
                ("--".to_owned(), None, true),
                ("x".to_owned(), some("1"), true),
            ]
        );
    }

    #[test]
    fn quotes_hold_together() {
        let told = told(b"dyndbg=\"file a.c +p\" \"m.x=1 2\" open=\"a b");
        let values: Vec<_> =
            told.iter().map(|(name, value, _)| (&**name, value.as_deref())).collect();
        assert_eq!(
            values,
            [("dyndbg", Some("file a.c +p")), ("m.x", Some("1 2")), ("open", Some("a b"))]
        );
    }

    #[test]
    fn nothing_is_no_parameter() {
        assert_eq!(parameters(b" \n").count(), 0);
        assert_eq!(parameters(b"").count(), 0);
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            parameters(&text).for_each(drop);
        }

        #[test]
        fn words_come_back(words in proptest::collection::vec("[a-z]{1,5}", 0..9)) {
            let names: Vec<_> = parameters(words.join(" ").as_bytes())
                .map(|p| String::from_utf8(p.name.into()).unwrap())
                .collect();
            prop_assert_eq!(names, words);
        }
    }
}

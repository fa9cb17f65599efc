//! `config.gz`: how the kernel was configured when it was built.
//!
//! Own parser: the procfs crate keeps options that are set alone, and stops at a line that is not
//! UTF-8. The text is unpacked by flate2.

use std::io::Read as _;

use flate2::read::GzDecoder;

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, lines};

/// An option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name, with `CONFIG_`.
    pub name: Box<[u8]>,
    /// Its value without quotes; one that is not set has none.
    pub value: Option<Box<[u8]>>,
    /// The heading that it stands under.
    pub section: Option<Box<[u8]>>,
}

/// The most that is unpacked: some fifty times what kernels have.
const LIMIT: u64 = 16 << 20;

/// The text behind its compression, and whether all of it.
pub fn unpacked(packed: &[u8]) -> Item<(Vec<u8>, bool)> {
    let mut text = Vec::new();
    let read = GzDecoder::new(packed).take(LIMIT).read_to_end(&mut text);
    match read {
        // What was unpacked before the damage is as good as it is.
        Err(_) if text.is_empty() => Err(Absent::Malformed),
        Err(_) => Ok((text, false)),
        Ok(length) => Ok((text, (length as u64) < LIMIT)),
    }
}

/// The options of the text.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Choice>> {
    let mut sections: Vec<&[u8]> = Vec::new();
    let mut above: [&[u8]; 2] = [b"", b""];
    lines(text).filter_map(move |line| {
        let [twice, once] = above;
        above = [once, line];
        if let Some(comment) = line.strip_prefix(b"#") {
            let comment = comment.trim_ascii();
            if let Some(name) = comment.strip_suffix(b" is not set") {
                let (name, section) = (name.into(), section(&sections));
                return Some(Ok(Choice { name, value: None, section }));
            }
            if let Some(name) = comment.strip_prefix(b"end of ") {
                // With it end the headings below it, whose ends are not told.
                let begun = sections.iter().rposition(|section| *section == name);
                sections.truncate(begun.unwrap_or(sections.len()));
            } else if comment.is_empty() && twice == b"#" && once != b"#" {
                // A heading stands between two empty comments.
                sections.extend(once.strip_prefix(b"#").map(<[u8]>::trim_ascii));
            }
            return None;
        }
        if line.trim_ascii().is_empty() {
            return None;
        }
        Some(match split_once(line, b'=') {
            Some((name, value)) if !name.is_empty() && !name.contains(&b' ') => {
                let value = value
                    .strip_prefix(b"\"")
                    .map_or(value, |inner| inner.strip_suffix(b"\"").unwrap_or(inner));
                Ok(Choice {
                    name: name.into(),
                    value: Some(value.into()),
                    section: section(&sections),
                })
            }
            _ => Err(Absent::Malformed),
        })
    })
}

fn section(sections: &[&[u8]]) -> Option<Box<[u8]>> {
    sections.last().map(|section| Box::from(*section))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture::table_properties;

    const TEXT: &[u8] = b"#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 6.18.0 Kernel Configuration\n#\nCONFIG_CC_VERSION_TEXT=\"gcc (GCC) 15\"\n\n#\n# General setup\n#\nCONFIG_HZ=250\nCONFIG_SMP=y\n# CONFIG_WERROR is not set\n# end of General setup\nCONFIG_NVME=m\n";

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn options_under_their_headings() {
        let rows: Vec<_> = rows(TEXT).collect::<Result<_, _>>().unwrap();
        let told: Vec<_> = rows.iter().map(|c| (&*c.name, c.value.as_deref())).collect();
        assert_eq!(
            told,
            [
                (&b"CONFIG_CC_VERSION_TEXT"[..], Some(&b"gcc (GCC) 15"[..])),
                (b"CONFIG_HZ", Some(b"250")),
                (b"CONFIG_SMP", Some(b"y")),
                (b"CONFIG_WERROR", None),
                (b"CONFIG_NVME", Some(b"m")),
            ]
        );
        let sections: Vec<_> = rows.iter().map(|choice| choice.section.as_deref()).collect();
        let setup = Some(&b"General setup"[..]);
        assert_eq!(sections, [None, setup, setup, setup, None]);
    }

    #[test]
    fn what_is_packed_comes_back() {
        assert_eq!(unpacked(&packed(TEXT)), Ok((TEXT.to_vec(), true)));
        assert_eq!(unpacked(b"no gzip"), Err(Absent::Malformed));
        let cut = packed(TEXT);
        let (text, is_whole) = unpacked(&cut[..cut.len() - 9]).unwrap();
        assert!(!is_whole && TEXT.starts_with(&text));
    }

    #[test]
    fn a_bomb_is_cut() {
        let bomb = packed(&vec![b'\n'; 20 << 20]);
        let (text, is_whole) = unpacked(&bomb).unwrap();
        assert!(!is_whole && text.len() as u64 == LIMIT);
    }

    proptest! {
        #[test]
        fn no_packed_text_panics(text: Vec<u8>, at in 10..40_usize, byte: u8) {
            let _ = unpacked(&text);
            let _ = unpacked(&crate::parse::fixture::damaged(&packed(TEXT), at, byte));
        }
    }

    table_properties!(rows, b"CONFIG_HZ=250", "[a-z ]{1,20}");
}

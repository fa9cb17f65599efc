//! `[pid]/sched`.
//!
//! The procfs crate does not cover this file.

use crate::parse::columns::split_once;
use crate::parse::{Item, labelled, lines, number};

/// How many dashes the line below the header has at least. The header holds the name of the task,
/// which may hold newlines and dashes, but is never as long.
const LEAST_DASHES: usize = 20;

/// A value of the scheduler: the kernel prints times with a fraction, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// A number without a fraction.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
}

impl Amount {
    /// Parses the value of one entry.
    pub fn parse(value: &[u8]) -> Item<Self> {
        number::signed(value).map(Self::Integer).or_else(|_| {
            let (digits, sign) = value.strip_prefix(b"-").map_or((value, 1.0), |rest| (rest, -1.0));
            Ok(Self::Float(sign * number::float(digits)?))
        })
    }
}

/// The names and values below the header, in the kernel's order. Which there are depends on the
/// kernel and its configuration, so that none of them is a field.
pub fn entries(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    lines(text).skip_while(|line| !is_rule(line)).skip(1).flat_map(entries_of)
}

/// The entries of a line: one as `name : value`, one as `name value..` or `name, value..`, or
/// several as `name=value, name=value`.
fn entries_of(line: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let is_list = !line.contains(&b':')
        && line.split(|byte| *byte == b' ').next().is_some_and(|word| word.contains(&b'='));
    line.split(move |byte| is_list && *byte == b',').filter_map(move |part| {
        if is_list {
            return split_once(part.trim_ascii(), b'=');
        }
        let (name, value) = labelled(part).or_else(|| split_once(part, b' '))?;
        let name = name.strip_suffix(b",").unwrap_or(name);
        (!name.is_empty()).then_some((name, value.trim_ascii()))
    })
}

fn is_rule(line: &[u8]) -> bool {
    line.len() >= LEAST_DASHES && line.iter().all(|byte| *byte == b'-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Absent;
    use crate::parse::fixture;

    const SAMPLE: &[u8] = b"\
worker (4242, #threads: 3)
-------------------------------------------------------------------
se.exec_start                                :      11789268.032482
se.vruntime                                  :            -0.325138
se.nr_migrations                             :                    2
policy                                       :                    0
numa_preferred_nid                           :                   -1
current_node=0, numa_group_id=7
numa_faults node=0 task_private=1 task_shared=2
";

    fn parse(text: &[u8]) -> Vec<(String, String)> {
        let text_of = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        entries(text).map(|(name, value)| (text_of(name), text_of(value))).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_whole_file() {
        assert_eq!(
            parse(SAMPLE),
            pairs(&[
                ("se.exec_start", "11789268.032482"),
                ("se.vruntime", "-0.325138"),
                ("se.nr_migrations", "2"),
                ("policy", "0"),
                ("numa_preferred_nid", "-1"),
                ("current_node", "0"),
                ("numa_group_id", "7"),
                ("numa_faults", "node=0 task_private=1 task_shared=2"),
            ])
        );
    }

    #[test]
    fn lines_of_older_kernels() {
        let text =
            b"a (1, #threads: 1)\n---------------------------------------------------------\n\
                     se.statistics.wait_max             :             0.051200\n\
                     mm->numa_scan_seq                  :                    4\n\
                     numa_migrations, 9\nnuma_faults_memory, 0, 0, 1, 0, -1\n";
        assert_eq!(
            parse(text),
            pairs(&[
                ("se.statistics.wait_max", "0.051200"),
                ("mm->numa_scan_seq", "4"),
                ("numa_migrations", "9"),
                ("numa_faults_memory", "0, 0, 1, 0, -1"),
            ])
        );
    }

    #[test]
    fn no_name_can_forge_an_entry() {
        let rule = "-".repeat(67);
        for name in ["a\nprio : 1", "---------------", "\n-------------\n", "a: 1", "x=1, y=2"] {
            let text = format!("{name} (1, #threads: 1)\n{rule}\npolicy : 3\n");
            assert_eq!(parse(text.as_bytes()), pairs(&[("policy", "3")]), "{name:?}");
        }
    }

    #[test]
    fn values_are_numbers_of_two_kinds() {
        assert_eq!(Amount::parse(b"-1"), Ok(Amount::Integer(-1)));
        assert_eq!(Amount::parse(b"11789268031488"), Ok(Amount::Integer(11_789_268_031_488)));
        assert_eq!(Amount::parse(b"-0.5"), Ok(Amount::Float(-0.5)));
        assert_eq!(Amount::parse(b"2.25"), Ok(Amount::Float(2.25)));
        for value in [&b""[..], b"-", b"--1.0", b"node=0", b"1.0.0", b"nan", b"-inf"] {
            assert_eq!(Amount::parse(value), Err(Absent::Malformed), "{value:?}");
        }
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let text = [&[b'-'; 67][..], b"\n\n:\n : \nprio\nprio : \n=,=\nlast : 1"].concat();
        assert_eq!(parse(&text), pairs(&[("prio", ""), ("", ""), ("", ""), ("last", "1")]));
        assert_eq!(parse(b"policy : 3\n"), vec![]);
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let damaged = fixture::damaged(SAMPLE, flip, byte);
            for text in [text, damaged] {
                for (_, value) in entries(&text) {
                    let _ = Amount::parse(value);
                }
            }
        }

        #[test]
        fn the_name_never_matters(name in prop::collection::vec(any::<u8>(), 0..16)) {
            let (_, below) = split_once(SAMPLE, b' ').unwrap();
            let text = [&name, &b" "[..], below].concat();
            prop_assert_eq!(parse(&text), parse(SAMPLE));
        }
    }
}

//! The name that was probably meant, for "did you mean".

use std::cmp::Ordering;

/// The name nearest to `wanted` in any case, if one is near enough to be a slip of the keyboard or
/// its beginning.
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    names
        .filter_map(|name| Some((Likeness::of(&wanted, &name.to_lowercase())?, name)))
        .min_by(|(a, _), (b, _)| a.order(b))
        .map(|(_, name)| name)
}

/// How much two names are alike. Edits find the slip (`pdi`), which the similarity of short names
/// misses; the similarity finds the beginning (`elap`), which is many edits away.
struct Likeness {
    edits: usize,
    similarity: f64,
}

impl Likeness {
    fn of(wanted: &str, name: &str) -> Option<Self> {
        let edits = strsim::damerau_levenshtein(wanted, name);
        let similarity = strsim::jaro_winkler(wanted, name);
        let length = wanted.chars().count();
        let slip = edits < length && edits <= 1.max(length / 4);
        (slip || similarity >= 0.85).then_some(Self { edits, similarity })
    }

    fn order(&self, other: &Self) -> Ordering {
        self.edits.cmp(&other.edits).then(other.similarity.total_cmp(&self.similarity))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_beginnings_are_found_and_strangers_are_not() {
        let names = ["pid", "ppid", "rss", "elapsed", "user", "start_time", "cmdline"];
        for (wanted, found) in [
            ("rsss", Some("rss")),
            ("RSZ", Some("rss")),
            ("pdi", Some("pid")),
            ("elap", Some("elapsed")),
            ("starttime", Some("start_time")),
            ("cmdlien", Some("cmdline")),
            ("x", None),
            ("", None),
            ("mountpoint", None),
        ] {
            assert_eq!(nearest(wanted, names.into_iter()), found, "{wanted}");
        }
    }
}

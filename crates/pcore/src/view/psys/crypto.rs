//! `psys crypto`: one row an algorithm that the kernel has for ciphers and digests.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::crypto::{self, Algorithm};
use crate::parse::number;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The algorithms.
pub(crate) struct Crypto;

impl Listed for Crypto {
    type Entry = Algorithm;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "crypto",
        about: "Algorithms that the kernel has for ciphers, digests and random numbers.",
        key: &["name", "driver", "priority"],
        default_fields: &["name", "driver", "type", "priority", "references", "selftest"],
        words: "text in the name of an algorithm",
        examples: &[
            ("psys crypto aes", "what there is for AES"),
            ("psys crypto -Q 'selftest != passed'", "what failed its test"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Algorithm>>] = &[Group { name: "Algorithm", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for Algorithm {
    const FILES: &'static [File] = &[File::Crypto];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::Crypto, crypto::rows)?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Algorithm>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the algorithm.",
        from: &Of(|algorithm: &Algorithm| Ok(Value::text(&algorithm.name))),
        ..Field::BASE
    },
    Field {
        name: "driver",
        header: "DRIVER",
        kind: Kind::Text,
        doc: "Name of this implementation.",
        from: &Of(|algorithm: &Algorithm| Ok(Value::text(algorithm.text("driver")?))),
        ..Field::BASE
    },
    Field {
        name: "module",
        header: "MODULE",
        kind: Kind::Text,
        doc: "Module that has it, or kernel.",
        from: &Of(|algorithm: &Algorithm| Ok(Value::text(algorithm.text("module")?))),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Text,
        doc: "What kind of algorithm it is, such as skcipher, shash or rng.",
        from: &Of(|algorithm: &Algorithm| Ok(Value::text(algorithm.text("type")?))),
        ..Field::BASE
    },
    Field {
        name: "priority",
        header: "PRIORITY",
        kind: Kind::Number,
        doc: "Which implementation of a name is taken: the one with the highest.",
        from: &Of(|algorithm: &Algorithm| Ok(number::signed(algorithm.text("priority")?)?.into())),
        ..Field::BASE
    },
    Field {
        name: "references",
        header: "USED",
        kind: Kind::Count,
        doc: "How many use it.",
        aliases: &["refcnt"],
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.number("refcnt")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "selftest",
        header: "SELFTEST",
        kind: Kind::Text,
        doc: "Whether it passed its test.",
        from: &Of(|algorithm: &Algorithm| Ok(Value::text(algorithm.text("selftest")?))),
        ..Field::BASE
    },
    Field {
        name: "internal",
        header: "INTERNAL",
        kind: Kind::Bool,
        doc: "Whether only other algorithms may use it.",
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.is("internal")?.into())),
        ..Field::BASE
    },
    Field {
        name: "async",
        header: "ASYNC",
        kind: Kind::Bool,
        doc: "Whether it may answer later; does not apply to types that do not say.",
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.is("async")?.into())),
        ..Field::BASE
    },
    Field {
        name: "block_size",
        header: "BLOCK",
        kind: Kind::Bytes,
        doc: "Size of a block.",
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.number("blocksize")?.into())),
        ..Field::BASE
    },
    Field {
        name: "min_key_size",
        header: "MIN-KEY",
        kind: Kind::Bytes,
        doc: "Size of the shortest key.",
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.number("min keysize")?.into())),
        ..Field::BASE
    },
    Field {
        name: "max_key_size",
        header: "MAX-KEY",
        kind: Kind::Bytes,
        doc: "Size of the longest key.",
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.number("max keysize")?.into())),
        ..Field::BASE
    },
    Field {
        name: "iv_size",
        header: "IV",
        kind: Kind::Bytes,
        doc: "Size of the initialisation vector.",
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.number("ivsize")?.into())),
        ..Field::BASE
    },
    Field {
        name: "chunk_size",
        header: "CHUNK",
        kind: Kind::Bytes,
        doc: "Size of the pieces in which it works.",
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.number("chunksize")?.into())),
        ..Field::BASE
    },
    Field {
        name: "walk_size",
        header: "WALK",
        kind: Kind::Bytes,
        doc: "Size of the pieces in which it works best.",
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.number("walksize")?.into())),
        ..Field::BASE
    },
    Field {
        name: "state_size",
        header: "STATE",
        kind: Kind::Bytes,
        doc: "Size of what it carries from one piece to the next.",
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.number("statesize")?.into())),
        ..Field::BASE
    },
    Field {
        name: "digest_size",
        header: "DIGEST",
        kind: Kind::Bytes,
        doc: "Size of a digest.",
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.number("digestsize")?.into())),
        ..Field::BASE
    },
    Field {
        name: "max_auth_size",
        header: "MAX-AUTH",
        kind: Kind::Bytes,
        doc: "Size of the longest authentication tag.",
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.number("maxauthsize")?.into())),
        ..Field::BASE
    },
    Field {
        name: "seed_size",
        header: "SEED",
        kind: Kind::Bytes,
        doc: "Size of the seed of a source of random numbers.",
        from: &Of(|algorithm: &Algorithm| Ok(algorithm.number("seedsize")?.into())),
        ..Field::BASE
    },
];

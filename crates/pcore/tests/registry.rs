//! The registry of views and fields, without any reading: names, words, defaults, examples, files.
//!
//! Whoever adds a field adds one entry to one table; what is wrong with the entry is told here.

use pcore::run::Pace;
use std::collections::{BTreeMap, BTreeSet};

use pcore::view;
use pcore::{File, Filter, Info, Kind, Root, Run, Trees, View};

/// The tools, each with views of its own.
const TOOLS: [&str; 5] = ["pps", "pnet", "pfd", "parp", "psys"];

/// What of /proc is shown by whom, as the design divides it: path, seed, view, note.
const COVERAGE: &str = include_str!("../../../tests/fixtures/coverage.tsv");

/// Paths below a process that carry what every view shares, or are younger than the two lists from
/// which the coverage was made; they belong to no line of it. Of the machine the coverage names the
/// oldest files alone.
const BESIDE: [&str; 36] = [
    "[pid]",
    "[pid]/projid_map",
    "[pid]/sched",
    "[pid]/setgroups",
    "[pid]/smaps_rollup",
    "[pid]/ksm_merging_pages",
    "[pid]/ksm_stat",
    "[pid]/loginuid",
    "[pid]/patch_state",
    "[pid]/schedstat",
    "[pid]/sessionid",
    "[pid]/timerslack_ns",
    "[pid]/timens_offsets",
    "[pid]/timers",
    "[pid]/net/tls_stat",
    "[pid]/net/sctp/eps",
    "[pid]/net/sctp/assocs",
    "[pid]/net/sctp/remaddr",
    "[pid]/net/sctp/snmp",
    "[pid]/net/iso",
    "[pid]/net/hidp",
    "[pid]/net/cmtp",
    "[pid]/net/ip6_tables_names",
    "[pid]/net/ip6_tables_matches",
    "[pid]/net/ip6_tables_targets",
    "[pid]/net/arp_tables_names",
    "[pid]/net/arp_tables_matches",
    "[pid]/net/arp_tables_targets",
    "[pid]/net/nf_conntrack",
    "[pid]/net/ip_conntrack",
    "[pid]/net/nf_conntrack_expect",
    "[pid]/net/stat",
    "[pid]/net/bonding",
    "[pid]/net/vlan",
    "[pid]/net/pnp",
    "[pid]/net/ipconfig",
];

/// Calls `check` with every field of every view, under the name by which a failure is told.
fn each_field(check: impl Fn(&str, &Info)) {
    for view in view::all() {
        for info in view.fields() {
            check(&format!("{view}: {:?}", info.name), info);
        }
    }
}

fn is_snake_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !name.ends_with('_')
        && !name.contains("__")
}

/// One sentence: it begins with a capital or a digit, ends with the one full stop that closes a
/// sentence, and stands on one line.
fn is_sentence(text: &str) -> bool {
    text.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
        && text.ends_with('.')
        && !text.contains(". ")
        && !text.contains('\n')
        && text.trim() == text
}

#[test]
fn every_tool_has_a_view_and_every_view_a_tool() {
    let tools: BTreeSet<_> = view::all().map(|view| view.spec().tool).collect();
    assert_eq!(tools, BTreeSet::from(TOOLS));
}

#[test]
fn names_of_views_are_unique_in_their_tool() {
    let mut known = BTreeSet::new();
    for view in view::all() {
        let spec = view.spec();
        for name in [spec.name].iter().chain(spec.aliases) {
            assert!(known.insert((spec.tool, *name)), "{} has two views {name:?}", spec.tool);
            assert!(
                !name.is_empty()
                    && name.chars().all(|c| c.is_ascii_lowercase()
                        || c.is_ascii_digit()
                        || matches!(c, '-' | '_')),
                "{}: view {name:?}",
                spec.tool
            );
        }
    }
}

/// What a view leaves out is a filter over its own fields, and asking for a field that it looks at
/// lifts it.
#[test]
fn default_filters_are_filters() {
    for view in view::all() {
        let (path, fields) = (view.to_string(), view.fields());
        let Some(usual) = view.spec().default_filter else { continue };
        let filter = Filter::parse(usual.filter, fields).unwrap();
        for name in filter.fields().into_iter().filter_map(|field| Some(fields.get(field)?.name)) {
            assert!(usual.unless.contains(&name), "{path}: {name}");
        }
        for name in usual.unless {
            assert!(fields.iter().any(|field| field.name == *name), "{path}: {name}");
        }
    }
}

#[test]
fn a_view_says_what_it_is() {
    for view in view::all() {
        let spec = view.spec();
        assert!(is_sentence(spec.about), "{}: {:?}", view, spec.about);
        assert!(!spec.words.is_empty(), "{view}: words");
        assert!(!spec.examples.is_empty(), "{view}: examples");
    }
}

#[test]
fn names_are_unique_snake_case() {
    each_field(|at, info| assert!(is_snake_case(info.name), "{at}"));
    for view in view::all() {
        let mut known = BTreeSet::new();
        for info in view.fields() {
            assert!(known.insert(info.name), "{}: two fields {:?}", view, info.name);
        }
    }
}

#[test]
fn a_name_or_alias_means_one_field() {
    for view in view::all() {
        let mut meaning: BTreeMap<String, &str> = BTreeMap::new();
        for info in view.fields() {
            for name in [info.name].iter().chain(info.aliases) {
                // Names are looked up in any case.
                let other = meaning.insert(name.to_ascii_lowercase(), info.name);
                assert_eq!(other, None, "{}: {name:?} is {:?} too", view, info.name);
                assert!(!name.contains([',', ' ', '=', '+']), "{view}: {name:?}");
                assert_ne!(*name, "all", "{view}");
            }
        }
    }
}

#[test]
fn headers_are_upper_case() {
    each_field(|at, info| {
        assert!(!info.header.is_empty(), "{at}");
        assert_eq!(info.header, info.header.to_uppercase(), "{at}");
        assert!(!info.header.contains(char::is_whitespace), "{at}: {:?}", info.header);
    });
}

#[test]
fn docs_are_one_sentence() {
    each_field(|at, info| assert!(is_sentence(info.doc), "{at}: {:?}", info.doc));
}

#[test]
fn kinds_have_a_type_in_json_and_lists_hold_no_lists() {
    const TYPES: [&str; 5] = ["string", "integer", "number", "boolean", "array"];
    each_field(|at, info| {
        assert!(TYPES.contains(&info.kind.json_type()), "{at}");
        assert!(!matches!(info.kind.element(), Kind::List(_)), "{at}");
    });
}

#[test]
fn defaults_and_keys_are_fields() {
    for view in view::all() {
        let fields: Vec<_> = view.fields().iter().map(|info| info.name).collect();
        let spec = view.spec();
        assert!(!spec.default_fields.is_empty() && !spec.key.is_empty(), "{view}");
        assert!(spec.telling.is_none_or(|name| spec.key.contains(&name)), "{view}");
        let of_kinds = spec.fields_of_kinds.iter().map(|(_, names)| ("of a kind", *names));
        let usual =
            [("default", spec.default_fields), ("moving", spec.moving_fields), ("key", spec.key)];
        for (what, names) in usual.into_iter().chain(of_kinds) {
            let unique: BTreeSet<_> = names.iter().collect();
            assert_eq!(unique.len(), names.len(), "{view}: a {what} twice");
            for name in names {
                let is_known = fields.contains(name) || (what, *name) == ("default", "all");
                assert!(is_known, "{view}: {what} {name:?}");
            }
        }
    }
}

/// The exit status of an audit follows from a field whose words are known.
#[test]
fn an_alarm_is_about_a_field() {
    for view in view::all() {
        let spec = view.spec();
        let page = spec.labels.iter().chain(&spec.warnings);
        let bars = spec.bars.iter().flat_map(|bar| std::iter::once(&bar.part).chain(&bar.whole));
        for name in spec.order.iter().chain(page).chain(bars) {
            assert!(view.fields().iter().any(|field| field.name == *name), "{view}");
        }
        let Some(alarm) = spec.alarm else { continue };
        let field = view.fields().iter().find(|field| field.name == alarm.field);
        assert!(field.is_some_and(|field| field.kind == Kind::Word), "{view}");
        assert!(alarm.levels.contains(&alarm.usual), "{view}");
    }
}

/// What names the ends of an edge, where it leads and what stands on it.
#[test]
fn pictures_are_made_of_fields() {
    for view in view::all() {
        let Some(graph) = &view.spec().graph else { continue };
        let fields: Vec<_> = view.fields().iter().map(|info| info.name).collect();
        assert!(!graph.labels.is_empty(), "{view}");
        for name in graph.fields().iter().chain(graph.labels) {
            assert!(fields.contains(name), "{view}: {name:?}");
        }
    }
}

/// Where keys are ordered in place of rows, the order of the view begins with what tells them apart.
#[test]
fn keys_that_are_ordered_come_first_in_the_order() {
    for view in view::all() {
        let Some(field) = view.ordered_within() else { continue };
        let spec = view.spec();
        assert!(spec.order.is_empty(), "{view}");
        assert_eq!(spec.key.first(), Some(&view.fields()[field].name), "{view}");
    }
}

/// The tables below a page are selected by the key of the page.
#[test]
fn sections_are_views_with_the_key_of_the_page() {
    for view in view::all() {
        for section in view.spec().sections {
            let key = view.spec().key[0];
            assert!(
                section.fields().iter().any(|field| field.name == key),
                "{section} lacks {key}"
            );
        }
    }
}

#[test]
fn fields_of_every_view_mean_the_same_everywhere() {
    for name in ["host", "boot_id", "collected_at"] {
        let described: BTreeSet<_> = view::all()
            .map(|view| {
                let fields = view.fields();
                let info = fields.iter().find(|info| info.name == name);
                let info = info.unwrap_or_else(|| panic!("{view} lacks {name}"));
                (info.header, info.doc, info.kind.json_type())
            })
            .collect();
        assert_eq!(described.len(), 1, "{name}: {described:?}");
    }
}

/// Only what is known without opening a file has no source. A field that kept the extractor of
/// `..Field::BASE` would have none either, and be unsupported in every row.
#[test]
fn no_field_forgot_its_extractor() {
    const KNOWN: [&str; 5] = ["pid", "tid", "booted", "uptime", "cpus"];
    for view in view::all() {
        for (number, info) in view.fields().iter().enumerate() {
            let has_source = !view.files(number, Trees::All).is_empty();
            assert!(has_source || KNOWN.contains(&info.name), "{} {}", view, info.name);
        }
    }
}

#[test]
fn files_come_from_the_table() {
    for view in view::all() {
        for (number, info) in view.fields().iter().enumerate() {
            for file in view.files(number, Trees::All) {
                assert!(File::ALL.contains(&file), "{} {}", view, info.name);
            }
        }
    }
}

/// Whether a line of the coverage claims a path: itself or, for a directory, what lies below it.
fn claims(covered: &str, path: &str) -> bool {
    path == covered
        || path.strip_prefix(covered).is_some_and(|rest| rest.starts_with('/'))
        || path.strip_prefix("self/").is_some_and(|rest| claims(covered, &format!("[pid]/{rest}")))
}

/// Users read `[pid]/net/tcp` in listings and reports; the design's table spells it in one way.
#[test]
fn files_of_fields_are_spelled_as_the_coverage_spells_them() {
    let covered: Vec<&str> =
        COVERAGE.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    for view in view::all() {
        for file in pcore::view::files(view).iter() {
            let known = !file.is_of_process()
                || BESIDE.contains(&file.path())
                || covered.iter().any(|covered| claims(covered, file.path()));
            assert!(known, "{}: {:?} is not in the coverage", view, file.path());
        }
    }
}

/// Rows of the coverage that no view has, and why.
const GIVEN_TO_NO_VIEW: [&str; 2] = ["(every tool)", "(none: write-only)"];

/// Every file of the coverage is read by the view that it is given to, or by one whose name goes on
/// from that of it, where it was too much for one.
#[test]
fn views_read_what_the_coverage_gives_to_them() {
    for line in COVERAGE.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (path, given) = (columns[0], columns[2]);
        if GIVEN_TO_NO_VIEW.contains(&given) {
            continue;
        }
        let is_given = |view: &&dyn View| {
            view.to_string()
                .strip_prefix(given)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let views: Vec<_> = view::all().filter(is_given).collect();
        assert!(!views.is_empty(), "there is no view {given}");
        let reads = |view: &&dyn View| {
            pcore::view::files(*view)
                .iter()
                .any(|file| claims(path, file.path()) || claims(file.path(), path))
        };
        assert!(views.iter().any(reads), "{given} does not read {path}");
    }
}

/// The columns that ps 4.0.7 prints, by every name that it takes.
const COLUMNS_OF_PS: &str = include_str!("../../../tests/fixtures/ps-names.txt");

/// Names that ps takes too but prints a dash for, although the kernel tells what they ask for.
const DASHES_OF_PS: &str = "\
    argc cmaj_flt cmin_flt cutime cwd end_code inblk inblock login logname luser m_dt m_lrs
    m_resident m_share m_swap mwchan nivcsw nswap nvcsw nwchan oublk oublock re resident share
    start_code systime umask usertime utime vm_data vm_exe vm_lib vm_lock vm_stack xstat";

/// Whoever knows a column by the name that ps gives to it finds it here.
#[test]
fn every_column_of_ps_is_a_field() {
    for view in view::all().filter(|view| view.fields().iter().any(|info| info.name == "stat")) {
        let fields = view.fields();
        for name in [COLUMNS_OF_PS, DASHES_OF_PS].into_iter().flat_map(str::split_whitespace) {
            let found = fields.iter().any(|info| info.answers_to(name));
            assert!(found, "{view} does not know {name:?}");
        }
    }
}

/// Splits an example as a shell would: blanks part, single quotes hold together.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (number, part) in line.split('\'').enumerate() {
        if number % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn examples_name_their_tool_and_fields_that_exist() {
    for view in view::all() {
        let fields = view.fields();
        let known = |name: &str| {
            let name = name.trim_start_matches(['+', '-']);
            let name = name.split_once('=').map_or(name, |(name, _)| name);
            name == "all" || fields.iter().any(|info| info.answers_to(name))
        };
        for (line, what) in view.spec().examples {
            assert!(!what.is_empty(), "{line}");
            // What an example is piped into is another program's.
            let own = line.split(" | ").next().unwrap_or(line);
            let words = split(own);
            assert_eq!(words.first().map(String::as_str), Some(view.spec().tool), "{line}");
            for pair in words.windows(2) {
                let [option, value] = pair else { continue };
                match option.as_str() {
                    "-o" | "--fields" | "--sort" => {
                        for name in value.split(',') {
                            assert!(known(name), "{line}: {name:?}");
                        }
                    }
                    "-Q" | "--where" => {
                        let filter = Filter::parse(value, fields);
                        assert!(filter.is_ok(), "{line}: {:?}", filter.err());
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Sources that rows share are built once and on demand: doing so for every field of every view is
/// the most that any run asks for.
#[test]
fn every_field_can_be_prepared() {
    let Ok(root) = Root::live() else {
        println!("skipped: there is no /proc");
        return;
    };
    let run = Run::new(root, Pace::default()).unwrap();
    for view in view::all() {
        for number in 0..view.fields().len() {
            view.prepare(number, &run);
        }
    }
}

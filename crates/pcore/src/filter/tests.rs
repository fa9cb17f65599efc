//! Filters as a whole: what they mean on a row, and how they are refused.

use std::net::IpAddr;

use proptest::prelude::*;

use super::{Filter, FilterError, Network, Truth};
use crate::{Absent, Cells, Info, Kind, Value};

const fn info(name: &'static str, kind: Kind, aliases: &'static [&'static str]) -> Info {
    Info { name, kind, aliases, ..Info::BASE }
}

static FIELDS: &[Info] = &[
    info("pid", Kind::Id, &["tgid"]),
    info("ppid", Kind::Id, &[]),
    info("comm", Kind::Text, &["ucmd", "name"]),
    info("state", Kind::Word, &["s", "stat"]),
    info("rss", Kind::Bytes, &["rssize", "rsz"]),
    info("cpu", Kind::Percent, &["%cpu"]),
    info("elapsed", Kind::Seconds, &["etime"]),
    info("started", Kind::Time, &["lstart"]),
    info("deleted", Kind::Bool, &[]),
    info("exe", Kind::Path, &[]),
    info("local", Kind::Address, &[]),
    info("peer", Kind::Address, &[]),
    info("ports", Kind::List(&Kind::Id), &[]),
    info("groups", Kind::List(&Kind::Text), &[]),
    info("tty", Kind::Text, &[]),
    info("wchan", Kind::Text, &[]),
    info("sigblk", Kind::Mask, &[]),
];

type Cell = Result<Value<'static>, Absent>;

#[derive(Clone, Debug)]
struct Row(Vec<Cell>);

impl Cells for Row {
    fn cell(&self, field: usize) -> Result<Value<'_>, Absent> {
        self.0[field].clone()
    }
}

fn ip(text: &str) -> Value<'static> {
    text.parse::<IpAddr>().unwrap().into()
}

fn row() -> Row {
    Row(vec![
        Ok(Value::Uint(42)),
        Ok(Value::Uint(1)),
        Ok(Value::text(b"worker \xff")),
        Ok(Value::word("S")),
        Ok(Value::Uint(2 << 30)),
        Ok(Value::Float(12.5)),
        Ok(Value::Uint(5400)),
        Ok(Value::Time(1_000_000_000)),
        Ok(Value::Bool(true)),
        Ok(Value::text(b"/usr/bin/worker")),
        Ok(ip("::ffff:10.0.0.1")),
        Ok(Value::text(b"/run/x.sock")),
        Ok(Value::List(vec![Value::Uint(22), Value::Uint(8080)])),
        Ok(Value::List(Vec::new())),
        Err(Absent::NotApplicable),
        Err(Absent::Denied),
        Ok(Value::text(b"0000000000010000")),
    ])
}

fn parse(text: &str) -> Result<Filter, FilterError> {
    Filter::parse(text, FIELDS)
}

fn truth(text: &str) -> Truth {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).test(&row())
}

#[track_caller]
fn all(texts: &[&str], expected: Truth) {
    for text in texts {
        assert_eq!(truth(text), expected, "{text}");
    }
}

#[test]
fn the_operators_and_their_words() {
    all(
        &[
            "pid == 42",
            "pid==42",
            "pid eq 42",
            "pid EQ 42",
            "pid != 1",
            "pid!=1",
            "pid ne 1",
            "pid < 43",
            "pid<43",
            "pid lt 43",
            "pid <= 42",
            "pid le 42",
            "pid > 41",
            "pid gt 41",
            "pid >= 42",
            "pid ge 42",
            "comm =~ ^work",
            "comm=~'k.r'",
            "comm !~ sshd",
            "pid == 42 && ppid == 1",
            "pid==42&&ppid==1",
            "pid == 42 and ppid == 1",
            "pid == 42 AND ppid == 1",
            "pid == 7 || ppid == 1",
            "pid==7||ppid==1",
            "pid == 7 Or ppid == 1",
            "!pid == 7",
            "! pid == 7",
            "not pid == 7",
            "NOT(pid == 7)",
            "not not pid == 42",
            "(pid == 42)",
            " ( ( pid==42 ) ) ",
            "\n pid\t==\n42 ",
            "1 < pid",
            "42 == pid",
            "7 ne @pid",
            "'worker' lt comm",
            "@pid == 42",
        ],
        Truth::True,
    );
    all(&["pid == 1", "pid != 42", "pid < 42", "pid > 42", "comm !~ work", "50<pid"], Truth::False);
}

#[test]
fn denial_binds_tighter_than_and_and_and_tighter_than_or() {
    all(
        &[
            "pid == 42 || pid == 1 && pid == 2",
            "pid == 1 && pid == 2 || pid == 42",
            "!pid == 1 && pid == 42",
            "!pid == 42 || pid == 42",
        ],
        Truth::True,
    );
    all(&["(pid == 42 || pid == 1) && pid == 2", "!(pid == 1 || pid == 42)"], Truth::False);
}

#[test]
fn names_are_found_in_any_case_and_by_alias() {
    all(&["PID == 42", "Tgid == 42", "%CPU == 12.5", "%cpu > 12%", "RSZ > 1G"], Truth::True);
}

#[test]
fn a_bare_field_is_true_where_it_is_set() {
    all(&["pid", "deleted", "comm and exe", "ports", "local", "state", "started"], Truth::True);
    all(&["groups", "!pid", "not comm"], Truth::False);
}

#[test]
fn values_need_no_quotes_and_have_the_kind_of_the_field() {
    all(
        &[
            "exe == /usr/bin/worker",
            "local == 10.0.0.1",
            "local == ::ffff:10.0.0.1",
            "local != ::1",
            "peer == /run/x.sock",
            "peer != 10.0.0.1",
            "rss > 1.5GiB",
            "rss == 2G",
            "rss < 2.5T",
            "elapsed == 1h30m",
            "elapsed < 2h",
            "elapsed == 01:30:00",
            "elapsed > 1e3",
            "started < 2026-11-01T10:00",
            "started < -2h",
            "started <= now",
            "started == 1970-01-01T00:00:01Z",
            "deleted == yes",
            "deleted != no",
            "state == s",
            "state >= s",
            "sigblk == 0000000000010000",
            r#"comm == "worker \xff""#,
            "comm < x",
            "comm == @comm",
        ],
        Truth::True,
    );
    // Only this library's own words are compared in any case.
    all(&["exe == /usr/bin/Worker", "comm == worker", "peer == ::1", "peer < ::1"], Truth::False);
}

#[test]
fn texts_that_can_pass_are_listed_where_they_are_few() {
    let texts = |text: &str| {
        let filter = Filter::parse(text, FIELDS).unwrap();
        let found = filter.texts(2);
        found.map(|texts| texts.iter().map(|text| text.to_vec()).collect::<Vec<_>>())
    };
    assert_eq!(texts("comm == a"), Some(vec![b"a".to_vec()]));
    assert_eq!(texts("comm in (a, b) and pid > 1").map(|texts| texts.len()), Some(2));
    assert_eq!(texts("comm == a or comm == b").map(|texts| texts.len()), Some(2));
    for open in ["comm =~ a", "comm != a", "not comm == a", "comm == a or pid == 1", "pid == 1"] {
        assert_eq!(texts(open), None, "{open}");
    }
}

#[test]
fn in_takes_lists_ranges_and_networks() {
    all(
        &[
            "state in (R, S)",
            "state in (r,s)",
            "state IN(S)",
            "pid in 40..50",
            "pid in 42..42",
            "pid in (1, 40..50)",
            "pid in 42",
            "pid not in (1, 2)",
            "pid NOT IN 43..50",
            "exe in (/usr/bin/worker, '/a, b')",
            "local in 10.0.0.0/8",
            "local in 10.0.0.1",
            "local in (192.0.2.0/24, 10.0.0.0/30)",
            "local not in fe80::/10",
            "local in 10.0.0.0..10.0.0.9",
            "peer in (/run/x.sock)",
            "peer not in 10.0.0.0/8",
            "elapsed in 1h..2h",
            "started in '1970-01-01 00:00Z..1970-01-02 00:00Z'",
            "rss in (1G..4G)",
        ],
        Truth::True,
    );
    all(&["state in (R, D)", "pid in 1..41", "local in 11.0.0.0/8", "exe in (a..z)"], Truth::False);
}

#[test]
fn a_list_passes_if_an_element_does() {
    all(
        &[
            "ports == 22",
            "ports == 8080",
            "ports != 80",
            "ports > 8000",
            "ports in (1, 22)",
            "ports in 1..100",
            "groups != x",
            "groups !~ x",
            "pid != @ports",
            "ports > @pid",
        ],
        Truth::True,
    );
    all(
        &["ports == 80", "ports != 22", "ports in 23..8079", "ports not in 22", "groups =~ ''"],
        Truth::False,
    );
}

#[test]
fn a_field_stands_on_the_right_with_an_at() {
    all(
        &["ppid < @pid", "pid != @ppid", "pid==@tgid", "pid > @cpu", "elapsed > @pid"],
        Truth::True,
    );
    all(&["local == @peer", "ppid >= @PID"], Truth::False);
}

#[test]
fn what_is_absent_can_be_asked_for() {
    all(
        &[
            "tty is null",
            "tty IS NULL",
            "tty is not_applicable",
            "tty is not denied",
            "wchan is denied",
            "wchan is null",
            "pid is not null",
            "pid is not denied",
            "!(pid is null)",
        ],
        Truth::True,
    );
    all(
        &["pid is null", "tty is denied", "tty is not null", "wchan is blocked", "pid is vanished"],
        Truth::False,
    );
}

#[test]
fn what_depends_on_an_absent_value_is_unknown() {
    let denied = Truth::Unknown(Absent::Denied);
    all(
        &[
            "wchan == x",
            "!(wchan == x)",
            "wchan != x",
            "wchan",
            "wchan =~ x",
            "wchan in (x, y)",
            "wchan == @comm",
            "comm == @wchan",
            "wchan == @wchan",
            "pid == 42 && wchan == x",
            "pid == 1 || wchan == x",
            // The gap is the reason to report, wherever it stands.
            "tty == x && wchan == x",
            "wchan == x || tty == x",
            "tty == @wchan",
        ],
        denied,
    );
    all(&["tty == x", "tty != x"], Truth::Unknown(Absent::NotApplicable));
    all(&["pid == 42 || wchan == x", "wchan == x || pid == 42"], Truth::True);
    all(&["pid == 1 && wchan == x", "wchan == x && pid == 1"], Truth::False);
}

#[test]
fn an_error_names_the_place_and_what_to_write() {
    for (text, expected) in [
        ("", "expected a field, `not` or `(` at column 1"),
        ("rsss > 1", "no field `rsss` at column 1; did you mean `rss`?"),
        ("pid == 1 && RSSIZ > 1", "no field `RSSIZ` at column 13; did you mean `rssize`?"),
        ("zzzzzz", "no field `zzzzzz` at column 1"),
        ("comm == 'é' && xyzzy", "no field `xyzzy` at column 16"),
        ("pid = 1", "`=` is no operator at column 5; write `==` for equality"),
        ("pid ==", "expected a value at column 7"),
        ("pid == 1 and", "expected a field, `not` or `(` at column 13"),
        ("pid == 1 foo", "expected an operator, `and`, `or` or the end at column 10"),
        ("pid & 1", "expected an operator, `and`, `or` or the end at column 5"),
        ("(pid == 1", "expected an operator, `and`, `or` or `)` at column 10"),
        ("pid == 1)", "expected an operator, `and`, `or` or the end at column 9"),
        ("comm == \"a", "this quote is not closed at column 9"),
        (
            r"comm == 'é\d'",
            r#"unknown escape at column 11; write `\\` for a backslash; others are \n \r \t \0 \" \' \xHH"#,
        ),
        ("pid == x", "`x` is not an integer at column 8; write 1234"),
        ("pid == ppid", "`ppid` is not an integer at column 8; write `@ppid` for the field"),
        ("rss > 5q", "`5q` is not an amount of bytes at column 7; write 4096, 500M or 1.5GiB"),
        ("deleted > 0", "`deleted` is yes or no and has no order at column 9; write `==` or `!=`"),
        (
            "pid =~ 1",
            "`pid` is an integer, not text at column 5; compare it with `==`, `<` or `in`",
        ),
        ("comm =~ 'a('", "not a regular expression: unclosed group at column 9"),
        (
            "local in 10.0.0/8",
            "`10.0.0/8` is not a network at column 10; write 10.0.0.0/8 or fe80::/10",
        ),
        (
            "local in 10.0.0.0/40",
            "the prefix of this network is a number from 0 to 32 at column 10; write 10.0.0.0/8 or fe80::/10",
        ),
        ("pid in (1, 2", "expected `,` or `)` at column 13"),
        ("pid in ()", "expected a value, a range or a network at column 9"),
        ("pid in", "expected a network, a range or a list in parentheses at column 7"),
        ("pid in 9..1", "the range ends before it begins at column 8; write 1..9"),
        ("pid in 1..x", "`x` is not an integer at column 8; write 1234"),
        (
            "exe is gone",
            "expected `null` or the reason of an absence at column 8; the reasons are not_applicable, denied, vanished, blocked, unsupported, malformed",
        ),
        (
            "comm == @/tmp/x",
            "no field `/tmp/x` at column 10; a text that begins with `@` needs quotes",
        ),
        (
            "comm == @",
            "expected a field after `@` at column 10; a text that begins with `@` needs quotes",
        ),
        ("started > @pid", "`started` is a time and `pid` is an integer at column 12"),
        ("1 == 2", "no field `2` at column 6"),
        ("comm =~", "expected a value at column 8"),
        ("'x'", "expected a comparison with a field at column 4"),
        ("comm == 'a\nb' or pid == 'x\ny'", "`x\\ny` is not an integer at column 25; write 1234"),
    ] {
        let error = parse(text).expect_err(text).to_string();
        assert_eq!(error, expected, "{text}");
    }
}

#[test]
fn nesting_and_length_are_bounded() {
    for (open, close) in [("(", ")"), ("!", ""), ("not ", ""), ("!(", ")")] {
        let deep = 64 / open.matches(['!', '(', 'n']).count();
        let nested = |depth| format!("{}pid{}", open.repeat(depth), close.repeat(depth));
        assert!(parse(&nested(deep)).is_ok(), "{open}");
        let error = parse(&nested(20_000)).expect_err(open);
        assert!(error.message.contains("nested too deep") || error.message.contains("at most"));
    }
    let long = |count| vec!["pid == 42"; count].join("||");
    assert!(parse(&long(5000)).is_ok());
    assert_eq!(parse(&long(9000)).map(|_| ()).map_err(|error| error.at), Err(65537));
}

#[test]
fn filters_are_built_without_text() {
    let network: Network = "10.0.0.0/8".parse().unwrap();
    let one = || Filter::equal(0, Value::Uint(42));
    for (filter, expected) in [
        (one(), Truth::True),
        (one().not(), Truth::False),
        (Filter::equal(3, Value::word("s")), Truth::True),
        (Filter::one_of(0, vec![Value::Uint(1), Value::Uint(42)]), Truth::True),
        (Filter::one_of(0, Vec::new()), Truth::False),
        (Filter::contains(2, b"ker"), Truth::True),
        (Filter::contains(2, b"KER"), Truth::False),
        (Filter::contains(10, b"10.0"), Truth::True),
        (Filter::contains(0, b"42"), Truth::False),
        (Filter::begins(2, b"w"), Truth::True),
        (Filter::begins(2, b"orker"), Truth::False),
        (Filter::absent(15, Absent::Denied), Truth::True),
        (Filter::absent(15, Absent::Blocked), Truth::False),
        (Filter::within(10, network), Truth::True),
        (Filter::within(11, network), Truth::False),
        (Filter::and(Vec::new()), Truth::True),
        (Filter::or(Vec::new()), Truth::False),
        (Filter::and(vec![one(), Filter::contains(15, b"")]), Truth::Unknown(Absent::Denied)),
        (Filter::or(vec![Filter::contains(15, b""), one()]), Truth::True),
    ] {
        assert_eq!(filter.test(&row()), expected, "{filter:?}");
    }
}

#[test]
fn the_fields_of_a_filter_are_each_named_once() {
    let filter =
        parse("exe =~ x && (pid > @ppid || !exe) and tty is null and pid in 1..2").unwrap();
    assert_eq!(filter.fields(), [9, 0, 1, 14]);
    assert_eq!(Filter::and(Vec::new()).fields(), []);
}

#[test]
fn cheap_tests_come_first_and_equals_keep_their_order() {
    let mut filter = parse("exe && (wchan || pid) && comm && pid").unwrap();
    filter.cheapest_first(&|field| match field {
        9 | 15 => 10,
        _ => 1,
    });
    assert_eq!(filter.fields(), [2, 0, 9, 15]);
}

/// A test of one field of three, as text.
fn leaf() -> impl Strategy<Value = String> {
    let field = prop_oneof![Just("pid"), Just("ppid"), Just("cpu")];
    let tests = [" == 1", " > 1", " in (0, 2)", " is null", " is denied", " != @pid", ""];
    (field, prop::sample::select(tests.to_vec())).prop_map(|(field, test)| format!("{field}{test}"))
}

/// A filter as text, and the same with every `and` and `or` turned around.
fn turned() -> impl Strategy<Value = (String, String)> {
    leaf().prop_map(|leaf| (leaf.clone(), leaf)).prop_recursive(4, 32, 4, |inner| {
        let many = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            inner.prop_map(|(a, b)| (format!("!({a})"), format!("!({b})"))),
            (many, prop_oneof![Just(" and "), Just(" || ")]).prop_map(|(parts, operator)| {
                let (straight, mut turned): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
                turned.reverse();
                let group = |parts: Vec<String>| format!("({})", parts.join(operator));
                (group(straight), group(turned))
            }),
        ]
    })
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        (0_u64..3).prop_map(|number| Ok(Value::Uint(number))),
        prop::sample::select(Absent::ALL.to_vec()).prop_map(Err),
    ]
}

proptest! {
    #[test]
    fn the_order_of_evaluation_never_changes_an_answer(
        (straight, turned) in turned(),
        cells in prop::collection::vec(cell(), 3),
        costs in prop::collection::vec(0_u32..4, FIELDS.len()),
    ) {
        let mut row = row();
        for (field, cell) in [0, 1, 5].into_iter().zip(cells) {
            row.0[field] = cell;
        }
        let mut filter = parse(&straight).unwrap();
        let expected = filter.test(&row);
        prop_assert_eq!(parse(&turned).unwrap().test(&row), expected);
        filter.cheapest_first(&|field| costs[field]);
        prop_assert_eq!(filter.test(&row), expected);
        prop_assert_eq!(filter.not().test(&row), !expected);
    }

    #[test]
    fn any_text_is_a_filter_or_an_error_within_it(text in any::<String>()) {
        check_any(&text)?;
    }

    #[test]
    fn any_tokens_are_a_filter_or_an_error_within_them(tokens in prop::collection::vec(
        prop::sample::select(vec![
            "pid", "comm", "local", "ports", "==", "!=", "=", "<", "=~", "!~", "in", "is", "not",
            "null", "denied", "and", "||", "!", "(", ")", ",", "@", "1", "1..2", "10.0.0.0/8",
            "'x'", "\"", "'", "\\", "\\x", "é", " ", " ", "..", "-", "\n",
        ]),
        0..24,
    )) {
        check_any(&tokens.concat())?;
        check_any(&tokens.join(" "))?;
    }

    #[test]
    fn any_bytes_can_be_quoted(bytes in prop::collection::vec(any::<u8>(), 0..16)) {
        let escaped: Vec<_> = bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect();
        let mut row = row();
        row.0[2] = Ok(Value::Text(bytes.into()));
        let filter = parse(&format!("comm == \"{}\"", escaped.concat())).unwrap();
        prop_assert_eq!(filter.test(&row), Truth::True);
    }
}

fn check_any(text: &str) -> Result<(), TestCaseError> {
    match parse(text) {
        Ok(filter) => {
            filter.test(&row());
        }
        Err(error) => {
            prop_assert!((1..=text.chars().count() + 1).contains(&error.at), "{error}");
            prop_assert_eq!(error.to_string().lines().count(), 1);
        }
    }
    Ok(())
}

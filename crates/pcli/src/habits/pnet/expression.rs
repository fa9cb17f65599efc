//! Expressions of ss: `state established`, `exclude time-wait`, `sport = :22 and dst 10.0.0.0/8`,
//! `( dport gt :1024 or not src 192.0.2.1 )`. Each becomes a filter over fields.
//!
//! There `=` means equality, and words are joined by `and` where nothing else joins them. A port or
//! an address that a socket does not have is unequal to every other, so that a denial keeps such a
//! socket; that is written out, since in a filter what does not apply is neither.

mod ends;

use ends::{host, port};

/// Words with which an expression begins; `(` does too, in one word with what follows.
const BEGINNINGS: [&str; 7] = ["state", "exclude", "src", "dst", "sport", "dport", "dev"];
/// Words with which an expression goes on where one is expected.
const TESTS: [&str; 3] = ["fwmark", "cgroup", "autobound"];
/// How deep parentheses and denials nest: the parser recurses.
const DEEPEST: usize = 32;

/// States as ss calls them, without dashes, and as they are called here. What ss does not tell apart
/// of local sockets goes with its like.
const STATES: &[(&str, &[&str])] = &[
    ("established", &["ESTABLISHED"]),
    ("synsent", &["SYN_SENT", "CONNECTING"]),
    ("synrecv", &["SYN_RECV"]),
    ("finwait1", &["FIN_WAIT1"]),
    ("finwait2", &["FIN_WAIT2"]),
    ("timewait", &["TIME_WAIT"]),
    ("closed", &["CLOSE", "UNCONNECTED"]),
    ("closewait", &["CLOSE_WAIT"]),
    ("lastack", &["LAST_ACK"]),
    ("listening", &["LISTEN"]),
    ("closing", &["CLOSING", "DISCONNECTING"]),
];

/// Other names of states.
const ALSO: &[(&str, &str)] = &[
    ("estab", "established"),
    ("synrcv", "synrecv"),
    ("newsynrecv", "synrecv"),
    ("close", "closed"),
    ("unconnected", "closed"),
    ("unconn", "closed"),
    ("listen", "listening"),
];

/// Groups of states: the name, and the states that do not belong to it.
const GROUPS: &[(&str, &[&str])] = &[
    ("connected", &["closed", "listening"]),
    ("synchronized", &["closed", "listening", "synsent"]),
    ("synchronised", &["closed", "listening", "synsent"]),
    ("big", &["synrecv", "timewait"]),
];

/// States that are kept in miniature.
const BUCKET: [&str; 2] = ["synrecv", "timewait"];

/// Whether an argument may be the first word of an expression, or all of one.
pub(super) fn may_begin(word: &str) -> bool {
    is_state(word) || may_go_on(word)
}

/// Whether a word that stands for itself is a state or a group of states.
fn is_state(word: &str) -> bool {
    word != "all" && states("", word).is_ok()
}

/// Whether an argument may be the first word of several.
fn may_go_on(word: &str) -> bool {
    let word = word.trim_start();
    let first = word.split(|c: char| c.is_whitespace() || "=!<>(".contains(c)).next();
    word.starts_with('(') || first.is_some_and(|first| BEGINNINGS.contains(&first))
}

/// Whether an expression stands at the beginning of these arguments, and not the name of a field
/// that is spelled like one.
pub(super) fn follows(arguments: &[String]) -> bool {
    let words: Vec<String> =
        arguments.iter().take_while(|word| !word.starts_with('-')).take(3).cloned().collect();
    if !words.first().is_some_and(|first| may_go_on(first)) {
        return words.first().is_some_and(|first| is_state(first));
    }
    let tokens = tokens(&words);
    Parser { tokens: &tokens, at: 0, depth: 0 }.test().is_ok()
}

/// Whether the first word is compared with something, and so is the name of no view.
pub(super) fn compares(words: &[String]) -> bool {
    tokens(words).get(1).is_some_and(|second| matches!(&*second.text, "=" | "==" | "!="))
}

/// Takes the expressions out of these words: the filter that they make together, and the words that
/// are left.
///
/// # Errors
/// What of an expression has no counterpart, or is none.
pub(super) fn take(words: &[String]) -> Result<(Option<String>, Vec<String>), String> {
    let tokens = tokens(words);
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
    let mut states: Vec<&str> = Vec::new();
    let mut filters = Vec::new();
    let mut left = Vec::new();
    while let Some(token) = parser.peek() {
        match &*token.text {
            "state" if parser.at_word() => {
                parser.at += 1;
                states.extend(parser.states("state")?);
            }
            _ if parser.at_word() && words.get(token.word).is_some_and(|word| is_state(word)) => {
                states.extend(parser.states("state")?);
            }
            _ if parser.begins() => filters.push(parser.any()?),
            // Between the states and what follows them, `and` adds nothing.
            "and" | "&" | "&&" if is_going_on(&states, &filters) => {
                parser.at += 1;
                if !parser.begins() {
                    return Err(parser.unexpected());
                }
            }
            "or" | "|" | "||" if is_going_on(&states, &filters) => {
                return Err(parser.unexpected());
            }
            _ if !parser.at_word() => return Err(parser.unexpected()),
            _ => {
                left.extend(words.get(token.word).cloned());
                parser.skip_word();
            }
        }
    }
    if !states.is_empty() {
        filters.insert(0, is_in(&states));
    }
    let filter = match &mut *filters {
        [] => None,
        [only] => Some(std::mem::take(only)),
        several => Some(format!("({})", several.join(") and ("))),
    };
    Ok((filter, left))
}

/// Whether an expression has begun before this place.
fn is_going_on(states: &[&str], filters: &[String]) -> bool {
    !states.is_empty() || !filters.is_empty()
}

/// A part of an expression, and the word that it stands in.
#[derive(Debug)]
struct Token {
    text: String,
    word: usize,
}

/// The parts of the words: what stands between blanks, and the signs. A path runs to the next blank.
fn tokens(words: &[String]) -> Vec<Token> {
    const SIGNS: [&str; 13] =
        ["==", "!=", "<=", ">=", "&&", "||", "=", "<", ">", "!", "&", "|", "("];
    let mut tokens = Vec::new();
    for (word, text) in words.iter().enumerate() {
        let mut rest = text.trim();
        let mut push = |text: &str| tokens.push(Token { text: text.to_owned(), word });
        while !rest.is_empty() {
            let sign = SIGNS.iter().chain(&[")"]).find(|sign| rest.starts_with(**sign));
            let is_path = ["/", "@", "unix:"].iter().any(|start| rest.starts_with(start));
            let end = match sign {
                Some(sign) => sign.len(),
                None if is_path => rest.find(char::is_whitespace).unwrap_or(rest.len()),
                None => rest
                    .find(|c: char| c.is_whitespace() || "=!<>&|()".contains(c))
                    .unwrap_or(rest.len()),
            };
            let (token, after) = rest.split_at(end);
            push(token);
            rest = after.trim_start();
        }
        if text.trim().is_empty() {
            push(text);
        }
    }
    tokens
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

/// How a value is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    Unequal,
    /// As a filter writes it.
    Ordered(&'static str),
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    fn text(&self) -> &'t str {
        self.peek().map_or("", |token| &token.text)
    }

    fn next(&mut self) -> Option<&'t str> {
        let token = self.peek()?;
        self.at += 1;
        Some(&token.text)
    }

    fn skip(&mut self, any: &[&str]) -> bool {
        let is_there = self.peek().is_some() && any.contains(&self.text());
        self.at += usize::from(is_there);
        is_there
    }

    /// Whether a new word begins here.
    fn at_word(&self) -> bool {
        let word = |at: usize| self.tokens.get(at).map(|token| token.word);
        self.at == 0 || word(self.at) != word(self.at - 1)
    }

    fn skip_word(&mut self) {
        let word = self.peek().map(|token| token.word);
        while self.peek().is_some_and(|token| Some(token.word) == word) {
            self.at += 1;
        }
    }

    /// Whether an expression begins here.
    fn begins(&self) -> bool {
        let at = |at: usize| self.tokens.get(at).map_or("", |token| &*token.text);
        let is_beginning = |text: &str| text == "(" || BEGINNINGS.contains(&text);
        let denials = (self.at..self.tokens.len())
            .take_while(|place| matches!(at(*place), "not" | "!"))
            .count();
        is_beginning(at(self.at + denials))
    }

    fn unexpected(&self) -> String {
        match self.peek() {
            Some(token) => format!("`{}` does not go on an expression of ss", token.text),
            None => "an expression of ss ends too early".to_owned(),
        }
    }

    fn any(&mut self) -> Result<String, String> {
        let mut parts = vec![self.all()?];
        while self.skip(&["or", "|", "||"]) {
            parts.push(self.all()?);
        }
        Ok(joined(parts, "or"))
    }

    fn all(&mut self) -> Result<String, String> {
        let mut parts = vec![self.one()?];
        loop {
            if self.skip(&["and", "&", "&&"]) {
                parts.push(self.one()?);
            } else if self.text() != "state" && self.begins() {
                // What nothing joins, `and` does.
                parts.push(self.one()?);
            } else {
                return Ok(joined(parts, "and"));
            }
        }
    }

    fn one(&mut self) -> Result<String, String> {
        if self.depth > DEEPEST {
            return Err("an expression of ss nests too deep".to_owned());
        }
        self.depth += 1;
        let found = if self.skip(&["not", "!"]) {
            format!("not ({})", self.one()?)
        } else if self.skip(&["("]) {
            let found = self.any()?;
            if !self.skip(&[")"]) {
                return Err("an expression of ss lacks a `)`".to_owned());
            }
            found
        } else {
            self.test()?
        };
        self.depth -= 1;
        Ok(found)
    }

    fn test(&mut self) -> Result<String, String> {
        let Some(name) = self.next() else { return Err(self.unexpected()) };
        match name {
            "state" => Ok(is_in(&self.states(name)?)),
            "exclude" => Ok(format!("not ({})", is_in(&self.states(name)?))),
            "src" | "dst" => {
                let is_equal = self.equality(name)?;
                let value = self.value(name)?;
                let found = if name == "src" {
                    host(value, "local", "local_port", "service")
                } else {
                    host(value, "peer", "peer_port", "peer_service")
                };
                Ok(deny_unless(is_equal, found?))
            }
            "sport" | "dport" => {
                let operator = self.operator();
                let value = self.value(name)?;
                if name == "sport" {
                    port(operator, value, "local_port", "service")
                } else {
                    port(operator, value, "peer_port", "peer_service")
                }
            }
            "dev" => {
                let is_equal = self.equality(name)?;
                Ok(deny_unless(is_equal, equal("interface", self.value(name)?)))
            }
            "fwmark" => {
                let is_equal = self.equality(name)?;
                let value = self.value(name)?;
                let mark = value.strip_prefix("0x").map_or_else(
                    || value.parse::<u32>().ok(),
                    |digits| u32::from_str_radix(digits, 16).ok(),
                );
                let mark = mark.ok_or_else(|| format!("fwmark: `{value}` is no mark"))?;
                Ok(deny_unless(is_equal, equal("mark", &format!("{mark:#x}"))))
            }
            "cgroup" => Err("cgroup: no path is known of a socket; -o +cgroup_id shows the inode of its control group, and -Q selects by it".to_owned()),
            "autobound" => Err("autobound: the kernel does not tell how a port was chosen".to_owned()),
            other => Err(format!(
                "`{other}` is no test of ss; there are {} and {}",
                BEGINNINGS.join(", "),
                TESTS[0]
            )),
        }
    }

    fn value(&mut self, name: &str) -> Result<&'t str, String> {
        let value = self.next().filter(|value| !"=!<>&|()".contains(value));
        value.ok_or_else(|| format!("{name}: a value is missing"))
    }

    fn operator(&mut self) -> Operator {
        let operator = match self.text() {
            "=" | "==" | "eq" => Operator::Equal,
            "!=" | "ne" | "neq" => Operator::Unequal,
            ">" | "gt" => Operator::Ordered(">"),
            "<" | "lt" => Operator::Ordered("<"),
            ">=" | "ge" | "geq" => Operator::Ordered(">="),
            "<=" | "le" | "leq" => Operator::Ordered("<="),
            // A value alone is to be equal.
            _ => return Operator::Equal,
        };
        self.at += 1;
        operator
    }

    /// Whether it is to be equal.
    fn equality(&mut self, name: &str) -> Result<bool, String> {
        match self.operator() {
            Operator::Equal => Ok(true),
            Operator::Unequal => Ok(false),
            Operator::Ordered(sign) => Err(format!("{name}: `{sign}` compares ports only")),
        }
    }

    /// The states that the name which follows means.
    fn states(&mut self, name: &str) -> Result<Vec<&'static str>, String> {
        states(name, self.next().ok_or_else(|| format!("{name}: the name of a state is missing"))?)
    }
}

/// The states that a word means.
fn states(name: &str, word: &str) -> Result<Vec<&'static str>, String> {
    let plain: String =
        word.chars().filter(|c| !matches!(c, '-' | '_')).collect::<String>().to_lowercase();
    let plain = ALSO.iter().find(|(also, _)| *also == plain).map_or(&*plain, |(_, name)| name);
    let those = |is_meant: &dyn Fn(&str) -> bool| -> Vec<&'static str> {
        let meant = STATES.iter().filter(|(name, _)| is_meant(name));
        meant.flat_map(|(_, states)| states.iter().copied()).collect()
    };
    let found = match plain {
        "all" => those(&|_| true),
        "bucket" => those(&|name| BUCKET.contains(&name)),
        "boundinactive" => {
            return Err(format!("{name}: /proc does not list sockets that are bound and no more"));
        }
        plain => match GROUPS.iter().find(|(group, _)| *group == plain) {
            Some((_, without)) => those(&|name| !without.contains(&name)),
            None => those(&|name| name == plain),
        },
    };
    if found.is_empty() {
        return Err(format!("{name}: there is no state `{word}`"));
    }
    Ok(found)
}

fn joined(mut parts: Vec<String>, by: &str) -> String {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            format!("({})", parts.join(&format!(") {by} (")))
        }
    }
}

fn deny_unless(is_wanted: bool, filter: String) -> String {
    if is_wanted { filter } else { format!("not ({filter})") }
}

fn is_in(states: &[&str]) -> String {
    format!("state in ({})", states.join(", "))
}

/// A text as a filter has it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// That the field has the value; false where it does not apply.
fn equal(field: &str, value: &str) -> String {
    test(field, "==", &quoted(value))
}

fn test(field: &str, operator: &str, value: &str) -> String {
    format!("{field} is not not_applicable and {field} {operator} {value}")
}

#[cfg(test)]
mod tests {
    use pcore::Filter;

    use super::*;

    fn try_take(line: &str) -> Result<(Option<String>, Vec<String>), String> {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        take(&words)
    }

    /// The filter of a line, which must be one over the fields of sockets.
    fn filter(line: &str) -> String {
        let (filter, left) = try_take(line).unwrap();
        assert_eq!(left, Vec::<String>::new(), "{line}");
        let filter = filter.unwrap();
        let fields = crate::tool::PNET.first().unwrap().fields();
        if let Err(error) = Filter::parse(&filter, fields) {
            panic!("{line}: {filter}: {error}");
        }
        filter
    }

    /// The test of a field that may not apply.
    fn is(test: &str) -> String {
        let field = test.split(' ').next().unwrap();
        format!("{field} is not not_applicable and {test}")
    }

    #[test]
    fn states() {
        assert_eq!(filter("state established"), "state in (ESTABLISHED)");
        assert_eq!(filter("state time-wait"), "state in (TIME_WAIT)");
        assert_eq!(filter("state FIN-WAIT-1"), "state in (FIN_WAIT1)");
        assert_eq!(
            filter("state listening state closing"),
            "state in (LISTEN, CLOSING, DISCONNECTING)"
        );
        assert_eq!(filter("state syn-recv"), filter("state new-syn-recv"));
        assert_eq!(filter("state close"), filter("state closed"));
        assert_eq!(filter("state listen"), filter("state listening"));
        assert_eq!(filter("exclude time-wait"), "not (state in (TIME_WAIT))");
        assert_eq!(
            filter("state established exclude time-wait"),
            "(state in (ESTABLISHED)) and (not (state in (TIME_WAIT)))"
        );
    }

    #[test]
    fn groups_of_states() {
        let all = filter("state all");
        for (_, states) in STATES {
            assert!(states.iter().all(|state| all.contains(state)), "{all}");
        }
        let connected = filter("state connected");
        assert!(connected.contains("SYN_SENT") && connected.contains("TIME_WAIT"), "{connected}");
        assert!(!connected.contains("LISTEN") && !connected.contains("UNCONNECTED"), "{connected}");
        let synchronized = filter("state synchronized");
        assert!(synchronized.contains("SYN_RECV") && !synchronized.contains("SYN_SENT"));
        assert_eq!(filter("state bucket"), "state in (SYN_RECV, TIME_WAIT)");
        let big = filter("state big");
        assert!(big.contains("LISTEN") && !big.contains("TIME_WAIT") && !big.contains("SYN_RECV"));
        assert!(try_take("state bound-inactive").unwrap_err().contains("/proc"));
        assert!(try_take("state nonsense").unwrap_err().contains("`nonsense`"));
        assert!(try_take("state").is_err());
    }

    #[test]
    fn ports() {
        for line in ["sport = :22", "sport == :22", "sport eq 22", "sport :22", "sport=:22"] {
            assert_eq!(filter(line), is("local_port == 22"), "{line}");
        }
        for line in ["dport != :22", "dport ne 22", "dport neq :22", "dport!=22"] {
            assert_eq!(filter(line), format!("not ({})", is("peer_port == 22")), "{line}");
        }
        for (words, sign) in
            [("gt > ", ">"), ("lt < ", "<"), ("ge geq >=", ">="), ("le leq <=", "<=")]
        {
            for word in words.split_whitespace() {
                let line = format!("dport {word} :1024");
                assert_eq!(filter(&line), is(&format!("peer_port {sign} 1024")), "{line}");
            }
        }
        assert_eq!(filter("sport = :ssh"), is("service == \"ssh\""));
        assert_eq!(filter("dport != ssh"), format!("not ({})", is("peer_service == \"ssh\"")));
        for line in ["sport > :ssh", "sport = :99999", "sport = :", "sport", "sport =", "sport > )"]
        {
            assert!(try_take(line).is_err(), "{line}");
        }
    }

    #[test]
    fn addresses() {
        for line in ["dst 10.0.0.0/8", "dst = 10.0.0.0/8"] {
            assert_eq!(filter(line), is("peer in 10.0.0.0/8"), "{line}");
        }
        assert_eq!(filter("dst != 10.0.0.1"), format!("not ({})", is("peer in 10.0.0.1")));
        for line in ["src 127.0.0.1:22", "src = 127.0.0.1:22"] {
            let expected =
                format!("({}) and ({})", is("local in 127.0.0.1"), is("local_port == 22"));
            assert_eq!(filter(line), expected, "{line}");
        }
        for line in ["src :22", "src *:22"] {
            assert_eq!(filter(line), is("local_port == 22"), "{line}");
        }
        assert_eq!(filter("src ::1"), is("local in ::1"));
        assert_eq!(filter("src [::1]"), is("local in ::1"));
        assert_eq!(filter("src [2001:db8::]/32"), is("local in 2001:db8::/32"));
        assert_eq!(filter("src 2001:db8::/32"), is("local in 2001:db8::/32"));
        let both = format!("({}) and ({})", is("local in ::1"), is("local_port == 22"));
        assert_eq!(filter("src [::1]:22"), both);
        let network = format!("({}) and ({})", is("local in 10.0.0.0/8"), is("local_port == 22"));
        assert_eq!(filter("src 10.0.0.0/8:22"), network);
        assert!(filter("src inet6:*").starts_with("protocol in (tcp6"));
        assert_eq!(filter("dst *"), "peer is not not_applicable");
        assert!(try_take("dst example.org").unwrap_err().contains("not looked up"));
        assert!(try_take("dst netlink:route").is_err());
        assert!(try_take("dst > 10.0.0.1").is_err());
    }

    #[test]
    fn names_of_local_sockets() {
        let name = |pattern: &str| {
            format!(
                "protocol == unix and local is not not_applicable and local =~ \"(?is)^{pattern}$\""
            )
        };
        assert_eq!(filter("src /run/x.sock"), name(r"/run/x\x2esock"));
        assert_eq!(filter("src unix:*(a)\"?"), name(r".*\x28a\x29\x22."));
        assert_eq!(filter("src @/tmp/*"), name(r"\x40/tmp/.*"));
    }

    #[test]
    fn interfaces_and_marks() {
        assert_eq!(filter("dev = eth0"), is("interface == \"eth0\""));
        assert_eq!(filter("dev eth0"), filter("dev = eth0"));
        assert_eq!(filter("dev != a\"b"), format!("not ({})", is("interface == \"a\\\"b\"")));
        for line in ["dev lo and fwmark = 0x2a", "dev lo and fwmark 42"] {
            let expected =
                format!("({}) and ({})", is("interface == \"lo\""), is("mark == \"0x2a\""));
            assert_eq!(filter(line), expected);
        }
        assert!(try_take("dev lo and cgroup /a").unwrap_err().contains("cgroup_id"));
        assert!(try_take("dev lo and autobound").is_err());
        assert!(try_take("dev lo and fwmark 1/3").is_err());
    }

    #[test]
    fn and_or_not_and_parentheses() {
        let (a, b, c) = (is("local_port == 1"), is("local_port == 2"), is("local_port == 3"));
        for line in [
            "sport = :1 or sport = :2 and sport = :3",
            "sport = :1 | sport = :2 & sport = :3",
            "sport = :1 || sport = :2 && sport = :3",
            "sport = :1 or sport = :2 sport = :3",
            "( sport = :1 or ( sport = :2 and sport = :3 ) )",
        ] {
            assert_eq!(filter(line), format!("({a}) or (({b}) and ({c}))"), "{line}");
        }
        let grouped = format!("(({a}) or ({b})) and ({c})");
        assert_eq!(filter("( sport = :1 or sport = :2 ) and sport = :3"), grouped);
        assert_eq!(filter("(sport=:1 or sport=:2) sport=:3"), grouped);
        assert_eq!(filter("not sport = :1 and sport = :2"), format!("(not ({a})) and ({b})"));
        assert_eq!(filter("! ( sport = :1 or sport = :2 )"), format!("not (({a}) or ({b}))"));
        assert_eq!(filter("! ! sport = :1"), format!("not (not ({a}))"));
        assert_eq!(
            filter("state established ( dport = :1 or sport = :1 )"),
            format!("(state in (ESTABLISHED)) and (({}) or ({a}))", is("peer_port == 1"))
        );
        for line in
            ["( sport = :1", "sport = :1 or", "sport = :1 and nginx", "( )", "(sport = :1)x"]
        {
            assert!(try_take(line).is_err(), "{line}");
        }
        let deep = "( ".repeat(100_000);
        assert!(try_take(deep.trim()).is_err());
        let denials = "! ".repeat(100_000) + "sport = :1";
        assert!(try_take(&denials).is_err());
    }

    #[test]
    fn one_argument_may_hold_an_expression() {
        let (filter, left) = take(&["( sport = :1 or sport = :2 )".to_owned()]).unwrap();
        let (a, b) = (is("local_port == 1"), is("local_port == 2"));
        assert_eq!((filter, left), (Some(format!("({a}) or ({b})")), Vec::new()));
    }

    #[test]
    fn other_words_are_left() {
        let (filter, left) = try_take("nginx sport = :1 10.0.0.0/8 state listening").unwrap();
        assert_eq!(left, ["nginx", "10.0.0.0/8"]);
        let a = is("local_port == 1");
        assert_eq!(filter, Some(format!("(state in (LISTEN)) and ({a})")));
        assert_eq!(try_take("nginx :22"), Ok((None, vec!["nginx".to_owned(), ":22".to_owned()])));
    }
}

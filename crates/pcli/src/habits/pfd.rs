//! Habits of lsof, lsfd, fuser and lslocks: letters whose value may be missing, options that begin with a
//! plus, and letters that mean one thing in one of them and another in the next.

use pcore::suggest;

use super::grammar::Grammar;
use super::is_list_of_fields;
use crate::tool::{PFD, Tool};

/// Rewrites what lsof, lsfd, fuser and lslocks take into this command line.
///
/// # Errors
/// What has no counterpart, as a sentence.
pub(crate) fn rewrite(tool: &'static Tool, arguments: &[String]) -> Result<Vec<String>, String> {
    let grammar = Grammar::of(tool);
    let first = grammar.first_word(arguments, &['-', '+']);
    let is_view = |word: &str| tool.view_names().any(|name| name == word);
    let view = first.filter(|(_, word)| is_view(word));
    let peer = match view {
        Some((_, "lsfd")) => Peer::Lsfd,
        Some((_, "fuser")) => Peer::Fuser,
        Some((_, "lslocks")) => Peer::Lslocks,
        _ => Peer::Lsof,
    };
    let mut line = Line {
        grammar,
        peer,
        options: Vec::with_capacity(arguments.len() + 2),
        words: Vec::new(),
        on_file_system: None,
        protocol: None,
    };
    let without_view: Vec<String>;
    let rest = match view {
        Some((0, _)) => arguments.get(1..).unwrap_or_default(),
        Some((place, _)) => {
            let others = arguments.iter().enumerate().filter(|(number, _)| *number != place);
            without_view = others.map(|(_, argument)| argument.clone()).collect();
            &without_view
        }
        None => arguments,
    };
    if peer == Peer::Lsfd {
        line.push("--namespaces");
    }
    let escaped = line.read(rest)?;
    let mut rewritten: Vec<String> = view.map(|(_, name)| name.to_owned()).into_iter().collect();
    rewritten.append(&mut line.options);
    for word in std::mem::take(&mut line.words) {
        rewritten.push(if is_view(&word) { word } else { line.word(word) });
    }
    if let [dashes, words @ ..] = escaped {
        if !line.words_are_values() {
            rewritten.push(dashes.clone());
        }
        rewritten.extend(words.iter().map(|word| line.word(word.clone())));
    }
    Ok(rewritten)
}

/// What a word that matched nothing was probably meant to be.
pub(crate) fn hint(word: &str) -> Option<String> {
    let is_file = word.contains('.') && !word.contains('/');
    is_file.then(|| format!("a file is named by its path: ./{word}"))
}

/// Whose letters are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Peer {
    Lsof,
    Lsfd,
    Fuser,
    Lslocks,
}

/// A command line on its way.
struct Line {
    grammar: Grammar,
    peer: Peer,
    options: Vec<String>,
    words: Vec<String>,
    /// The option that words are values of, where they stand for file systems.
    on_file_system: Option<&'static str>,
    /// The protocol whose ports the words are.
    protocol: Option<String>,
}

/// Letters of lsof without a value that mean the same behind a plus.
const ALIKE: &str = "abnNOPRtUX";

/// Locks on files that can be seen, as `lslocks --noinaccessible`.
const ACCESSIBLE: &str = "--where=path is not null";

/// Letters of fuser that may stand together with `m`, which lsof has only behind a plus.
const OF_FUSER: &str = "acfIikMmsuvw46";

impl Line {
    /// Reads the arguments; what is escaped comes back.
    fn read<'a>(&mut self, mut rest: &'a [String]) -> Result<&'a [String], String> {
        while let [argument, after @ ..] = rest {
            if argument == "--" {
                return Ok(rest);
            }
            let used = if let Some(letters) = argument.strip_prefix('+').filter(|l| !l.is_empty()) {
                self.plus(argument, letters, after)?
            } else if argument.starts_with("--") {
                self.long(argument, after)?
            } else if let Some(letters) = argument.strip_prefix('-').filter(|l| !l.is_empty()) {
                self.letters(letters, after)?
            } else {
                self.words.push(argument.clone());
                0
            };
            rest = after.get(used..).unwrap_or_default();
        }
        Ok(&[])
    }

    fn push(&mut self, option: impl Into<String>) {
        self.options.push(option.into());
    }

    /// A word as it is meant: a port, a file system, or what it is.
    fn word(&self, word: String) -> String {
        match (&self.protocol, self.on_file_system) {
            (Some(protocol), _) => format!("{word}/{protocol}"),
            (None, Some(option)) => format!("--{option}={word}"),
            (None, None) => word,
        }
    }

    /// Whether words become values of an option, which cannot stand behind `--`.
    fn words_are_values(&self) -> bool {
        self.protocol.is_none() && self.on_file_system.is_some()
    }

    /// An option of lsof that begins with a plus. Gives how many of the arguments behind it are its
    /// own.
    fn plus(&mut self, argument: &str, letters: &str, after: &[String]) -> Result<usize, String> {
        let mut characters = letters.chars();
        let letter = characters.next().unwrap_or_default();
        let attached = Some(characters.as_str()).filter(|value| !value.is_empty());
        let next = after.first().map(String::as_str);
        let value = attached.or(next);
        let used = usize::from(attached.is_none() && next.is_some());
        let needed = || value.ok_or_else(|| format!("{argument} needs a value"));
        match letter {
            // Names are never cut, and nothing is touched whose file system could hang.
            'c' | 'e' => needed().map(|_| used),
            'd' | 'D' => {
                let option = if letter == 'd' { "in" } else { "under" };
                let directory = needed()?.to_owned();
                self.push(format!("--{option}={directory}"));
                Ok(used)
            }
            'f' => {
                match attached {
                    None => self.on_file_system = Some("file-system"),
                    Some(what) => self.flags_of_files(argument, what)?,
                }
                Ok(0)
            }
            'L' => {
                let below = value.filter(|value| is_number(value));
                if below.is_none() && attached.is_some() {
                    return Err(format!("{argument} is no number of links: +L1"));
                }
                match below.map(|number| format!("--links-below={number}")) {
                    Some(option) => self.push(option),
                    None => self.push("--fields=+links"),
                }
                Ok(if below.is_some() { used } else { 0 })
            }
            'w' if attached.is_none() => Ok(0),
            'E' => Err(format!(
                "{argument} also lists the files at the other ends; -E shows what they are"
            )),
            'm' => {
                Err(format!("{argument} makes a list of mounts; pfd reads those of each process"))
            }
            'M' => Err(format!("{argument} asks a server for the names of its ports")),
            'r' => Err(format!(
                "{argument} ends when nothing is found any more; -r repeats until it is stopped"
            )),
            // Behind a letter of which the sign says nothing the next may follow, as in +aL1.
            letter if ALIKE.contains(letter) && attached.is_some_and(begins_with_an_option) => {
                let rest = attached.unwrap_or_default();
                self.push(format!("-{letter}"));
                self.plus(&format!("+{rest}"), rest, after)
            }
            // What is no option of lsof is a word.
            _ => {
                self.words.push(argument.to_owned());
                Ok(0)
            }
        }
    }

    fn flags_of_files(&mut self, argument: &str, what: &str) -> Result<(), String> {
        match what {
            "g" | "G" => self.push("--fields=+flags"),
            _ => return Err(format!("{argument} shows what /proc does not tell; +fg shows flags")),
        }
        Ok(())
    }

    fn long(&mut self, argument: &str, after: &[String]) -> Result<usize, String> {
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (argument, None),
        };
        let is_bare = value.is_none();
        match name {
            "--summary" => match value {
                None | Some("only") => self.push("--summary"),
                Some("never") => {}
                Some(when) => {
                    return Err(format!(
                        "--summary={when} prints two tables; pfd and pfd totals print one each"
                    ));
                }
            },
            "--output" | "--filter" => {
                let meant = if name == "--output" { "--fields" } else { "--where" };
                if let Some(value) = value {
                    self.push(format!("{meant}={value}"));
                } else {
                    self.push(meant);
                    self.options.extend(after.first().cloned());
                    return Ok(1);
                }
            }
            "--inet" if is_bare && !after.first().is_some_and(|next| is_ends(next)) => {
                self.push("--internet");
            }
            "--noinaccessible" if self.peer == Peer::Lslocks => self.push(ACCESSIBLE),
            "--output-all" => self.push("--fields=all"),
            "--mount" if is_bare => {
                self.on_file_system = self.on_file_system.or(Some("file-system"));
            }
            "--ismountpoint" => self.on_file_system = Some("mount-point"),
            "--user" if is_bare && self.peer == Peer::Fuser => {}
            "--namespace" => {
                let space = value.or(after.first().map(String::as_str));
                self.space(space.ok_or("--namespace needs a value")?)?;
                return Ok(usize::from(is_bare));
            }
            _ => {
                self.push(argument);
                if self.grammar.takes_following(argument) {
                    self.options.extend(after.first().cloned());
                    return Ok(1);
                }
            }
        }
        Ok(0)
    }

    /// What fuser looks for its names among.
    fn space(&mut self, space: &str) -> Result<(), String> {
        match space {
            "file" => self.protocol = None,
            "tcp" | "udp" => self.protocol = Some(space.to_owned()),
            _ => return Err(format!("-n {space}: fuser has file, tcp and udp")),
        }
        Ok(())
    }

    fn letters(&mut self, letters: &str, after: &[String]) -> Result<usize, String> {
        let is_together = letters.contains('m') && letters.chars().all(|l| OF_FUSER.contains(l))
            || ["uv", "vu"].contains(&letters);
        let peer = if is_together { Peer::Fuser } else { self.peer };
        if peer == Peer::Fuser
            && letters.len() > 1
            && letters.chars().all(|c| c.is_ascii_uppercase())
        {
            return Err(format!("-{letters} is a signal for -k; pfd only reads"));
        }
        let mut rest = letters;
        while let Some(letter) = rest.chars().next() {
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            let next = if rest.is_empty() { after.first().map(String::as_str) } else { None };
            let given = Value { attached: Some(rest).filter(|rest| !rest.is_empty()), next };
            let taken = match peer {
                Peer::Lsof => self.of_lsof(letter, given)?,
                Peer::Lsfd => self.of_lsfd(letter, given),
                Peer::Lslocks => self.of_lslocks(letter),
                Peer::Fuser => self.of_fuser(letter, given)?,
            };
            match taken {
                Taken::Nothing => {}
                Taken::Attached => return Ok(0),
                Taken::Next => return Ok(1),
                Taken::Unknown => {
                    let has_value = self.grammar.has_value(letter);
                    let attached = if has_value { rest } else { "" };
                    self.push(format!("-{letter}{attached}"));
                    if has_value {
                        let needs_next = rest.is_empty();
                        self.options.extend(after.first().filter(|_| needs_next).cloned());
                        return Ok(usize::from(needs_next));
                    }
                }
            }
        }
        Ok(0)
    }

    /// A letter whose value may be missing, or that means what stands behind it.
    fn of_lsof(&mut self, letter: char, given: Value<'_>) -> Result<Taken, String> {
        match letter {
            '?' => self.push("--help"),
            'i' => {
                return Ok(given.take(is_ends, |value| match value {
                    Some(ends) => self.push(format!("--inet={ends}")),
                    None => self.push("--internet"),
                }));
            }
            'g' => {
                return Ok(given.take(is_list_of_numbers, |value| match value {
                    Some(groups) => self.push(format!("--pgid={groups}")),
                    None => self.push("--fields=+pgid"),
                }));
            }
            's' => {
                return Ok(given.take(
                    |value| value.contains(':'),
                    |value| match value {
                        Some(states) => self.push(format!("--state={states}")),
                        None => self.push("--size"),
                    },
                ));
            }
            'L' => return Ok(given.take(is_number, |_| self.push("--no-links"))),
            'K' => {
                return Ok(given.take(
                    |value| value == "i",
                    |value| {
                        if value.is_none() {
                            self.push("--threads");
                        }
                    },
                ));
            }
            'S' => {
                return Ok(given.take(is_number, |value| match value {
                    Some(seconds) => self.push(format!("--deadline={seconds}")),
                    None => self.push("--timeout"),
                }));
            }
            'x' => {
                let is_what = |value: &str| value.chars().all(|letter| "fl".contains(letter));
                if given.is(is_what).is_some_and(|what| what.contains('l')) {
                    return Err(
                        "-xl follows symbolic links, which would have to be read where they \
                                lie; name the directory that they lead to"
                            .to_owned(),
                    );
                }
                return Ok(given.take(is_what, |_| self.push("--cross")));
            }
            'T' => {
                let is_what = |value: &str| value.chars().all(|letter| "fqs".contains(letter));
                match given.attached.filter(|value| is_what(value)) {
                    None => self.push("--no-tcp-info"),
                    Some("s") => {
                        self.push("--fields=+state");
                        return Ok(Taken::Attached);
                    }
                    Some(what) => {
                        return Err(format!(
                            "-T{what} shows queues and options of TCP: pnet -t and pnet -ti do"
                        ));
                    }
                }
            }
            'r' => return self.repeat(given),
            'f' if given.attached.is_some() => {
                let what = given.attached.unwrap_or_default();
                self.flags_of_files("-f", what)?;
                return Ok(Taken::Attached);
            }
            // A list of fields is one of this tool, anything else lsof's offset.
            'o' => {
                if given.attached.is_some_and(is_number) {
                    return Ok(Taken::Attached);
                }
                if given.attached.is_some_and(is_fields) || given.next.is_some_and(is_fields) {
                    return Ok(Taken::Unknown);
                }
                self.push("--offset");
            }
            'n' if given.next.is_some_and(|next| ["tcp", "udp", "file"].contains(&next)) => {
                self.space(given.next.unwrap_or_default())?;
                return Ok(Taken::Next);
            }
            'm' => self.on_file_system = self.on_file_system.or(Some("file-system")),
            // No user has a name with a slash: it is fuser's letter, which shows users.
            'u' if given.attached.is_none() && given.next.is_none_or(|next| next.contains('/')) => {
            }
            _ => return Ok(Taken::Unknown),
        }
        Ok(Taken::Nothing)
    }

    fn of_lsfd(&mut self, letter: char, given: Value<'_>) -> Taken {
        match letter {
            'l' => self.push("--threads"),
            'n' => self.push("--no-headers"),
            'u' => self.push("--wide"),
            'i' if given.attached.is_some() => return Taken::Unknown,
            'i' => self.push("--internet"),
            'r' => self.push("--raw"),
            _ => return Taken::Unknown,
        }
        Taken::Nothing
    }

    fn of_lslocks(&mut self, letter: char) -> Taken {
        match letter {
            'b' => self.push("--bytes"),
            'i' => self.push(ACCESSIBLE),
            'n' => self.push("--no-headers"),
            'r' => self.push("--raw"),
            'u' => self.push("--wide"),
            _ => return Taken::Unknown,
        }
        Taken::Nothing
    }

    fn of_fuser(&mut self, letter: char, given: Value<'_>) -> Result<Taken, String> {
        match letter {
            'c' | 'm' => self.on_file_system = self.on_file_system.or(Some("file-system")),
            'M' => self.on_file_system = Some("mount-point"),
            // What the table would show for them is shown anyway.
            'a' | 'f' | 'i' | 'I' | 'u' | 'v' => {}
            's' => self.push("--silent"),
            'w' => self.push("--writeonly"),
            'l' => self.push("--list-signals"),
            'n' => {
                let space = given.attached.or(given.next).ok_or("-n needs a value")?;
                self.space(space)?;
                return Ok(if given.attached.is_some() { Taken::Attached } else { Taken::Next });
            }
            _ => return Ok(Taken::Unknown),
        }
        Ok(Taken::Nothing)
    }

    /// `-r`, `-r5`, `-r 5`, `-r 5c3`.
    fn repeat(&mut self, given: Value<'_>) -> Result<Taken, String> {
        let starts = |value: &str| value.starts_with(|first: char| first.is_ascii_digit());
        let Some(value) = given.is(starts) else {
            self.push("--repeat");
            return Ok(Taken::Nothing);
        };
        let (seconds, rounds) = match value.split_once('c') {
            Some((seconds, rounds)) => (seconds, Some(rounds)),
            None => (value, None),
        };
        if !is_number(seconds) || !rounds.is_none_or(is_number) {
            return Err(format!(
                "-r {value}: seconds, and perhaps c and how often, as in -r 5c3; --jsonl marks rounds \
                 by collected_at"
            ));
        }
        self.push(format!("--watch={seconds}"));
        if let Some(rounds) = rounds {
            self.push(format!("--rounds={rounds}"));
        }
        Ok(given.take(starts, |_| ()))
    }
}

/// What stands behind a letter.
#[derive(Clone, Copy)]
struct Value<'a> {
    attached: Option<&'a str>,
    next: Option<&'a str>,
}

impl<'a> Value<'a> {
    /// The value, if it is one.
    fn is(self, is_value: impl Fn(&str) -> bool) -> Option<&'a str> {
        self.attached.or(self.next).filter(|value| is_value(value))
    }

    /// Does something with the value, or without one, and says what was taken.
    fn take(self, is_value: impl Fn(&str) -> bool, with: impl FnOnce(Option<&'a str>)) -> Taken {
        let value = self.is(is_value);
        with(value);
        match (value, self.attached) {
            (None, _) => Taken::Nothing,
            (Some(_), Some(_)) => Taken::Attached,
            (Some(_), None) => Taken::Next,
        }
    }
}

/// What of the arguments belonged to a letter.
enum Taken {
    /// The letter alone.
    Nothing,
    /// What is attached to it.
    Attached,
    /// The argument behind it.
    Next,
    /// It is an option like any other.
    Unknown,
}

/// Whether what follows a letter behind a plus can go on with options.
fn begins_with_an_option(text: &str) -> bool {
    text.starts_with(|letter| ALIKE.contains(letter) || "dDLf".contains(letter))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

fn is_list_of_numbers(text: &str) -> bool {
    let is_value = |value: &str| is_number(value.strip_prefix('^').unwrap_or(value));
    text.split(',').all(is_value)
}

/// Whether this can be what lsof takes behind `-i`: what is none would be a word.
fn is_ends(text: &str) -> bool {
    let end = text.find(['@', ':']).unwrap_or(text.len());
    let (front, back) = text.split_at(end);
    let protocol = front.trim_start_matches(['4', '6']).to_ascii_lowercase();
    let is_protocol = ["tcp", "udp", "udplite", "sctp", "raw", "icmp"].contains(&&*protocol);
    !text.contains('/') && (is_protocol || protocol.is_empty() && !text.is_empty())
        || back.starts_with('@')
}

/// Whether the text is a list of fields, or one with a slip.
fn is_fields(text: &str) -> bool {
    is_list_of_fields(&PFD, text) || is_slip(text.strip_prefix('+').unwrap_or(text))
}

/// Whether a word is so near to the name of a field that it must be meant: a file would have a slash.
fn is_slip(word: &str) -> bool {
    let fields = PFD.views.iter().flat_map(|view| view.fields());
    let names = fields.flat_map(|f| std::iter::once(f.name).chain(f.aliases.iter().copied()));
    !is_number(word) && !word.contains(['/', '.', ':']) && suggest::nearest(word, names).is_some()
}

#[cfg(test)]
mod tests {

    fn try_rewrite(line: &str) -> Result<String, String> {
        let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
        Ok(super::rewrite(&super::PFD, &arguments)?.join(" "))
    }

    #[test]
    fn habits_of_lsof() {
        for (line, meant) in [
            ("-i", "--internet"),
            ("-i :80", "--inet=:80"),
            ("-i:80,443", "--inet=:80,443"),
            ("-i 4", "--inet=4"),
            ("-i6", "--inet=6"),
            ("-iTCP@10.0.0.1:443 -sTCP:LISTEN", "--inet=TCP@10.0.0.1:443 --state=TCP:LISTEN"),
            ("-nP -iTCP -sTCP:LISTEN", "-n -P --inet=TCP --state=TCP:LISTEN"),
            ("-nPi", "-n -P --internet"),
            ("-i -n", "--internet -n"),
            ("-i /var/log", "--internet /var/log"),
            ("-a -i -p 1", "-a --internet -p 1"),
            ("-s", "--size"),
            ("-s -p 1", "--size -p 1"),
            ("-g", "--fields=+pgid"),
            ("-g 12,^13", "--pgid=12,^13"),
            ("-g /x", "--fields=+pgid /x"),
            ("+D /var/log", "--under=/var/log"),
            ("+d /var/log", "--in=/var/log"),
            ("+D/var", "--under=/var"),
            ("+L1", "--links-below=1"),
            ("+L 1", "--links-below=1"),
            ("+L", "--fields=+links"),
            ("+aL1 /tmp", "-a --links-below=1 /tmp"),
            ("+anPD /tmp", "-a -n -P --under=/tmp"),
            ("-L", "--no-links"),
            ("+c 0 -p 1", "-p 1"),
            ("+f -- /mnt", "--file-system=/mnt"),
            ("-m -- /mnt -x", "--file-system=/mnt --file-system=-x"),
            ("-n tcp -- 22", "-- 22/tcp"),
            ("-t -- -x", "-t -- -x"),
            ("+f /mnt", "--file-system=/mnt"),
            ("+fg", "--fields=+flags"),
            ("-fg", "--fields=+flags"),
            ("-f /x", "-f /x"),
            ("-r", "--repeat"),
            ("-r 5", "--watch=5"),
            ("-r1c3", "--watch=1 --rounds=3"),
            ("-S 2", "--deadline=2"),
            ("-x f +D /x", "--cross --under=/x"),
            ("-xf", "--cross"),
            ("-K", "--threads"),
            ("-K i", ""),
            ("-T", "--no-tcp-info"),
            ("-Ts", "--fields=+state"),
            ("+w", ""),
            ("-?", "--help"),
            ("-u root,^nobody", "-u root,^nobody"),
            ("-c /a b/", "-c /a b/"),
            ("-uroot -tc ssh", "-uroot -t -c ssh"),
            ("-d0-2", "-d0-2"),
            ("-p 1 -d cwd /etc", "-p 1 -d cwd /etc"),
        ] {
            assert_eq!(try_rewrite(line).unwrap(), meant, "{line}");
        }
    }

    #[test]
    fn habits_of_fuser() {
        for (line, meant) in [
            ("-vmu /mnt", "--file-system=/mnt"),
            ("-vm /mnt /x", "--file-system=/mnt --file-system=/x"),
            ("-m /mnt", "--file-system=/mnt"),
            ("-mM /mnt", "--mount-point=/mnt"),
            ("-u /mnt", "/mnt"),
            ("-uv 22/tcp", "22/tcp"),
            ("-n tcp 22", "22/tcp"),
            ("-q fuser -n tcp 22", "fuser -q 22/tcp"),
            ("fuser -n udp 53", "fuser 53/udp"),
            ("fuser -c /mnt", "fuser --file-system=/mnt"),
            ("fuser -4v 22/tcp", "fuser -4 22/tcp"),
            ("fuser --user --mount /mnt", "fuser --file-system=/mnt"),
            ("-vmk /mnt", "-k --file-system=/mnt"),
        ] {
            assert_eq!(try_rewrite(line).unwrap(), meant, "{line}");
        }
        assert!(try_rewrite("fuser -TERM -k /x").unwrap_err().contains("signal"));
    }

    #[test]
    fn habits_of_lsfd() {
        for (line, meant) in [
            ("lsfd -l", "lsfd --namespaces --threads"),
            ("lsfd -n -u", "lsfd --namespaces --no-headers --wide"),
            ("lsfd -i", "lsfd --namespaces --internet"),
            ("lsfd -i4", "lsfd --namespaces -i4"),
            ("lsfd -i6 -n", "lsfd --namespaces -i6 --no-headers"),
            ("-q lsfd -n", "lsfd --namespaces -q --no-headers"),
            ("-c lsfd -n", "-c lsfd -n"),
            ("lsfd -p 1 -o PID,NAME", "lsfd --namespaces -p 1 -o PID,NAME"),
            ("lsfd --filter PID==1", "lsfd --namespaces --where PID==1"),
            ("--summary=only", "--summary"),
            ("--output PID", "--fields PID"),
        ] {
            assert_eq!(try_rewrite(line).unwrap(), meant, "{line}");
        }
    }

    #[test]
    fn habits_of_lslocks() {
        for (line, meant) in [
            ("lslocks -bnu", "lslocks --bytes --no-headers --wide"),
            ("lslocks -i", "lslocks --where=path is not null"),
            ("lslocks --noinaccessible", "lslocks --where=path is not null"),
            ("lslocks --output-all -J", "lslocks --fields=all -J"),
            ("lslocks -r", "lslocks --raw"),
            ("lslocks -p 1 -o PID,PATH", "lslocks -p 1 -o PID,PATH"),
            ("--json lslocks -n", "lslocks --json --no-headers"),
            ("locks -n", "locks -n"),
        ] {
            assert_eq!(try_rewrite(line).unwrap(), meant, "{line}");
        }
    }

    #[test]
    fn an_o_before_fields_is_the_list() {
        for (line, meant) in [
            ("-o pid,name", "-o pid,name"),
            ("-o +links", "-o +links"),
            ("-o", "--offset"),
            ("-o /etc", "--offset /etc"),
            ("-no", "-n --offset"),
            ("-o0", ""),
            ("-o nmae,pid", "-o nmae,pid"),
            ("-o nmae", "-o nmae"),
            ("-o sshd", "--offset sshd"),
            ("-o ./name", "--offset ./name"),
        ] {
            assert_eq!(try_rewrite(line).unwrap(), meant, "{line}");
        }
    }

    #[test]
    fn what_has_no_counterpart_is_told() {
        for line in
            ["+E", "+r 1", "+m", "+M", "-xl", "-Tq", "-r 1mx", "--summary=append", "+D", "+Lx"]
        {
            assert!(try_rewrite(line).unwrap_err().len() > 10, "{line}");
        }
    }

    #[test]
    fn other_lines_stay() {
        for line in ["/var/log", "-- -i", "--json", "-Q pid==1", "--sort -size /x", ":80 nginx"] {
            assert_eq!(try_rewrite(line).unwrap(), line);
        }
    }
}

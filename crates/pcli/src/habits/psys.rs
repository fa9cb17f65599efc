//! Habits of the peers of `psys`: their letters, each of which means something else in the next tool,
//! their intervals, and what they would change.

mod peers;

use std::fmt::Write;

use pcore::{Info, View};

use super::grammar::Grammar;
use crate::tool::Tool;
use peers::{PEERS, REST};

/// A peer, and what its users type.
struct Peer {
    /// Its name, by which the view is called.
    name: &'static str,
    /// Its options.
    options: &'static [Habit],
    /// What its words are, where the view is called by its name.
    words: Words,
    /// Whether what it repeats stands below what it showed before, on a terminal too.
    scrolls: bool,
    /// The order in which it shows things, where the view has another.
    order: Option<&'static str>,
}

/// An option of a peer.
struct Habit {
    /// How it is written: `-m`, `--mebi`.
    names: &'static [&'static str],
    takes: Takes,
    means: Means,
}

/// Whether an option has a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Nothing,
    /// One that is attached or follows.
    Value,
    /// One that can only be attached.
    Attached,
}

/// What words are that are no options.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    /// What selects rows.
    Select,
    /// The same, but for numbers: these are an interval and how often it passes.
    Repeat,
    /// What would be set, if there is an equals sign in it; else what selects rows.
    Set,
    /// What the peer would change, so that none is taken.
    Change(&'static str),
}

/// What an option of a peer means here.
enum Means {
    /// What is the case anyway.
    Accepted,
    /// These arguments. In them `{}` is the value, `{text}` and `{pattern}` the value as a text and as
    /// an expression in filters, and `{list}` its parts between commas as texts.
    Line(&'static [&'static str]),
    /// Another view, with these arguments.
    View(&'static str, &'static [&'static str]),
    /// What the value, in any case, means among these.
    One(&'static [(&'static str, Self)]),
    /// Rows that pass a filter of one of the comma-separated values.
    Any(&'static [(&'static str, &'static str)]),
    /// Nothing; this sentence goes on after its name.
    Refused(&'static str),
}

/// Rewrites what stands behind the name of a peer, or of its view.
///
/// # Errors
/// What would change the machine, or has no counterpart.
pub(crate) fn rewrite(tool: &'static Tool, arguments: &[String]) -> Result<Vec<String>, String> {
    let grammar = Grammar::of(tool);
    let Some((place, name)) = grammar.first_word(arguments, &['-']) else {
        return Ok(arguments.to_vec());
    };
    let before = arguments.get(..place).unwrap_or_default();
    let after = arguments.get(place + 1..).unwrap_or_default();
    let called = tool.view_called(name);
    let by_name = PEERS.iter().find(|peer| peer.name == name);
    let of_view = || {
        let view = called?;
        PEERS.iter().find(|peer| answers_to(view, peer.name))
    };
    let (Some(view), Some(peer)) = (called, by_name.or_else(of_view)) else {
        return Ok(arguments.to_vec());
    };
    let words = if by_name.is_some() { peer.words } else { Words::Select };
    let mut line = Line {
        grammar: &grammar,
        peer,
        words,
        fields: view.fields(),
        view: None,
        numbers: 0,
        out: Vec::with_capacity(after.len() + 2),
    };
    line.read(after)?;
    let view = line.view.map_or_else(|| name.to_owned(), str::to_owned);
    let is_given = |option: &str| {
        let all = before.iter().chain(&line.out).take_while(|argument| *argument != "--");
        all.map(|argument| argument.split('=').next()).any(|name| name == Some(option))
    };
    // Who says how often and not how fast means every second, as in free.
    let watch = (is_given("--rounds") && !is_given("--watch")).then_some("--watch=1");
    let repeats = watch.is_some() || is_given("--watch");
    let scroll = (repeats && peer.scrolls && !is_given("--scroll")).then_some("--scroll");
    let order = peer.order.filter(|_| by_name.is_some() && !is_given("--sort"));
    let added = [watch, scroll, order].into_iter().flatten().map(str::to_owned);
    Ok(before.iter().cloned().chain([view]).chain(added).chain(line.out).collect())
}

fn answers_to(view: &dyn View, name: &str) -> bool {
    let spec = view.spec();
    spec.name == name || spec.aliases.contains(&name)
}

/// What stands behind the name, on its way into options of ours.
struct Line<'l> {
    grammar: &'l Grammar,
    peer: &'static Peer,
    words: Words,
    fields: &'static [Info],
    /// The view that is shown in place of the one that is named.
    view: Option<&'static str>,
    /// How many numbers there were among the words.
    numbers: usize,
    out: Vec<String>,
}

impl Line<'_> {
    fn read(&mut self, mut rest: &[String]) -> Result<(), String> {
        while let [argument, after @ ..] = rest {
            if argument == "--" {
                self.out.extend_from_slice(rest);
                return Ok(());
            }
            let takes_next = match argument.strip_prefix('-') {
                None | Some("") => {
                    self.word(argument)?;
                    false
                }
                Some(long) if long.starts_with('-') => self.long(argument, after.first())?,
                Some(letters) => self.letters(letters, after.first())?,
            };
            rest = match after.split_first() {
                Some((_, behind)) if takes_next => behind,
                _ => after,
            };
        }
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<(), String> {
        let is_number = word.parse::<f64>().is_ok_and(f64::is_finite);
        match self.words {
            Words::Repeat if is_number => {
                self.numbers += 1;
                self.out.push(match self.numbers {
                    1 => format!("--watch={word}"),
                    2 => format!("--rounds={word}"),
                    _ => return Err(format!("`{}` is one number too many", shown(word))),
                });
            }
            Words::Repeat if word == "ALL" => {}
            Words::Set if word.contains('=') => {
                let word = shown(word);
                return Err(format!("`{word}` would write a kernel parameter; psys only reads"));
            }
            Words::Change(what) => return Err(format!("`{}` {what}", shown(word))),
            _ => self.out.push(word.to_owned()),
        }
        Ok(())
    }

    /// Reads a long option, and tells whether the next argument was its value.
    fn long(&mut self, argument: &str, next: Option<&String>) -> Result<bool, String> {
        let (name, attached) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (argument, None),
        };
        let Some(habit) = self.habit(name) else {
            self.out.push(argument.to_owned());
            let takes_next = attached.is_none() && self.grammar.takes_next(argument);
            self.out.extend(next.filter(|_| takes_next).cloned());
            return Ok(takes_next && next.is_some());
        };
        self.take(name, habit, attached, next)
    }

    /// Reads a cluster of letters, and tells whether the next argument was the value of its last.
    fn letters(&mut self, letters: &str, next: Option<&String>) -> Result<bool, String> {
        // lspci has -nn, which is more than -n twice.
        let whole = format!("-{letters}");
        if let Some(habit) = self.habit(&whole).filter(|_| letters.chars().count() > 1) {
            return self.take(&whole, habit, None, next);
        }
        for (at, letter) in letters.char_indices() {
            let name = format!("-{letter}");
            let behind = letters.get(at + letter.len_utf8()..).unwrap_or_default();
            let attached = Some(behind).filter(|value| !value.is_empty());
            let next_text = next.map(String::as_str);
            let is_ours = match letter {
                'o' => attached.or(next_text).is_some_and(|list| self.is_list(list)),
                // To no peer it is an option with a value, and ours has a filter behind it.
                'Q' => attached.is_none() && next_text.is_some_and(|next| !next.starts_with('-')),
                _ => false,
            };
            let habit = self.habit(&name).filter(|_| !is_ours);
            match habit {
                Some(habit) if habit.takes == Takes::Nothing => {
                    self.take(&name, habit, None, None)?;
                }
                Some(habit) => {
                    let value = attached.map(|value| value.strip_prefix('=').unwrap_or(value));
                    return self.take(&name, habit, value, next);
                }
                None if self.grammar.has_value(letter) => {
                    self.out.push(format!("{name}{behind}"));
                    let value = next.filter(|_| attached.is_none());
                    self.out.extend(value.cloned());
                    return Ok(value.is_some());
                }
                None => self.out.push(name),
            }
        }
        Ok(false)
    }

    /// Puts what an option means in its place, and tells whether the next argument was its value.
    fn take(
        &mut self,
        name: &str,
        habit: &'static Habit,
        attached: Option<&str>,
        next: Option<&String>,
    ) -> Result<bool, String> {
        let (value, takes_next) = match (habit.takes, attached, next) {
            (Takes::Nothing, Some(_), _) => return Err(format!("{name} takes no value")),
            (Takes::Nothing | Takes::Attached, None, _) => ("", false),
            (_, Some(value), _) => (value, false),
            (Takes::Value, None, Some(next)) => (next.as_str(), true),
            // What is refused needs no value to be so.
            (Takes::Value, None, None) if matches!(habit.means, Means::Refused(_)) => ("", false),
            (Takes::Value, None, None) => return Err(format!("`{name}` needs a value")),
        };
        self.mean(name, value, &habit.means)?;
        Ok(takes_next)
    }

    fn mean(&mut self, name: &str, value: &str, means: &'static Means) -> Result<(), String> {
        match means {
            Means::Accepted => {}
            Means::Line(line) => self.out.extend(line.iter().map(|part| filled(part, value))),
            Means::View(view, line) => {
                if let Some(other) = self.view.filter(|other| other != view) {
                    return Err(format!("{name} shows {view}, and another option {other}"));
                }
                self.view = Some(view);
                self.out.extend(line.iter().map(|part| filled(part, value)));
            }
            Means::One(names) => {
                let known = names.iter().find(|(known, _)| *known == value).or_else(|| {
                    let is_it = |known: &str| known == REST || known.eq_ignore_ascii_case(value);
                    names.iter().find(|(known, _)| is_it(known))
                });
                let (_, means) = known.ok_or_else(|| none_of(name, value, names))?;
                self.mean(name, value, means)?;
            }
            Means::Any(names) => {
                let filter = |value| {
                    let known = names.iter().find(|(known, _)| *known == value);
                    known.map(|(_, filter)| *filter).ok_or_else(|| none_of(name, value, names))
                };
                let filters = value.split(',').map(filter).collect::<Result<Vec<_>, _>>()?;
                self.out.extend(["--where".to_owned(), filters.join(" or ")]);
            }
            Means::Refused(why) => return Err(format!("{name} {why}")),
        }
        Ok(())
    }

    fn habit(&self, name: &str) -> Option<&'static Habit> {
        self.peer.options.iter().find(|habit| habit.names.contains(&name))
    }

    /// Whether a text is a list of fields of the view.
    fn is_list(&self, text: &str) -> bool {
        let list = text.strip_prefix('+').unwrap_or(text);
        let is_field = |name: &str| {
            let name = name.split_once('=').map_or(name, |(name, _)| name);
            name == "all" || self.fields.iter().any(|field| field.answers_to(name))
        };
        text.starts_with('+') || list.split(',').all(is_field)
    }
}

fn shown(text: &str) -> String {
    crate::sanitise::visible(text.as_bytes()).into_owned()
}

fn none_of<T>(name: &str, value: &str, names: &[(&str, T)]) -> String {
    let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    format!("{name}: `{}` is none of {}", shown(value), names.join(", "))
}

/// A part of a line with the value in its place.
fn filled(part: &str, value: &str) -> String {
    if part.contains("{list}") {
        let mut list = String::new();
        for (number, part) in value.split(',').enumerate() {
            let comma = if number > 0 { ", " } else { "" };
            let _ = write!(list, "{comma}{}", literal(part));
        }
        return part.replace("{list}", &list);
    }
    // The escapes of an expression are its own.
    let pattern = || format!("\"{}\"", value.replace('"', r"\x22"));
    if part.contains("{pattern}") {
        return part.replace("{pattern}", &pattern());
    }
    if part.contains("{text}") {
        return part.replace("{text}", &literal(value));
    }
    part.replace("{}", value)
}

fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::check;
    use crate::tool::PSYS;

    fn tool() -> &'static Tool {
        &PSYS
    }

    fn try_rewrite(line: &str) -> Result<String, String> {
        let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
        Ok(super::rewrite(tool(), &arguments)?.join(" "))
    }

    #[test]
    fn letters_mean_what_they_mean_there() {
        for (line, meant) in [
            ("free -m", "free --unit=MiB"),
            ("free -mt", "free --unit=MiB --total"),
            ("free -h", "free"),
            ("free -ms1 -c 3", "free --scroll --unit=MiB --watch=1 --rounds=3"),
            ("free -c 3", "free --watch=1 --scroll --rounds=3"),
            ("free --seconds=2 --count 3", "free --scroll --watch=2 --rounds=3"),
            ("vmstat 1 5", "vmstat --scroll --watch=1 --rounds=5"),
            ("vmstat -d 1", "disks --scroll --watch=1"),
            ("vmstat -p sda1", "disks --where name == \"sda1\""),
            ("vmstat -S m", "vmstat --unit=MB"),
            ("uptime -p", "uptime -o uptime="),
            ("lscpu -e", "lscpu"),
            ("lscpu -e=CPU,CORE", "lscpu -o CPU,CORE"),
            ("lscpu -pCPU", "lscpu --csv -o CPU"),
            ("lscpu -J", "lscpu -J"),
            ("mpstat -P ALL 1 3", "mpstat --scroll --watch=1 --rounds=3"),
            ("mpstat -P 0,1", "mpstat --where cpu in (\"0\", \"1\")"),
            ("cputime 1", "cputime 1"),
            ("iostat -xk sda 1", "iostat --scroll --extended --unit=KiB sda --watch=1"),
            ("lsirq -S -s TOTAL", "softirqs --sort=-total"),
            ("lsirq -n", "lsirq --sort=-total --no-headers"),
            ("interrupts", "interrupts"),
            ("slabtop -o -s c", "slabtop --sort=-size"),
            ("slabtop -o", "slabtop --sort=-objects"),
            ("slabtop -o name,size", "slabtop --sort=-objects -o name,size"),
            ("uname -r", "uname -o release="),
            ("vmstat --watch=1", "vmstat --scroll --watch=1"),
            ("vmstat --watch", "vmstat --scroll --watch"),
            ("--watch=1 vmstat", "--watch=1 vmstat --scroll"),
            ("--watch --scroll vmstat", "--watch --scroll vmstat"),
            ("vmstat -- --watch", "vmstat -- --watch"),
            ("sysctl -n a/b c.d", "sysctl -o value= a/b c.d"),
            ("sysctl -ar ^vm\\.", "sysctl --where name =~ \"^vm\\.\""),
            ("dmesg -T -l err,warn", "dmesg --where priority == 3 or priority == 4"),
            ("dmesg -Hk", "dmesg --where facility == kern"),
            ("log -t", "log -o level,message"),
            ("ipcs -qm", "ipcs --queues --shmems"),
            ("swapon --show=NAME,PRIO", "swapon -o NAME,PRIO"),
            ("lspci -nn", "lspci -o address,vendor,vendor_id,device,device_id,revision"),
            ("mount -t ext4,xfs", "mount --where fs_type in (\"ext4\", \"xfs\")"),
            ("--json free -b", "--json free --bytes"),
        ] {
            assert_eq!(try_rewrite(line).as_deref(), Ok(meant), "{line}");
        }
    }

    #[test]
    fn what_is_no_habit_stays() {
        for line in [
            "-- free -m",
            "free -- -m",
            "free -o total,used",
            "memory -m",
            "mounts /home",
            "swaps sda",
            "-o uptime --json",
            "free --sort -m",
            "lscpu -jo cpu",
            "pci -Q driver==x",
        ] {
            let stays = line.replace("-jo", "-j -o");
            assert_eq!(try_rewrite(line), Ok(stays));
        }
    }

    #[test]
    fn what_changes_the_machine_is_refused() {
        for line in [
            "sysctl -w vm.swappiness=1",
            "sysctl vm.swappiness=1",
            "sysctl -p",
            "sysctl --system",
            "dmesg -c",
            "dmesg -TC",
            "dmesg -D",
            "dmesg -E",
            "dmesg -n 1",
            "swapon /dev/sda1",
            "swapon -a",
            "mount /dev/sda1 /mnt",
            "mount -a",
            "mount -o ro /mnt",
        ] {
            let told = try_rewrite(line).unwrap_err();
            assert!(told.contains("psys only reads"), "{line}: {told}");
        }
    }

    /// The lines in the tables are text; here each is read.
    #[test]
    fn every_option_means_something() {
        for peer in PEERS {
            for (habit, name) in
                peer.options.iter().flat_map(|habit| habit.names.iter().map(move |n| (habit, n)))
            {
                let mut values = match &habit.means {
                    Means::One(names) => names.iter().map(|(name, _)| *name).collect(),
                    Means::Any(names) => names.iter().map(|(name, _)| *name).collect(),
                    _ => vec![REST],
                };
                values.retain(|value| !value.is_empty() || habit.takes == Takes::Attached);
                for value in values {
                    let any: &[&str] = match value {
                        REST => &["1", "host", "never", "KiB", "2026-11-01T10:00"],
                        _ => &[value],
                    };
                    let option = |value: &str| match habit.takes {
                        Takes::Nothing => vec![(*name).to_owned()],
                        Takes::Value => vec![(*name).to_owned(), value.to_owned()],
                        Takes::Attached => vec![format!("{name}={value}")],
                    };
                    let read = |value: &&str| {
                        let line: Vec<String> =
                            std::iter::once(peer.name.to_owned()).chain(option(value)).collect();
                        match super::rewrite(tool(), &line) {
                            Ok(line) => check(tool(), &line),
                            // What is refused is told with what was written.
                            Err(told) if told.starts_with(name) => Ok(()),
                            Err(told) => Err(told),
                        }
                    };
                    let errors: Vec<String> = any.iter().filter_map(|v| read(v).err()).collect();
                    assert!(errors.len() < any.len(), "{} {name} {value}: {errors:?}", peer.name);
                }
            }
        }
    }

    #[test]
    fn every_peer_is_a_view() {
        for peer in PEERS {
            assert!(tool().view_called(peer.name).is_some(), "{}", peer.name);
        }
    }
}

//! The formats of ps: which columns its options show.

/// An option of ps that changes the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// One with a dash: `f F l j y c L T P M`.
    Dash(char),
    /// One without: `u l j s v X`, and `c`; and `x` for what words such as `ax` show.
    Bsd(char),
}

impl Letter {
    /// Whether it only adds to what is shown or says how it begins, so that it may stand beside a
    /// list of fields.
    pub(crate) fn yields(self) -> bool {
        matches!(self, Self::Bsd('x') | Self::Dash('L' | 'T'))
    }
}

/// What `-O` puts before the columns that it names.
pub(crate) const BEFORE: &[&str] = &["pid"];
/// What `-O` puts behind them.
pub(crate) const BEHIND: &[&str] = &["s", "tname", "time", "args"];

/// The columns that ps shows for these options, as names of ps; `None` where they ask for no format
/// of their own.
///
/// # Errors
/// A sentence about options that do not go together.
pub(crate) fn format(letters: &[Letter]) -> Result<Option<Vec<&'static str>>, String> {
    let letters = Letters(letters);
    if letters.dash('L') && letters.dash('T') {
        return Err("-L and -T show the same threads in two ways; give one".to_owned());
    }
    let mut bases = BSD.iter().filter(|(letter, _)| letters.bsd(*letter));
    let dashed_letter = || "fFljycP".chars().find(|other| letters.dash(*other));
    let columns = match bases.next() {
        Some((letter, columns)) => {
            if let Some((other, _)) = bases.next() {
                return Err(format!("`{letter}` and `{other}` are two formats of ps; give one"));
            }
            if let Some(other) = dashed_letter() {
                return Err(format!("`{letter}` of ps has no -{other}; give one of them"));
            }
            *columns
        }
        None if letters.is_bsd() && dashed_letter().is_none() => PLAIN,
        None => return dashed(letters),
    };
    let label = letters.dash('M').then_some("label");
    let columns = columns.iter().copied().filter(|name| match *name {
        "spid" => letters.dash('T'),
        "lwp" | "nlwp" => letters.dash('L'),
        _ => true,
    });
    let columns = columns.map(|name| if name == "args" { letters.command() } else { name });
    Ok(Some(label.into_iter().chain(columns).collect()))
}

type Names = &'static [&'static str];

/// The formats of BSD. Columns of threads are shown where threads are.
const BSD: &[(char, Names)] = &[
    (
        'u',
        &[
            "user", "pid", "spid", "lwp", "pcpu", "nlwp", "pmem", "vsz", "rss", "tname", "stat",
            "bsdstart", "bsdtime", "args",
        ],
    ),
    (
        'l',
        &[
            "f", "uid", "pid", "spid", "ppid", "lwp", "priority", "ni", "vsz", "rss", "wchan",
            "stat", "tname", "bsdtime", "args",
        ],
    ),
    (
        'j',
        &[
            "ppid", "pid", "spid", "pgid", "sid", "lwp", "tname", "tpgid", "stat", "uid",
            "bsdtime", "args",
        ],
    ),
    (
        's',
        &[
            "uid", "pid", "spid", "lwp", "pending", "blocked", "ignored", "caught", "stat",
            "tname", "bsdtime", "args",
        ],
    ),
    (
        'v',
        &[
            "pid", "spid", "lwp", "tname", "stat", "bsdtime", "maj_flt", "trs", "drs", "rss",
            "pmem", "args",
        ],
    ),
    (
        'X',
        &[
            "pid", "spid", "lwp", "stackp", "esp", "eip", "tmout", "alarm", "stat", "tname",
            "bsdtime", "args",
        ],
    ),
];

/// What BSD shows where no letter asks for more.
const PLAIN: Names = &["pid", "spid", "lwp", "tname", "stat", "bsdtime", "args"];

type Condition = fn(Letters<'_>) -> bool;

/// The columns of System V in their order, each with the letters that show it.
const DASHED: &[(&str, Condition)] = &[
    ("label", |has| has.dash('M')),
    ("f", |has| has.dash('l') && !has.dash('y')),
    ("s", |has| has.dash('l')),
    ("uid_hack", |has| has.full()),
    ("uid", |has| has.dash('l') && !has.full()),
    ("pid", |_| true),
    ("spid", |has| has.dash('T')),
    ("ppid", |has| has.dash('l') || has.full()),
    ("pgid", |has| has.dash('j')),
    ("sid", |has| has.dash('j')),
    ("lwp", |has| has.dash('L')),
    ("psr", |has| has.dash('P')),
    ("c", |has| (has.dash('l') || has.full()) && !has.dash('c')),
    ("nlwp", |has| has.dash('L') && has.full()),
    ("class", |has| has.dash('c')),
    ("pri", |has| has.dash('c')),
    ("opri", |has| has.dash('l') && !has.dash('c')),
    ("ni", |has| has.dash('l') && !has.dash('c')),
    ("addr", |has| has.dash('l') && !has.dash('y')),
    ("rss", |has| has.dash('l') && has.dash('y')),
    ("sz", |has| has.dash('l')),
    ("wchan", |has| has.dash('l')),
    ("sz", |has| has.dash('F') && !has.dash('l')),
    ("rss", |has| has.dash('F') && !(has.dash('l') && has.dash('y'))),
    ("psr", |has| has.dash('F') && !has.dash('P')),
    ("stime", |has| has.full()),
    ("tname", |_| true),
    ("time", |_| true),
    ("cmd", |has| has.full()),
    ("ucmd", |has| !has.full()),
];

fn dashed(letters: Letters<'_>) -> Result<Option<Vec<&'static str>>, String> {
    if !"fFljycLTPM".chars().any(|letter| letters.dash(letter)) {
        return Ok(None);
    }
    if letters.dash('y') && !letters.dash('l') {
        return Err("-y changes the columns of -l; write -ly".to_owned());
    }
    let shown = DASHED.iter().filter(|(_, is_shown)| is_shown(letters));
    Ok(Some(shown.map(|(name, _)| *name).collect()))
}

/// The options that were given.
#[derive(Clone, Copy)]
struct Letters<'l>(&'l [Letter]);

impl Letters<'_> {
    fn dash(self, letter: char) -> bool {
        self.0.contains(&Letter::Dash(letter))
    }

    fn bsd(self, letter: char) -> bool {
        self.0.contains(&Letter::Bsd(letter))
    }

    /// `-F` is `-f` and more.
    fn full(self) -> bool {
        self.dash('f') || self.dash('F')
    }

    /// Whether a word of BSD was given that chooses no other format.
    fn is_bsd(self) -> bool {
        self.bsd('x') || self.bsd('c')
    }

    /// What the formats of BSD show last.
    fn command(self) -> &'static str {
        if self.bsd('c') { "ucomm" } else { "args" }
    }
}

#[cfg(test)]
mod tests {
    use super::super::named;
    use super::*;

    /// The headings for letters with a dash or for a word of BSD.
    fn headings(given: &str) -> Result<String, String> {
        let letters: Vec<Letter> = match given.strip_prefix('-') {
            Some(letters) => letters.chars().map(Letter::Dash).collect(),
            None => given.chars().map(Letter::Bsd).collect(),
        };
        let names = format(&letters)?.unwrap_or_default();
        Ok(names.iter().map(|name| named(name).unwrap().header).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn formats_have_the_columns_of_ps() {
        for (given, shown) in [
            ("-f", "UID PID PPID C STIME TTY TIME CMD"),
            ("-F", "UID PID PPID C SZ RSS PSR STIME TTY TIME CMD"),
            ("-l", "F S UID PID PPID C PRI NI ADDR SZ WCHAN TTY TIME CMD"),
            ("-ly", "S UID PID PPID C PRI NI RSS SZ WCHAN TTY TIME CMD"),
            ("-lf", "F S UID PID PPID C PRI NI ADDR SZ WCHAN STIME TTY TIME CMD"),
            ("-lF", "F S UID PID PPID C PRI NI ADDR SZ WCHAN RSS PSR STIME TTY TIME CMD"),
            ("-lyF", "S UID PID PPID C PRI NI RSS SZ WCHAN PSR STIME TTY TIME CMD"),
            ("-lc", "F S UID PID PPID CLS PRI ADDR SZ WCHAN TTY TIME CMD"),
            ("-j", "PID PGID SID TTY TIME CMD"),
            ("-jf", "UID PID PPID PGID SID C STIME TTY TIME CMD"),
            ("-jl", "F S UID PID PPID PGID SID C PRI NI ADDR SZ WCHAN TTY TIME CMD"),
            ("-c", "PID CLS PRI TTY TIME CMD"),
            ("-fcL", "UID PID PPID LWP NLWP CLS PRI STIME TTY TIME CMD"),
            ("-L", "PID LWP TTY TIME CMD"),
            ("-Lf", "UID PID PPID LWP C NLWP STIME TTY TIME CMD"),
            ("-LF", "UID PID PPID LWP C NLWP SZ RSS PSR STIME TTY TIME CMD"),
            ("-Ljf", "UID PID PPID PGID SID LWP C NLWP STIME TTY TIME CMD"),
            ("-T", "PID SPID TTY TIME CMD"),
            ("-Tl", "F S UID PID SPID PPID C PRI NI ADDR SZ WCHAN TTY TIME CMD"),
            ("-P", "PID PSR TTY TIME CMD"),
            ("-FP", "UID PID PPID PSR C SZ RSS STIME TTY TIME CMD"),
            ("-Mf", "LABEL UID PID PPID C STIME TTY TIME CMD"),
            ("x", "PID TTY STAT TIME COMMAND"),
            ("u", "USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND"),
            ("l", "F UID PID PPID PRI NI VSZ RSS WCHAN STAT TTY TIME COMMAND"),
            ("j", "PPID PID PGID SID TTY TPGID STAT UID TIME COMMAND"),
            ("s", "UID PID PENDING BLOCKED IGNORED CAUGHT STAT TTY TIME COMMAND"),
            ("v", "PID TTY STAT TIME MAJFL TRS DRS RSS %MEM COMMAND"),
            ("X", "PID STACKP ESP EIP TMOUT ALARM STAT TTY TIME COMMAND"),
        ] {
            assert_eq!(headings(given).unwrap(), shown, "{given}");
        }
    }

    #[test]
    fn threads_add_their_columns_to_the_formats_of_bsd() {
        let names = |letters: &[Letter]| format(letters).unwrap().unwrap();
        let threads = names(&[Letter::Bsd('u'), Letter::Dash('L')]);
        assert_eq!(threads[..6], ["user", "pid", "lwp", "pcpu", "nlwp", "pmem"]);
        let threads = names(&[Letter::Bsd('l'), Letter::Dash('T')]);
        assert_eq!(threads[..5], ["f", "uid", "pid", "spid", "ppid"]);
    }

    #[test]
    fn a_label_stands_before_the_formats_of_bsd() {
        for letter in ['u', 'x'] {
            let names = format(&[Letter::Bsd(letter), Letter::Dash('M')]).unwrap().unwrap();
            assert_eq!(names[0], "label");
            assert!(names.contains(&"stat"));
        }
    }

    #[test]
    fn a_format_with_a_dash_outweighs_the_plain_one_of_bsd() {
        let names = format(&[Letter::Bsd('x'), Letter::Dash('f')]).unwrap().unwrap();
        assert_eq!(names[0], "uid_hack");
    }

    #[test]
    fn a_name_in_place_of_the_arguments() {
        let names = format(&[Letter::Bsd('u'), Letter::Bsd('c')]).unwrap().unwrap();
        assert_eq!(names.last(), Some(&"ucomm"));
    }

    #[test]
    fn letters_that_ask_for_no_format() {
        assert_eq!(format(&[]), Ok(None));
        assert_eq!(format(&[Letter::Dash('e'), Letter::Bsd('a')]), Ok(None));
    }

    #[test]
    fn what_does_not_go_together_is_told() {
        for given in ["-LT", "-fy", "ul", "us"] {
            headings(given).unwrap_err();
        }
        format(&[Letter::Bsd('u'), Letter::Dash('f')]).unwrap_err();
    }

    #[test]
    fn what_o_puts_around_is_known() {
        for name in BEFORE.iter().chain(BEHIND) {
            assert!(named(name).is_some(), "{name}");
        }
    }
}

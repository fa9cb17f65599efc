//! The letters of lsof, lsfd, fuser and lslocks: each does what it does there, or says why not.

use std::collections::BTreeSet;
use std::fs::File;
use std::process::id;

use crate::PFD;
use crate::support::{Sandbox, call, has};

/// The letters of lsof's help, each with its sign.
fn options_of_lsof() -> BTreeSet<String> {
    let help = call("lsof", "-h").run();
    let help = String::from_utf8_lossy(&help.stdout).into_owned() + &help.stderr;
    let mut options = BTreeSet::new();
    let words = help.split_whitespace().flat_map(|word| {
        word.split("|-").enumerate().map(move |(n, part)| {
            // `+|-c` is both, `-?|-h` two letters.
            match n {
                0 => part.to_owned(),
                _ if part.starts_with('-') || part.starts_with('+') => part.to_owned(),
                _ => format!("-{part}"),
            }
        })
    });
    let words: Vec<String> = words.collect();
    for (at, word) in words.iter().enumerate() {
        let word = word.trim_start_matches(['[', '(']);
        if word == "+" {
            let letter = words.get(at + 1).and_then(|next| next.chars().nth(1));
            options.extend(letter.map(|letter| format!("+{letter}")));
        }
        let Some(letters) = word.strip_prefix(['-', '+']) else { continue };
        let sign = &word[..1];
        let is_cluster = letters.trim_end_matches(']').len() > 4;
        let count = if is_cluster { letters.len() } else { 1 };
        let letters = letters.chars().take(count).filter(char::is_ascii_alphabetic);
        options.extend(letters.map(|letter| format!("{sign}{letter}")));
    }
    options
}

/// The letters and long names in a text of help.
fn options_in(help: &str) -> BTreeSet<String> {
    let mut options = BTreeSet::new();
    for word in help
        .lines()
        .filter(|line| line.starts_with("  ") || line.starts_with(" -"))
        .flat_map(|line| line.split([' ', ',', '[', '=', '<']))
    {
        let is_name = |c: char| c.is_ascii_lowercase() || c == '-';
        match word.strip_prefix('-') {
            Some(letter) if letter.len() == 1 => options.insert(word.to_owned()),
            Some(long) if long.starts_with('-') && long.len() > 2 && long.chars().all(is_name) => {
                options.insert(word.to_owned())
            }
            _ => false,
        };
    }
    options
}

/// Whatever the peers take is taken, or refused by a sentence that says why; none is unknown.
#[test]
fn every_letter_of_the_peers_is_known() {
    let sandbox = Sandbox::new();
    let place = sandbox.path().to_str().unwrap();
    let _file = File::create(sandbox.join("file")).unwrap();
    let own = id().to_string();
    for peer in ["lsof", "lsfd", "fuser", "lslocks"] {
        if !has(peer) {
            println!("skipped: {peer} is not installed");
            continue;
        }
        let options = match peer {
            "lsof" => options_of_lsof(),
            peer => {
                let help = call(peer, "--help").run();
                options_in(&(String::from_utf8_lossy(&help.stdout).into_owned() + &help.stderr))
            }
        };
        assert!(options.len() > 15, "{peer}: {options:?}");
        let mut told = BTreeSet::new();
        for option in options {
            let value = match (peer, &*option) {
                (_, "-p" | "--pid") => &*own,
                ("lsof", "+d" | "+D") => place,
                ("lsof", "-d") => "cwd",
                ("lsof", "-e" | "+e") => "/",
                ("lsof", "-c") => "/./",
                ("lsof", "+c") => "9",
                ("lsof", "-u") => "^no-such-user",
                ("lsof", "-D") => "r",
                ("lsof" | "lsfd" | "lslocks", "-o" | "--output" | "-Q" | "--filter") => "pid",
                ("lsfd", "-C" | "--counter") => "name:PID",
                ("fuser", "-n" | "--namespace") => "file",
                // What repeats is known by its letter being taken beside what does not.
                ("lsof", "-r") => "1c1",
                _ => "",
            };
            let line = match peer {
                "lsof" => format!("{option} {value} -p {own}"),
                "lsfd" | "lslocks" => format!("{peer} {option} {value}"),
                _ => format!("fuser {option} {value} {place}"),
            };
            let answer = call(PFD, &line).run();
            match answer.code() {
                0 | 1 => assert!(!answer.stdout.is_empty(), "{line}: {}", answer.stderr),
                _ => {
                    let complaint = answer.refused(2);
                    let sentence = complaint.split_once(": ").map_or("", |(_, rest)| rest);
                    assert!(sentence.split(' ').count() > 4, "{line}: {complaint}");
                    assert!(!complaint.contains("lists them"), "{line}: {complaint}");
                    assert!(!complaint.contains("did you mean"), "{line}: {complaint}");
                    told.insert(option);
                }
            }
        }
        // Only these have no counterpart.
        let expected: &[&str] = match peer {
            "lsof" => &["+E", "+M", "+m", "+r", "-D", "-F", "-Z"],
            "lsfd" => &[
                "--counter",
                "--debug-filter",
                "--dump-counters",
                "--hyperlink",
                "--raw",
                "-C",
                "-r",
            ],
            "lslocks" => &["--raw", "-r"],
            // Where nothing is mounted, -M says so.
            _ => &[
                "--ismountpoint",
                "--kill",
                "--list-signals",
                "--silent",
                "--writeonly",
                "-M",
                "-k",
                "-l",
                "-s",
                "-w",
            ],
        };
        let unexpected: Vec<_> = told.iter().filter(|o| !expected.contains(&o.as_str())).collect();
        assert!(unexpected.is_empty(), "{peer}: {unexpected:?}");
    }
}

#[test]
fn what_is_refused_says_why() {
    for (line, why) in [
        ("-k /x", "only reads"),
        ("--kill /x", "only reads"),
        ("-vmk /", "only reads"),
        ("fuser -TERM /x", "signal"),
        ("-F pn", "--json"),
        ("-Fpn", "--json"),
        ("-Z", "pps -Z"),
        ("+E", "-E"),
        ("+r 1", "-r repeats"),
        ("-Tq", "pnet"),
        ("-xl +D /", "symbolic"),
        ("-i @no.such.host", "not looked up"),
        ("-i :no-such-service-name", "no service"),
        ("-i TCP@1.2.3.4:9-1", "empty range"),
        ("-s TCP:LISTENING", "no state"),
        ("-s", ""),
        ("-d 3-1", "range"),
        ("-d nothing", "none of cwd"),
        ("-c /(/", "regular expression"),
        ("--links-below x", "number"),
        ("--mount-point /proc/self", "no mount point"),
        ("--raw", "--csv"),
        ("lsfd -C a:b", "--expect"),
        ("--summary=append", "two tables"),
        ("totals -E", "says nothing of totals"),
        ("totals -Q tipe==REG", "no field"),
        ("usage -i", "says nothing of usage"),
    ] {
        if why.is_empty() {
            continue;
        }
        let complaint = call(PFD, line).run().refused(2);
        assert!(complaint.contains(why), "{line}: {complaint}");
    }
}

#[test]
fn letters_add_what_they_add_in_the_peers() {
    let own = format!("-p {} -d cwd --csv", id());
    for (line, field) in [
        ("-R", "ppid"),
        ("-g", "pgid"),
        ("-l", "uid"),
        ("-E", "endpoints"),
        ("-E", "peers"),
        ("-E", "peer_names"),
        ("-o", "offset"),
        ("-no", "offset"),
        ("+L", "links"),
        ("+fg", "flags"),
        ("-Ts", "state"),
    ] {
        let text = call(PFD, &format!("{line} {own}")).text();
        let fields: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        assert!(fields.contains(&field), "{line}: {fields:?}");
    }
    let columns = "COMMAND,PID,TYPE,SIZE,INODE,MAJ:MIN,MODE,M,START,END,PATH,BLOCKER";
    let text = call(PFD, &format!("lslocks --csv -o {columns}")).text();
    let fields = text.lines().next().unwrap();
    assert_eq!(
        fields, "command,pid,type,size,inode,device,mode,mandatory,start,end,path,blocker",
        "{text}"
    );
    let text = call(PFD, &format!("lsfd -n -u -o PID,ASSOC -p {} -Q ASSOC==\"cwd\"", id())).text();
    assert_eq!(text.split_whitespace().collect::<Vec<_>>(), [&*id().to_string(), "cwd"]);
}

//! Which commands are compared, and with which floor: the one table of the benchmark.

/// Commands that answer the same question.
pub(super) struct Case {
    /// The name that rows show.
    pub(super) name: &'static str,
    /// Cases of `xtask floor`; the first is what all other commands are measured in. Without
    /// any, that is the first command.
    pub(super) floors: &'static [&'static str],
    /// Peers and prockit's own, as typed; no word contains a blank.
    pub(super) commands: &'static [&'static str],
}

impl Case {
    /// All commands, the floors first.
    pub(super) fn commands(&self) -> impl Iterator<Item = String> {
        let floors = self.floors.iter().map(|floor| format!("xtask floor {floor}"));
        floors.chain(self.commands.iter().map(|command| (*command).to_owned()))
    }
}

/// Start-up, measured before the load is there.
pub(super) const START: &[Case] =
    &[Case { name: "start-up", floors: &[], commands: &["ps -ef", "pps"] }];

/// Time under load.
pub(super) const CASES: &[Case] = &[
    Case { name: "ps -ef", floors: &["stat+cmdline"], commands: &["ps -ef", "pps -ef"] },
    Case {
        name: "ps -eo pid,comm",
        floors: &["comm", "stat"],
        commands: &["ps -eo pid,comm", "pps -o pid,comm"],
    },
    Case {
        name: "ps aux",
        floors: &["stat+status+cmdline", "pps"],
        commands: &["ps aux", "pps aux"],
    },
    Case { name: "pps", floors: &["pps"], commands: &["ps -ef", "pps"] },
    Case { name: "ss -tan", floors: &["tcp"], commands: &["ss -tan", "netstat -tan", "pnet -tan"] },
    Case {
        name: "ss -tanp",
        floors: &["tcp+fd-links"],
        commands: &["ss -tanp", "netstat -tanp", "pnet -tanp"],
    },
    Case { name: "lsof", floors: &["fd-links+fdinfo"], commands: &["lsof -nP", "pfd"] },
    Case { name: "pfd", floors: &["pfd", "pfd-files"], commands: &["pfd", "pfd --jsonl"] },
    Case {
        name: "lsfd",
        floors: &["fd-links"],
        commands: &["lsfd", "pfd -Q fd>=0 -o pid,fd,name"],
    },
];

/// Peak memory under load.
pub(super) const MEMORY: &[Case] =
    &[Case { name: "memory", floors: &[], commands: &["pfd --jsonl", "pfd"] }];

//! The options of the peers of `psys`, and what each means here.

use super::Means::{Accepted, Any, Line, One, Refused, View};
use super::{Habit, Means, Peer, Takes, Words};

/// The peers. One that is not here has no options, or those of all tools.
pub(super) const PEERS: &[Peer] = &[
    Peer { scrolls: true, ..peer("free", FREE, Words::Select) },
    Peer { scrolls: true, ..peer("vmstat", VMSTAT, Words::Repeat) },
    peer("uptime", UPTIME, Words::Select),
    peer("uname", UNAME, Words::Select),
    peer("lscpu", LSCPU, Words::Select),
    Peer { scrolls: true, ..peer("mpstat", MPSTAT, Words::Repeat) },
    Peer { scrolls: true, ..peer("iostat", IOSTAT, Words::Repeat) },
    Peer { order: Some("--sort=-total"), ..peer("lsirq", LSIRQ, Words::Select) },
    peer("softirqs", LSIRQ, Words::Select),
    peer("lsmod", LSMOD, Words::Select),
    Peer { order: Some("--sort=-objects"), ..peer("slabtop", SLABTOP, Words::Select) },
    peer("sysctl", SYSCTL, Words::Set),
    peer("dmesg", DMESG, Words::Select),
    peer("ipcs", IPCS, Words::Select),
    peer("swapon", SWAPON, Words::Change(SWAPS)),
    peer("lspci", LSPCI, Words::Select),
    peer("mount", MOUNT, Words::Change(MOUNTS)),
    peer("findmnt", FINDMNT, Words::Select),
    peer("procinfo", PROCINFO, Words::Select),
];

const fn peer(name: &'static str, options: &'static [Habit], words: Words) -> Peer {
    Peer { name, options, words, scrolls: false, order: None }
}

/// Among the values of an option any that is not named before.
pub(super) const REST: &str = "{}";

const fn flag(names: &'static [&'static str], means: Means) -> Habit {
    Habit { names, takes: Takes::Nothing, means }
}

const fn value(names: &'static [&'static str], means: Means) -> Habit {
    Habit { names, takes: Takes::Value, means }
}

const fn attached(names: &'static [&'static str], means: Means) -> Habit {
    Habit { names, takes: Takes::Attached, means }
}

const SWAPS: &str = "would be swapped to; psys only reads, and psys swaps NAME selects";
const MOUNTS: &str = "would be mounted; psys only reads, and psys mounts PATH selects";
const MOUNT_ONLY: &str = "is about mounting, and psys only reads";
const SWAP_ONLY: &str = "is about swapping on, and psys only reads";
const SETS: &str = "would write kernel parameters; psys only reads";
const CLEARS: &str = "would clear the kernel's log; psys only reads";
const CONSOLE: &str = "would change what the kernel prints on consoles; psys only reads";
const ROUNDED: &str = "sets how numbers are rounded; --json has them exactly";
const OFFLINE: &str = "is about CPUs that are offline, of which /proc does not tell";
const WAITS: &str = "waits for new messages; --watch shows all of them again";
const DELTAS: &str =
    "shows how much time lies between messages; -o since_boot,message has when each came";
const NODES: &str = "adds up the CPUs of memory nodes, which psys shows one by one";
const GROUPS: &str = "adds up disks, which psys shows one by one";
const FILE: &str = "reads a file of its own; --proc reads a captured tree";

const EVERY: Means = Line(&["--watch={}"]);
const TIMES: Means = Line(&["--rounds={}"]);
const JSON: Means = One(&[("json", Line(&["--json"]))]);
const MOMENT: Means = Line(&["-o", "+collected_at"]);
const NO_TIME: Means = Line(&["-o", "level,message"]);
const ELAPSED: Means = Line(&["-o", "time,since_boot,message"]);
/// Columns, if they are named.
const LISTED: Means = One(&[("", Accepted), (REST, Line(&["-o", "{}"]))]);

const FREE: &[Habit] = &[
    flag(&["-b"], Line(&["--bytes"])),
    flag(&["-k", "--kibi"], Line(&["--unit=KiB"])),
    flag(&["-m", "--mebi"], Line(&["--unit=MiB"])),
    flag(&["-g", "--gibi"], Line(&["--unit=GiB"])),
    flag(&["--tebi"], Line(&["--unit=TiB"])),
    flag(&["--pebi"], Line(&["--unit=PiB"])),
    flag(&["--kilo"], Line(&["--unit=KB"])),
    flag(&["--mega"], Line(&["--unit=MB"])),
    flag(&["--giga"], Line(&["--unit=GB"])),
    flag(&["--tera"], Line(&["--unit=TB"])),
    flag(&["--peta"], Line(&["--unit=PB"])),
    flag(&["-h", "--human"], Accepted),
    flag(&["-l"], Line(&["--lohi"])),
    flag(&["-t"], Line(&["--total"])),
    flag(&["-v"], Line(&["--committed"])),
    flag(&["-w", "--wide"], Line(&["-o", "name,total,used,free,shared,buffers,cache,available"])),
    value(&["-s", "--seconds"], EVERY),
    value(&["-c", "--count"], TIMES),
    flag(&["-L", "--line"], Refused("shows all in one line; --jsonl has one line a row")),
];

const VMSTAT: &[Habit] = &[
    flag(&["-a", "--active"], Line(&["-o", "+inact,active"])),
    flag(&["-f", "--forks"], View("summary", &["-o", "forks"])),
    flag(&["-m", "--slabs"], View("slabs", &[])),
    flag(&["-n", "--one-header"], Accepted),
    flag(&["-s", "--stats"], View("vm", &[])),
    flag(&["-d", "--disk"], View("disks", &[])),
    flag(&["-D", "--disk-sum"], Refused(GROUPS)),
    value(&["-p", "--partition"], View("disks", &["--where", "name == {text}"])),
    value(
        &["-S", "--unit"],
        One(&[
            ("k", Line(&["--unit=KB"])),
            ("K", Line(&["--unit=KiB"])),
            ("m", Line(&["--unit=MB"])),
            ("M", Line(&["--unit=MiB"])),
            (REST, Line(&["--unit={}"])),
        ]),
    ),
    flag(&["-w"], Line(&["--wide"])),
    flag(&["-t", "--timestamp"], MOMENT),
    flag(&["-y", "--no-first"], Accepted),
];

const UPTIME: &[Habit] = &[
    flag(&["-p", "--pretty"], Line(&["-o", "uptime="])),
    flag(&["-s", "--since"], Line(&["-o", "booted=", "--bytes"])),
    flag(&["-r", "--raw"], Line(&["-o", "booted=,uptime=,load1=,load5=,load15=", "--bytes"])),
    flag(
        &["-c", "--container"],
        Refused("tells when the container began; its first process has it: pps 1 -o elapsed"),
    ),
];

const UNAME: &[Habit] = &[
    flag(&["-a", "--all"], Accepted),
    flag(&["-s", "--kernel-name"], Line(&["-o", "system="])),
    flag(&["-n", "--nodename"], Line(&["-o", "host="])),
    flag(&["-r", "--kernel-release"], Line(&["-o", "release="])),
    flag(&["-v", "--kernel-version"], Line(&["-o", "build="])),
    flag(
        &["-m", "--machine", "-p", "--processor", "-i", "--hardware-platform"],
        Refused("is the architecture: psys sysctl kernel.arch"),
    ),
    flag(&["-o", "--operating-system"], Refused("is GNU/Linux, of which the kernel knows nothing")),
];

const LSCPU: &[Habit] = &[
    flag(&["-a", "--all"], Refused(OFFLINE)),
    flag(&["-b", "--online"], Accepted),
    flag(&["-c", "--offline"], Refused(OFFLINE)),
    flag(&["-B"], Line(&["--bytes"])),
    attached(
        &["-C", "--caches"],
        Refused("shows every cache, of which /proc has the last alone: -o +cache"),
    ),
    attached(&["-e", "--extended"], LISTED),
    attached(
        &["-p", "--parse"],
        One(&[
            ("", Line(&["--csv", "-o", "cpu,core,socket"])),
            (REST, Line(&["--csv", "-o", "{}"])),
        ]),
    ),
    value(&["-s", "--sysroot"], Line(&["--proc={}/proc"])),
    flag(&["-x", "--hex"], Refused("shows masks of CPUs, of which the view has none")),
    flag(&["-y", "--physical"], Accepted),
    flag(&["--output-all"], Line(&["-o", "all"])),
];

const MPSTAT: &[Habit] = &[
    flag(&["-A"], Accepted),
    flag(&["-u"], Accepted),
    value(&["-P"], One(&[("ALL", Accepted), (REST, Line(&["--where", "cpu in ({list})"]))])),
    value(
        &["-I"],
        One(&[
            ("SUM", View("interrupts", &[])),
            ("CPU", View("interrupts", &["-o", "irq,per_cpu,what"])),
            ("SCPU", View("softirqs", &["-o", "name,per_cpu"])),
            ("ALL", Refused("ALL shows two tables; give -I CPU or -I SCPU")),
        ]),
    ),
    value(&["-N"], Refused(NODES)),
    flag(&["-n"], Refused(NODES)),
    flag(&["-T"], Refused("shows where the CPUs are, which psys lscpu does")),
    value(&["--dec"], Refused(ROUNDED)),
    value(&["-o"], JSON),
];

const IOSTAT: &[Habit] = &[
    flag(&["-c"], View("cputime", &["all"])),
    flag(&["-d"], Accepted),
    flag(&["-h", "--human"], Accepted),
    flag(&["-k"], Line(&["--unit=KiB"])),
    flag(&["-m"], Line(&["--unit=MiB"])),
    flag(&["-t"], MOMENT),
    flag(&["-x"], Line(&["--extended"])),
    flag(&["-y"], Accepted),
    flag(&["-z"], Refused("leaves out what did nothing: -Q 'reads_rate > 0 or writes_rate > 0'")),
    flag(&["-s"], Refused("shows fewer columns; -o names those that are wanted")),
    flag(&["-N"], Refused("shows names of the device mapper, which /proc does not have")),
    value(&["-p"], One(&[("ALL", Accepted), (REST, Line(&["--match={}"]))])),
    value(&["-g"], Refused(GROUPS)),
    flag(&["-H"], Refused(GROUPS)),
    value(&["-f"], Refused("reads another directory of devices, and psys /proc alone")),
    flag(&["--compact", "--pretty"], Accepted),
    value(&["--dec"], Refused(ROUNDED)),
    value(&["-o"], JSON),
];

const LSIRQ: &[Habit] = &[
    flag(&["-P", "--pairs"], Refused("shows pairs of names and values; --jsonl does")),
    flag(&["-n"], Line(&["--no-headers"])),
    value(&["--output"], Line(&["-o", "{}"])),
    value(
        &["-s", "--sort"],
        One(&[("total", Line(&["--sort=-total"])), (REST, Line(&["--sort={}"]))]),
    ),
    flag(&["-S", "--softirq"], View("softirqs", &[])),
    value(&["-t", "--threshold"], Line(&["--where", "total >= {}"])),
    value(&["-C", "--cpu-list"], Refused("counts for some CPUs alone; -o +per_cpu has each")),
    value(&["-i", "--input"], Refused(FILE)),
];

const LSMOD: &[Habit] = &[
    flag(&["-s", "--syslog"], Refused("would write errors to the system's log")),
    flag(&["-v", "--verbose"], Line(&["-o", "+state,taints"])),
];

const SLABTOP: &[Habit] = &[
    value(&["-d", "--delay"], EVERY),
    flag(&["-o", "--once"], Accepted),
    flag(&["--human"], Accepted),
    value(
        &["-s"],
        One(&[
            ("a", Line(&["--sort=-active"])),
            ("b", Line(&["--sort=-objects_per_slab"])),
            ("c", Line(&["--sort=-size"])),
            ("l", Line(&["--sort=-slabs"])),
            ("v", Line(&["--sort=-active_slabs"])),
            ("n", Line(&["--sort=name"])),
            ("o", Line(&["--sort=-objects"])),
            ("p", Line(&["--sort=-pages_per_slab"])),
            ("s", Line(&["--sort=-object_size"])),
            ("u", Line(&["--sort=-used_share"])),
        ]),
    ),
];

const SYSCTL: &[Habit] = &[
    flag(&["-a", "-A", "-X", "--all", "--deprecated"], Accepted),
    flag(&["-n", "--values"], Line(&["-o", "value="])),
    flag(&["-N", "--names"], Line(&["-o", "name="])),
    flag(&["-e", "--ignore"], Line(&["--quiet"])),
    flag(
        &["-b", "--binary"],
        Refused("leaves out the end of the line; --json has the value alone"),
    ),
    value(&["-r", "--pattern"], Line(&["--where", "name =~ {pattern}"])),
    attached(&["-p", "-f", "--load"], Refused(SETS)),
    flag(&["--system"], Refused(SETS)),
    flag(&["-w", "--write"], Refused(SETS)),
    flag(&["--dry-run"], Refused(SETS)),
    flag(&["-o", "-x"], Accepted),
    flag(&["-d"], Line(&["--help"])),
];

const DMESG: &[Habit] = &[
    flag(&["-C", "--clear"], Refused(CLEARS)),
    flag(&["-c", "--read-clear"], Refused(CLEARS)),
    flag(&["-D", "--console-off"], Refused(CONSOLE)),
    flag(&["-E", "--console-on"], Refused(CONSOLE)),
    value(&["-n", "--console-level"], Refused(CONSOLE)),
    value(&["-F", "--file", "-K", "--kmsg-file"], Refused(FILE)),
    value(&["-f", "--facility"], Line(&["--where", "facility in ({list})"])),
    value(&["-l", "--level"], Any(LEVELS)),
    flag(&["-H", "--human", "-P", "--nopager", "-T", "--ctime"], Accepted),
    flag(&["-k", "--kernel"], Line(&["--where", "facility == kern"])),
    flag(&["-u", "--userspace"], Line(&["--where", "facility != kern"])),
    attached(
        &["-L", "--color"],
        One(&[("", Line(&["--color=always"])), (REST, Line(&["--color={}"]))]),
    ),
    flag(&["-p", "--force-prefix"], Accepted),
    flag(&["-r", "--raw"], Line(&["-o", "priority=,since_boot=,message=", "--bytes"])),
    flag(
        &["--noescape"],
        Refused("would let messages write to the terminal; --json has them whole"),
    ),
    flag(&["-S", "--syslog"], Accepted),
    value(&["-s", "--buffer-size"], Accepted),
    flag(&["-w", "--follow", "-W", "--follow-new"], Refused(WAITS)),
    flag(&["-x", "--decode"], Line(&["-o", "facility,level,time,message"])),
    flag(&["-d", "--show-delta"], Refused(DELTAS)),
    flag(&["-e", "--reltime"], ELAPSED),
    flag(&["-t", "--notime"], NO_TIME),
    value(
        &["--time-format"],
        One(&[
            ("ctime", Accepted),
            ("iso", Line(&["--bytes"])),
            ("notime", NO_TIME),
            ("raw", Line(&["-o", "since_boot,level,message", "--bytes"])),
            ("reltime", ELAPSED),
            ("delta", Refused(DELTAS)),
        ]),
    ),
    value(&["--since"], Line(&["--where", "time >= {text}"])),
    value(&["--until"], Line(&["--where", "time <= {text}"])),
];

/// The levels, and those from one on, towards the more and the less urgent.
const LEVELS: &[(&str, &str)] = &[
    ("emerg", "priority == 0"),
    ("alert", "priority == 1"),
    ("crit", "priority == 2"),
    ("err", "priority == 3"),
    ("warn", "priority == 4"),
    ("notice", "priority == 5"),
    ("info", "priority == 6"),
    ("debug", "priority == 7"),
    ("emerg+", "priority <= 0"),
    ("alert+", "priority <= 1"),
    ("crit+", "priority <= 2"),
    ("err+", "priority <= 3"),
    ("warn+", "priority <= 4"),
    ("notice+", "priority <= 5"),
    ("info+", "priority <= 6"),
    ("debug+", "priority <= 7"),
    ("+emerg", "priority >= 0"),
    ("+alert", "priority >= 1"),
    ("+crit", "priority >= 2"),
    ("+err", "priority >= 3"),
    ("+warn", "priority >= 4"),
    ("+notice", "priority >= 5"),
    ("+info", "priority >= 6"),
    ("+debug", "priority >= 7"),
];

const IPCS: &[Habit] = &[
    value(&["-i", "--id"], Line(&["--where", "id == {}"])),
    flag(&["-m"], Line(&["--shmems"])),
    flag(&["-q"], Line(&["--queues"])),
    flag(&["-s"], Line(&["--semaphores"])),
    flag(&["-a", "--all", "--human"], Accepted),
    flag(
        &["-t", "--time"],
        Line(&["-o", "kind,id,owner,attach_time,detach_time,sent,received,operated,changed"]),
    ),
    flag(&["-p", "--pid"], Line(&["-o", "kind,id,owner,creator_pid,last_pid,sender,receiver"])),
    flag(&["-c", "--creator"], Line(&["-o", "kind,id,mode,creator,creator_group,owner,group"])),
    flag(&["-l", "--limits"], View("sysctl", LIMITS)),
    flag(&["-u", "--summary"], Refused("adds up what there is; psys ipcs has one row each")),
    flag(&["-b"], Line(&["--bytes"])),
];

const LIMITS: &[&str] = &[
    "kernel.msgmni",
    "kernel.msgmax",
    "kernel.msgmnb",
    "kernel.shmmni",
    "kernel.shmmax",
    "kernel.shmall",
    "kernel.sem",
];

const SWAPON: &[Habit] = &[
    flag(&["-s", "--summary"], Accepted),
    attached(&["--show"], LISTED),
    flag(&["--raw", "-v", "--verbose"], Accepted),
    flag(&["-a", "--all", "-e", "--ifexists", "-f", "--fixpgsz"], Refused(SWAP_ONLY)),
    attached(&["-d", "--discard"], Refused(SWAP_ONLY)),
    value(&["-o", "--options", "-p", "--priority", "-L", "-U"], Refused(SWAP_ONLY)),
];

const LSPCI: &[Habit] = &[
    flag(&["-n"], Line(&["-o", "address,vendor_id,device_id,revision"])),
    flag(&["-nn"], Line(&["-o", "address,vendor,vendor_id,device,device_id,revision"])),
    flag(&["-v", "-vv", "-vvv"], Line(&["-o", "+class,revision,regions,details"])),
    flag(&["-k"], Line(&["-o", "+driver"])),
    flag(&["-D", "-b"], Accepted),
    value(&["-s"], Line(&["--where", "address =~ {pattern}"])),
    value(&["-d"], Refused("selects by numbers: -Q 'vendor_id == 0x8086'")),
    flag(&["-m", "-mm"], Refused("is for programs to read; --csv and --json are")),
    flag(&["-t"], Refused("draws the buses, of whose bridges /proc does not tell")),
    flag(
        &["-x", "-xx", "-xxx", "-xxxx"],
        Refused("dumps what devices are set to, which psys does not read"),
    ),
    flag(&["-q", "-qq", "-Q"], Refused("would ask name servers for names of devices")),
    value(
        &["-i", "-p", "-F", "-A", "-O"],
        Refused("says where lspci reads; psys reads /proc alone"),
    ),
];

const MOUNT: &[Habit] = &[
    value(&["-t", "--types"], Line(&["--where", "fs_type in ({list})"])),
    flag(&["-v", "--verbose"], Accepted),
    flag(
        &["-l", "--show-labels"],
        Refused("shows labels of file systems, which /proc does not have"),
    ),
    flag(
        &[
            "-a",
            "--all",
            "-r",
            "--read-only",
            "-w",
            "--rw",
            "--read-write",
            "-n",
            "--no-mtab",
            "-f",
            "--fake",
            "-i",
            "--internal-only",
            "-s",
            "-F",
            "--fork",
            "-c",
            "--no-canonicalize",
            "-B",
            "--bind",
            "-M",
            "--move",
            "-R",
            "--rbind",
            "--make-shared",
            "--make-slave",
            "--make-private",
            "--make-unbindable",
            "--make-rshared",
            "--make-rslave",
            "--make-rprivate",
            "--make-runbindable",
        ],
        Refused(MOUNT_ONLY),
    ),
    attached(&["-m", "--mkdir"], Refused(MOUNT_ONLY)),
    value(
        &[
            "-o",
            "--options",
            "-O",
            "--test-opts",
            "-L",
            "--label",
            "-U",
            "--uuid",
            "-T",
            "--fstab",
            "-N",
            "--namespace",
            "--source",
            "--target",
        ],
        Refused(MOUNT_ONLY),
    ),
];

const FINDMNT: &[Habit] = &[
    value(&["-t", "--types"], Line(&["--where", "fs_type in ({list})"])),
    value(&["-S", "--source"], Line(&["--where", "source == {text}"])),
    value(&["-M", "--mountpoint"], Line(&["--where", "target == {text}"])),
    value(&["-O", "--options"], Line(&["--where", "options == {text}"])),
    value(&["--output"], Line(&["-o", "{}"])),
    flag(&["-n"], Line(&["--no-headers"])),
    flag(&["-b"], Line(&["--bytes"])),
    flag(&["-l", "--list", "-k", "--kernel", "-r", "--raw", "-u", "--notruncate"], Accepted),
];

const PROCINFO: &[Habit] = &[
    value(&["-n"], EVERY),
    flag(&["-f"], Line(&["--watch"])),
    flag(&["-a"], Line(&["-o", "all"])),
    flag(&["-i"], View("interrupts", &[])),
    flag(&["-m"], View("modules", &[])),
    flag(&["-v"], Line(&["--version"])),
    flag(&["-d", "-D"], Refused("shows how counters grow; --watch does")),
    value(&["-F"], Refused("would write to a file; the shell does")),
    flag(&["-s", "-S", "-b", "-r", "-H"], Refused("sets what the page shows; -o names fields")),
];

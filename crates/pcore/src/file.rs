//! The table of the files of /proc that this library reads: where each is, which kernel lock its
//! reader waits for, and how much of it is read at most.
//!
//! A [`Source`](crate::field::Source) names its files from here, so that the list of sources that
//! users see, the deadline's knowledge of what else is stuck, and the reads themselves cannot
//! disagree.

mod set;

pub use set::FileSet;

/// A lock of the target process that the kernel takes while it answers a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// None: the read does not wait for the target.
    None,
    /// `mmap_lock`, held for as long as a page fault on a dead file system takes.
    Mmap,
    /// `signal->exec_update_lock`, held while the process is inside `execve`.
    Exec,
    /// Both: the file's `open` or `read` takes `exec_update_lock` and then `mmap_lock`.
    Both,
}

impl Lock {
    /// Whether a reader that waits for `self` shows that a reader of `other` would wait too.
    ///
    /// A read that takes both locks may be stuck on either, so it condemns only its own like.
    pub const fn condemns(self, other: Self) -> bool {
        match self {
            Self::None => false,
            Self::Mmap => matches!(other, Self::Mmap | Self::Both),
            Self::Exec => matches!(other, Self::Exec | Self::Both),
            Self::Both => matches!(other, Self::Both),
        }
    }
}

/// How many bytes of a file are read at most. What is longer is cut, and said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cap {
    /// A file that the kernel keeps to a few pages.
    Small,
    /// A text that the process itself supplies: arguments, environment.
    Text,
    /// A table with as many rows as there are things, read as a whole.
    Table,
    /// A table that is read in portions and never held as a whole.
    Stream,
}

impl Cap {
    /// The limit in bytes.
    pub const fn bytes(self) -> usize {
        match self {
            Self::Small => 256 << 10,
            Self::Text => 16 << 20,
            Self::Table => 64 << 20,
            Self::Stream => 1 << 30,
        }
    }
}

macro_rules! files {
    ($($(#[$doc:meta])* $name:ident = $path:literal, $lock:ident, $cap:ident;)*) => {
        /// A file of /proc that this library reads.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum File {
            $($(#[$doc])* $name,)*
        }

        impl File {
            /// Every file of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Where the file is, as users are told: `[pid]/status`, `meminfo`.
            pub const fn path(self) -> &'static str {
                match self { $(Self::$name => $path,)* }
            }

            /// The lock that a reader waits for.
            pub const fn lock(self) -> Lock {
                match self { $(Self::$name => Lock::$lock,)* }
            }

            /// How much of the file is read at most.
            pub const fn cap(self) -> Cap {
                match self { $(Self::$name => Cap::$cap,)* }
            }
        }
    };
}

files! {
    /// The directory of /proc itself: the list of processes.
    Root = "", None, Table;
    /// The directory of a process; its owner is the effective user.
    Pid = "[pid]", None, Small;
    /// The directory of the tasks of a process.
    Task = "[pid]/task", None, Table;
    /// The 52 numbers of a process.
    Stat = "[pid]/stat", Exec, Small;
    /// Seven page counts.
    Statm = "[pid]/statm", None, Small;
    /// The labelled facts of a process.
    Status = "[pid]/status", None, Small;
    /// The name of the task.
    Comm = "[pid]/comm", None, Small;
    /// The arguments.
    Cmdline = "[pid]/cmdline", Mmap, Text;
    /// The executable.
    Exe = "[pid]/exe", Exec, Small;
    /// The working directory.
    Cwd = "[pid]/cwd", Exec, Small;
    /// The root directory.
    RootLink = "[pid]/root", Exec, Small;
    /// Where the file system of something that is watched is mounted.
    MountPoint = "[pid]/root/[mountpoint]", None, Small;
    /// The control groups.
    Cgroup = "[pid]/cgroup", None, Small;
    /// Bytes and calls read and written.
    Io = "[pid]/io", Exec, Small;
    /// Memory sums, among them the proportional set size.
    SmapsRollup = "[pid]/smaps_rollup", Both, Small;
    /// The badness that the OOM killer would see.
    OomScore = "[pid]/oom_score", None, Small;
    /// The adjustment of that badness.
    OomScoreAdj = "[pid]/oom_score_adj", None, Small;
    /// The directory of descriptors; its size is their number.
    Fd = "[pid]/fd", Exec, Table;
    /// What the kernel says of one descriptor, of as many files as it may watch.
    FdInfo = "[pid]/fdinfo", None, Text;
    /// The mappings.
    Maps = "[pid]/maps", Both, Table;
    /// The memory itself.
    Mem = "[pid]/mem", Both, Stream;
    /// What the kernel knows of each page.
    Pagemap = "[pid]/pagemap", Both, Stream;
    /// The directory of links to mapped files.
    MapFiles = "[pid]/map_files", Both, Table;
    /// The mappings with what lies in each.
    Smaps = "[pid]/smaps", Both, Table;
    /// Which memory nodes hold the pages of each mapping.
    NumaMaps = "[pid]/numa_maps", Both, Table;
    /// The variables that the process was started with, as it holds them now.
    Environ = "[pid]/environ", Both, Text;
    /// What the kernel told the program when it started it.
    Auxv = "[pid]/auxv", Exec, Small;
    /// The limits of resources.
    Limits = "[pid]/limits", None, Small;
    /// How far the clocks of the namespace for new children are from the machine's.
    TimeOffsets = "[pid]/timens_offsets", None, Small;
    /// The mounts as kernels before 2.6.26 print them.
    Mounts = "[pid]/mounts", None, Table;
    /// The mounts with the statistics of their file systems.
    MountStats = "[pid]/mountstats", None, Table;
    /// The users of the user namespace, by range.
    UidMap = "[pid]/uid_map", None, Table;
    /// The groups of the user namespace, by range.
    GidMap = "[pid]/gid_map", None, Table;
    /// The projects of the user namespace, by range.
    ProjidMap = "[pid]/projid_map", None, Table;
    /// Whether the user namespace lets its members set their groups.
    Setgroups = "[pid]/setgroups", None, Small;
    /// The label that a security module gives to the task.
    AttrCurrent = "[pid]/attr/current", None, Small;
    /// The label before the last `execve`.
    AttrPrev = "[pid]/attr/prev", None, Small;
    /// The label that the next `execve` will give.
    AttrExec = "[pid]/attr/exec", None, Small;
    /// The label of the files that the task makes.
    AttrFsCreate = "[pid]/attr/fscreate", None, Small;
    /// The label of the keys that the task makes.
    AttrKeyCreate = "[pid]/attr/keycreate", None, Small;
    /// The label of the sockets that the task makes.
    AttrSockCreate = "[pid]/attr/sockcreate", None, Small;
    /// The profile of `AppArmor`, also where another module has the first word.
    ApparmorCurrent = "[pid]/attr/apparmor/current", None, Small;
    /// The profile of `AppArmor` before the last `execve`.
    ApparmorPrev = "[pid]/attr/apparmor/prev", None, Small;
    /// The profile of `AppArmor` that the next `execve` will give.
    ApparmorExec = "[pid]/attr/apparmor/exec", None, Small;
    /// The label of Smack, also where another module has the first word.
    SmackCurrent = "[pid]/attr/smack/current", None, Small;
    /// What the scheduler counts of the task.
    Sched = "[pid]/sched", None, Small;
    /// The calls on the kernel's stack of the task.
    Stack = "[pid]/stack", Exec, Small;
    /// The system call that the task waits in.
    Syscall = "[pid]/syscall", Exec, Small;
    /// The POSIX timers.
    Timers = "[pid]/timers", None, Table;
    /// How long the process ran on each CPU; Linux 2.4 and early 2.6 for several processors.
    Cpu = "[pid]/cpu", None, Small;
    /// The mounts that the process sees.
    MountInfo = "[pid]/mountinfo", None, Table;
    /// The namespaces.
    Ns = "[pid]/ns", Exec, Small;
    /// What only this architecture can tell of a process.
    ArchStatus = "[pid]/arch_status", None, Small;
    /// The group of tasks that share one share of the CPUs.
    Autogroup = "[pid]/autogroup", None, Small;
    /// Which mappings a core dump holds.
    CoredumpFilter = "[pid]/coredump_filter", None, Small;
    /// The set of CPUs and memory nodes that the process is confined to.
    Cpuset = "[pid]/cpuset", None, Small;
    /// How many pages were merged with equal ones.
    KsmMergingPages = "[pid]/ksm_merging_pages", None, Small;
    /// What merging equal pages did.
    KsmStat = "[pid]/ksm_stat", Mmap, Small;
    /// The user who logged in.
    LoginUid = "[pid]/loginuid", None, Small;
    /// The adjustment of the badness on the scale of old kernels.
    OomAdj = "[pid]/oom_adj", None, Small;
    /// How far live patching of the task has come.
    PatchState = "[pid]/patch_state", Exec, Small;
    /// The execution domain.
    Personality = "[pid]/personality", Exec, Small;
    /// How long the task ran and waited for a CPU.
    TaskSchedStat = "[pid]/schedstat", None, Small;
    /// The session as the audit system numbers it.
    SessionId = "[pid]/sessionid", None, Small;
    /// The children of one task.
    Children = "[pid]/task/[tid]/children", None, Small;
    /// How late timers of the process may be.
    TimerSlack = "[pid]/timerslack_ns", None, Small;
    /// Where in the kernel the task sleeps.
    Wchan = "[pid]/wchan", Exec, Small;
    /// TCP over IPv4.
    NetTcp = "[pid]/net/tcp", None, Stream;
    /// TCP over IPv6.
    NetTcp6 = "[pid]/net/tcp6", None, Stream;
    /// UDP over IPv4.
    NetUdp = "[pid]/net/udp", None, Stream;
    /// UDP over IPv6.
    NetUdp6 = "[pid]/net/udp6", None, Stream;
    /// UDP-Lite over IPv4; gone since Linux 7.1.
    NetUdplite = "[pid]/net/udplite", None, Stream;
    /// UDP-Lite over IPv6; gone since Linux 7.1.
    NetUdplite6 = "[pid]/net/udplite6", None, Stream;
    /// Raw sockets over IPv4.
    NetRaw = "[pid]/net/raw", None, Stream;
    /// Raw sockets over IPv6.
    NetRaw6 = "[pid]/net/raw6", None, Stream;
    /// Ping sockets over IPv4.
    NetIcmp = "[pid]/net/icmp", None, Stream;
    /// Ping sockets over IPv6.
    NetIcmp6 = "[pid]/net/icmp6", None, Stream;
    /// Local sockets.
    NetUnix = "[pid]/net/unix", None, Stream;
    /// Netlink sockets.
    NetNetlink = "[pid]/net/netlink", None, Stream;
    /// Packet sockets.
    NetPacket = "[pid]/net/packet", None, Stream;
    /// SCTP sockets.
    NetSctpEps = "[pid]/net/sctp/eps", None, Stream;
    /// SCTP associations.
    NetSctpAssocs = "[pid]/net/sctp/assocs", None, Stream;
    /// The addresses of the other ends of SCTP associations.
    NetSctpRemaddr = "[pid]/net/sctp/remaddr", None, Table;
    /// Sockets of Bluetooth controllers.
    NetHci = "[pid]/net/hci", None, Stream;
    /// Sockets of the Bluetooth protocol below most others.
    NetL2cap = "[pid]/net/l2cap", None, Stream;
    /// Sockets of serial lines over Bluetooth.
    NetRfcomm = "[pid]/net/rfcomm", None, Stream;
    /// Sockets of voice over Bluetooth.
    NetSco = "[pid]/net/sco", None, Stream;
    /// Sockets of audio over Bluetooth Low Energy.
    NetIso = "[pid]/net/iso", None, Stream;
    /// Sockets that control Ethernet over Bluetooth.
    NetBnep = "[pid]/net/bnep", None, Stream;
    /// Sockets that control input devices over Bluetooth.
    NetHidp = "[pid]/net/hidp", None, Stream;
    /// Sockets that control ISDN over Bluetooth; newer kernels have none.
    NetCmtp = "[pid]/net/cmtp", None, Stream;
    /// The interfaces and their counters.
    NetDev = "[pid]/net/dev", None, Stream;
    /// What drivers tell of wireless interfaces.
    NetWireless = "[pid]/net/wireless", None, Table;
    /// The directory of what IPv6 counts on each interface.
    NetDevSnmp6 = "[pid]/net/dev_snmp6", None, Small;
    /// The IPv6 addresses.
    NetIfInet6 = "[pid]/net/if_inet6", None, Table;
    /// The IPv6 anycast addresses.
    NetAnycast6 = "[pid]/net/anycast6", None, Table;
    /// The IPv4 routes of the main table.
    NetRoute = "[pid]/net/route", None, Stream;
    /// The IPv6 routes.
    NetIpv6Route = "[pid]/net/ipv6_route", None, Stream;
    /// The IPv4 routes that were looked up; empty since Linux 3.6.
    NetRtCache = "[pid]/net/rt_cache", None, Stream;
    /// The trees of IPv4 routes.
    NetFibTrie = "[pid]/net/fib_trie", None, Stream;
    /// How large these trees are.
    NetFibTrieStat = "[pid]/net/fib_triestat", None, Small;
    /// How large the trees of IPv6 routes are.
    NetRt6Stats = "[pid]/net/rt6_stats", None, Small;
    /// The IPv4 multicast groups.
    NetIgmp = "[pid]/net/igmp", None, Table;
    /// The IPv6 multicast groups.
    NetIgmp6 = "[pid]/net/igmp6", None, Table;
    /// The multicast addresses of the link layer.
    NetDevMcast = "[pid]/net/dev_mcast", None, Table;
    /// The sources that sockets want to hear in IPv4 multicast groups, or not to hear.
    NetMcFilter = "[pid]/net/mcfilter", None, Table;
    /// The same of IPv6.
    NetMcFilter6 = "[pid]/net/mcfilter6", None, Table;
    /// The interfaces of an IPv4 multicast router.
    NetIpMrVif = "[pid]/net/ip_mr_vif", None, Table;
    /// The routes of an IPv4 multicast router.
    NetIpMrCache = "[pid]/net/ip_mr_cache", None, Stream;
    /// The interfaces of an IPv6 multicast router.
    NetIp6MrVif = "[pid]/net/ip6_mr_vif", None, Table;
    /// The routes of an IPv6 multicast router.
    NetIp6MrCache = "[pid]/net/ip6_mr_cache", None, Stream;
    /// The routes of IPX; Linux before 2.6.
    NetIpxRoute = "[pid]/net/ipx_route", None, Table;
    /// The sockets of IPX, from Linux 2.6 to 4.17.
    NetIpxSocket = "[pid]/net/ipx/socket", None, Stream;
    /// The directory of IPX, before Linux 2.6 its sockets; gone since Linux 4.18.
    NetIpx = "[pid]/net/ipx", None, Table;
    /// The counters of IPv4, ICMP, TCP and UDP.
    NetSnmp = "[pid]/net/snmp", None, Small;
    /// The counters of IPv6, and of ICMP and UDP over it.
    NetSnmp6 = "[pid]/net/snmp6", None, Small;
    /// The counters that the standards do not know.
    NetNetstat = "[pid]/net/netstat", None, Small;
    /// The counters of `IPsec`.
    NetXfrmStat = "[pid]/net/xfrm_stat", None, Small;
    /// The counters of TLS in the kernel.
    NetTlsStat = "[pid]/net/tls_stat", None, Small;
    /// The counters of SCTP.
    NetSctpSnmp = "[pid]/net/sctp/snmp", None, Small;
    /// How many sockets there are of each protocol over IPv4.
    NetSockstat = "[pid]/net/sockstat", None, Small;
    /// The same over IPv6.
    NetSockstat6 = "[pid]/net/sockstat6", None, Small;
    /// The protocols that sockets can have.
    NetProtocols = "[pid]/net/protocols", None, Table;
    /// How each processor handles packets that come in.
    NetSoftnetStat = "[pid]/net/softnet_stat", None, Table;
    /// Who is given packets as they come in.
    NetPtype = "[pid]/net/ptype", None, Table;
    /// The units of time of packet scheduling.
    NetPsched = "[pid]/net/psched", None, Small;
    /// The labels of flows of IPv6 packets.
    NetIp6FlowLabel = "[pid]/net/ip6_flowlabel", None, Table;
    /// The directory of logs and queues of the packet filter.
    NetNetfilter = "[pid]/net/netfilter", None, Table;
    /// The tables of the IPv4 packet filter.
    NetIpTablesNames = "[pid]/net/ip_tables_names", None, Table;
    /// What its rules can test.
    NetIpTablesMatches = "[pid]/net/ip_tables_matches", None, Table;
    /// What its rules can do.
    NetIpTablesTargets = "[pid]/net/ip_tables_targets", None, Table;
    /// The tables of the IPv6 packet filter.
    NetIp6TablesNames = "[pid]/net/ip6_tables_names", None, Table;
    /// What its rules can test.
    NetIp6TablesMatches = "[pid]/net/ip6_tables_matches", None, Table;
    /// What its rules can do.
    NetIp6TablesTargets = "[pid]/net/ip6_tables_targets", None, Table;
    /// The tables of the packet filter of ARP.
    NetArpTablesNames = "[pid]/net/arp_tables_names", None, Table;
    /// What its rules can test.
    NetArpTablesMatches = "[pid]/net/arp_tables_matches", None, Table;
    /// What its rules can do.
    NetArpTablesTargets = "[pid]/net/arp_tables_targets", None, Table;
    /// The connections that the packet filter keeps track of.
    NetNfConntrack = "[pid]/net/nf_conntrack", None, Stream;
    /// The same of IPv4 alone; old kernels.
    NetIpConntrack = "[pid]/net/ip_conntrack", None, Stream;
    /// The connections that it expects.
    NetNfConntrackExpect = "[pid]/net/nf_conntrack_expect", None, Stream;
    /// The directory of what processors count of caches and of connections.
    NetStat = "[pid]/net/stat", None, Table;
    /// What they count of look-ups of IPv4 routes.
    NetStatRtCache = "[pid]/net/stat/rt_cache", None, Table;
    /// What they count of the table of IPv4 neighbours.
    NetStatArpCache = "[pid]/net/stat/arp_cache", None, Table;
    /// What they count of the table of IPv6 neighbours.
    NetStatNdiscCache = "[pid]/net/stat/ndisc_cache", None, Table;
    /// What was routed from and to each realm.
    NetRtAcct = "[pid]/net/rt_acct", None, Small;
    /// The parts of the kernel that talk to processes by the connector.
    NetConnector = "[pid]/net/connector", None, Table;
    /// The directory of interfaces that are several.
    NetBonding = "[pid]/net/bonding", None, Table;
    /// The directory of virtual networks.
    NetVlan = "[pid]/net/vlan", None, Table;
    /// How the kernel configured the network at boot.
    NetPnp = "[pid]/net/pnp", None, Small;
    /// The directory of what it learned beyond that.
    NetIpConfig = "[pid]/net/ipconfig", None, Small;
    /// The IPv4 neighbours.
    NetArp = "[pid]/net/arp", None, Stream;
    /// Hosts that are told their IPv4 addresses by their hardware addresses; old kernels.
    NetRarp = "[pid]/net/rarp", None, Table;
    /// The directory of how the table of IPv4 neighbours is kept.
    NeighIpv4 = "sys/net/ipv4/neigh/default", None, Small;
    /// The same of IPv6 neighbours.
    NeighIpv6 = "sys/net/ipv6/neigh/default", None, Small;
    /// Load averages and the number of tasks.
    LoadAvg = "loadavg", None, Small;
    /// Memory of the machine.
    MemInfo = "meminfo", None, Small;
    /// CPU times, boot time, counts of processes.
    SysStat = "stat", None, Text;
    /// Seconds since boot.
    Uptime = "uptime", None, Small;
    /// Kernel banner.
    Version = "version", None, Small;
    /// The locks on files, and who waits for them.
    Locks = "locks", None, Table;
    /// Mounts as the reader sees them.
    SelfMountInfo = "self/mountinfo", None, Table;
    /// Stall information of the CPUs.
    PressureCpu = "pressure/cpu", None, Small;
    /// Stall information of the disks.
    PressureIo = "pressure/io", None, Small;
    /// Stall information of the memory.
    PressureMemory = "pressure/memory", None, Small;
    /// Free memory by node.
    BuddyInfo = "buddyinfo", None, Table;
    /// Drivers of terminals, which name their devices.
    TtyDrivers = "tty/drivers", None, Small;
    /// The modules of the kernel.
    Modules = "modules", None, Table;
    /// The drivers of devices by their major numbers.
    Devices = "devices", None, Small;
    /// The devices of the major number 10.
    Misc = "misc", None, Small;
    /// The line disciplines.
    TtyLdiscs = "tty/ldiscs", None, Small;
    /// The directory of serial drivers, a file each.
    TtyDriver = "tty/driver", None, Small;
    /// Where the kernel prints its messages.
    Consoles = "consoles", None, Small;
    /// The ISA DMA channels in use.
    Dma = "dma", None, Small;
    /// Who has which ports.
    IoPorts = "ioports", None, Table;
    /// Who has which addresses of memory.
    IoMem = "iomem", None, Table;
    /// The devices on the PCI bus.
    PciDevices = "bus/pci/devices", None, Table;
    /// The same in words, before Linux 2.6.
    Pci = "pci", None, Small;
    /// The directory of host adapters, with a directory for each driver.
    Scsi = "scsi", None, Small;
    /// The devices that speak SCSI.
    ScsiScsi = "scsi/scsi", None, Table;
    /// Keyboards, mice and buttons.
    InputDevices = "bus/input/devices", None, Table;
    /// Who takes their events.
    InputHandlers = "bus/input/handlers", None, Small;
    /// The keys that the reader may see.
    Keys = "keys", None, Table;
    /// How many keys each user has.
    KeyUsers = "key-users", None, Table;
    /// The algorithms of ciphers and digests.
    Crypto = "crypto", None, Table;
    /// The controllers of control groups.
    Cgroups = "cgroups", None, Small;
    /// Mounts as the reader sees them, before Linux 2.6.26.
    SelfMounts = "self/mounts", None, Table;
    /// The types of file systems.
    FileSystems = "filesystems", None, Small;
    /// The directory of what file systems tell of themselves.
    Fs = "fs", None, Text;
    /// Queues of messages.
    IpcMsg = "sysvipc/msg", None, Table;
    /// Sets of semaphores.
    IpcSem = "sysvipc/sem", None, Table;
    /// Segments of shared memory.
    IpcShm = "sysvipc/shm", None, Table;
    /// The personalities that the kernel serves.
    ExecDomains = "execdomains", None, Small;
    /// How the processors cache ranges of memory.
    Mtrr = "mtrr", None, Small;
    /// The frame buffers.
    Fb = "fb", None, Small;
    /// The directory of what the firmware tells.
    Acpi = "acpi", None, Small;
    /// The devices that can wake the machine.
    AcpiWakeup = "acpi/wakeup", None, Small;
    /// The directory of what drivers tell of themselves.
    DriverDir = "driver", None, Small;
    /// The directory of the settings of the kernel.
    Sys = "sys", None, Small;
    /// The messages of the kernel; the live file is never read, since that takes them away.
    Kmsg = "kmsg", None, Table;
    /// The symbols of the kernel.
    Kallsyms = "kallsyms", None, Stream;
    /// Those of them that modules use, before Linux 2.5.71.
    Ksyms = "ksyms", None, Stream;
    /// The image of the kernel's memory, of which the headers are read.
    Kcore = "kcore", None, Small;
    /// A file that was named on the command line.
    Named = "[path]", None, Small;
    /// The areas that memory is swapped to.
    Swaps = "swaps", None, Table;
    /// Stalls of tasks by interrupts.
    PressureIrq = "pressure/irq", None, Small;
    /// Where the kernel's memory was asked for; since Linux 6.10.
    AllocInfo = "allocinfo", None, Table;
    /// The parameters of the kernel.
    KernelCmdline = "cmdline", None, Small;
    /// How the kernel was configured, compressed.
    ConfigGz = "config.gz", None, Table;
    /// What each CPU is.
    CpuInfo = "cpuinfo", None, Table;
    /// What was read from and written to disks.
    DiskStats = "diskstats", None, Table;
    /// How often each CPU served which interrupt.
    Interrupts = "interrupts", None, Table;
    /// Which CPUs an interrupt may go to.
    IrqAffinity = "irq/[irq]/smp_affinity_list", None, Small;
    /// Where its driver would have it go.
    IrqAffinityHint = "irq/[irq]/affinity_hint", None, Small;
    /// Which CPUs it goes to.
    IrqEffectiveAffinity = "irq/[irq]/effective_affinity_list", None, Small;
    /// The memory node of its device.
    IrqNode = "irq/[irq]/node", None, Small;
    /// How often it came though no device had anything to tell.
    IrqSpurious = "irq/[irq]/spurious", None, Small;
    /// The kernel's allocations; Linux 1.1 to 2.0.
    Malloc = "malloc", None, Small;
    /// Arrays of disks.
    MdStat = "mdstat", None, Table;
    /// Free memory by what it may be used for.
    PageTypeInfo = "pagetypeinfo", None, Table;
    /// Block devices and their sizes.
    Partitions = "partitions", None, Table;
    /// What the scheduler counts of CPUs.
    SchedulerStat = "schedstat", None, Table;
    /// The caches of the kernel's own objects.
    SlabInfo = "slabinfo", None, Table;
    /// How often each CPU served which soft interrupt.
    SoftIrqs = "softirqs", None, Table;
    /// The precise timers that are pending.
    TimerList = "timer_list", None, Table;
    /// The areas of memory that the kernel has mapped for itself.
    VmallocInfo = "vmallocinfo", None, Table;
    /// What is counted of memory.
    VmStat = "vmstat", None, Table;
    /// The zones of memory.
    ZoneInfo = "zoneinfo", None, Table;
    /// The name of the machine.
    HostName = "sys/kernel/hostname", None, Small;
    /// The release of the kernel.
    OsRelease = "sys/kernel/osrelease", None, Small;
    /// An identifier that changes with each boot.
    BootId = "sys/kernel/random/boot_id", None, Small;
    /// Open file handles of the machine.
    FileNr = "sys/fs/file-nr", None, Small;
    /// Whether the kernel counts the delays of tasks.
    TaskDelayacct = "sys/kernel/task_delayacct", None, Small;
    /// Why the kernel is tainted.
    Tainted = "sys/kernel/tainted", None, Small;
    /// Users of a captured tree; those of the machine are asked for outside /proc.
    Passwd = "etc/passwd", None, Text;
    /// Groups of users of a captured tree.
    Group = "etc/group", None, Text;
    /// Names of ports of a captured tree.
    Services = "etc/services", None, Text;
    /// What a captured tree cannot keep: see `Host`.
    Capture = "prockit.host", None, Small;
    /// Whether a process is running or waiting for a CPU, which is how the watchdog sees progress.
    SchedStat = "self/task/[tid]/schedstat", None, Small;
}

impl File {
    /// Whether the file belongs to one process rather than to the machine.
    pub const fn is_of_process(self) -> bool {
        matches!(self.path().as_bytes(), [b'[', b'p', b'i', b'd', b']', ..])
    }

    /// Whether the file describes the process as a whole: its tasks do not have it.
    pub fn is_of_all_tasks(self) -> bool {
        matches!(
            self,
            Self::Task
                | Self::Autogroup
                | Self::CoredumpFilter
                | Self::MapFiles
                | Self::MountStats
                | Self::Timers
                | Self::TimerSlack
        )
    }

    /// The last part of the path, under the directory of the process if it has one.
    pub fn tail(self) -> &'static str {
        let path = self.path();
        let tail = path.strip_prefix("[pid]").unwrap_or(path);
        tail.strip_prefix('/').unwrap_or(tail)
    }

    pub(crate) fn from_index(index: u8) -> Option<Self> {
        Self::ALL.get(usize::from(index)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_unique() {
        let mut paths: Vec<_> = File::ALL.iter().map(|file| file.path()).collect();
        paths.sort_unstable();
        let count = paths.len();
        paths.dedup();
        assert_eq!(count, paths.len());
    }

    #[test]
    fn indexes_come_back() {
        for file in File::ALL {
            assert_eq!(File::from_index(*file as u8), Some(*file));
        }
    }

    #[test]
    fn a_stuck_lock_condemns_what_shares_it() {
        assert!(Lock::Mmap.condemns(File::SmapsRollup.lock()));
        assert!(Lock::Exec.condemns(File::Stat.lock()));
        assert!(!Lock::Mmap.condemns(File::Stat.lock()));
        assert!(!Lock::None.condemns(File::Status.lock()));
    }
}

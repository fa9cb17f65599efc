//! Views of the tables of the machine: what each makes of the kernel's own, of documented texts, and
//! of what is denied.

use serde_json::{Value, json};

use crate::PSYS;
use crate::support::call::reachable_copy;
use crate::support::{NOBODY, Row, Sandbox, Tree, call, damage, has, is_root, schema, skip};

/// The views, each with the file that a kernel may lack.
const VIEWS: [(&str, &str); 34] = [
    ("acpi", "acpi"),
    ("cgroups", "cgroups"),
    ("consoles", "consoles"),
    ("crypto", "crypto"),
    ("devices", "devices"),
    ("dma", "dma"),
    ("driver", "driver"),
    ("execdomains", "execdomains"),
    ("fb", "fb"),
    ("filesystems", "filesystems"),
    ("fs", "fs"),
    ("input", "bus/input/devices"),
    ("input-handlers", "bus/input/handlers"),
    ("iomem", "iomem"),
    ("ioports", "ioports"),
    ("ipc", "sysvipc/msg"),
    ("ipconfig", "net/pnp"),
    ("kcore", "kcore"),
    ("key-users", "key-users"),
    ("keys", "keys"),
    ("ldiscs", "tty/ldiscs"),
    ("log", "kmsg"),
    ("misc", "misc"),
    ("modules", "modules"),
    ("mounts", "mounts"),
    ("mtrr", "mtrr"),
    ("pci", "bus/pci/devices"),
    ("scsi", "scsi/scsi"),
    ("scsi-hosts", "scsi"),
    ("serial", "tty/driver"),
    ("symbols", "kallsyms"),
    ("sysctl", "sys"),
    ("tty", "tty/drivers"),
    ("wakeup", "acpi/wakeup"),
];

/// The rows of a view of this text, with these fields, as arrays in the order of the fields.
fn values(file: &str, text: &str, line: &str, fields: &str) -> Value {
    let tree = Tree::new();
    tree.put(file, text);
    values_of(&tree, line, fields)
}

fn values_of(tree: &Tree, line: &str, fields: &str) -> Value {
    let call = call(PSYS, &format!("{line} --json -o {fields} --proc")).arg(tree.path());
    let answer = call.run().expect(0);
    assert_eq!(answer.stderr, "", "{line}");
    let values = |row: Row| fields.split(',').map(|name| row[name].clone()).collect::<Value>();
    answer.rows().into_iter().map(values).collect()
}

const NONE: Value = Value::Null;

#[test]
fn every_view_reads_this_machine() {
    for (view, file) in VIEWS {
        let answer = call(PSYS, &format!("{view} -o all --json --limit 300")).run().expect(0);
        let is_there = std::path::Path::new("/proc").join(file).exists();
        let rows = answer.rows();
        schema::check(&call(PSYS, &format!("{view} --schema")).text(), &rows);
        assert!(is_there || rows.is_empty() || file == "kmsg", "{view}: {rows:?}");
        for complaint in answer.complaints() {
            let is_absent = complaint.ends_with("not provided by this kernel");
            let is_denied = complaint.contains("permission denied");
            assert!(is_absent && !is_there || is_denied, "{view}: {complaint}");
        }
    }
}

#[test]
fn a_stranger_is_told_what_is_denied() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let psys = reachable_copy(PSYS, sandbox.path());
    for (view, _) in VIEWS {
        let answer = call(&psys, &format!("{view} --json")).by_user(NOBODY).run().expect(0);
        for complaint in answer.complaints() {
            let is_known = ["not provided by this kernel", "permission denied"];
            assert!(is_known.iter().any(|known| complaint.contains(known)), "{view}: {complaint}");
        }
    }
    // Whoever may not know addresses is given zeros, which are none.
    for row in call(&psys, "iomem --json").by_user(NOBODY).run().expect(0).rows() {
        assert_eq!((&row["start"], &row["end"], &row["size"]), (&NONE, &NONE, &NONE), "{row:?}");
        assert_ne!(row["name"], "");
    }
}

/// Containers are kept from files by what is mounted over them: that is no empty table.
#[test]
fn what_is_masked_is_not_empty() {
    if !is_root() || !has("unshare") {
        skip!("only root can mount, with unshare");
    }
    let script = "mount --bind /dev/null /proc/devices && mount -t tmpfs none /proc/acpi || exit 77
                  \"$0\" devices; \"$0\" acpi";
    let masked = call("unshare", "--mount sh -c").arg(script).arg(PSYS).run();
    if masked.code() == 77 {
        skip!("nothing can be mounted here");
    }
    let complaints = masked.complaints();
    for told in ["devices: not a regular file", "acpi: not provided by this kernel"] {
        assert!(complaints.iter().any(|line| line.ends_with(told)), "{complaints:?}");
    }
}

#[test]
fn modules_of_two_ages() {
    let text = "nf_tables 372736 2 nft_ct,nft_chain_nat, Live 0xffffffffc0b8d000 (OE)\n\
                ext4 999424 1 - Live 0x0000000000000000\nusbcore 58400 1 [uhci hid]\n";
    assert_eq!(
        values("modules", text, "lsmod", "name,size,references,users,state,address,taints"),
        json!([
            ["ext4", 999_424, 1, [], "Live", NONE, NONE],
            [
                "nf_tables",
                372_736,
                2,
                ["nft_ct", "nft_chain_nat"],
                "Live",
                "0xffffffffc0b8d000",
                ["out_of_tree", "unsigned"]
            ],
            ["usbcore", 58400, 1, ["uhci", "hid"], NONE, NONE, NONE],
        ])
    );
}

#[test]
fn drivers_devices_and_consoles() {
    assert_eq!(
        values(
            "devices",
            "Character devices:\n  1 mem\n\nBlock devices:\n  8 sd\n",
            "devices",
            "kind,major,name"
        ),
        json!([["block", 8, "sd"], ["character", 1, "mem"]])
    );
    assert_eq!(
        values("misc", "232 kvm\n 59 a b\n", "misc", "minor,name"),
        json!([[59, "a b"], [232, "kvm"]])
    );
    assert_eq!(values("dma", " 4: cascade\n", "dma", "channel,user"), json!([[4, "cascade"]]));
    assert_eq!(values("fb", "0 EFI VGA\n", "fb", "number,name"), json!([[0, "EFI VGA"]]));
    assert_eq!(
        values("tty/ldiscs", "n_tty       0\n", "ldiscs", "number,name"),
        json!([[0, "n_tty"]])
    );
    assert_eq!(
        values(
            "tty/drivers",
            "pty_slave            /dev/pts      136 0-1048575 pty:slave\n",
            "tty",
            "driver,device,major,first_minor,last_minor,type"
        ),
        json!([["pty_slave", "/dev/pts", 136, 0, 1_048_575, "pty:slave"]])
    );
    assert_eq!(
        values(
            "tty/driver/serial",
            "serinfo:1.0 driver revision:\n0: uart:16550A port:000003F8 irq:4 tx:9 rx:8 fe:1 RTS|DTR\n",
            "serial",
            "driver,line,uart,port,irq,sent,received,frame_errors,overruns,signals"
        ),
        json!([["serial", 0, "16550A", "000003F8", 4, 9, 8, 1, 0, ["RTS", "DTR"]]])
    );
    assert_eq!(
        values(
            "consoles",
            "tty0                 -WU (EC  p  )    4:1\nnetcon0 -W- (E)\n",
            "consoles",
            "name,device,operations,flags"
        ),
        json!([
            ["netcon0", NONE, ["write"], ["enabled"]],
            ["tty0", "4:1", ["write", "unblank"], ["enabled", "preferred", "log_buffer"]],
        ])
    );
}

#[test]
fn ranges_stand_below_those_that_they_lie_in() {
    let text = "00001000-0009fbff : System RAM\n000a0000-000bffff : PCI Bus 0000:00\n  000a0000-000affff : card\n    000a0000-000a00ff : part\n  000b0000-000bffff : other\n";
    assert_eq!(
        values("iomem", text, "iomem", "line,parent,depth,start,end,size,name"),
        json!([
            [1, NONE, 0, "0x1000", "0x9fbff", 650_240, "System RAM"],
            [2, NONE, 0, "0xa0000", "0xbffff", 131_072, "PCI Bus 0000:00"],
            [3, 2, 1, "0xa0000", "0xaffff", 65536, "card"],
            [4, 3, 2, "0xa0000", "0xa00ff", 256, "part"],
            [5, 2, 1, "0xb0000", "0xbffff", 65536, "other"],
        ])
    );
    let tree = Tree::new();
    tree.put("ioports", text);
    let shown = call(PSYS, "lsdev part -o name --no-headers --proc").arg(tree.path()).text();
    assert_eq!(shown, "PCI Bus 0000:00\n└─ card\n   └─ part\n");
    assert_eq!(
        values("iomem", "00000000-00000000 : System RAM\n", "iomem", "start,end,size,name"),
        json!([[NONE, NONE, NONE, "System RAM"]])
    );
}

#[test]
fn buses() {
    let device = "0010\t1af41042\t1d\t               c041\t4000080004\t0\t0\t0\t0\t0\t40\t80000\t0\t0\t0\t0\t0\tvirtio-pci\n0000\t80860d57\t0\n";
    assert_eq!(
        values(
            "bus/pci/devices",
            device,
            "lspci",
            "address,vendor_id,device_id,irq,driver,regions"
        ),
        json!([
            ["00:00.0", "8086", "0d57", NONE, NONE, []],
            [
                "00:02.0",
                "1af4",
                "1042",
                29,
                "virtio-pci",
                ["ports 0xc040+0x40", "memory 0x4000080000+0x80000 64-bit"]
            ],
        ])
    );
    let old = "PCI devices found:\n  Bus  0, device   7, function  2:\n    USB Controller: Intel 82371AB PIIX4 USB (rev 1).\n      IRQ 11.  Master Capable.\n";
    assert_eq!(
        values("pci", old, "pci", "address,class,device,revision,irq,driver,details"),
        json!([[
            "00:07.2",
            "USB Controller",
            "Intel 82371AB PIIX4 USB",
            1,
            11,
            NONE,
            ["IRQ 11.  Master Capable."]
        ]])
    );
    let scsi = "Attached devices:\nHost: scsi2 Channel: 00 Id: 01 Lun: 03\n  Vendor: ATA      Model: Some Disk        Rev: 1.0 \n  Type:   Direct-Access                    ANSI  SCSI revision: 05\n";
    assert_eq!(
        values(
            "scsi/scsi",
            scsi,
            "scsi",
            "adapter,channel,target,unit,vendor,model,revision,type,standard"
        ),
        json!([[2, 0, 1, 3, "ATA", "Some Disk", "1.0", "Direct-Access", 5]])
    );
    let input = "I: Bus=0011 Vendor=0001 Product=0001 Version=ab41\nN: Name=\"A \"b\" keyboard\"\nS: Sysfs=/devices/x\nU: Uniq=\nH: Handlers=sysrq kbd \nB: PROP=0\nB: EV=120003\nB: KEY=1 2\n\n";
    assert_eq!(
        values(
            "bus/input/devices",
            input,
            "input",
            "name,bus,version,phys,sysfs,unique,handlers,events,properties,capabilities"
        ),
        json!([[
            "A \"b\" keyboard",
            "i8042",
            "ab41",
            NONE,
            "/devices/x",
            NONE,
            ["sysrq", "kbd"],
            ["sync", "key", "led", "repeat"],
            [],
            ["KEY=1 2"]
        ]])
    );
    assert_eq!(
        values(
            "bus/input/handlers",
            "N: Number=0 Name=kbd\nN: Number=1 Name=evdev Minor=64\n",
            "handlers",
            "number,name,filter,minor"
        ),
        json!([[0, "kbd", false, NONE], [1, "evdev", false, 64]])
    );
}

#[test]
fn keys_and_ciphers() {
    let keys = "1ff9508c I--Q---     3   4d 1f3f0000  1000 65534 keyring   _uid_ses.1000: 1\n00000001 I-D---- 1 expd 1f 0 -1 user a:b\n";
    assert_eq!(
        values(
            "keys",
            keys,
            "keys",
            "serial,type,name,summary,flags,expired,expires_in,permissions,uid,gid"
        ),
        json!([
            [
                "00000001",
                "user",
                "a:b",
                NONE,
                ["instantiated", "dead"],
                true,
                NONE,
                "0000001f",
                0,
                NONE
            ],
            [
                "1ff9508c",
                "keyring",
                "_uid_ses.1000",
                "1",
                ["instantiated", "in_quota"],
                false,
                345_600.0,
                "1f3f0000",
                1000,
                65534
            ],
        ])
    );
    assert_eq!(
        values(
            "key-users",
            "    0:     9 8/7 3/1000000 40/25000000\n",
            "key-users",
            "uid,usage,keys,instantiated,quota_keys,max_keys,quota_bytes,max_bytes"
        ),
        json!([[0, 9, 8, 7, 3, 1_000_000, 40, 25_000_000]])
    );
    let crypto = "name : sha256\ndriver : sha256-ni\npriority : -1\nrefcnt : 2\nselftest : passed\ninternal : no\ntype : shash\ndigestsize : 32\n\n";
    assert_eq!(
        values(
            "crypto",
            crypto,
            "crypto",
            "name,driver,type,priority,references,selftest,internal,digest_size,iv_size"
        ),
        json!([["sha256", "sha256-ni", "shash", -1, 2, "passed", false, 32, NONE]])
    );
}

#[test]
fn what_the_kernel_has_of_each_kind() {
    assert_eq!(
        values(
            "cgroups",
            "#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t0\t13\t1\n",
            "cgroups",
            "name,hierarchy,groups,enabled"
        ),
        json!([["memory", 0, 13, true]])
    );
    assert_eq!(
        values("filesystems", "nodev\tsysfs\n\text4\n", "filesystems", "name,needs_device"),
        json!([["ext4", true], ["sysfs", false]])
    );
    assert_eq!(
        values(
            "execdomains",
            "0-0\tLinux           \t[kernel]\n",
            "execdomains",
            "first,last,name,module"
        ),
        json!([[0, 0, "Linux", "kernel"]])
    );
    assert_eq!(
        values(
            "mtrr",
            "reg01: base=0x0c0000000 ( 3072MB), size= 1024MB, count=1: uncachable\n",
            "mtrr",
            "register,base,size,type,uses"
        ),
        json!([[1, "0xc0000000", 1_u64 << 30, "uncachable", 1]])
    );
    assert_eq!(
        values(
            "acpi/wakeup",
            "Device\tS-state\t  Status   Sysfs node\nPEG0\t  S4\t*disabled\nEHC1\t  S3\t*enabled   pci:0000:00:1d.0\n",
            "wakeup",
            "name,state,enabled,node"
        ),
        json!([["EHC1", "S3", true, "pci:0000:00:1d.0"], ["PEG0", "S4", false, NONE]])
    );
    assert_eq!(
        values(
            "self/mountinfo",
            "24 1 8:1 / /mnt/a\\040b ro,relatime shared:1 - ext4 /dev/sda1 rw\n",
            "mount",
            "id,target,source,fs_type,options,super_options"
        ),
        json!([[24, "/mnt/a b", "/dev/sda1", "ext4", ["ro", "relatime"], "rw"]])
    );
}

#[test]
fn files_of_many_forms_are_lines() {
    let tree = Tree::new();
    tree.put("fs/ext4/sda1/options", "rw\ncommit=30\n");
    tree.put("fs/xfs/stat", "extent_alloc 4 260\n");
    tree.put("fs/binary", "a\0b\n");
    tree.put("acpi/wakeup", "Device S-state Status\n");
    tree.put("acpi/battery/BAT0/state", "present:   yes\n");
    tree.put("scsi/scsi", "Attached devices:\n");
    tree.put("scsi/aha152x/0", "host 0\n");
    tree.put("driver/rtc", "rtc_time\t: 12:00:01\n");
    std::os::unix::fs::symlink("/etc", tree.at("driver/way_out")).unwrap();
    let line = "fs -o path,line,name,value --json --proc";
    let answer = call(PSYS, line).arg(tree.path()).run().expect(0);
    assert!(answer.stderr.contains("not in the kernel's format"), "{:?}", answer.stderr);
    assert_eq!(answer.rows().len(), 3);
    assert_eq!(
        values_of(&tree, "fs ext4", "path,line,name,value"),
        json!([
            ["fs/ext4/sda1/options", 1, NONE, "rw"],
            ["fs/ext4/sda1/options", 2, "commit", "30"]
        ])
    );
    assert_eq!(
        values_of(&tree, "acpi", "path,name,value"),
        json!([["acpi/battery/BAT0/state", "present", "yes"]])
    );
    assert_eq!(
        values_of(&tree, "scsi-hosts", "path,name,value,text"),
        json!([["scsi/aha152x/0", "host", "0", "host 0"]])
    );
    assert_eq!(values_of(&tree, "driver", "name,value"), json!([["rtc_time", "12:00:01"]]));
}

#[test]
fn settings_are_values_with_types() {
    let tree = Tree::new();
    tree.put("sys/vm/swappiness", "60\n");
    tree.put("sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456\n");
    tree.put("sys/net/ipv4/conf/eth0.1/forwarding", "-1\n");
    tree.put("sys/kernel/modes", "one\ntwo\n");
    tree.put("sys/kernel/modprobe", "\n");
    let fields = "name,value,type,number,numbers,lines,group,path";
    let modprobe =
        json!(["kernel.modprobe", "", "empty", NONE, NONE, 0, "kernel", "sys/kernel/modprobe"]);
    let modes =
        json!(["kernel.modes", "one\ntwo", "text", NONE, NONE, 2, "kernel", "sys/kernel/modes"]);
    let eth = json!([
        "net.ipv4.conf.eth0/1.forwarding",
        "-1",
        "integer",
        -1,
        [-1],
        1,
        "net",
        "sys/net/ipv4/conf/eth0.1/forwarding"
    ]);
    let rmem = json!([
        "net.ipv4.tcp_rmem",
        "4096 131072 6291456",
        "integers",
        NONE,
        [4096, 131_072, 6_291_456],
        1,
        "net",
        "sys/net/ipv4/tcp_rmem"
    ]);
    let vm = json!(["vm.swappiness", "60", "integer", 60, [60], 1, "vm", "sys/vm/swappiness"]);
    let rows_of = |found: Value| {
        found
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row[0] != "kernel.hostname" && row[0] != "kernel.random.boot_id")
            .cloned()
            .collect::<Value>()
    };
    assert_eq!(
        rows_of(values_of(&tree, "sysctl", fields)),
        json!([modes, modprobe, eth, rmem, vm])
    );
    for (words, rows) in [
        ("vm.swappiness", json!([vm])),
        ("vm/swappiness", json!([vm])),
        ("/proc/sys/vm/swappiness", json!([vm])),
        ("swappiness", json!([vm])),
        ("net", json!([eth, rmem])),
        ("net/ipv4/conf/eth0.1", json!([eth])),
        ("net.ipv4.conf.eth0/1", json!([eth])),
        ("net.*.tcp_?mem", json!([rmem])),
        ("*swap*", json!([vm])),
        ("vm net.ipv4.tcp_rmem", json!([rmem, vm])),
    ] {
        assert_eq!(values_of(&tree, &format!("sysctl {words}"), fields), rows, "{words}");
    }
    call(PSYS, "sysctl swap --proc").arg(tree.path()).run().expect(1);
}

#[test]
fn messages_are_decoded() {
    let text = "<6>[    1.500000][    T1] usb 1-1: new\n<30>[    2.000000] systemd[1]: hello\n<4>no time\n";
    assert_eq!(
        values(
            "kmsg",
            text,
            "dmesg",
            "number,time,since_boot,level,priority,facility,caller,message"
        ),
        json!([
            [1, "2023-11-14T22:13:21.500Z", 1.5, "info", 6, "kern", "T1", "usb 1-1: new"],
            [2, "2023-11-14T22:13:22.000Z", 2.0, "info", 6, "daemon", NONE, "systemd[1]: hello"],
            [3, NONE, NONE, "warn", 4, "kern", NONE, "no time"],
        ])
    );
}

#[test]
fn symbols_of_two_ages() {
    assert_eq!(
        values(
            "kallsyms",
            "ffffffff81000000 T _stext\n0000000000000000 t hidden\t[ext4]\n",
            "symbols",
            "address,type,section,global,name,module"
        ),
        json!([
            ["ffffffff81000000", "T", "text", true, "_stext", NONE],
            [NONE, "t", "text", false, "hidden", "ext4"],
        ])
    );
    assert_eq!(
        values(
            "ksyms",
            "Address   Symbol                            Defined by\nc0107034 kernel_thread_R1234abcd\nc4806060 ext3_sync\t[ext3]\n",
            "symbols",
            "address,type,name,module"
        ),
        json!([
            ["00000000c0107034", NONE, "kernel_thread_R1234abcd", NONE],
            ["00000000c4806060", NONE, "ext3_sync", "ext3"],
        ])
    );
}

#[test]
fn of_the_image_of_memory_the_headers_are_read() {
    let mut text = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
    text.extend([4, 0, 62, 0, 1, 0, 0, 0]);
    text.extend([0_u64, 64, 0].iter().flat_map(|number| number.to_le_bytes()));
    text.extend([0, 0, 0, 0, 64, 0, 56, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    text.extend([1, 0, 0, 0, 7, 0, 0, 0]);
    let numbers = [0x1000, 0xffff_8880_0000_0000, u64::MAX, 0x2000, 0x2000, 0x1000];
    text.extend(numbers.iter().flat_map(|number: &u64| number.to_le_bytes()));
    text.resize(1 << 20, 0xee);
    let tree = Tree::new();
    std::fs::write(tree.at("kcore"), text).unwrap();
    assert_eq!(
        values_of(
            &tree,
            "kcore",
            "segment,type,flags,offset,virtual_address,physical_address,memory_size,bits,machine,file_type"
        ),
        json!([[
            0,
            "load",
            ["read", "write", "execute"],
            "0x1000",
            "0xffff888000000000",
            NONE,
            8192,
            64,
            "x86_64",
            "core"
        ]])
    );
}

#[test]
fn a_damaged_file_is_told_and_hangs_nothing() {
    for (view, file) in
        [("sysctl", "sys/vm/swappiness"), ("iomem", "iomem"), ("log", "kmsg"), ("acpi", "acpi/x")]
    {
        let tree = Tree::new();
        tree.put(file, "<6>[    1.000000] 00-01 : 60\n");
        damage::each(PSYS, &format!("{view} --json"), &tree, file, |_, answer| {
            answer.expect(0).rows();
        });
    }
}

#[test]
fn numbers_of_a_setting_stand_apart_by_blanks() {
    let tree = Tree::new();
    tree.put("sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456\n");
    tree.put("sys/kernel/odd", "a\tb\n");
    let told = |name: &str| {
        call(PSYS, &format!("sysctl -n {name} --quiet --proc")).arg(tree.path()).text()
    };
    assert_eq!(told("net.ipv4.tcp_rmem"), "4096 131072 6291456\n");
    assert_eq!(told("kernel.odd"), "a\\tb\n");
}

#[test]
fn a_difference_is_escaped_once() {
    let tree = Tree::new();
    tree.put("sys/kernel/odd", "a\tb\n");
    let report = tree.at("report.json");
    let text = call(PSYS, "sysctl kernel.odd --report --quiet --proc").arg(tree.path()).text();
    std::fs::write(&report, text).unwrap();
    tree.put("sys/kernel/odd", "a\tc\n");
    let line = "sysctl --match kernel.odd --quiet --baseline";
    let answer = call(PSYS, line).arg(&report).arg("--proc").arg(tree.path()).run().expect(1);
    assert!(answer.text().contains("a\\tb -> a\\tc"), "{}", answer.text());
}

#[test]
fn a_driver_hints_where_its_interrupt_should_go() {
    let tree = Tree::new();
    tree.put("interrupts", "      CPU0\n 24: 6 IO-APIC 5-edge a\n 25: 7 IO-APIC 6-edge b\n");
    tree.put("irq/24/affinity_hint", "00000000,00000003\n");
    tree.put("irq/25/affinity_hint", "00000000,00000000\n");
    let rows = call(PSYS, "interrupts --json -o irq,affinity_hint --proc").arg(tree.path()).rows();
    assert_eq!(rows[0]["affinity_hint"], "00000000,00000003");
    assert!(rows[1]["affinity_hint"].is_null(), "{rows:?}");
}

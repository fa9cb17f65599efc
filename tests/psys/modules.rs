//! `psys modules` against `lsmod`, on modules that no kernel need have loaded.

use crate::PSYS;
use crate::support::{Tree, call, has, is_root, skip};

const MODULES: &str = "nft_ct 24576 1 - Live 0xffffffffc0b8d000\n\
nf_tables 372736 7 nft_ct,nft_chain_nat, Live 0xffffffffc0b00000 (OE)\n\
nft_chain_nat 16384 3 - Live 0xffffffffc0a00000\n\
fuse 167936 1 [permanent], Live 0xffffffffc0900000\n\
dummy 16384 0 - Loading 0xffffffffc0800000\n";

/// What lsmod asks `/sys/module` for, made of the same table.
const MAKE_SYS: &str = "while read -r name size count users rest; do \
    mkdir -p /sys/module/$name/holders; echo $size >/sys/module/$name/coresize; \
    echo $count >/sys/module/$name/refcnt; echo live >/sys/module/$name/initstate; \
    case $users in -|*permanent*) ;; *) for user in $(echo $users | tr , ' '); do \
    mkdir /sys/module/$name/holders/$user; done;; esac; done </proc/modules";

/// Lines as words, with the users in one order: lsmod lists them as a directory has them.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
    if let Some(users) = words.get_mut(3) {
        let mut sorted: Vec<&str> = users.split(',').collect();
        sorted.sort_unstable();
        *users = sorted.join(",");
    }
    words
}

#[test]
fn modules_are_those_of_lsmod() {
    let tree = Tree::new();
    tree.put("modules", MODULES);
    let rows = call(PSYS, "modules --json -o name,size,references,users --proc").arg(tree.path());
    let mut ours: Vec<Vec<String>> = rows
        .rows()
        .iter()
        .map(|row| {
            let users: Vec<&str> = row.list("users").iter().filter_map(|it| it.as_str()).collect();
            let (name, size) = (row.text("name"), row.number("size"));
            words(&format!("{name} {size} {} {}", row.number("references"), users.join(",")))
        })
        .collect();
    ours.sort();
    assert_eq!(ours.len(), 5);
    assert_eq!(ours[2], ["nf_tables", "372736", "7", "nft_chain_nat,nft_ct"]);
    if !is_root() || !has("lsmod") || !has("unshare") {
        skip!("only root with lsmod and unshare can compare");
    }
    let place = tree.at("modules");
    let script = format!(
        "mount -t tmpfs none /sys/module && cat {place} >/sys/module/.modules && \
         mount -t tmpfs none /proc && cat /sys/module/.modules >/proc/modules && \
         rm /sys/module/.modules && {{ {MAKE_SYS}; exec lsmod; }}",
        place = place.display()
    );
    let answer = call("unshare", "--mount sh -c").arg(script).run();
    if !answer.status.success() {
        skip!("lsmod cannot be had here: {}", answer.stderr);
    }
    let mut theirs: Vec<Vec<String>> = answer.text().lines().skip(1).map(words).collect();
    theirs.sort();
    assert_eq!(ours, theirs);
}

//! What of /proc is never read as it stands, and why: it takes away what it gives, does something,
//! or is no text.

/// Paths, in which a star stands for one directory or file, and why they are not read.
const UNREAD: &[(&str, &str)] = &[
    ("acpi/event", "reading takes the events away"),
    ("bus/pci/*/*", "binary: the configuration space of a device"),
    ("kcore", "binary: the memory of the kernel"),
    ("kmsg", "reading takes the messages away"),
    ("kpagecgroup", "binary: the control group of each page frame"),
    ("kpagecount", "binary: how often each page frame is mapped"),
    ("kpageflags", "binary: the flags of each page frame"),
    ("profile", "binary: where the kernel spent its time"),
    ("sys/vm/stat_refresh", "reading has every processor add up what it has counted"),
    ("sysrq-trigger", "write-only: it commands the kernel"),
    ("vmcore", "binary: the memory of the kernel that crashed"),
    ("[pid]/clear_refs", "write-only: it has the kernel forget which pages were used"),
    ("[pid]/mem", "binary: the memory of the process"),
    ("[pid]/pagemap", "binary: the state of each page"),
];

/// Why a file is not read as it stands, if it is not.
pub(crate) fn why(path: &[u8]) -> Option<&'static str> {
    let found = UNREAD.iter().find(|(pattern, _)| matches(pattern, path));
    found.map(|(_, reason)| *reason)
}

fn matches(pattern: &str, path: &[u8]) -> bool {
    let mut parts = path.split(|byte| *byte == b'/').peekable();
    let mut patterns = pattern.split('/');
    // A task has the files of its process.
    let is_of_process = |part: &[u8]| {
        part == b"[pid]" || part == b"self" || part == b"thread-self" || is_number(part)
    };
    loop {
        match (patterns.next(), parts.next()) {
            (None, None) => return true,
            (Some("[pid]"), Some(part)) if is_of_process(part) => {
                if parts.next_if(|part| *part == b"task").is_some() {
                    parts.next();
                }
            }
            (Some("*"), Some(_)) => {}
            (Some(pattern), Some(part)) if pattern.as_bytes() == part => {}
            _ => return false,
        }
    }
}

fn is_number(part: &[u8]) -> bool {
    !part.is_empty() && part.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_is_known_by_each_of_its_names() {
        for path in ["kmsg", "bus/pci/00/01.0", "self/mem", "12/task/13/mem", "thread-self/pagemap"]
        {
            assert!(why(path.as_bytes()).is_some(), "{path}");
        }
        for path in ["meminfo", "bus/pci/devices", "12/status", "kmsg/x", "mem", "self/task/mem"] {
            assert!(why(path.as_bytes()).is_none(), "{path}");
        }
    }
}

//! The files under `[pid]/net/netfilter`.

pub mod nf_log;
pub mod nfnetlink_log;
pub mod nfnetlink_queue;

/// The name of how much of a packet is copied to who reads a queue or a log.
pub const fn copy_mode_name(mode: u8) -> Option<&'static str> {
    Some(match mode {
        0 => "none",
        1 => "meta",
        2 => "packet",
        _ => return None,
    })
}

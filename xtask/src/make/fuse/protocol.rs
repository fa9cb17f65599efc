//! The bytes of the FUSE protocol, as far as a file that is never read needs them.
//!
//! Layouts are those of the kernel's `include/uapi/linux/fuse.h`; numbers are in the byte order
//! of the machine.

use rustix::io::Errno;

/// The version of the protocol that the replies below are written for.
const VERSION: [u32; 2] = [7, 31];

/// The root directory has this inode by definition; file N has N more than the next.
const ROOT: u64 = 1;
const FIRST_FILE: u64 = 2;

/// Files have one page of content, which nobody will ever see.
const FILE_SIZE: u64 = 4096;

/// How long the kernel may remember names and attributes.
const VALID_SECONDS: u64 = 3600;

/// Closing a file then needs no question and no answer, so a dying server blocks nobody.
const FOPEN_NOFLUSH: u32 = 1 << 5;

const LOOKUP: u32 = 1;
const FORGET: u32 = 2;
const GETATTR: u32 = 3;
const OPEN: u32 = 14;
const READ: u32 = 15;
const STATFS: u32 = 17;
const RELEASE: u32 = 18;
const FLUSH: u32 = 25;
const INIT: u32 = 26;
const INTERRUPT: u32 = 36;
const BATCH_FORGET: u32 = 42;

/// What becomes of a request.
pub(super) enum Answer {
    /// These bytes go back.
    Reply(Vec<u8>),
    /// The protocol has no reply to such a request.
    NoneExpected,
    /// Somebody wants to read this file, and will wait.
    Never(u64),
}

/// Decides about one request to a file system of `files` files named 0, 1, 2, ...
pub(super) fn answer(request: &[u8], files: u64) -> Answer {
    // struct fuse_in_header: length, opcode, unique, node, ... 40 bytes in all.
    let number = |at: usize| request.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
    let opcode = request.get(4..8).and_then(|bytes| bytes.try_into().ok()).map(u32::from_ne_bytes);
    let (Some(opcode), Some(unique), Some(node)) =
        (opcode, number(8).map(u64::from_ne_bytes), number(16).map(u64::from_ne_bytes))
    else {
        return Answer::NoneExpected;
    };
    let body = request.get(40..).unwrap_or_default();
    let reply = match opcode {
        FORGET | BATCH_FORGET | INTERRUPT => return Answer::NoneExpected,
        READ => return Answer::Never(node.saturating_sub(FIRST_FILE)),
        INIT => Ok(init()),
        LOOKUP => file_named(body, files).map(entry),
        GETATTR => Ok(attributes_out(node)),
        OPEN => Ok(open()),
        STATFS => Ok(vec![0; 80]),
        RELEASE | FLUSH => Ok(Vec::new()),
        _ => Err(Errno::NOSYS),
    };
    Answer::Reply(framed(unique, reply))
}

/// struct `fuse_out_header` (length, error, unique), then the body.
fn framed(unique: u64, reply: Result<Vec<u8>, Errno>) -> Vec<u8> {
    let (error, body) = match reply {
        Ok(body) => (0, body),
        Err(errno) => (-errno.raw_os_error(), Vec::new()),
    };
    let mut out = Vec::with_capacity(16 + body.len());
    out.extend((16 + body.len() as u32).to_ne_bytes());
    out.extend(error.to_ne_bytes());
    out.extend(unique.to_ne_bytes());
    out.extend(body);
    out
}

/// struct `fuse_init_out`, with no optional feature.
fn init() -> Vec<u8> {
    let [major, minor] = VERSION;
    let (max_readahead, flags, background, max_write, granularity) = (0, 0, 0, 4096, 1);
    let mut out = numbers(&[major, minor, max_readahead, flags, background, max_write]);
    out.extend(numbers(&[granularity]));
    out.resize(64, 0);
    out
}

/// struct `fuse_entry_out`: node, generation, validity of name and attributes, attributes.
fn entry(node: u64) -> Vec<u8> {
    let mut out = long_numbers(&[node, 0, VALID_SECONDS, VALID_SECONDS]);
    out.extend(numbers(&[0, 0]));
    out.extend(attributes(node));
    out
}

/// struct `fuse_attr_out`: validity, attributes.
fn attributes_out(node: u64) -> Vec<u8> {
    let mut out = long_numbers(&[VALID_SECONDS]);
    out.extend(numbers(&[0, 0]));
    out.extend(attributes(node));
    out
}

/// struct `fuse_attr`.
fn attributes(node: u64) -> Vec<u8> {
    let (mode, size) = if node == ROOT { (0o40_755, 0) } else { (0o100_755, FILE_SIZE) };
    let (blocks, times) = (size / 512, [0, 0, 0]);
    let mut out = long_numbers(&[node, size, blocks]);
    out.extend(long_numbers(&times));
    let (nanoseconds, links, user, group, device, block_size, flags) =
        ([0, 0, 0], 1, 0, 0, 0, 4096, 0);
    out.extend(numbers(&nanoseconds));
    out.extend(numbers(&[mode, links, user, group, device, block_size, flags]));
    out
}

/// struct `fuse_open_out`: handle, flags, backing.
fn open() -> Vec<u8> {
    let mut out = long_numbers(&[0]);
    out.extend(numbers(&[FOPEN_NOFLUSH, 0]));
    out
}

/// The node of the file that a LOOKUP names; its body is the name and a NUL.
fn file_named(body: &[u8], files: u64) -> Result<u64, Errno> {
    let name = body.strip_suffix(b"\0").and_then(|name| std::str::from_utf8(name).ok());
    let file = name.and_then(|name| name.parse().ok()).filter(|file: &u64| *file < files);
    file.map(|file| FIRST_FILE + file).ok_or(Errno::NOENT)
}

fn numbers(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_ne_bytes()).collect()
}

fn long_numbers(values: &[u64]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_ne_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A request as the kernel writes it.
    fn request(opcode: u32, node: u64, body: &[u8]) -> Vec<u8> {
        let mut out = numbers(&[40 + body.len() as u32, opcode]);
        out.extend(long_numbers(&[77, node]));
        out.extend([0; 16]);
        out.extend(body);
        out
    }

    /// The error and the length of the body that a request is answered with.
    fn reply(opcode: u32, body: &[u8]) -> (i32, usize) {
        match answer(&request(opcode, FIRST_FILE, body), 3) {
            Answer::Reply(reply) => {
                assert_eq!(reply[..4], (reply.len() as u32).to_ne_bytes());
                assert_eq!(reply[8..16], 77_u64.to_ne_bytes());
                (i32::from_ne_bytes(reply[4..8].try_into().unwrap()), reply.len() - 16)
            }
            Answer::NoneExpected | Answer::Never(_) => panic!("no reply"),
        }
    }

    #[test]
    fn replies_have_the_sizes_that_the_kernel_expects() {
        assert_eq!(reply(INIT, &[]), (0, 64));
        assert_eq!(reply(LOOKUP, b"2\0"), (0, 128));
        assert_eq!(reply(LOOKUP, b"3\0"), (-2, 0));
        assert_eq!(reply(GETATTR, &[]), (0, 104));
        assert_eq!(reply(OPEN, &[]), (0, 16));
        assert_eq!(reply(4711, &[]), (-38, 0));
    }

    #[test]
    fn reads_are_noticed_and_never_answered() {
        assert!(matches!(answer(&request(READ, FIRST_FILE + 2, &[]), 3), Answer::Never(2)));
    }

    #[test]
    fn a_short_request_is_no_panic() {
        for length in 0..40 {
            let whole = request(FORGET, FIRST_FILE, &[]);
            assert!(matches!(answer(&whole[..length], 3), Answer::NoneExpected));
        }
    }
}

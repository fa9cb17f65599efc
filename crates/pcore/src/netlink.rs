//! Questions over netlink: what the kernel tells of the network and no file of /proc has.
//!
//! A netlink socket opens no file and asks for no privilege. Only dumps are asked for, which change
//! nothing; and as each file has its deadline, so has each portion of an answer.

use std::os::fd::OwnedFd;
use std::time::Duration;

use netlink_packet_core::{
    NLM_F_DUMP, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR, NetlinkBuffer, NetlinkHeader,
    NetlinkMessage, NetlinkPayload, NetlinkSerializable,
};
use rustix::io::Errno;
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::sockopt::{Timeout, set_socket_timeout};
use rustix::net::{AddressFamily, Protocol, RecvFlags, SendFlags, SocketFlags, SocketType};

use crate::Absent;

/// The largest portion of an answer that the kernel makes.
const PORTION: usize = 32 << 10;

/// A socket to ask one part of the kernel with.
pub(crate) struct Netlink {
    socket: OwnedFd,
    sequence: u32,
    portion: Vec<u8>,
}

impl Netlink {
    /// A socket to that part, by default to rtnetlink, whose number is 0; it waits no longer than the
    /// deadline for each portion.
    ///
    /// # Errors
    /// Why this part of the kernel cannot be asked.
    pub(crate) fn open(protocol: Option<Protocol>, deadline: Duration) -> Result<Self, Absent> {
        let open = || {
            let socket = rustix::net::socket_with(
                AddressFamily::NETLINK,
                SocketType::RAW,
                SocketFlags::CLOEXEC,
                protocol,
            )?;
            // Connected to the kernel, nobody else can put an answer into it.
            rustix::net::connect(&socket, &SocketAddrNetlink::new(0, 0))?;
            set_socket_timeout(&socket, Timeout::Recv, Some(deadline))?;
            Ok(Self { socket, sequence: 0, portion: vec![0; PORTION] })
        };
        open().map_err(absent)
    }

    /// Asks for a table, and gives the bytes of each message of the answer to `each`.
    ///
    /// # Errors
    /// Why it was not answered to the end.
    pub(crate) fn dump<I: NetlinkSerializable>(
        &mut self,
        question: I,
        each: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Absent> {
        self.sequence += 1;
        let mut header = NetlinkHeader::default();
        header.flags = NLM_F_REQUEST | NLM_F_DUMP;
        header.sequence_number = self.sequence;
        let mut message = NetlinkMessage::new(header, NetlinkPayload::InnerMessage(question));
        message.finalize();
        let mut bytes = vec![0; message.buffer_len()];
        message.serialize(&mut bytes);
        rustix::net::send(&self.socket, &bytes, SendFlags::empty()).map_err(absent)?;
        loop {
            let portion = &mut *self.portion;
            let received = rustix::net::recv(&self.socket, portion, RecvFlags::TRUNC);
            let length = match received {
                Err(Errno::INTR) => continue,
                received => received.map_err(absent)?.1,
            };
            // What does not fit is lost, and what is lost must not look as if it were not there.
            let portion = self.portion.get(..length).ok_or(Absent::Malformed)?;
            if deal(portion, self.sequence, each)? {
                return Ok(());
            }
        }
    }
}

/// Gives the messages of a portion away; says whether the answer ends with it.
fn deal(mut portion: &[u8], sequence: u32, each: &mut dyn FnMut(&[u8])) -> Result<bool, Absent> {
    while !portion.is_empty() {
        let message = NetlinkBuffer::new_checked(portion).map_err(|_| Absent::Malformed)?;
        // The rest of an earlier answer that was given up.
        if message.sequence_number() == sequence {
            match message.message_type() {
                NLMSG_DONE => return Ok(true),
                NLMSG_ERROR => return Err(refusal(message.payload())),
                _ => each(message.payload()),
            }
        }
        let length = message.length() as usize;
        portion = portion.get(length.next_multiple_of(4)..).unwrap_or_default();
    }
    Ok(false)
}

/// Why the kernel refused: an error message begins with the negative number of the error.
fn refusal(payload: &[u8]) -> Absent {
    match payload.first_chunk().copied().map(i32::from_ne_bytes) {
        Some(code) => absent(Errno::from_raw_os_error(code.saturating_neg())),
        None => Absent::Malformed,
    }
}

fn absent(errno: Errno) -> Absent {
    match errno {
        // A part of the kernel that is not built in, or that it does not know by this name.
        Errno::AFNOSUPPORT | Errno::PROTONOSUPPORT | Errno::NOENT | Errno::INVAL => {
            Absent::Unsupported
        }
        Errno::AGAIN => Absent::Blocked,
        errno => Absent::from_errno(errno),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A message as the kernel sends it.
    fn message(kind: u16, sequence: u32, payload: &[u8]) -> Vec<u8> {
        let length = 16 + payload.len() as u32;
        let mut bytes = length.to_ne_bytes().to_vec();
        bytes.extend(kind.to_ne_bytes());
        bytes.extend([0, 0]);
        bytes.extend(sequence.to_ne_bytes());
        bytes.extend([0; 4]);
        bytes.extend(payload);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }

    fn dealt(portion: &[u8]) -> (Result<bool, Absent>, Vec<Vec<u8>>) {
        let mut found = Vec::new();
        (deal(portion, 7, &mut |message| found.push(message.to_vec())), found)
    }

    #[test]
    fn messages_come_until_the_last() {
        let two = [message(20, 7, b"abc"), message(20, 7, b"wxyz")].concat();
        assert_eq!(dealt(&two), (Ok(false), vec![b"abc".to_vec(), b"wxyz".to_vec()]));
        let end = [message(20, 7, b"a"), message(NLMSG_DONE, 7, &[0; 4])].concat();
        assert_eq!(dealt(&end), (Ok(true), vec![b"a".to_vec()]));
    }

    #[test]
    fn the_answer_to_another_question_is_passed_over() {
        let stale = [message(20, 6, b"old"), message(NLMSG_DONE, 6, &[0; 4])].concat();
        assert_eq!(dealt(&stale), (Ok(false), Vec::new()));
    }

    #[test]
    fn a_refusal_is_a_reason() {
        for (errno, expected) in [
            (Errno::PERM, Absent::Denied),
            (Errno::NOENT, Absent::Unsupported),
            (Errno::OPNOTSUPP, Absent::Unsupported),
        ] {
            let code = (-errno.raw_os_error()).to_ne_bytes();
            assert_eq!(dealt(&message(NLMSG_ERROR, 7, &code)).0, Err(expected));
        }
        assert_eq!(dealt(&message(NLMSG_ERROR, 7, b"")).0, Err(Absent::Malformed));
    }

    #[test]
    fn a_message_that_is_cut_is_malformed() {
        let whole = message(20, 7, b"wxyz");
        for length in 1..whole.len() {
            assert_eq!(dealt(&whole[..length]).0, Err(Absent::Malformed), "{length}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(portion: Vec<u8>, sequence: u32) {
            let _ = deal(&portion, sequence, &mut |_| ());
        }
    }
}

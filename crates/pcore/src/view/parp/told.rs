//! What rtnetlink tells of neighbours: IPv6, states, times, hardware addresses in full.
//!
//! It answers for the reader's own network namespace, on the live machine. It is asked before the
//! first row is read, and only if a chosen field needs it or rows are wanted that no file has.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::Absent;
use crate::netlink::Netlink;
use crate::parse::Item;
use crate::parse::rtnetlink::{Link, Neighbour, Question};
use crate::run::Run;
use crate::view::pnet::net::Net;

/// What one run was told.
#[derive(Default)]
pub(crate) struct Answers {
    /// Whether a chosen field needs it.
    asked: AtomicBool,
    answer: OnceLock<Item<Arc<Answer>>>,
}

/// The neighbours and interfaces of the reader's own network namespace.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// The neighbours.
    pub(crate) neighbours: Vec<Neighbour>,
    links: FxHashMap<u32, Link>,
}

impl Answers {
    /// Says that a chosen field needs it.
    pub(crate) fn ask(run: &Run) {
        run.neighbours.asked.store(true, Ordering::Relaxed);
    }

    /// Asks the kernel, if `wants_rows` that no file has, or a field was said to need it.
    pub(crate) fn take(run: &Run, wants_rows: bool) {
        let answers = &run.neighbours;
        if !run.root.is_live() || !(wants_rows || answers.asked.load(Ordering::Relaxed)) {
            return;
        }
        answers.answer.get_or_init(|| {
            let answer = Answer::read(run);
            if let Err(absent) = answer {
                let why = absent.phrase();
                run.note(format!("rtnetlink: {why}; of neighbours only what files tell is known"));
            }
            answer.map(Arc::new)
        });
    }

    /// What was told of the neighbours in this network namespace, if anything.
    pub(crate) fn of(net: &Net) -> Option<Arc<Answer>> {
        let answer = net.reader().run().neighbours.answer.get().filter(|_| net.is_own())?;
        answer.as_ref().ok().cloned()
    }
}

impl Answer {
    fn read(run: &Run) -> Item<Self> {
        let mut socket = Netlink::open(None, run.pace.deadline)?;
        let mut answer = Self::default();
        let mut damaged = 0_u32;
        for question in [Question::Neighbours, Question::Proxies] {
            socket.dump(question, &mut |message| match Neighbour::parse(message) {
                Ok(neighbour) => answer.neighbours.push(neighbour),
                Err(Absent::NotApplicable) => {}
                Err(_) => damaged += 1,
            })?;
        }
        // Afterwards, so that the interface of each has a name unless it has gone since.
        socket.dump(Question::Links, &mut |message| match Link::parse(message) {
            Ok(link) => drop(answer.links.insert(link.index, link)),
            Err(_) => damaged += 1,
        })?;
        if damaged > 0 {
            run.note(format!("rtnetlink: {damaged} messages not in the kernel's format"));
        }
        Ok(answer)
    }

    /// The interface that an entry is on; a published one may be for all of them.
    pub(crate) fn link(&self, neighbour: &Neighbour) -> Item<&Link> {
        match neighbour.interface {
            0 => Err(Absent::NotApplicable),
            number => self.links.get(&number).ok_or(Absent::Vanished),
        }
    }

    /// The interface of this name.
    pub(crate) fn link_named(&self, name: &[u8]) -> Option<&Link> {
        self.links.values().find(|link| *link.name == *name)
    }
}

//! Names of users and groups. No name may block a run: where the name service does not answer,
//! numbers are shown.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use crate::parse::etc::passwd;
use crate::root::read_outside;
use crate::run::lock;

/// What has a name and a number.
pub trait Named: 'static {
    /// What they are called together.
    const WORD: &'static str;
    /// The system's own list of them.
    const LIST: &'static str;

    /// The name that the name service gives to a number. It may take for ever.
    fn ask(number: u32) -> Option<Vec<u8>>;
}

/// Users.
#[derive(Debug)]
pub struct User;

impl Named for User {
    const WORD: &'static str = "users";
    const LIST: &'static str = "/etc/passwd";

    fn ask(number: u32) -> Option<Vec<u8>> {
        uzers::get_user_by_uid(number).map(|user| user.name().as_bytes().to_vec())
    }
}

/// Groups of users.
#[derive(Debug)]
pub struct Group;

impl Named for Group {
    const WORD: &'static str = "groups";
    const LIST: &'static str = "/etc/group";

    fn ask(number: u32) -> Option<Vec<u8>> {
        uzers::get_group_by_gid(number).map(|group| group.name().as_bytes().to_vec())
    }
}

/// Names of users.
pub type Users = Names<User>;
/// Names of groups.
pub type Groups = Names<Group>;

/// Names by number, resolved when first asked for.
pub struct Names<N> {
    what: PhantomData<fn() -> N>,
    live: bool,
    deadline: Duration,
    known: Mutex<HashMap<u32, Arc<[u8]>>>,
    /// The system's list, read when the first name is asked for.
    listed: OnceLock<()>,
    service: Mutex<Service>,
    problem: OnceLock<String>,
}

/// The name service, which may be a network away and may never answer.
enum Service {
    Unused,
    Running { ask: Sender<u32>, answers: Receiver<(u32, Option<Vec<u8>>)> },
    Silent,
}

/// The longest list of names that is read.
const LIST: u64 = 64 << 20;

impl<N: Named> Names<N> {
    /// Names of the live machine, or only those that are learnt.
    pub(crate) fn new(live: bool, deadline: Duration) -> Self {
        Self {
            what: PhantomData,
            live,
            deadline,
            known: Mutex::default(),
            listed: OnceLock::new(),
            service: Mutex::new(Service::Unused),
            problem: OnceLock::new(),
        }
    }

    /// The name, or the number as text where there is no name.
    pub fn name(&self, number: u32) -> Arc<[u8]> {
        self.listed.get_or_init(|| self.list());
        if let Some(name) = lock(&self.known).get(&number) {
            return name.clone();
        }
        let name = self
            .live
            .then(|| self.ask(number))
            .flatten()
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| number.to_string().into_bytes());
        let name: Arc<[u8]> = name.into();
        lock(&self.known).insert(number, name.clone());
        name
    }

    /// What kept names from being found, if anything did.
    pub fn problem(&self) -> Option<&str> {
        self.problem.get().map(String::as_str)
    }

    /// The local list answers for nearly every number without a thread or a library.
    fn list(&self) {
        if self.live
            && let Ok(text) = read_outside(Path::new(N::LIST), LIST)
        {
            self.learn(&text);
        }
    }

    /// Takes names from a list, such as the one that a captured tree brings.
    pub(crate) fn learn(&self, list: &[u8]) {
        let mut known = lock(&self.known);
        for (number, name) in passwd::names(list) {
            known.entry(number).or_insert_with(|| name.into());
        }
    }

    fn ask(&self, number: u32) -> Option<Vec<u8>> {
        let mut service = lock(&self.service);
        if matches!(*service, Service::Unused) {
            *service = Service::start::<N>();
        }
        let Service::Running { ask, answers } = &*service else { return None };
        ask.send(number).ok()?;
        loop {
            match answers.recv_timeout(self.deadline) {
                Ok((answered, name)) if answered == number => return name,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        *service = Service::Silent;
        drop(service);
        let _ = self.problem.set(format!("names of {}: no answer; numbers are shown", N::WORD));
        None
    }
}

impl Service {
    /// The thread is left behind if a lookup never returns; it ends with the program.
    fn start<N: Named>() -> Self {
        let (ask, asked) = channel::<u32>();
        let (answer, answers) = channel();
        let spawned = std::thread::Builder::new().name(N::WORD.to_owned()).spawn(move || {
            for number in asked {
                if answer.send((number, N::ask(number))).is_err() {
                    return;
                }
            }
        });
        if spawned.is_ok() { Self::Running { ask, answers } } else { Self::Silent }
    }
}

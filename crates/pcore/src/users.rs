//! Names of users. No name may block a run: where the name service does not answer, numbers are
//! shown.

use std::collections::HashMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use crate::parse::sys::passwd;
use crate::root::read_outside;
use crate::run::lock;

/// Names of users by number, resolved when first asked for.
pub struct Users {
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

/// The longest list of users that is read.
const LIST: u64 = 64 << 20;

impl Users {
    /// Users of the live machine, or only those that are learnt.
    pub(crate) fn new(live: bool, deadline: Duration) -> Self {
        Self {
            live,
            deadline,
            known: Mutex::default(),
            listed: OnceLock::new(),
            service: Mutex::new(Service::Unused),
            problem: OnceLock::new(),
        }
    }

    /// The name of a user, or the number as text where there is no name.
    pub fn name(&self, uid: u32) -> Arc<[u8]> {
        self.listed.get_or_init(|| self.list());
        if let Some(name) = lock(&self.known).get(&uid) {
            return name.clone();
        }
        let name = self
            .live
            .then(|| self.ask(uid))
            .flatten()
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| uid.to_string().into_bytes());
        let name: Arc<[u8]> = name.into();
        lock(&self.known).insert(uid, name.clone());
        name
    }

    /// What kept names from being found, if anything did.
    pub fn problem(&self) -> Option<&str> {
        self.problem.get().map(String::as_str)
    }

    /// The local list answers for nearly every user without a thread or a library.
    fn list(&self) {
        if self.live
            && let Ok(text) = read_outside(Path::new("/etc/passwd"), LIST)
        {
            self.learn(&text);
        }
    }

    /// Takes names from a list of users, such as the one that a captured tree brings.
    pub(crate) fn learn(&self, passwd: &[u8]) {
        let mut known = lock(&self.known);
        for (uid, name) in passwd::names(passwd) {
            known.entry(uid).or_insert_with(|| name.into());
        }
    }

    fn ask(&self, uid: u32) -> Option<Vec<u8>> {
        let mut service = lock(&self.service);
        if matches!(*service, Service::Unused) {
            *service = Service::start();
        }
        let Service::Running { ask, answers } = &*service else { return None };
        ask.send(uid).ok()?;
        loop {
            match answers.recv_timeout(self.deadline) {
                Ok((answered, name)) if answered == uid => return name,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        *service = Service::Silent;
        drop(service);
        let _ = self.problem.set("names of users: no answer; numbers are shown".to_owned());
        None
    }
}

impl Service {
    /// The thread is left behind if a lookup never returns; it ends with the program.
    fn start() -> Self {
        let (ask, asked) = channel::<u32>();
        let (answer, answers) = channel();
        let spawned = std::thread::Builder::new().name("users".to_owned()).spawn(move || {
            for uid in asked {
                let name = uzers::get_user_by_uid(uid)
                    .map(|user| std::os::unix::ffi::OsStrExt::as_bytes(user.name()).to_vec());
                if answer.send((uid, name)).is_err() {
                    return;
                }
            }
        });
        if spawned.is_ok() { Self::Running { ask, answers } } else { Self::Silent }
    }
}

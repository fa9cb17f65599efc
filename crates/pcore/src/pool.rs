//! Workers that scan in parallel, and the watchdog that replaces one that is stuck.
//!
//! A scan is a list of keys and a way to read each ([`Work`]). Every worker takes the next key, reads
//! it, and leaves the result on its desk; the calling thread collects from the desks and watches.
//! A worker that sleeps in one read for some [`PATIENCE`] gets a spare beside it, so the others are
//! not delayed. One that sleeps for the deadline is given up: what it was reading is remembered as
//! blocked and its key is read anew, now without trying that again. The thread itself cannot be
//! stopped; it ends with the program, and finds its desk closed should it ever return.
//!
//! Only sleep counts. Time on a CPU, or waiting for one, is progress, however long one read takes:
//! the kernel works honestly for seconds on a table of fifty thousand sockets.

use std::any::Any;
use std::collections::VecDeque;
use std::io;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::parse::{number, words};
use crate::problem::{Problems, Reason};
use crate::root::{Announcement, Reader, Reading, RootError};
use crate::run::{Run, lock};
use crate::{Absent, host, worker};

/// How long a worker may sleep in one read before a spare goes on beside it.
const PATIENCE: Duration = Duration::from_millis(50);
/// How often the watchdog looks.
const TICK: Duration = Duration::from_millis(10);
/// How many threads may be stuck at once. What lies beyond waits until the first are given up.
const STUCK: usize = 1024;
/// How many keys are worth a further worker: a thread costs as much as some ten processes.
pub(crate) const SHARE: usize = 64;

/// A list of keys and a way to read each.
pub(crate) trait Work: Send + Sync + 'static {
    /// What reading gives.
    type Out: Output;

    /// How many keys there are.
    fn len(&self) -> usize;

    /// How many keys are worth a further worker.
    fn share(&self) -> usize {
        SHARE
    }

    /// Reads one key into `out`, where nothing of another is.
    fn read(&self, key: usize, reader: &Rc<Reader>, out: &mut Self::Out);
}

/// What reading gives, gathered in portions.
pub(crate) trait Output: Default + Send + 'static {
    /// Moves what `other` holds behind this, leaving `other` empty.
    fn append(&mut self, other: &mut Self);

    /// Whether it is time to hand it on.
    fn is_full(&self) -> bool;
}

impl<T: Send + 'static> Output for Vec<T> {
    fn append(&mut self, other: &mut Self) {
        self.append(other);
    }

    fn is_full(&self) -> bool {
        false
    }
}

/// Where a worker and the watchdog meet.
struct Desk<O> {
    announcement: Arc<Announcement>,
    state: Mutex<State<O>>,
    /// Signalled when the watchdog has taken a full output.
    taken: Condvar,
}

struct State<O> {
    key: Option<usize>,
    done: O,
    problems: Problems,
    /// The watchdog gave the worker up; whatever it brings is too late.
    closed: bool,
}

/// What all workers of a scan share.
struct Scan<O> {
    run: Arc<Run>,
    work: Box<dyn Work<Out = O>>,
    next: AtomicUsize,
    again: Mutex<VecDeque<usize>>,
    finished: AtomicUsize,
    /// Signalled when a worker has run out of keys or its desk is full.
    news: Condvar,
    is_news: Mutex<bool>,
}

impl<O: Output> Scan<O> {
    fn take(&self) -> Option<usize> {
        if let Some(key) = lock(&self.again).pop_front() {
            return Some(key);
        }
        let key = self.next.fetch_add(1, Ordering::Relaxed);
        (key < self.work.len()).then_some(key)
    }

    fn has_keys(&self) -> bool {
        self.next.load(Ordering::Relaxed) < self.work.len() || !lock(&self.again).is_empty()
    }

    fn tell(&self) {
        *lock(&self.is_news) = true;
        self.news.notify_one();
    }

    /// Waits for news, at most a tick.
    fn listen(&self) {
        let mut is_news = lock(&self.is_news);
        if !*is_news {
            is_news = self
                .news
                .wait_timeout(is_news, TICK)
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .0;
        }
        *is_news = false;
    }
}

/// Reads every key in worker threads and gives what they bring to `deliver`, in no order.
///
/// # Errors
/// When not even one worker can be started.
pub(crate) fn scan<W: Work>(
    run: &Arc<Run>,
    work: W,
    deliver: &mut dyn FnMut(W::Out),
) -> Result<(), RootError> {
    // One pool serves all views.
    scan_all(run, Box::new(work), deliver)
}

fn scan_all<O: Output>(
    run: &Arc<Run>,
    work: Box<dyn Work<Out = O>>,
    deliver: &mut dyn FnMut(O),
) -> Result<(), RootError> {
    let count = work.len();
    let workers = host::cpus().min(count.div_ceil(work.share())).max(1);
    let scan = Arc::new(Scan {
        run: run.clone(),
        work,
        next: AtomicUsize::new(0),
        again: Mutex::default(),
        finished: AtomicUsize::new(0),
        news: Condvar::new(),
        is_news: Mutex::new(false),
    });
    let mut crew = Crew { scan, members: Vec::new(), spares: 0 };
    for _ in 0..workers {
        match crew.hire() {
            // Fewer workers take longer, but come to the same end.
            Err(_) if !crew.members.is_empty() => break,
            hired => hired.map_err(|error| RootError::Thread(error.to_string()))?,
        }
    }
    let mut looked = Instant::now();
    loop {
        // Read before collecting: what is finished by then lies on a desk.
        let finished = crew.scan.finished.load(Ordering::Acquire) == count;
        crew.collect(deliver);
        if finished {
            return Ok(());
        }
        crew.scan.listen();
        if looked.elapsed() >= TICK {
            crew.watch(looked.elapsed());
            looked = Instant::now();
        }
    }
}

/// Calls `read` in one watched worker. `None` if nothing came of it within the deadline.
pub(crate) fn once<T, F>(run: &Arc<Run>, read: F) -> Option<T>
where
    T: Send + 'static,
    F: Fn(&Reader) -> T + Send + Sync + 'static,
{
    struct Once<F>(F);

    impl<T: Send + 'static, F: Fn(&Reader) -> T + Send + Sync + 'static> Work for Once<F> {
        type Out = Vec<Box<dyn Any + Send>>;

        fn len(&self) -> usize {
            1
        }

        fn read(&self, _key: usize, reader: &Rc<Reader>, out: &mut Self::Out) {
            out.push(Box::new((self.0)(reader)));
        }
    }

    let mut results = Vec::new();
    scan(run, Once(read), &mut |mut part| results.append(&mut part)).ok()?;
    results.pop()?.downcast().ok().map(|result| *result)
}

/// The workers of a scan, as the watchdog sees them.
struct Crew<O> {
    scan: Arc<Scan<O>>,
    members: Vec<Member<O>>,
    /// Spares are hired in ever larger groups, so that many stuck processes cost one deadline.
    spares: u32,
}

struct Member<O> {
    desk: Arc<Desk<O>>,
    thread: JoinHandle<()>,
    /// The read that it was seen in last, and how long it has slept there.
    asleep: Option<(Reading, Duration)>,
    /// Its time on or waiting for a CPU when it was last looked up.
    busy: Option<Duration>,
    has_spare: bool,
    given_up: bool,
}

impl<O: Output> Crew<O> {
    fn hire(&mut self) -> io::Result<()> {
        let desk = Arc::new(Desk {
            announcement: Arc::default(),
            state: Mutex::new(State {
                key: None,
                done: O::default(),
                problems: Problems::default(),
                closed: false,
            }),
            taken: Condvar::new(),
        });
        let (scan, own) = (self.scan.clone(), desk.clone());
        let thread = std::thread::Builder::new()
            .name("reader".to_owned())
            .spawn(move || labour(&scan, &own))?;
        self.members.push(Member {
            desk,
            thread,
            asleep: None,
            busy: None,
            has_spare: false,
            given_up: false,
        });
        Ok(())
    }

    fn collect(&mut self, deliver: &mut dyn FnMut(O)) {
        for member in &self.members {
            let mut state = lock(&member.desk.state);
            let done = std::mem::take(&mut state.done);
            self.scan.run.add_problems(&mut state.problems);
            drop(state);
            member.desk.taken.notify_one();
            deliver(done);
        }
    }

    fn watch(&mut self, elapsed: Duration) {
        let mut spares_wanted = 0;
        for member in &mut self.members {
            assert!(
                !member.thread.is_finished() || lock(&member.desk.state).key.is_none(),
                "a worker ended in the middle of a key"
            );
            let (false, Some(asleep)) = (member.given_up, member.look(elapsed)) else { continue };
            if asleep >= PATIENCE && !member.has_spare {
                member.has_spare = true;
                spares_wanted += 1;
            }
            let known = member.asleep.is_some_and(|(at, _)| self.scan.run.blocked.knows(at.pid()));
            let limit = if known { PATIENCE } else { self.scan.run.pace.deadline };
            if asleep >= limit.max(PATIENCE) {
                member.give_up(&self.scan);
            }
        }
        let stuck = self.members.iter().filter(|member| member.has_spare).count();
        if !self.scan.has_keys() || stuck >= STUCK {
            return;
        }
        let nobody_works =
            self.members.iter().all(|member| member.has_spare || member.thread.is_finished());
        let wanted = if spares_wanted > 0 {
            self.spares += 1;
            spares_wanted.max(1 << (2 * self.spares).min(8)).min(STUCK - stuck)
        } else {
            usize::from(nobody_works)
        };
        for _ in 0..wanted {
            // Where no thread is to be had, the next look asks again.
            if self.hire().is_err() {
                return;
            }
        }
    }
}

impl<O: Output> Member<O> {
    /// How long the worker has slept in the read that it is in, if it is in one.
    fn look(&mut self, elapsed: Duration) -> Option<Duration> {
        let Some(reading) = self.desk.announcement.reading() else {
            // Between the portions of one file; the next look tells whether it is still that file.
            return None;
        };
        match &mut self.asleep {
            Some((seen, asleep)) if *seen == reading => {
                let busy = busy(self.desk.announcement.thread());
                let worked = match (busy, self.busy) {
                    (Some(now), Some(before)) => now.saturating_sub(before),
                    _ => Duration::ZERO,
                };
                self.busy = busy;
                *asleep += elapsed.saturating_sub(worked);
                Some(*asleep)
            }
            _ => {
                self.asleep = Some((reading, Duration::ZERO));
                self.busy = busy(self.desk.announcement.thread());
                None
            }
        }
    }

    /// Closes the desk, remembers what is stuck, and puts the key back. Rows already finished stay
    /// on the desk and are collected.
    fn give_up(&mut self, scan: &Scan<O>) {
        let mut state = lock(&self.desk.state);
        let (Some(key), Some((reading, _))) = (state.key, self.asleep) else { return };
        if self.desk.announcement.reading() != Some(reading) {
            return;
        }
        state.closed = true;
        state.key = None;
        self.given_up = true;
        if let Some(file) = reading.file() {
            scan.run.blocked.add(reading.pid(), file);
            if !file.is_of_process() {
                state.problems.add(file, Reason::Absent(Absent::Blocked));
            }
        }
        lock(&scan.again).push_back(key);
    }
}

/// The time that a thread was on a CPU or waiting for one, by the kernel's own account.
fn busy(thread: i32) -> Option<Duration> {
    let path = format!("/proc/self/task/{thread}/schedstat");
    let text = crate::root::read_outside(std::path::Path::new(&path), 4096).ok()?;
    let mut numbers = words(text.trim_ascii()).map(number::unsigned);
    let on_cpu = numbers.next()?.ok()?;
    let waiting = numbers.next()?.ok()?;
    Some(Duration::from_nanos(on_cpu.saturating_add(waiting)))
}

/// What a worker does: key after key, until there is none or its desk is closed.
fn labour<O: Output>(scan: &Scan<O>, desk: &Desk<O>) {
    worker::own();
    desk.announcement.set_thread(rustix::thread::gettid().as_raw_nonzero().get());
    let reader = Rc::new(Reader::new(scan.run.clone(), desk.announcement.clone()));
    let mut out = O::default();
    while let Some(key) = scan.take() {
        lock(&desk.state).key = Some(key);
        scan.work.read(key, &reader, &mut out);
        let mut state = lock(&desk.state);
        if state.closed {
            return;
        }
        state.key = None;
        state.done.append(&mut out);
        state.problems.append(&mut reader.take_problems());
        let full = state.done.is_full();
        drop(state);
        let finished = scan.finished.fetch_add(1, Ordering::AcqRel) + 1;
        if full || finished == scan.work.len() {
            scan.tell();
        }
        let mut state = lock(&desk.state);
        while state.done.is_full() {
            state = desk.taken.wait(state).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
    }
    scan.tell();
}

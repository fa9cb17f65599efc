//! What the process calls itself: its name, its arguments and its environment.

use super::Process;
use crate::field::Source;
use crate::parse::pid::environ;
use crate::parse::pid::stat::Stat;
use crate::{Absent, File, Value};

/// The name of the task: up to 15 bytes that the process chose, longer for some kernel threads.
#[derive(Debug)]
pub struct Comm(Box<[u8]>);

impl Comm {
    /// The name, any bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Source<Process> for Comm {
    const FILES: &'static [File] = &[File::Comm];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.comm.get(|| {
            // `stat` holds the name too; a second file would be a second moment.
            if process.files.has(File::Stat) {
                return Ok(Self(Stat::of(process)?.comm.clone()));
            }
            process
                .place
                .read(File::Comm, |text| Self(text.strip_suffix(b"\n").unwrap_or(text).into()))
        })
    }
}

/// The arguments, and what stands for them where there are none.
#[derive(Debug)]
pub struct Command {
    arguments: Box<[u8]>,
    stand_in: Option<StandIn>,
}

/// What is shown for a process without arguments.
#[derive(Debug)]
enum StandIn {
    /// A kernel thread, by its flag: nobody else is shown in brackets.
    KernelThread(String),
    /// A process that has ended and waits to be reaped.
    Zombie(String),
    /// A process that has removed its arguments.
    Name(Box<[u8]>),
}

impl Command {
    /// The arguments as one line of text.
    pub fn text(&self) -> Value<'_> {
        match &self.stand_in {
            Some(StandIn::KernelThread(name) | StandIn::Zombie(name)) => Value::word(name),
            Some(StandIn::Name(name)) => Value::text(name),
            None => {
                let mut text = self.trimmed().to_vec();
                for byte in &mut text {
                    if *byte == 0 {
                        *byte = b' ';
                    }
                }
                Value::Text(text.into())
            }
        }
    }

    /// The arguments one by one, empty ones included.
    ///
    /// # Errors
    /// Kernel threads and zombies have none.
    pub fn arguments(&self) -> Result<Value<'_>, Absent> {
        match self.stand_in {
            Some(StandIn::KernelThread(_) | StandIn::Zombie(_)) => Err(Absent::NotApplicable),
            Some(StandIn::Name(_)) => Ok(Value::List(Vec::new())),
            None => Ok(Value::List(self.trimmed().split(|b| *b == 0).map(Value::text).collect())),
        }
    }

    /// How many arguments there are.
    ///
    /// # Errors
    /// Kernel threads and zombies have none.
    pub fn count(&self) -> Result<u64, Absent> {
        match self.stand_in {
            Some(StandIn::KernelThread(_) | StandIn::Zombie(_)) => Err(Absent::NotApplicable),
            Some(StandIn::Name(_)) => Ok(0),
            None => Ok(self.trimmed().split(|byte| *byte == 0).count() as u64),
        }
    }

    /// The arguments without the NUL that ends the last of them.
    fn trimmed(&self) -> &[u8] {
        self.arguments.strip_suffix(b"\0").unwrap_or(&self.arguments)
    }
}

impl Source<Process> for Command {
    const FILES: &'static [File] = &[File::Cmdline, File::Stat];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.command.get(|| {
            let arguments: Box<[u8]> = process.place.read(File::Cmdline, |text| text.into())?;
            if !arguments.is_empty() {
                return Ok(Self { arguments, stand_in: None });
            }
            let stat = Stat::of(process)?;
            let name = || String::from_utf8_lossy(&stat.comm);
            let stand_in = if stat.is_kernel_thread()? {
                StandIn::KernelThread(format!("[{}]", name()))
            } else if stat.state == Ok(b'Z') {
                StandIn::Zombie(format!("[{}] <defunct>", name()))
            } else {
                StandIn::Name(stat.comm.clone())
            };
            Ok(Self { arguments, stand_in: Some(stand_in) })
        })
    }
}

/// The environment, as the process holds it now.
#[derive(Debug)]
pub struct Environ(Box<[u8]>);

impl Environ {
    /// The variables one by one.
    pub fn list(&self) -> Value<'_> {
        Value::List(environ::entries(&self.0).map(Value::text).collect())
    }
}

impl Source<Process> for Environ {
    const FILES: &'static [File] = &[File::Environ, File::Stat];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.environ.get(|| {
            let text: Box<[u8]> = process.place.read(File::Environ, |text| text.into())?;
            if text.is_empty() {
                let stat = Stat::of(process)?;
                if stat.is_kernel_thread()? || stat.state == Ok(b'Z') {
                    return Err(Absent::NotApplicable);
                }
            }
            Ok(Self(text))
        })
    }
}

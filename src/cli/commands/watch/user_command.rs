//! User commands: the one that makes the export, and the one that gets changes. Each runs in a
//! group of processes of its own, which ends as one.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use onus::diagnostic::Diagnostic;
use onus::report::clean;
use onus::secret::without_shapes;
use thiserror::Error;

use crate::cli::commands::watch::shutdown::Stop;

/// How often to look how a command is doing.
const SHORT: Duration = Duration::from_millis(20);

/// How long a command may take to end when it is asked to, until it is made to.
const GRACE: Duration = Duration::from_secs(2);

/// The most that a command may say on standard error.
const MOST_SAID: u64 = 64 << 20;

/// As much of the end of standard error is read; more than is shown, since a secret that is
/// cut has no shape any more.
const READ: u64 = 64 << 10;

/// As much of it is shown, in bytes.
const SHOWN: usize = 2 << 10;

/// A command with its limits.
#[derive(Debug, Clone, Copy)]
pub struct Task<'t> {
    /// For the shell.
    pub command: &'t str,
    /// The longest that it may take.
    pub longest: Duration,
    /// The most that it may print, in bytes.
    pub most: u64,
    /// How long it may go on after the end was asked for.
    pub last: Duration,
}

/// Why a command did not do what it should.
#[derive(Debug, Error)]
pub enum CommandError {
    /// There is no shell, or no process left.
    #[error("`{command}` could not be started: {error}")]
    NotStarted {
        /// The command.
        command: String,
        /// Why.
        error: io::Error,
    },
    /// It says so itself, or a signal has ended it.
    #[error("`{command}` failed with {status}")]
    Failed {
        /// The command.
        command: String,
        /// How it ended.
        status: ExitStatus,
        /// The end of what it said.
        said: String,
    },
    /// It went on for too long.
    #[error("`{command}` took longer than {longest:#}, and was ended")]
    TookTooLong {
        /// The command.
        command: String,
        /// The limit.
        longest: SignedDuration,
        /// The end of what it said.
        said: String,
    },
    /// It went on printing.
    #[error("`{command}` printed more than {most} bytes")]
    PrintedTooMuch {
        /// The command.
        command: String,
        /// The limit.
        most: u64,
    },
    /// It printed nothing where something is needed.
    #[error("`{command}` printed nothing")]
    PrintedNothing {
        /// The command.
        command: String,
        /// The end of what it said.
        said: String,
    },
    /// There is no room for what it prints.
    #[error("what `{command}` prints can't be kept: {error}")]
    NotKept {
        /// The command.
        command: String,
        /// Why.
        error: io::Error,
    },
    /// The end was asked for.
    #[error("`{command}` was ended, as all was")]
    Stopped {
        /// The command.
        command: String,
    },
}

impl CommandError {
    /// The error for people, with what the command said at its end.
    pub fn problem(&self, flag: &str) -> Diagnostic {
        let problem = Diagnostic::error(self.to_string());
        let try_it = "run it in a shell to see what it does";
        match self {
            Self::NotStarted { .. } => problem.help("check that there is a shell"),
            Self::Failed { said, .. } | Self::PrintedNothing { said, .. } => match said.as_str() {
                "" => problem.help(try_it),
                said => problem.help(format!("it said: {said}")),
            },
            Self::TookTooLong { said, .. } => {
                let more = format!("give it more time with `--{flag}-timeout`, or {try_it}");
                match said.as_str() {
                    "" => problem.help(more),
                    said => problem.help(format!("{more}; it said: {said}")),
                }
            }
            Self::PrintedTooMuch { .. } => problem.help(try_it),
            Self::NotKept { .. } => {
                problem.help("check the space that is left for temporary files")
            }
            Self::Stopped { .. } => problem,
        }
    }
}

/// What a command printed.
#[derive(Debug)]
pub struct Printed {
    /// Standard output, in a file without a name.
    pub output: File,
    /// The end of what it said on standard error.
    pub said: String,
}

impl Task<'_> {
    /// Runs the command to its end, and hands its standard output back.
    ///
    /// # Errors
    /// It failed, was too slow or too talkative, or printed nothing.
    pub fn export(&self, stop: &Stop) -> Result<Printed, CommandError> {
        let open = || tempfile::tempfile().map_err(|error| self.not_kept(error));
        let (output, errors) = (open()?, open()?);
        let streams = Streams {
            input: None,
            output: &output,
            errors: &errors,
        };
        self.run(&streams, stop)?;
        let said = end_of(&errors);
        let command = self.name();
        match output.metadata() {
            Ok(about) if about.len() == 0 => Err(CommandError::PrintedNothing { command, said }),
            // What was printed at last may be more than was seen meanwhile.
            Ok(about) if about.len() > self.most => Err(CommandError::PrintedTooMuch {
                command,
                most: self.most,
            }),
            Ok(_) => Ok(Printed { output, said }),
            Err(error) => Err(self.not_kept(error)),
        }
    }

    /// Runs the command to its end, with something on its standard input.
    ///
    /// # Errors
    /// It failed, or was too slow or too talkative.
    pub fn hand(&self, input: &[u8], stop: &Stop) -> Result<(), CommandError> {
        let keep = || {
            let mut given = tempfile::tempfile()?;
            given.write_all(input)?;
            given.seek(SeekFrom::Start(0))?;
            Ok((given, tempfile::tempfile()?))
        };
        let (given, said) = keep().map_err(|error| self.not_kept(error))?;
        let streams = Streams {
            input: Some(&given),
            output: &said,
            errors: &said,
        };
        self.run(&streams, stop)
    }

    fn name(&self) -> String {
        without_shapes(&clean(self.command)).into_owned()
    }

    fn not_kept(&self, error: io::Error) -> CommandError {
        CommandError::NotKept {
            command: self.name(),
            error,
        }
    }

    fn run(&self, streams: &Streams<'_>, stop: &Stop) -> Result<(), CommandError> {
        let command = self.name();
        let mut child = match streams.start(self.command) {
            Ok(child) => child,
            Err(error) => return Err(CommandError::NotStarted { command, error }),
        };
        let cut = match self.watch(&mut child, streams, stop) {
            Ok(status) if status.success() => return Ok(()),
            Ok(status) => {
                return Err(CommandError::Failed {
                    command,
                    status,
                    said: end_of(streams.errors),
                });
            }
            Err(cut) => cut,
        };
        end(&mut child);
        Err(match cut {
            Cut::Stopped => CommandError::Stopped { command },
            Cut::TooLong => CommandError::TookTooLong {
                command,
                longest: SignedDuration::try_from(self.longest).unwrap_or(SignedDuration::MAX),
                said: end_of(streams.errors),
            },
            Cut::TooMuch(most) => CommandError::PrintedTooMuch { command, most },
            Cut::Lost(error) => CommandError::NotStarted { command, error },
        })
    }

    /// Waits for the end of a command, or for a reason to end it.
    fn watch(
        &self,
        child: &mut Child,
        streams: &Streams<'_>,
        stop: &Stop,
    ) -> Result<ExitStatus, Cut> {
        let start = Instant::now();
        let mut asked: Option<Instant> = None;
        let limits = [(streams.output, self.most), (streams.errors, MOST_SAID)];
        loop {
            if let Some(status) = child.try_wait().map_err(Cut::Lost)? {
                return Ok(status);
            }
            if stop.is_asked() && asked.get_or_insert_with(Instant::now).elapsed() >= self.last {
                return Err(Cut::Stopped);
            }
            if start.elapsed() > self.longest {
                return Err(Cut::TooLong);
            }
            for (file, most) in limits {
                if file.metadata().is_ok_and(|about| about.len() > most) {
                    return Err(Cut::TooMuch(most));
                }
            }
            std::thread::sleep(SHORT);
        }
    }
}

/// Why a command has to be ended.
enum Cut {
    Stopped,
    TooLong,
    TooMuch(u64),
    Lost(io::Error),
}

/// What a command reads and writes.
struct Streams<'s> {
    input: Option<&'s File>,
    output: &'s File,
    errors: &'s File,
}

impl Streams<'_> {
    fn start(&self, command: &str) -> io::Result<Child> {
        let mut shell = shell(command);
        shell
            .stdin(match self.input {
                Some(file) => Stdio::from(file.try_clone()?),
                None => Stdio::null(),
            })
            .stdout(Stdio::from(self.output.try_clone()?))
            .stderr(Stdio::from(self.errors.try_clone()?));
        shell.spawn()
    }
}

/// The shell that reads a command: in a group of its own, so that ctrl-c reaches it
/// through us alone.
#[cfg(unix)]
fn shell(command: &str) -> Command {
    use std::os::unix::process::CommandExt as _;
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).process_group(0);
    shell
}

#[cfg(not(unix))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd");
    shell.args(["/C", command]);
    shell
}

/// Ends a command with all that it has started: first asks, then makes it.
#[cfg(unix)]
fn end(child: &mut Child) {
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
    let group = Pid::from_child(child);
    // As long as nobody has asked how it ended, no other group gets its number.
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    let _ = kill_process_group(group, Signal::TERM);
    let start = Instant::now();
    while start.elapsed() < GRACE && matches!(waitid(WaitId::Pid(group), look), Ok(None)) {
        std::thread::sleep(SHORT);
    }
    let _ = kill_process_group(group, Signal::KILL);
    let _ = child.wait();
}

#[cfg(not(unix))]
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// The end of what is in a file, in a line and without secrets.
fn end_of(mut file: &File) -> String {
    let mut read = || {
        let size = file.metadata()?.len();
        file.seek(SeekFrom::Start(size.saturating_sub(READ)))?;
        let mut bytes = Vec::new();
        file.take(READ).read_to_end(&mut bytes)?;
        io::Result::Ok(bytes)
    };
    let bytes = read().unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let text = without_shapes(&text);
    let shown = (text.len().saturating_sub(SHOWN)..).find_map(|at| text.get(at..));
    let lines: Vec<&str> = shown
        .unwrap_or_default()
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let first = lines.len().saturating_sub(MOST_LINES);
    lines.get(first..).unwrap_or_default().join(" / ")
}

/// As many lines are shown.
const MOST_LINES: usize = 5;

//! The program, running beside the test.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::sandbox::Sandbox;

/// Nothing takes so long, unless it never comes.
const LONG: Duration = Duration::from_secs(120);

/// The program, and what it has said that nobody has read yet.
pub struct Beside {
    program: Child,
    /// Lines of standard output.
    pub out: Receiver<String>,
    /// Lines of standard error.
    pub err: Receiver<String>,
}

impl Beside {
    /// Starts it.
    pub fn start(sandbox: &Sandbox, arguments: &[&str]) -> Self {
        let mut program = sandbox
            .program()
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        Self {
            out: lines(program.stdout.take().expect("it is a pipe")),
            err: lines(program.stderr.take().expect("it is a pipe")),
            program,
        }
    }

    /// Ends it at once.
    pub fn kill(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }

    /// Asks it to end.
    #[cfg(unix)]
    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = rustix::process::Pid::from_child(&self.program);
        rustix::process::kill_process(id, signal).expect("it is there");
    }

    /// Waits for its end.
    pub fn end(&mut self) -> ExitStatus {
        let start = Instant::now();
        while start.elapsed() < LONG {
            if let Some(status) = self.program.try_wait().expect("it can be asked") {
                return status;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it did not end");
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.kill();
    }
}

fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// The next line.
pub fn next(lines: &Receiver<String>) -> String {
    lines.recv_timeout(LONG).expect("there is one more line")
}

/// All lines up to one that ends so.
pub fn until(lines: &Receiver<String>, end: &str) -> String {
    let start = Instant::now();
    let mut text = String::new();
    while let Ok(line) = lines.recv_timeout(LONG.saturating_sub(start.elapsed())) {
        text.push_str(&line);
        text.push('\n');
        if line.ends_with(end) {
            return text;
        }
    }
    panic!("`{end}` did not come after:\n{text}");
}

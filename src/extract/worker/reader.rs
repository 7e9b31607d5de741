//! A reader process as the parent holds it: started, asked, ended.

use std::io::{self, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::Program;
use super::answer;
use super::spool::Spool;
use super::wire;
use super::wire::{Said, Task};
use crate::extract::ExtractError;
use crate::extract::Limits;
use crate::extract::draw::Picture;
use crate::extract::draw::Scale;

/// A process with its pipes.
#[derive(Debug)]
pub(super) struct Reader {
    pub process: Arc<Mutex<Child>>,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    served: u32,
    dead: bool,
}

impl Reader {
    /// Files after which a process is replaced: parsers leak, and the heap frays.
    const TIRED: u32 = 500;

    /// Starts a process and tells it the limits.
    pub fn start(program: &Program, limits: &Limits) -> io::Result<Self> {
        let mut child = Command::new(&program.path)
            .args(&program.arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (stdin, stdout) = pipes.ok_or_else(|| io::Error::other("no pipe to the reader"))?;
        let mut reader = Self {
            process: Arc::new(Mutex::new(child)),
            stdin,
            stdout: BufReader::new(stdout),
            served: 0,
            dead: false,
        };
        // A process that died at once says so when it is asked.
        let _ = wire::send(&mut reader.stdin, limits);
        Ok(reader)
    }

    /// Has a file read and its members put into `spool`; after an error the process is of no more
    /// use.
    pub fn read(
        &mut self,
        bytes: &[u8],
        name: &str,
        limits: &Limits,
        spool: &mut Spool,
    ) -> io::Result<wire::Reply> {
        self.ask(Task::Read, bytes, name)?;
        let most = answer::most(limits);
        let answer = loop {
            match wire::receive(&mut self.stdout, most)? {
                Said::Member(name) => spool.begin(name, limits)?,
                Said::Bytes(size) => {
                    let size = size.min(wire::CHUNK).into();
                    spool.add(&wire::receive_bytes(&mut self.stdout, size)?, limits)?;
                }
                Said::MemberEnd(end) => spool.end(end),
                Said::Read(answer) => break answer,
                Said::Drawn(_) => return Err(io::Error::other("not what was asked for")),
            }
        };
        self.served();
        Ok(answer)
    }

    /// Has a page drawn; after an error the process is of no more use.
    pub fn draw(
        &mut self,
        bytes: &[u8],
        name: &str,
        (page, scale): (u32, Scale),
        limits: &Limits,
    ) -> io::Result<Result<Picture, ExtractError>> {
        const ERROR_BYTES: usize = 64 * 1024;
        self.ask(Task::Draw { page, scale }, bytes, name)?;
        let answer = match wire::receive(&mut self.stdout, ERROR_BYTES)? {
            Said::Drawn(Ok((width, height))) => {
                let size = u64::from(width) * u64::from(height);
                if size > limits.picture_bytes as u64 {
                    return Err(io::Error::other("a picture over the limit"));
                }
                let grey = wire::receive_bytes(&mut self.stdout, size)?;
                Ok(Picture {
                    width,
                    height,
                    grey,
                })
            }
            Said::Drawn(Err(error)) => Err(error),
            _ => return Err(io::Error::other("not what was asked for")),
        };
        self.served();
        Ok(answer)
    }

    fn ask(&mut self, task: Task, bytes: &[u8], name: &str) -> io::Result<()> {
        self.dead = true;
        let request = wire::Request {
            task,
            name: name.chars().take(1000).collect(),
            size: bytes.len() as u64,
        };
        wire::send(&mut self.stdin, &request)?;
        self.stdin.write_all(bytes)
    }

    /// The last word was said: the process can be asked again.
    fn served(&mut self) {
        self.dead = false;
        self.served += 1;
    }

    /// Whether it cannot be asked again.
    pub fn is_dead(&self) -> bool {
        self.dead
    }

    /// Whether it should be replaced.
    pub fn is_tired(&self) -> bool {
        self.served >= Self::TIRED
    }

    /// Ends the process, if it still runs, and says what it died of.
    pub fn cause_of_death(&self, error: &io::Error, cpu_seconds: u64) -> ExtractError {
        const OUT_OF_PROCESSOR_TIME: i32 = 24;
        const ABORTED: i32 = 6;
        let mut process = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        let spoke = error.kind() == io::ErrorKind::Other;
        // What is dying already keeps its own cause.
        let _ = process.kill();
        let signal = process.wait().ok().and_then(|status| status.signal());
        match signal {
            Some(OUT_OF_PROCESSOR_TIME) => ExtractError::TimedOut {
                seconds: cpu_seconds,
            },
            _ if spoke => ExtractError::ReaderDied(error.to_string()),
            Some(ABORTED) => ExtractError::ReaderDied("out of memory or stack".to_owned()),
            Some(signal) => ExtractError::ReaderDied(format!("signal {signal}")),
            None => ExtractError::ReaderDied("it ended early".to_owned()),
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        kill(&self.process);
        let mut process = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        // Leaves no zombie.
        let _ = process.wait();
    }
}

/// Ends a process.
pub(super) fn kill(process: &Mutex<Child>) {
    let mut process = process.lock().unwrap_or_else(PoisonError::into_inner);
    // It may be dead already, which is what is wanted.
    let _ = process.kill();
}

//! The reader process: the only place where untrusted bytes are parsed.

use std::any::Any;
use std::io::{self, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::thread;

use rlimit::Resource;
use rustix::time::{ClockId, clock_gettime};

use super::wire;
use super::wire::{Reply, Said, Task};
use crate::extract;
use crate::extract::ExtractError;
use crate::extract::Limits;
use crate::extract::container::{Outlet, Piece};
use crate::extract::draw::Picture;

/// Parsers of nested formats recurse; what this does not hold was hostile.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Reads files as the parent sends them until it closes `input`, one at a time.
///
/// The process first gives up what it does not need: files and sockets (no handle beyond the
/// three it has), core dumps, memory beyond the limit. It is of no use for anything else afterwards.
pub fn serve<R, W>(input: R, output: W) -> io::Result<()>
where
    R: Read + Send + 'static,
    W: Write + Send + 'static,
{
    let reading = thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || answer_all(input, output))?;
    reading
        .join()
        .unwrap_or_else(|_| Err(io::Error::other("the reader thread panicked")))
}

fn answer_all(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let limits: Limits = wire::receive(&mut input, 1024)?;
    give_up_rights(&limits)?;
    // The reply carries the message; a trace on stderr would only repeat it.
    panic::set_hook(Box::new(|_| {}));
    loop {
        let request: wire::Request = match wire::receive(&mut input, 64 * 1024) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            request => request?,
        };
        let bytes = wire::receive_bytes(&mut input, request.size)?;
        match request.task {
            Task::Read => {
                allow_processor_time(limits.cpu_seconds)?;
                let reply = read(&bytes, &request.name, &limits, &mut output);
                wire::send(&mut output, &Said::Read(reply))?;
            }
            Task::Draw { page, scale } => {
                allow_processor_time(limits.draw_seconds)?;
                let drawn = surviving(|| extract::draw::draw(&bytes, page, scale, &limits));
                show(drawn.and_then(sized), &mut output)?;
            }
        }
    }
}

fn read(bytes: &[u8], name: &str, limits: &Limits, output: &mut impl Write) -> Reply {
    let mut send = |piece: Piece<'_>| match piece {
        Piece::Begins(name) => wire::send(output, &Said::Member(name.to_owned())),
        Piece::Ends(end) => wire::send(output, &Said::MemberEnd(end)),
        Piece::Bytes(bytes) => {
            let size = u32::try_from(bytes.len()).map_err(io::Error::other)?;
            wire::send(output, &Said::Bytes(size))?;
            output.write_all(bytes)
        }
    };
    let mut outlet = Outlet::new(limits, &mut send);
    surviving(|| extract::read(bytes, name, limits, &mut outlet))
}

/// Sends a picture, or why there is none.
fn show(drawn: Result<Picture, ExtractError>, output: &mut impl Write) -> io::Result<()> {
    match drawn {
        Ok(picture) => {
            let size = (picture.width, picture.height);
            wire::send(output, &Said::Drawn(Ok(size)))?;
            output.write_all(&picture.grey)?;
            output.flush()
        }
        Err(error) => wire::send(output, &Said::Drawn(Err(error))),
    }
}

/// A picture whose size is what it says.
fn sized(picture: Picture) -> Result<Picture, ExtractError> {
    let size = u64::from(picture.width) * u64::from(picture.height);
    match picture.grey.len() as u64 == size {
        true => Ok(picture),
        false => Err(ExtractError::Damaged("picture".to_owned())),
    }
}

/// A panic is one file's fault.
fn surviving<T>(work: impl FnOnce() -> Result<T, ExtractError>) -> Result<T, ExtractError> {
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    done.unwrap_or_else(|cause| Err(died(cause.as_ref())))
}

fn give_up_rights(limits: &Limits) -> io::Result<()> {
    const STANDARD_HANDLES: u64 = 3;
    Resource::CORE.set(0, 0)?;
    Resource::FSIZE.set(0, 0)?;
    Resource::NOFILE.set(STANDARD_HANDLES, STANDARD_HANDLES)?;
    Resource::AS.set(limits.memory_bytes, limits.memory_bytes)
}

/// Moves the soft limit on, so that each file has its own seconds; past it the kernel kills.
fn allow_processor_time(seconds: u64) -> io::Result<()> {
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    let (_, hard) = Resource::CPU.get()?;
    Resource::CPU.set((used + 1 + seconds).min(hard), hard)
}

fn died(cause: &(dyn Any + Send)) -> ExtractError {
    let said = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("panic");
    ExtractError::ReaderDied(said.chars().take(200).collect())
}

//! Standard input and output that may be non-blocking.
//!
//! A pipe belongs to every process that inherited it. If one of them made it non-blocking, as Node does, a read or a write
//! here fails with `WouldBlock`, and the operation has to be repeated.

use std::io::{self, Read, Write};
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(2);

/// Standard output, which waits until its reader takes the text.
pub(crate) fn stdout() -> Waiting<io::StdoutLock<'static>> {
    Waiting(io::stdout().lock())
}

/// Standard error, which waits until its reader takes the text.
pub(crate) fn stderr() -> Waiting<io::StderrLock<'static>> {
    Waiting(io::stderr().lock())
}

/// Standard input, which waits until its writer sends text.
pub(crate) fn stdin() -> io::BufReader<Waiting<io::StdinLock<'static>>> {
    io::BufReader::new(Waiting(io::stdin().lock()))
}

/// A stream that waits instead of failing with `WouldBlock`.
pub(crate) struct Waiting<S>(S);

fn waiting<T>(mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match work() {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => std::thread::sleep(PAUSE),
            result => return result,
        }
    }
}

impl<S: Write> Write for Waiting<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        waiting(|| self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        waiting(|| self.0.flush())
    }
}

impl<S: Read> Read for Waiting<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        waiting(|| self.0.read(buffer))
    }
}

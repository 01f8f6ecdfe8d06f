//! The connection to a client: reading and writing that always comes to an end.
//!
//! In comes a socket, out go bytes, with a limit for how long a client may keep us waiting.
//! Every wait is cut into short ones, to see whether the server stops or the client has left.
//! Never looks at what the bytes say.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Length of one wait.
const TICK: Duration = Duration::from_millis(200);

/// How long and how much is read from a client that was answered before it had finished. If a
/// socket is closed with something unread, the system tells the client that the connection broke,
/// and the answer is lost.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 1024 * 1024;

/// Bytes that are passed on at once.
const PIECE: usize = 64 * 1024;

/// A client, and the flag that ends all waiting.
pub(super) struct Client<'c> {
    stream: TcpStream,
    stopped: &'c AtomicBool,
    write_time: Duration,
}

impl<'c> Client<'c> {
    /// Prepares a socket.
    ///
    /// # Errors
    /// If the client has left already.
    pub(super) fn new(
        stream: TcpStream,
        stopped: &'c AtomicBool,
        write_time: Duration,
    ) -> io::Result<Self> {
        // Without this, the system holds a small piece back until the client has confirmed the
        // piece before, which it does 40 ms later.
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TICK))?;
        stream.set_write_timeout(Some(TICK))?;
        Ok(Self { stream, stopped, write_time })
    }

    fn must_end(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// Reads something, 0 at the end.
    ///
    /// # Errors
    /// `TimedOut` after `deadline` or if the server stops; whatever else the system says.
    pub(super) fn read(&self, into: &mut [u8], deadline: Instant) -> io::Result<usize> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || self.must_end() {
                return Err(ErrorKind::TimedOut.into());
            }
            self.stream.set_read_timeout(Some(left.min(TICK)))?;
            match (&self.stream).read(into) {
                Err(error) if is_wait(&error) => {}
                other => return other,
            }
        }
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// `TimedOut` if the client takes nothing for too long or the server stops; whatever else
    /// the system says.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        let mut deadline = Instant::now() + self.write_time;
        while !rest.is_empty() {
            match (&self.stream).write(rest) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(taken) => {
                    rest = &rest[taken..];
                    deadline = Instant::now() + self.write_time;
                }
                Err(error) if !is_wait(&error) => return Err(error),
                Err(_) if self.must_end() || Instant::now() >= deadline => {
                    return Err(ErrorKind::TimedOut.into());
                }
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Passes on what `inner` says until its end; tells how much that was.
    ///
    /// # Errors
    /// If the client leaves or the server stops.
    pub(super) fn pass_on(&self, inner: &mut TcpStream) -> io::Result<usize> {
        inner.set_read_timeout(Some(TICK))?;
        let mut piece = vec![0; PIECE];
        let mut passed = 0;
        loop {
            match inner.read(&mut piece) {
                Ok(0) => return Ok(passed),
                Ok(length) => {
                    self.write(&piece[..length])?;
                    passed += length;
                }
                Err(error) if is_wait(&error) => {
                    if self.must_end() || self.has_left() {
                        return Err(ErrorKind::ConnectionAborted.into());
                    }
                }
                // It has ended, if not in order: nothing more will come.
                Err(_) => return Ok(passed),
            }
        }
    }

    /// True if the client has closed its side. One that only will not send any more looks the
    /// same; it would have to wait longer than a tick for its answer to be taken for gone.
    fn has_left(&self) -> bool {
        if self.stream.set_nonblocking(true).is_err() {
            return true;
        }
        let peeked = self.stream.peek(&mut [0]);
        let blocking = self.stream.set_nonblocking(false);
        let left = match peeked {
            Ok(length) => length == 0,
            Err(error) => !is_wait(&error),
        };
        left || blocking.is_err()
    }

    /// Takes leave of a client that may still be sending.
    pub(super) fn part(&self) {
        let deadline = Instant::now() + LINGER;
        let mut sink = vec![0; 8 * 1024];
        let mut total = 0;
        if self.stream.shutdown(Shutdown::Write).is_err() {
            return;
        }
        while total < LINGER_BYTES {
            match self.read(&mut sink, deadline) {
                Ok(length) if length > 0 => total += length,
                _ => return,
            }
        }
    }
}

/// True if the system only says that nothing has happened yet. Which of the two it says for a
/// timeout depends on the system.
fn is_wait(error: &io::Error) -> bool {
    let waits = [ErrorKind::WouldBlock, ErrorKind::TimedOut, ErrorKind::Interrupted];
    waits.contains(&error.kind())
}

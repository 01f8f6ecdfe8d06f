//! The connection to a client, with reads and writes that always end.
//!
//! In comes a socket, out go bytes, with a limit for how long a client may keep a
//! thread waiting. Every wait is cut into short ones, to notice that the server stops or that the
//! client has left. Never interprets the bytes.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Length of one wait.
const TICK: Duration = Duration::from_millis(200);

/// How long and how much is read from a client that was answered before it had finished sending.
/// Closing a socket with unread bytes makes the system send a reset, and a client that gets one
/// may throw away the answer.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 1024 * 1024;

/// Bytes that are forwarded at once.
const CHUNK: usize = 64 * 1024;

/// A client, and the flag that tells every wait to end.
pub(super) struct Client<'c> {
    stream: TcpStream,
    stopped: &'c AtomicBool,
    write_time: Duration,
}

impl<'c> Client<'c> {
    /// Sets the options of a socket.
    ///
    /// # Errors
    /// If the client has closed the connection already.
    pub(super) fn new(
        stream: TcpStream,
        stopped: &'c AtomicBool,
        write_time: Duration,
    ) -> io::Result<Self> {
        // Nagle's algorithm would hold a small segment back until the client has acknowledged the
        // one before, which it delays by 40 ms.
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TICK))?;
        stream.set_write_timeout(Some(TICK))?;
        Ok(Self { stream, stopped, write_time })
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// Reads some bytes; 0 at the end of the stream.
    ///
    /// # Errors
    /// `TimedOut` after `deadline` or if the server stops, else the error of the system.
    pub(super) fn read(&self, into: &mut [u8], deadline: Instant) -> io::Result<usize> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || self.is_stopped() {
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
    /// `TimedOut` if the client takes nothing for too long or the server stops, else the error of
    /// the system.
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
                Err(_) if self.is_stopped() || Instant::now() >= deadline => {
                    return Err(ErrorKind::TimedOut.into());
                }
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Forwards what the backend sends until its end; returns how many bytes that was.
    ///
    /// # Errors
    /// If the client leaves or the server stops.
    pub(super) fn forward_from(&self, backend: &mut TcpStream) -> io::Result<usize> {
        backend.set_read_timeout(Some(TICK))?;
        let mut chunk = vec![0; CHUNK];
        let mut forwarded = 0;
        loop {
            match backend.read(&mut chunk) {
                Ok(0) => return Ok(forwarded),
                Ok(length) => {
                    self.write(&chunk[..length])?;
                    forwarded += length;
                }
                Err(error) if is_wait(&error) => {
                    if self.is_stopped() || self.has_left() {
                        return Err(ErrorKind::ConnectionAborted.into());
                    }
                }
                // The backend broke off: nothing more will come.
                Err(_) => return Ok(forwarded),
            }
        }
    }

    /// True if the client has closed its side. One that has only shut down its sending side looks
    /// the same; it is given up if its answer takes longer than a tick.
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

    /// Shuts down the sending side, then drains the client so that the answer is not lost: it may
    /// still be sending a body that nobody reads.
    pub(super) fn linger_close(&self) {
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

/// True if an error only says that nothing has happened yet. Which of the kinds a timeout has
/// depends on the system.
fn is_wait(error: &io::Error) -> bool {
    let waits = [ErrorKind::WouldBlock, ErrorKind::TimedOut, ErrorKind::Interrupted];
    waits.contains(&error.kind())
}

//! A load client: many kept-alive connections on one thread, each with one request under way.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use crate::http_client::parse_response;

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n";

struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
    sent_at: Instant,
}

/// Loads the server on `port` and returns the latency of each answered request, in milliseconds.
pub fn load(port: u16, connections: usize, time: Duration) -> Result<Vec<f64>, String> {
    let mut latencies = Vec::with_capacity(1 << 16);
    // SAFETY: a new descriptor; closed below on every path that leaves the loop.
    let epoll = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
    let mut all = Vec::new();
    for index in 0..connections {
        all.push(connect(port, epoll, index)?);
    }
    let deadline = Instant::now() + time;
    let mut events: Vec<libc::epoll_event> =
        vec![libc::epoll_event { events: 0, u64: 0 }; connections];
    let mut failed = None;
    while failed.is_none() && Instant::now() < deadline {
        // SAFETY: `events` has room for as many entries as are asked for.
        let ready =
            unsafe { libc::epoll_wait(epoll, events.as_mut_ptr(), connections as i32, 100) };
        for event in &events[..ready.max(0) as usize] {
            let connection = &mut all[event.u64 as usize];
            if let Err(error) = answered(connection, &mut latencies) {
                failed = Some(error);
            }
        }
    }
    // SAFETY: the descriptor made above.
    unsafe { libc::close(epoll) };
    failed.map_or(Ok(latencies), Err)
}

fn connect(port: u16, epoll: i32, index: usize) -> Result<Connection, String> {
    let mut stream =
        TcpStream::connect(("127.0.0.1", port)).map_err(|e| format!("connect: {e}"))?;
    let ready = stream
        .set_nodelay(true)
        .and_then(|()| stream.write_all(REQUEST));
    ready
        .and_then(|()| stream.set_nonblocking(true))
        .map_err(|e| format!("first request: {e}"))?;
    let mut event = libc::epoll_event {
        events: libc::EPOLLIN as u32,
        u64: index as u64,
    };
    // SAFETY: both descriptors are open and the event lives through the call.
    unsafe { libc::epoll_ctl(epoll, libc::EPOLL_CTL_ADD, stream.as_raw_fd(), &mut event) };
    Ok(Connection {
        stream,
        received: Vec::new(),
        sent_at: Instant::now(),
    })
}

fn answered(connection: &mut Connection, latencies: &mut Vec<f64>) -> Result<(), String> {
    let mut buffer = [0u8; 16384];
    match connection.stream.read(&mut buffer) {
        Ok(0) => return Err("the server closed a connection".to_owned()),
        Ok(n) => connection.received.extend_from_slice(&buffer[..n]),
        Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
        Err(error) => return Err(format!("read: {error}")),
    }
    let Some((end, _)) = parse_response(&connection.received) else {
        return Ok(());
    };
    if !connection.received.starts_with(b"HTTP/1.1 200") {
        return Err("an answer was not 200".to_owned());
    }
    connection.received.drain(..end);
    latencies.push(connection.sent_at.elapsed().as_secs_f64() * 1e3);
    connection.sent_at = Instant::now();
    connection
        .stream
        .write_all(REQUEST)
        .map_err(|e| format!("write: {e}"))
}

//! A small HTTP/1.1 client: enough to ask our own servers and to load them.

use std::io::{Read, Write};
use std::net::TcpStream;

/// Where a response in `bytes` ends, and its body; `None` while it is not complete.
pub fn parse_response(bytes: &[u8]) -> Option<(usize, Vec<u8>)> {
    let head_end = bytes.windows(4).position(|w| w == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&bytes[..head_end]).to_ascii_lowercase();
    let field = |name: &str| {
        head.lines()
            .find_map(|line| line.strip_prefix(name))
            .map(str::trim)
    };
    if field("transfer-encoding:").is_some_and(|value| value.contains("chunked")) {
        let mut body = Vec::new();
        let mut at = head_end;
        loop {
            let line = bytes[at..].windows(2).position(|w| w == b"\r\n")?;
            let size = String::from_utf8_lossy(&bytes[at..at + line]).into_owned();
            let size = usize::from_str_radix(size.trim(), 16).ok()?;
            let start = at + line + 2;
            let end = start.checked_add(size)?;
            if bytes.len() < end + 2 {
                return None;
            }
            body.extend_from_slice(&bytes[start..end]);
            at = end + 2;
            if size == 0 {
                return Some((at, body));
            }
        }
    }
    let length: usize = field("content-length:")?.parse().ok()?;
    let end = head_end.checked_add(length)?;
    (bytes.len() >= end).then(|| (end, bytes[head_end..end].to_vec()))
}

/// Asks for `/` and returns the body; the connection stays open.
pub fn get(stream: &mut TcpStream) -> Result<Vec<u8>, String> {
    let request = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n";
    stream
        .write_all(request)
        .map_err(|e| format!("request: {e}"))?;
    let mut bytes = Vec::new();
    let mut buffer = [0u8; 16384];
    loop {
        if let Some((_, body)) = parse_response(&bytes) {
            return Ok(body);
        }
        match stream.read(&mut buffer) {
            Ok(0) => return Err("the connection was closed before a response".to_owned()),
            Ok(n) => bytes.extend_from_slice(&buffer[..n]),
            Err(error) => return Err(format!("response: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse_response;

    #[test]
    fn finds_the_end_of_a_response() {
        let plain = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiX";
        assert_eq!(parse_response(plain), Some((40, b"hi".to_vec())));
        let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
        assert_eq!(
            parse_response(chunked),
            Some((chunked.len(), b"hi".to_vec()))
        );
        assert_eq!(parse_response(&chunked[..chunked.len() - 3]), None);
    }
}

//! The server for clients of the inspector in other programs: HTTP that says where the program is, and WebSockets. It has
//! threads of its own, so that it answers while the program is paused.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crate::mail::{Event, Mail, Peer, lock, next_number};
use crate::sha1::accept_key;

/// No message of a client is larger.
const LARGEST: u64 = 64 << 20;

/// The other end of a WebSocket.
struct Socket(Mutex<TcpStream>);

impl Socket {
    fn frame(&self, opcode: u8, body: &[u8]) {
        let mut frame = vec![0x80 | opcode];
        match body.len() {
            length @ 0..=125 => frame.push(length as u8),
            length @ 126..=0xffff => {
                frame.push(126);
                frame.extend_from_slice(&(length as u16).to_be_bytes());
            }
            length => {
                frame.push(127);
                frame.extend_from_slice(&(length as u64).to_be_bytes());
            }
        }
        frame.extend_from_slice(body);
        // A client that has gone is noticed by its reader.
        let _ = lock(&self.0).write_all(&frame);
    }
}

impl Peer for Socket {
    fn send(&self, text: &str) {
        self.frame(1, text.as_bytes());
    }

    fn close(&self) {
        self.frame(8, &[]);
        let _ = lock(&self.0).shutdown(std::net::Shutdown::Both);
    }

    fn is_outside(&self) -> bool {
        true
    }
}

/// What a server says of itself.
pub(crate) struct Address<'a> {
    pub(crate) host: &'a str,
    pub(crate) port: u16,
    /// What runs, for the list of what can be inspected.
    pub(crate) script: &'a str,
    /// Who is told the URL: `stderr`, `http` or both.
    pub(crate) published: &'a str,
}

/// A server that runs.
pub(crate) struct Server {
    stopped: Arc<AtomicBool>,
    pub(crate) says_url: bool,
    address: SocketAddr,
    shown_host: String,
    id: String,
}

struct About {
    listed: bool,
    id: String,
    title: String,
    url: String,
}

fn new_id() -> String {
    let mut bytes = [0u8; 16];
    let read = std::fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes));
    drop(read);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}

impl Server {
    /// Listens.
    pub(crate) fn start(about: Address, mail: Arc<Mail>) -> std::io::Result<Server> {
        let Address {
            host,
            port,
            script,
            published,
        } = about;
        let publishes = |place: &str| published.split(',').any(|word| word == place);
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let listener = TcpListener::bind((bare, port))?;
        let address = listener.local_addr()?;
        let stopped = Arc::new(AtomicBool::new(false));
        let id = new_id();
        let program = std::env::args().next().unwrap_or_default();
        let title = match script {
            "" => format!("{program}[{}]", std::process::id()),
            script => script.to_owned(),
        };
        let about = Arc::new(About {
            listed: publishes("http"),
            id: id.clone(),
            title,
            url: format!("file://{script}"),
        });
        let shared = stopped.clone();
        std::thread::Builder::new()
            .name("inspector".to_owned())
            .spawn(move || accept(&listener, &mail, &shared, &about))?;
        let shown_host = if bare.contains(':') {
            format!("[{bare}]")
        } else {
            bare.to_owned()
        };
        Ok(Server {
            stopped,
            says_url: publishes("stderr"),
            address,
            shown_host,
            id,
        })
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://{}:{}/{}", self.shown_host, self.port(), self.id)
    }

    /// Takes no more clients.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts.
        drop(TcpStream::connect(self.address));
    }
}

fn accept(listener: &TcpListener, mail: &Arc<Mail>, stopped: &AtomicBool, about: &Arc<About>) {
    for stream in listener.incoming() {
        if stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else {
            continue;
        };
        let (mail, about) = (mail.clone(), about.clone());
        let number = next_number();
        let spawned = std::thread::Builder::new()
            .name("inspector client".to_owned())
            .spawn(move || {
                let _ = serve(stream, number, &mail, &about);
            });
        drop(spawned);
    }
}

/// The path of a request and its fields, names in lower case.
type Head = (String, Vec<(String, String)>);

fn read_head(stream: &mut TcpStream) -> std::io::Result<Option<Head>> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 || head.len() > 64 << 10 {
            return Ok(None);
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head);
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ');
    let path = match (first.next(), first.next()) {
        (Some("GET"), Some(path)) => path.to_owned(),
        _ => return Ok(None),
    };
    let fields = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    Ok(Some((path, fields.collect())))
}

/// A page in a browser must not reach the inspector by a name of its own.
fn is_allowed(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let local = ["localhost", "localhost6"].contains(&bare.to_ascii_lowercase().as_str());
    host.is_empty() || local || bare.parse::<std::net::IpAddr>().is_ok()
}

fn refuse(stream: &mut TcpStream, text: &str) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.0 400 Bad Request\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n{text}"
    )
}

fn serve(mut stream: TcpStream, number: u32, mail: &Mail, about: &About) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    while let Some((path, fields)) = read_head(&mut stream)? {
        let field = |name: &str| {
            let found = fields.iter().find(|(known, _)| known == name);
            found.map_or("", |(_, value)| value.as_str())
        };
        if !is_allowed(field("host")) {
            return refuse(
                &mut stream,
                "Host header is specified and is not an IP address or localhost.",
            );
        }
        if field("upgrade").eq_ignore_ascii_case("websocket") {
            if path.trim_start_matches('/') != about.id {
                return refuse(&mut stream, "WebSockets request was expected");
            }
            let accept = accept_key(field("sec-websocket-key"));
            write!(
                stream,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                 Sec-WebSocket-Accept: {accept}\r\n\r\n"
            )?;
            let peer = Arc::new(Socket(Mutex::new(stream.try_clone()?)));
            mail.put(Event::Open(number, peer.clone()));
            let ended = frames(&mut stream, number, mail, &peer);
            mail.put(Event::Closed(number));
            return ended;
        }
        if !about.listed && matches!(path.trim_end_matches('/'), "/json" | "/json/list") {
            return write!(
                stream,
                "HTTP/1.0 404 Not Found\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n"
            );
        }
        let Some(body) = page(&path, field("host"), about) else {
            return refuse(&mut stream, "WebSockets request was expected");
        };
        let length = body.len();
        write!(
            stream,
            "HTTP/1.0 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\nCache-Control: no-cache\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        )?;
    }
    Ok(())
}

fn page(path: &str, host: &str, about: &About) -> Option<String> {
    let path = path.strip_prefix("/json")?.trim_end_matches('/');
    match path {
        "/version" => Some(
            "{\n  \"Browser\": \"node.js/v26.10.0\",\n  \"Protocol-Version\": \"1.1\"\n}"
                .to_owned(),
        ),
        "" | "/list" => {
            let About { id, title, url, .. } = about;
            let place = format!("{host}/{id}");
            let front = "devtools://devtools/bundled";
            let query = format!("experiments=true&v8only=true&ws={place}");
            let fields = [
                ("description", "node.js instance".to_owned()),
                (
                    "devtoolsFrontendUrl",
                    format!("{front}/js_app.html?{query}"),
                ),
                (
                    "devtoolsFrontendUrlCompat",
                    format!("{front}/inspector.html?{query}"),
                ),
                (
                    "faviconUrl",
                    "https://nodejs.org/static/images/favicons/favicon.ico".to_owned(),
                ),
                ("id", id.clone()),
                ("title", title.clone()),
                ("type", "node".to_owned()),
                ("url", url.clone()),
                ("webSocketDebuggerUrl", format!("ws://{place}")),
            ];
            let lines: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("  \"{name}\": {}", serde_json::json!(value)))
                .collect();
            Some(format!("[ {{\n{}\n}} ]\n\n", lines.join(",\n")))
        }
        _ => {
            let id = path.strip_prefix("/activate/")?;
            (id == about.id).then(|| "Target activated".to_owned())
        }
    }
}

/// Reads until the client or the connection ends.
fn frames(stream: &mut TcpStream, number: u32, mail: &Mail, peer: &Socket) -> std::io::Result<()> {
    let mut message = Vec::new();
    loop {
        let mut head = [0; 2];
        stream.read_exact(&mut head)?;
        let length = match head[1] & 0x7f {
            126 => {
                let mut long = [0; 2];
                stream.read_exact(&mut long)?;
                u64::from(u16::from_be_bytes(long))
            }
            127 => {
                let mut long = [0; 8];
                stream.read_exact(&mut long)?;
                u64::from_be_bytes(long)
            }
            short => u64::from(short),
        };
        if length > LARGEST || message.len() as u64 > LARGEST || head[1] & 0x80 == 0 {
            return Ok(());
        }
        let mut mask = [0; 4];
        stream.read_exact(&mut mask)?;
        let mut body = vec![0; length as usize];
        stream.read_exact(&mut body)?;
        for (at, byte) in body.iter_mut().enumerate() {
            *byte ^= mask[at % 4];
        }
        match head[0] & 0x0f {
            8 => {
                peer.frame(8, &[]);
                return Ok(());
            }
            9 => peer.frame(10, &body),
            0..=2 => {
                message.extend_from_slice(&body);
                if head[0] & 0x80 != 0 {
                    let text = String::from_utf8_lossy(&message).into_owned();
                    message.clear();
                    mail.put(Event::Message(number, text));
                }
            }
            _ => {}
        }
    }
}

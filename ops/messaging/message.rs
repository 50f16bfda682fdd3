//! A message on its way: owned, `Send`, and dropped whole.

use deno_core::v8;

use crate::channel::PortEnd;

/// The memory of an `ArrayBuffer` that was transferred or of a `SharedArrayBuffer`.
pub(crate) struct Store(pub(crate) v8::SharedRef<v8::BackingStore>);

// SAFETY: V8 counts references to a backing store atomically, and its pointer and length do not change. The bytes are
// touched only through the buffers that isolates make of it: one at a time, or shared as JS shares them.
unsafe impl Send for Store {}

/// An object that a class, not V8, knows how to carry.
pub(crate) enum Host {
    Port(PortEnd),
    /// `module:Class` of an object that JS makes and fills.
    Js(String),
}

/// What needed V8's serializer.
pub(crate) struct Serialized {
    pub(crate) bytes: Vec<u8>,
    pub(crate) array_buffers: Vec<Store>,
    pub(crate) shared: Vec<Store>,
    pub(crate) modules: Vec<v8::CompiledWasmModule>,
    pub(crate) hosts: Vec<Host>,
}

/// A value that left its isolate.
pub enum Message {
    Undefined,
    Null,
    Boolean(bool),
    Int(i32),
    Double(f64),
    OneByte(Box<[u8]>),
    TwoByte(Box<[u16]>),
    /// A `Uint8Array` alone: its whole buffer, and where in it the view lies.
    Bytes {
        buffer: Vec<u8>,
        offset: usize,
        length: usize,
    },
    #[allow(private_interfaces, reason = "made and read only in this crate")]
    Value(Box<Serialized>),
    /// The other end is gone.
    Close,
}

impl Message {
    /// A copy for one more receiver; `None` when the message owns something that there is only once.
    pub(crate) fn try_clone(&self) -> Option<Message> {
        Some(match self {
            Message::Undefined => Message::Undefined,
            Message::Null => Message::Null,
            Message::Boolean(value) => Message::Boolean(*value),
            Message::Int(value) => Message::Int(*value),
            Message::Double(value) => Message::Double(*value),
            Message::OneByte(text) => Message::OneByte(text.clone()),
            Message::TwoByte(text) => Message::TwoByte(text.clone()),
            Message::Bytes {
                buffer,
                offset,
                length,
            } => Message::Bytes {
                buffer: buffer.clone(),
                offset: *offset,
                length: *length,
            },
            Message::Value(value) => {
                if !value.array_buffers.is_empty() || !value.modules.is_empty() {
                    return None;
                }
                let hosts = value
                    .hosts
                    .iter()
                    .map(|host| match host {
                        Host::Js(info) => Some(Host::Js(info.clone())),
                        Host::Port(_) => None,
                    })
                    .collect::<Option<Vec<Host>>>()?;
                Message::Value(Box::new(Serialized {
                    bytes: value.bytes.clone(),
                    array_buffers: Vec::new(),
                    shared: value
                        .shared
                        .iter()
                        .map(|store| Store(store.0.clone()))
                        .collect(),
                    modules: Vec::new(),
                    hosts,
                }))
            }
            Message::Close => Message::Close,
        })
    }

    /// The ends of ports that travel in it.
    pub(crate) fn ports(&self) -> impl Iterator<Item = &PortEnd> {
        let hosts: &[Host] = match self {
            Message::Value(value) => &value.hosts,
            _ => &[],
        };
        hosts.iter().filter_map(|host| match host {
            Host::Port(end) => Some(end),
            Host::Js(_) => None,
        })
    }
}

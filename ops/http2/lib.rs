//! node:http2 over nghttp2.
//!
//! JS: `js/node/http2.js`, `js/internal/http2/`. Tests: `tests/node/http2/`.
//!
//! `js/internal/http2/binding.js` gives the classes and functions below the names and the arguments of Node's
//! `internalBinding('http2')` (without its constants); every other file uses that module only. Each op costs the start of
//! every program, so here are two classes with a `run(kind, ...)` each and one op, `op_http2_call(kind, ...)`; what a stream
//! needs most often has a method of its own.
//!
//! A session lies natively on a `TCP`, a `Pipe` or a `TLSWrap` over one of them; on any other handle JS carries the bytes.
//! nghttp2 is run without its rules for messages: `message.rs` has them.
//!
//! # `binding.js`
//!
//! - `optionsBuffer` (`Uint32Array`, 14: 13 values in Node's order, then the flags), `settingsBuffer` (`Uint32Array`, 29:
//!   7 values, the flags, the number of custom settings, then pairs), `sessionState` (`Float64Array`, 9), `streamState`
//!   (`Float64Array`, 6): made when the module is loaded. Their indices are Node's (`lib/internal/http2/util.js`).
//! - `kBitfield` 0, `kSessionPriorityListenerCount` 1, `kSessionFrameErrorListenerCount` 2, `kSessionMaxInvalidFrames` 4,
//!   `kSessionMaxRejectedStreams` 8 (the last two are offsets of 32 bit numbers), `kSessionUint8FieldCount` 12; the bits
//!   `kSessionHasRemoteSettingsListeners` 0, `kSessionRemoteSettingsIsUpToDate` 1, `kSessionHasPingListeners` 2,
//!   `kSessionHasAltsvcListeners` 3.
//! - `refreshDefaultSettings()` fills `settingsBuffer`; `packSettings()` gives a `Buffer` of what it holds;
//!   `nghttp2ErrorString(number)`.
//! - `setCallbackFunctions(...)`, once, with eleven functions. `this` is the `Http2Session` handle, except for the last two,
//!   where it is the `Http2Stream` handle:
//!     1. `onSessionInternalError(number, code?)`: a negative number of nghttp2; `code` is
//!        `'ERR_HTTP2_TOO_MANY_INVALID_FRAMES'`, `null` or `undefined`.
//!     2. `onPriority(id, parent, weight, exclusive)`, while `fields[kSessionPriorityListenerCount]` is not 0.
//!     3. `onSettings()`, while the bit `kSessionHasRemoteSettingsListeners` is set.
//!     4. `onPing(payload: Buffer)`, while the bit `kSessionHasPingListeners` is set.
//!     5. `onSessionHeaders(stream, id, category, flags, headers, sensitive)`: `headers` is `[name, value, ...]`, `sensitive`
//!        an array of names.
//!     6. `onFrameError(id, type, code)`.
//!     7. `onGoawayData(code, lastStreamID, data: Buffer | undefined)`.
//!     8. `onAltSvc(id, origin, value)`, while the bit `kSessionHasAltsvcListeners` is set.
//!     9. `onOrigin(origins)`.
//!     10. `onStreamTrailers()`: all data was sent, `trailers()` may be called.
//!     11. `onStreamClose(code, peerReset)`: false lets native code destroy the handle.
//!
//! ## `new Http2Session(type)`: 0 server, 1 client; reads `optionsBuffer` and the custom settings of `settingsBuffer`
//!
//! - `fields`: `Uint8Array` of 12 bytes; `chunksSentSinceLastWrite`: a number.
//! - `consume(handle)`: takes a handle's reading and writing over: `TCP`, `Pipe`, or any object with `onread`, `readStart`,
//!   `readStop` and `writeBuffer` (`TLSWrap`, the handle of a `JSStreamSocket`). An end or an error of the handle still goes
//!   to its `onread`.
//! - `receive(view)`: bytes that JS has read already.
//! - `destroy(code, socketDestroyed)`: `ondone()` of the handle is called when the last write has ended.
//! - `goaway(code, lastStreamID, view?)`, `settings(callback)` and `ping(view?, callback)` -> false when too many are
//!   outstanding; the callbacks get `(acknowledged, milliseconds, payload?)`.
//! - `request([text, count], options, parent, weight, exclusive)` -> `Http2Stream` or a number of nghttp2 that is not positive.
//!   `text` is what Node's `buildNgHeaderString` makes: name, NUL, value, NUL, one character of flags for each header.
//!   `options`: 1 there is no payload, 2 trailers follow.
//! - `setNextStreamID(id)` -> boolean, `setLocalWindowSize(size)` -> 0 or a negative number, `updateChunksSent()` -> number,
//!   `hasPendingData()` -> boolean, `setGracefulClose()`: `ongracefulclosecomplete()` of the handle is called when all is sent
//!   and nothing is to be read.
//! - `localSettings()`, `remoteSettings()` fill `settingsBuffer`; `refreshState()` fills `sessionState`.
//! - `altsvc(id, origin, value)`, `origin(text, count)`: each origin ends in NUL.
//! - `statistics()` -> `[bytesRead, bytesWritten, framesReceived, framesSent, maxConcurrentStreams, pingRTT,
//!   streamAverageDuration, streamCount]`; times are milliseconds.
//!
//! ## `Http2Stream`
//!
//! - `id()`, `respond([text, count], options)`, `info([text, count])`, `trailers([text, count])` -> 0 or a negative number;
//!   `pushPromise([text, count], options)` -> `Http2Stream` or a number; `rstStream(code)`; `destroy()`;
//!   `priority(parent, weight, exclusive, silent)`; `refreshState()` fills `streamState`.
//! - A stream handle as `internal/stream_base_commons` knows it: `onread`, `readStart()`, `readStop()`, `shutdown(request)`
//!   -> 1 (done at once; a negative error when destroyed), `writeBuffer`, `writev`, `write*String` (always asynchronous:
//!   `oncomplete(status, handle, undefined)`), `bytesRead`, `bytesWritten`.
//! - `statistics()` -> `[bytesRead, bytesWritten, timeToFirstByte, timeToFirstByteSent, timeToFirstHeader, duration]`.

#![cfg_attr(not(feature = "nghttp2"), allow(dead_code, unused_imports))]

mod handle;

#[cfg(feature = "nghttp2")]
mod callbacks;
#[cfg(feature = "nghttp2")]
mod frames;
#[cfg(feature = "nghttp2")]
mod headers;
#[cfg(feature = "nghttp2")]
mod input;
#[cfg(feature = "nghttp2")]
mod js;
#[cfg(feature = "nghttp2")]
mod memory;
#[cfg(feature = "nghttp2")]
mod message;
#[cfg(feature = "nghttp2")]
mod options;
#[cfg(feature = "nghttp2")]
mod output;
#[cfg(feature = "nghttp2")]
mod provider;
#[cfg(feature = "nghttp2")]
mod session;
#[cfg(feature = "nghttp2")]
mod session_calls;
#[cfg(feature = "nghttp2")]
mod settings;
#[cfg(feature = "nghttp2")]
mod shared;
#[cfg(feature = "nghttp2")]
mod stream;
#[cfg(feature = "nghttp2")]
mod stream_calls;

deno_core::extension!(
    ops_http2,
    deps = [ops_core],
    ops = [handle::op_http2_call],
    objects = [handle::Http2Session, handle::Http2Stream],
);

//! HTTP/1 for `node:http`: the parser and the list of a server's connections.
//!
//! JS: `js/internal/http/`. Tests: `tests.rs`, `tests/node/http/`.

mod chars;
mod chunk;
mod collector;
mod failure;
mod field;
mod machine;
mod method;
mod start_line;
mod target;

#[cfg(test)]
mod tests;

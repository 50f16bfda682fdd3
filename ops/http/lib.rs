//! HTTP/1 for `node:http`: the parser and the list of a server's connections.
//!
//! JS: `js/internal/http/`. Tests: `tests.rs`, `tests/node/http/`. The one room that it knows is `ops_net`, whose streams
//! a parser reads.

mod chars;
mod chunk;
mod collector;
mod connections_list;
mod failure;
mod field;
mod http_parser;
mod listener;
mod machine;
mod method;
mod respond;
mod start_line;
mod target;
mod word;

#[cfg(test)]
mod tests;

deno_core::extension!(
    ops_http,
    deps = [ops_core, ops_net],
    ops = [
        listener::op_http_set_buffer_prototype,
        listener::op_http_set_callbacks,
        respond::op_http_respond,
    ],
    objects = [http_parser::HTTPParser, connections_list::ConnectionsList],
);

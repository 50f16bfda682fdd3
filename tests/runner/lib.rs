//! The harnesses of Heddle. `cargo verify` checks the tree and runs every suite; `cargo bench-peers`
//! measures against other runtimes. Nothing here links V8 or any crate of Heddle: a test is a program
//! that is started, so the harnesses can also drive a real Node (`HEDDLE_BIN=/path/to/node`).

pub mod bench;
pub mod blog;
pub mod cli;
pub mod compare;
pub mod compat;
pub mod guard;
pub mod head;
pub mod http_client;
pub mod node;
pub mod options;
pub mod pool;
pub mod process;
pub mod report;
pub mod steps;
pub mod tidy;
pub mod tree;

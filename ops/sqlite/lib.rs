//! node:sqlite over SQLite.
//!
//! JS: `js/node/sqlite.js`, `js/internal/sqlite/`. Tests: `tests/node/sqlite/`.
//!
//! `SqliteDatabase`, `SqliteStatement`, `SqliteSession` and `SqliteBackup` are what lies behind Node's `DatabaseSync`,
//! `StatementSync`, `Session` and `backup()`. JS checks arguments; what runs often, the methods of statements, are
//! methods of the native class itself.
//!
//! `.cargo/config.toml` sets SQLite's options to those of Node's build: as the crate has them there are no sessions.
//!
//! SQLite calls back while it works: functions of the program, its authorizer, its handlers of conflicts. They lie in one
//! JS array for each connection, which its objects trace: a function that refers to its connection is garbage with it.
//! What they throw is kept until SQLite has returned.

#![cfg_attr(not(feature = "library"), allow(dead_code, unused_imports))]

mod errors;
mod handle;

#[cfg(feature = "library")]
mod authorizer;
#[cfg(feature = "library")]
mod backup;
#[cfg(feature = "library")]
mod bind;
#[cfg(feature = "library")]
mod connection;
#[cfg(feature = "library")]
mod database;
#[cfg(feature = "library")]
mod functions;
#[cfg(feature = "library")]
mod rows;
#[cfg(feature = "library")]
mod session;
#[cfg(feature = "library")]
mod statement;
#[cfg(feature = "library")]
mod values;

deno_core::extension!(
    ops_sqlite,
    deps = [ops_core],
    ops = [handle::op_sqlite_throw],
    objects = [
        handle::SqliteDatabase,
        handle::SqliteStatement,
        handle::SqliteSession,
        handle::SqliteBackup
    ],
);

//! The flags, by what they are about. Data only.

mod diagnostics;
mod inspect;
mod modules;
mod network;
mod profile;
mod program;
mod security;
mod test;
mod tls;

use super::Flag;

pub(super) static ALL: &[&[Flag]] = &[
    program::FLAGS,
    inspect::FLAGS,
    modules::FLAGS,
    diagnostics::FLAGS,
    network::FLAGS,
    profile::FLAGS,
    security::FLAGS,
    test::FLAGS,
    tls::FLAGS,
];

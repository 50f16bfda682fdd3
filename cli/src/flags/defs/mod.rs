//! The flags, by what they are about. Data only.

mod diagnostics;
mod modules;
mod network;
mod program;
mod security;
mod test;

use super::Flag;

pub(super) static ALL: &[&[Flag]] = &[
    program::FLAGS,
    modules::FLAGS,
    diagnostics::FLAGS,
    network::FLAGS,
    security::FLAGS,
    test::FLAGS,
];

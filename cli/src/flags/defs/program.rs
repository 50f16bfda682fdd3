//! What to run.

use super::super::{Flag, Takes, flag, short};

pub(in super::super) static FLAGS: &[Flag] = &[
    short('e', "eval", Takes::Text, false, "evaluate script"),
    short(
        'p',
        "print",
        Takes::Switch,
        false,
        "evaluate script and print result",
    ),
    short(
        'c',
        "check",
        Takes::Switch,
        false,
        "syntax check script without executing",
    ),
    short(
        'i',
        "interactive",
        Takes::Switch,
        false,
        "always enter the REPL even if stdin does not appear to be a terminal",
    ),
    short(
        'h',
        "help",
        Takes::Switch,
        false,
        "print command line options",
    ),
    short('v', "version", Takes::Switch, false, "print the version"),
    flag(
        "v8-options",
        Takes::Switch,
        false,
        "print V8 command line options",
    ),
    flag(
        "entry-url",
        Takes::Switch,
        true,
        "Treat the entrypoint as a URL",
    ),
    flag(
        "env-file",
        Takes::List,
        false,
        "set environment variables from supplied file",
    ),
    flag(
        "env-file-if-exists",
        Takes::List,
        false,
        "set environment variables from supplied file",
    ),
    flag(
        "title",
        Takes::Text,
        true,
        "the process title to use on startup",
    ),
    flag("expose-gc", Takes::Switch, true, "expose gc extension"),
    flag(
        "expose-internals",
        Takes::Switch,
        false,
        "make internal modules loadable",
    ),
    flag(
        "experimental-repl-await",
        Takes::Switch,
        true,
        "await keyword support in REPL",
    ),
    flag(
        "experimental-default-type",
        Takes::Text,
        true,
        "set module system to use by default",
    ),
    flag(
        "experimental-vm-modules",
        Takes::Switch,
        true,
        "ES Module support in vm module",
    ),
    flag(
        "experimental-global-navigator",
        Takes::Switch,
        true,
        "expose the global navigator",
    ),
    flag(
        "experimental-websocket",
        Takes::Switch,
        true,
        "WebSocket API",
    ),
    flag(
        "async-context-frame",
        Takes::Switch,
        true,
        "AsyncLocalStorage without async hooks",
    ),
    flag(
        "node-snapshot",
        Takes::Switch,
        true,
        "start from a snapshot",
    ),
    flag(
        "max-old-space-size-percentage",
        Takes::Text,
        true,
        "size of the old generation in percent of the memory",
    ),
];

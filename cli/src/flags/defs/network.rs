//! Sockets, names, HTTP.

use super::super::{Flag, Takes, flag};

pub(in super::super) static FLAGS: &[Flag] = &[
    flag(
        "dns-result-order",
        Takes::Text,
        true,
        "set default value of verbatim in dns.lookup",
    ),
    flag(
        "insecure-http-parser",
        Takes::Switch,
        true,
        "use an insecure HTTP parser that accepts invalid HTTP headers",
    ),
    flag(
        "max-http-header-size",
        Takes::Number,
        true,
        "set the maximum size of HTTP headers",
    ),
    flag(
        "network-family-autoselection",
        Takes::Switch,
        true,
        "autodetection of the family of a connection",
    ),
    flag(
        "network-family-autoselection-attempt-timeout",
        Takes::Number,
        true,
        "milliseconds for one attempt",
    ),
    flag(
        "use-env-proxy",
        Takes::Switch,
        true,
        "parse proxy settings from the environment",
    ),
    flag(
        "test-udp-no-try-send",
        Takes::Switch,
        true,
        "for tests of datagrams",
    ),
];

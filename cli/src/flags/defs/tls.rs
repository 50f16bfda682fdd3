//! TLS and its certificate authorities.

use super::super::{Flag, Takes, flag};

pub(in super::super) static FLAGS: &[Flag] = &[
    flag(
        "tls-cipher-list",
        Takes::Text,
        true,
        "use an alternative default TLS cipher list",
    ),
    flag(
        "tls-keylog",
        Takes::Text,
        true,
        "log TLS decryption keys to named file for traffic analysis",
    ),
    flag(
        "tls-min-v1.0",
        Takes::Switch,
        true,
        "set default TLS minimum to TLSv1.0 (default: TLSv1.2)",
    ),
    flag(
        "tls-min-v1.1",
        Takes::Switch,
        true,
        "set default TLS minimum to TLSv1.1 (default: TLSv1.2)",
    ),
    flag(
        "tls-min-v1.2",
        Takes::Switch,
        true,
        "set default TLS minimum to TLSv1.2 (default: TLSv1.2)",
    ),
    flag(
        "tls-min-v1.3",
        Takes::Switch,
        true,
        "set default TLS minimum to TLSv1.3 (default: TLSv1.2)",
    ),
    flag(
        "tls-max-v1.2",
        Takes::Switch,
        true,
        "set default TLS maximum to TLSv1.2 (default: TLSv1.3)",
    ),
    flag(
        "tls-max-v1.3",
        Takes::Switch,
        true,
        "set default TLS maximum to TLSv1.3 (default: TLSv1.3)",
    ),
    flag(
        "use-bundled-ca",
        Takes::Switch,
        true,
        "use bundled CA store",
    ),
    flag(
        "use-openssl-ca",
        Takes::Switch,
        true,
        "use OpenSSL's default CA store",
    ),
    flag(
        "use-system-ca",
        Takes::Switch,
        true,
        "use system's CA store",
    ),
];

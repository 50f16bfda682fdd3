//! What code may do.

use super::super::{Flag, Takes, flag};

pub(in super::super) static FLAGS: &[Flag] = &[
    flag(
        "security-revert",
        Takes::Text,
        false,
        "undo the fix of a CVE; there is none that can be undone",
    ),
    flag(
        "secure-heap",
        Takes::Number,
        true,
        "total size of the OpenSSL secure heap",
    ),
    flag(
        "secure-heap-min",
        Takes::Number,
        true,
        "minimum allocation size from the OpenSSL secure heap",
    ),
    flag(
        "openssl-config",
        Takes::Text,
        true,
        "load OpenSSL configuration from the specified file",
    ),
    flag(
        "openssl-shared-config",
        Takes::Switch,
        true,
        "enable OpenSSL shared configuration",
    ),
    flag(
        "openssl-legacy-provider",
        Takes::Switch,
        true,
        "enable OpenSSL 3.0 legacy provider",
    ),
    flag(
        "enable-fips",
        Takes::Switch,
        true,
        "enable FIPS crypto at startup",
    ),
    flag(
        "force-fips",
        Takes::Switch,
        true,
        "force FIPS crypto (cannot be disabled)",
    ),
    flag(
        "disable-proto",
        Takes::Text,
        true,
        "disable Object.prototype.__proto__",
    ),
    flag(
        "frozen-intrinsics",
        Takes::Switch,
        true,
        "experimental frozen intrinsics support",
    ),
    flag(
        "zero-fill-buffers",
        Takes::Switch,
        true,
        "automatically zero-fill all newly allocated Buffer instances",
    ),
    flag(
        "debug-arraybuffer-allocations",
        Takes::Switch,
        true,
        "track ArrayBuffer allocations; accepted, and nothing is tracked",
    ),
    flag(
        "force-context-aware",
        Takes::Switch,
        true,
        "disable loading non-context-aware addons",
    ),
    flag(
        "permission",
        Takes::Switch,
        true,
        "enable the permission system",
    ),
    flag(
        "permission-audit",
        Takes::Switch,
        true,
        "enable audit only for the permission system",
    ),
    flag(
        "allow-ffi",
        Takes::Switch,
        true,
        "allow use of FFI when any permissions are set",
    ),
    flag(
        "allow-fs-read",
        Takes::List,
        true,
        "allow permissions to read the filesystem",
    ),
    flag(
        "allow-fs-write",
        Takes::List,
        true,
        "allow permissions to write in the filesystem",
    ),
    flag(
        "allow-addons",
        Takes::Switch,
        true,
        "allow use of addons when any permissions are set",
    ),
    flag(
        "allow-child-process",
        Takes::Switch,
        true,
        "allow use of child process when any permissions are set",
    ),
    flag(
        "allow-inspector",
        Takes::Switch,
        true,
        "allow use of inspector when any permissions are set",
    ),
    flag(
        "allow-net",
        Takes::Switch,
        true,
        "allow use of network when any permissions are set",
    ),
    flag(
        "allow-wasi",
        Takes::Switch,
        true,
        "allow wasi when any permissions are set",
    ),
    flag(
        "allow-worker",
        Takes::Switch,
        true,
        "allow worker threads when any permissions are set",
    ),
];

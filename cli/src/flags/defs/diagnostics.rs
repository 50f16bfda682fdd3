//! Warnings, traces, errors.

use super::super::{Flag, Takes, flag};

pub(in super::super) static FLAGS: &[Flag] = &[
    flag("warnings", Takes::Switch, true, "process warnings"),
    flag("deprecation", Takes::Switch, true, "deprecation warnings"),
    flag(
        "pending-deprecation",
        Takes::Switch,
        true,
        "emit pending deprecation warnings",
    ),
    flag(
        "throw-deprecation",
        Takes::Switch,
        true,
        "throw an exception on deprecations",
    ),
    flag(
        "trace-deprecation",
        Takes::Switch,
        true,
        "show stack traces on deprecations",
    ),
    flag(
        "trace-warnings",
        Takes::Switch,
        true,
        "show stack traces on process warnings",
    ),
    flag(
        "trace-uncaught",
        Takes::Switch,
        true,
        "show where an uncaught exception was thrown",
    ),
    flag(
        "trace-exit",
        Takes::Switch,
        true,
        "show stack trace when an environment exits",
    ),
    flag(
        "trace-sigint",
        Takes::Switch,
        true,
        "enable printing JavaScript stacktrace on SIGINT",
    ),
    flag(
        "trace-sync-io",
        Takes::Switch,
        true,
        "show stack trace when use of sync IO is detected",
    ),
    flag(
        "trace-require-module",
        Takes::Text,
        true,
        "print loading of ES modules by require()",
    ),
    flag(
        "trace-event-categories",
        Takes::Text,
        true,
        "comma separated list of trace event categories",
    ),
    flag(
        "redirect-warnings",
        Takes::Text,
        true,
        "write warnings to file instead of stderr",
    ),
    flag(
        "disable-warning",
        Takes::List,
        true,
        "silence specific process warnings",
    ),
    flag(
        "unhandled-rejections",
        Takes::Text,
        true,
        "define unhandled rejections behavior",
    ),
    flag(
        "abort-on-uncaught-exception",
        Takes::Switch,
        true,
        "aborting instead of exiting on an uncaught exception",
    ),
    flag(
        "force-async-hooks-checks",
        Takes::Switch,
        true,
        "checks of async hooks",
    ),
    flag(
        "verify-base-objects",
        Takes::Switch,
        true,
        "internal checks",
    ),
    flag(
        "report-on-signal",
        Takes::Switch,
        true,
        "generate diagnostic report upon a signal",
    ),
    flag(
        "diagnostic-dir",
        Takes::Text,
        true,
        "set dir for all output files",
    ),
    flag(
        "deprecated-process-binding",
        Takes::Switch,
        true,
        "process.binding",
    ),
    flag(
        "stack-trace-limit",
        Takes::Number,
        true,
        "frames that an error keeps",
    ),
];

//! The test runner.

use super::super::{Flag, Takes, flag};

pub(in super::super) static FLAGS: &[Flag] = &[
    flag(
        "test-force-exit",
        Takes::Switch,
        false,
        "force test runner to exit upon completion",
    ),
    flag(
        "test-name-pattern",
        Takes::List,
        true,
        "run tests whose name matches this regular expression",
    ),
    flag(
        "test-only",
        Takes::Switch,
        true,
        "run tests with 'only' option set",
    ),
    flag(
        "test-reporter",
        Takes::List,
        true,
        "report test output using the given reporter",
    ),
    flag(
        "test-reporter-destination",
        Takes::List,
        true,
        "report given reporter to the given destination",
    ),
    flag(
        "test-skip-pattern",
        Takes::List,
        true,
        "run tests whose name do not match this regular expression",
    ),
    flag(
        "test-timeout",
        Takes::Number,
        false,
        "specify test runner timeout",
    ),
    flag(
        "test-update-snapshots",
        Takes::Switch,
        false,
        "regenerate test snapshots",
    ),
];

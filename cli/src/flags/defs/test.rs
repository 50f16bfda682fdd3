//! The test runner.

use super::super::{Flag, Takes, flag};

pub(in super::super) static FLAGS: &[Flag] = &[
    flag(
        "experimental-test-coverage",
        Takes::Switch,
        false,
        "enable code coverage in the test runner",
    ),
    flag(
        "test",
        Takes::Switch,
        false,
        "launch test runner on startup",
    ),
    flag(
        "test-concurrency",
        Takes::Number,
        false,
        "specify test runner concurrency",
    ),
    flag(
        "experimental-test-module-mocks",
        Takes::Switch,
        true,
        "enable module mocking in the test runner",
    ),
    flag(
        "test-coverage-branches",
        Takes::Number,
        true,
        "the branch coverage minimum threshold",
    ),
    flag(
        "test-coverage-exclude",
        Takes::List,
        true,
        "exclude files from coverage report that match this glob pattern",
    ),
    flag(
        "test-coverage-functions",
        Takes::Number,
        true,
        "the function coverage minimum threshold",
    ),
    flag(
        "test-coverage-include",
        Takes::List,
        true,
        "include files in coverage report that match this glob pattern",
    ),
    flag(
        "test-coverage-lines",
        Takes::Number,
        true,
        "the line coverage minimum threshold",
    ),
    flag(
        "test-force-exit",
        Takes::Switch,
        false,
        "force test runner to exit upon completion",
    ),
    flag(
        "test-global-setup",
        Takes::Text,
        true,
        "specifies the path to the global setup file",
    ),
    flag(
        "test-isolation",
        Takes::Text,
        true,
        "configures the type of test isolation used in the test runner",
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
        "test-shard",
        Takes::Text,
        true,
        "run test at specific shard",
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

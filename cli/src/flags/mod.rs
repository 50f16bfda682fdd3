//! The command line: what was typed, as data. A flag is one value in `defs/`.
//!
//! Source of the rules: <https://nodejs.org/docs/latest-v26.x/api/cli.html>.

mod check;
mod completion;
mod defs;
mod help;
mod node_options;
mod parse;

pub(crate) use check::{check, granted, old_space};
pub(crate) use completion::completion;
pub(crate) use help::help;
pub(crate) use parse::{Parsed, parse};

/// What a flag takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Takes {
    /// Nothing: `--x`, and `--no-x` for the opposite.
    Switch,
    /// A text: `--x=text` or `--x text`.
    Text,
    /// A whole number.
    Number,
    /// A text, and the flag may come more than once.
    List,
}

/// One flag.
pub(crate) struct Flag {
    /// Without the dashes.
    pub(crate) name: &'static str,
    pub(crate) short: Option<char>,
    pub(crate) takes: Takes,
    /// Whether `NODE_OPTIONS` may hold it.
    pub(crate) in_env: bool,
    pub(crate) doc: &'static str,
}

const fn flag(name: &'static str, takes: Takes, in_env: bool, doc: &'static str) -> Flag {
    Flag {
        name,
        short: None,
        takes,
        in_env,
        doc,
    }
}

const fn short(
    short: char,
    name: &'static str,
    takes: Takes,
    in_env: bool,
    doc: &'static str,
) -> Flag {
    Flag {
        name,
        short: Some(short),
        takes,
        in_env,
        doc,
    }
}

/// Other spellings: `(typed, meant)`.
const ALIASES: &[(&str, &str)] = &[
    (
        "es-module-specifier-resolution",
        "experimental-specifier-resolution",
    ),
    ("experimental-strip-types", "strip-types"),
    ("experimental-test-isolation", "test-isolation"),
    ("loader", "experimental-loader"),
    ("print-required-tla", "experimental-print-required-tla"),
    ("require-module", "experimental-require-module"),
    ("detect-module", "experimental-detect-module"),
    ("max-http-header-size", "max-http-header-size"),
    ("debug-port", "inspect-port"),
    (
        "enable-network-family-autoselection",
        "network-family-autoselection",
    ),
];

/// The flag called `name` (dashes, no leading ones).
pub(crate) fn find(name: &str) -> Option<&'static Flag> {
    let name = ALIASES
        .iter()
        .find(|(typed, _)| *typed == name)
        .map_or(name, |(_, meant)| meant);
    all().find(|flag| flag.name == name)
}

fn find_short(letter: char) -> Option<&'static Flag> {
    all().find(|flag| flag.short == Some(letter))
}

fn all() -> impl Iterator<Item = &'static Flag> {
    defs::ALL.iter().flat_map(|part| part.iter())
}

//! `--help`, made from the flags by clap.

use clap::{Arg, ArgAction, Command};

use super::{Takes, all};

fn command() -> Command {
    let mut flags: Vec<_> = all().collect();
    flags.sort_by_key(|flag| flag.name);
    let args = flags.into_iter().map(|flag| {
        let arg = Arg::new(flag.name).long(flag.name).help(flag.doc);
        let arg = flag.short.map_or(arg.clone(), |letter| arg.short(letter));
        match flag.takes {
            Takes::Switch => arg.action(ArgAction::SetTrue),
            Takes::Text | Takes::Number => arg.action(ArgAction::Set).value_name("..."),
            Takes::List => arg.action(ArgAction::Append).value_name("..."),
        }
    });
    Command::new("heddle")
        .about("A JavaScript runtime that runs what node runs.")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .override_usage("heddle [options] [ script.js ] [arguments]")
        .args(args)
}

/// The text of `--help`.
pub(crate) fn help() -> String {
    command().render_help().to_string()
}

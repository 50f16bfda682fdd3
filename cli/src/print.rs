//! What the program itself says on its two streams.

use std::io::Write as _;

/// The version that programs see: the Node release whose behaviour this is.
pub(crate) const NODE_VERSION: &str = "v26.10.0";

/// Writes a line to stdout; a closed pipe is not an error worth a word.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// A line to stderr.
pub(crate) fn error(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// An error about the command line, as Node words it: `heddle: bad option: --x`. Returns the exit code 9.
pub(crate) fn usage_error(program: &str, message: &str) -> i32 {
    let _ = writeln!(std::io::stderr(), "{program}: {message}");
    9
}

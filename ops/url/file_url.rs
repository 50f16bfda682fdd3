//! `url.pathToFileURL()`: a path is text, so what means something in a URL is escaped.

use ada_url::Url;
use deno_core::op2;

use crate::record::{INVALID, deliver};

/// What the parser would not escape by itself in a path. A backslash is a separator on Windows only.
fn escape(path: &str, windows: bool) -> String {
    let mut out = String::with_capacity(path.len() + 16);
    for char in path.chars() {
        match char {
            '%' => out.push_str("%25"),
            '\t' => out.push_str("%09"),
            '\n' => out.push_str("%0A"),
            '\r' => out.push_str("%0D"),
            '[' => out.push_str("%5B"),
            ']' => out.push_str("%5D"),
            '|' => out.push_str("%7C"),
            '~' => out.push_str("%7E"),
            '?' => out.push_str("%3F"),
            '#' => out.push_str("%23"),
            '\\' if !windows => out.push_str("%5C"),
            other => out.push(other),
        }
    }
    out
}

/// The file URL of an absolute path; `host` is the server of a UNC path, or empty.
pub fn from_path(path: &str, windows: bool, host: &str) -> Option<Url> {
    let mut url = Url::parse("file://", None).ok()?;
    if windows && !host.is_empty() {
        url.set_hostname(Some(host)).ok()?;
    }
    url.set_pathname(Some(&escape(path, windows))).ok()?;
    Some(url)
}

#[op2(fast)]
pub fn op_url_from_path(
    #[string] path: &str,
    windows: bool,
    #[string] host: &str,
    #[buffer] out: &mut [u32],
) -> u32 {
    match from_path(path, windows, host) {
        Some(url) => deliver(&url, path, out),
        None => INVALID,
    }
}

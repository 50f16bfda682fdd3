//! From a label to the name of an encoding. <https://encoding.spec.whatwg.org/#names-and-labels>

use deno_core::op2;
use encoding_rs::{Encoding, REPLACEMENT};

/// The lower-case name, or null for a label that no decoder may have.
#[op2]
#[string]
pub fn op_encoding_from_label(#[string] label: &str) -> Option<String> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    // "replacement" stands for encodings that are refused.
    (encoding != REPLACEMENT).then(|| encoding.name().to_ascii_lowercase())
}

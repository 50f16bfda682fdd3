//! `new URL()`, `URL.parse()`, `URL.canParse()`.

use ada_url::Url;
use deno_core::op2;

use crate::record::{INVALID, deliver};

/// Parses; the numbers of the URL go to `out`.
#[op2(fast)]
pub fn op_url_parse(#[string] input: &str, #[buffer] out: &mut [u32]) -> u32 {
    match Url::parse(input, None) {
        Ok(url) => deliver(&url, input, out),
        Err(_) => INVALID,
    }
}

#[op2(fast)]
pub fn op_url_parse_with_base(
    #[string] input: &str,
    #[string] base: &str,
    #[buffer] out: &mut [u32],
) -> u32 {
    match Url::parse(input, Some(base)) {
        Ok(url) => deliver(&url, input, out),
        Err(_) => INVALID,
    }
}

#[op2(fast)]
pub fn op_url_can_parse(#[string] input: &str) -> bool {
    Url::can_parse(input, None)
}

#[op2(fast)]
pub fn op_url_can_parse_with_base(#[string] input: &str, #[string] base: &str) -> bool {
    Url::can_parse(input, Some(base))
}

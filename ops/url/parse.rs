//! `new URL()`, `URL.parse()`, `URL.canParse()`.

use ada_url::Url;
use deno_core::op2;

use crate::plain;
use crate::record::{INVALID, SAME, deliver, fill, fill_joined};

/// Parses; the numbers of the URL go to `out`.
#[op2(fast)]
pub fn op_url_parse(#[string] input: &str, #[buffer] out: &mut [u32]) -> u32 {
    if let Some(parts) = plain::parse(input) {
        return fill(&parts, out, SAME);
    }
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
    if let Some(joined) = plain::parse_reference(input, base) {
        return fill_joined(&joined, out);
    }
    match Url::parse(input, Some(base)) {
        Ok(url) => deliver(&url, input, out),
        Err(_) => INVALID,
    }
}

#[op2(fast)]
pub fn op_url_can_parse(#[string] input: &str) -> bool {
    plain::parse(input).is_some() || Url::can_parse(input, None)
}

#[op2(fast)]
pub fn op_url_can_parse_with_base(#[string] input: &str, #[string] base: &str) -> bool {
    plain::parse_reference(input, base).is_some() || Url::can_parse(input, Some(base))
}

//! How a parsed URL reaches JS: the offsets of its parts in an array, and its href.
//!
//! Most programs parse URLs that are in canonical form already. Then JS keeps the string that it has, and
//! no string crosses the border; otherwise the href waits here until JS takes it.

use std::cell::RefCell;

use ada_url::{SchemeType, Url};
use deno_core::{op2, v8};

use crate::plain::Joined;

/// The URL is not valid, or the part cannot be set.
pub const INVALID: u32 = 0;
/// The href equals the string that JS has passed.
pub const SAME: u32 = 1;
/// The href is another one: `op_url_href` gives it.
pub const CHANGED: u32 = 2;
/// The href is put together from strings that JS has: where to cut is behind the parts.
pub const JOINED: u32 = 3;

/// How many numbers describe a URL.
pub const PARTS: usize = 9;

thread_local! {
    static HREF: RefCell<String> = const { RefCell::new(String::new()) };
}

fn scheme_number(scheme: SchemeType) -> u32 {
    match scheme {
        SchemeType::Http => 0,
        SchemeType::NotSpecial => 1,
        SchemeType::Https => 2,
        SchemeType::Ws => 3,
        SchemeType::Ftp => 4,
        SchemeType::Wss => 5,
        SchemeType::File => 6,
    }
}

/// The numbers of a URL, in the order that JS reads them. A part that is absent is `u32::MAX`.
pub fn parts(url: &Url) -> [u32; PARTS] {
    let components = url.components();
    [
        components.protocol_end,
        components.username_end,
        components.host_start,
        components.host_end,
        components.port.unwrap_or(u32::MAX),
        components.pathname_start.unwrap_or(u32::MAX),
        components.search_start.unwrap_or(u32::MAX),
        components.hash_start.unwrap_or(u32::MAX),
        scheme_number(url.scheme_type()),
    ]
}

/// Writes the numbers of a URL for JS; the answer is `answer`.
pub fn fill(parts: &[u32], out: &mut [u32], answer: u32) -> u32 {
    let Some(out) = out.get_mut(..parts.len()) else {
        return INVALID;
    };
    out.copy_from_slice(parts);
    answer
}

/// The same with the places to cut at.
pub fn fill_joined(joined: &Joined, out: &mut [u32]) -> u32 {
    if fill(
        &[joined.keep, joined.resume],
        out.get_mut(PARTS..).unwrap_or_default(),
        JOINED,
    ) == INVALID
    {
        return INVALID;
    }
    fill(&joined.parts, out, JOINED)
}

/// Hands a URL to JS; `known` is the string that JS has.
pub fn deliver(url: &Url, known: &str, out: &mut [u32]) -> u32 {
    if fill(&parts(url), out, SAME) == INVALID {
        return INVALID;
    }
    let href = url.href();
    if href == known {
        return SAME;
    }
    HREF.with_borrow_mut(|slot| {
        slot.clear();
        slot.push_str(href);
    });
    CHANGED
}

/// The href of the last URL that was `CHANGED`. It is ASCII: the parser escapes everything else.
#[op2]
pub fn op_url_href<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::String> {
    HREF.with_borrow(|href| {
        v8::String::new_from_one_byte(scope, href.as_bytes(), v8::NewStringType::Normal)
    })
    .unwrap_or_else(|| v8::String::empty(scope))
}

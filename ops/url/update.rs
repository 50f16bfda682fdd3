//! The setters of `URL`.

use ada_url::Url;
use deno_core::op2;

use crate::plain;
use crate::record::{INVALID, deliver, fill_joined};

/// Sets one part of a URL. `part` counts as `PARTS` in `js/internal/url/record.js` does. `INVALID` says that
/// the value is no such part, and the URL stays as it is.
#[op2(fast)]
pub fn op_url_update(
    #[string] href: &str,
    part: u32,
    #[string] value: &str,
    #[buffer] out: &mut [u32],
) -> u32 {
    if let Some(joined) = plain::set(href, part, value) {
        return fill_joined(&joined, out);
    }
    let Ok(mut url) = Url::parse(href, None) else {
        return INVALID;
    };
    let done = match part {
        0 => url.set_protocol(value).is_ok(),
        1 => url.set_host(Some(value)).is_ok(),
        2 => url.set_hostname(Some(value)).is_ok(),
        // Without a value the setter of ada takes the port away, and an empty one is the same.
        3 => url.set_port(Some(value)).is_ok(),
        4 => url.set_username(Some(value)).is_ok(),
        5 => url.set_password(Some(value)).is_ok(),
        6 => url.set_pathname(Some(value)).is_ok(),
        7 => {
            url.set_search(Some(value));
            true
        }
        8 => {
            url.set_hash(Some(value));
            true
        }
        9 => url.set_href(value).is_ok(),
        _ => false,
    };
    if done {
        deliver(&url, href, out)
    } else {
        INVALID
    }
}

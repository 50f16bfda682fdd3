//! Domain names in their two forms, by UTS #46.

use ada_url::{Idna, Url};
use deno_core::op2;

/// The host as a URL has it; empty when it is no valid one.
fn host_of(domain: &str) -> String {
    let Ok(mut url) = Url::parse("ws://x", None) else {
        return String::new();
    };
    match url.set_hostname(Some(domain)) {
        Ok(()) => url.hostname().to_owned(),
        Err(_) => String::new(),
    }
}

/// `url.domainToASCII()`.
#[op2]
#[string]
pub fn op_url_domain_to_ascii(#[string] domain: &str) -> String {
    if domain.is_empty() {
        String::new()
    } else {
        host_of(domain)
    }
}

/// `url.domainToUnicode()`.
#[op2]
#[string]
pub fn op_url_domain_to_unicode(#[string] domain: &str) -> String {
    if domain.is_empty() {
        String::new()
    } else {
        Idna::unicode(&host_of(domain))
    }
}

/// The bare algorithm, which the old `url.parse()` uses on its host names.
#[op2]
#[string]
pub fn op_url_to_ascii(#[string] domain: &str) -> String {
    Idna::ascii(domain)
}

/// The other direction of the same, for `url.format()`.
#[op2]
#[string]
pub fn op_url_to_unicode(#[string] domain: &str) -> String {
    Idna::unicode(domain)
}

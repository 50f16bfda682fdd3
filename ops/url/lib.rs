//! The URL parser of the WHATWG and of Node: ada.
//!
//! JS: `js/internal/url/`, `js/node/url.js`. Tests: `tests/node/url/`.

mod domain;
mod file_url;
mod parse;
mod plain;
mod record;
#[cfg(test)]
mod tests;
mod update;

deno_core::extension!(
    ops_url,
    deps = [ops_core],
    ops = [
        domain::op_url_domain_to_ascii,
        domain::op_url_domain_to_unicode,
        domain::op_url_to_ascii,
        domain::op_url_to_unicode,
        file_url::op_url_from_path,
        parse::op_url_can_parse,
        parse::op_url_can_parse_with_base,
        parse::op_url_parse,
        parse::op_url_parse_with_base,
        record::op_url_href,
        update::op_url_update,
    ],
);

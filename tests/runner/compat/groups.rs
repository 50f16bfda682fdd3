//! Which row of the table a file of Node's tests belongs to.

/// Group, and the first words of file names (after `test-`) in it. A word that ends in `-` needs more
/// words after it; the longest word that fits decides.
const GROUPS: &[(&str, &str)] = &[
    ("assert", "assert"),
    ("async_hooks", "async als asyncresource"),
    ("buffer", "buffer blob file btoa"),
    ("child_process", "child"),
    (
        "cli",
        "cli bash dotenv eval force init no node preload stdin stdio stdout",
    ),
    ("cluster", "cluster"),
    ("console", "console"),
    ("crypto", "crypto webcrypto x509"),
    ("dgram", "dgram"),
    ("diagnostics_channel", "diagnostics"),
    ("dns", "dns c"),
    ("domain", "domain"),
    (
        "errors",
        "error errors exception throw uncaught double unhandled domexception",
    ),
    ("es-module", "esm find"),
    (
        "events",
        "event events eventemitter eventtarget eventsource abortcontroller aborted abortsignal",
    ),
    ("fs", "fs filehandle"),
    ("http", "http"),
    ("http2", "http2"),
    ("https", "https"),
    ("inspector", "inspector"),
    ("module", "module require compile"),
    ("net", "net pipe socket listen"),
    ("os", "os"),
    ("path", "path"),
    ("perf_hooks", "perf performance performanceobserver"),
    ("permission", "permission"),
    (
        "process",
        "process beforeexit cwd signal promise kill setproctitle",
    ),
    ("querystring", "querystring"),
    ("readline", "readline"),
    ("repl", "repl"),
    ("runner", "runner"),
    ("sqlite", "sqlite"),
    (
        "stream",
        "stream stream2 stream3 streams readable webstream webstreams whatwg-readable \
                whatwg-readablebytestream whatwg-readablestream whatwg-transformstream \
                whatwg-webstreams whatwg-writablestream",
    ),
    ("string_decoder", "string"),
    ("timers", "timers next microtask queue"),
    ("tls", "tls"),
    ("trace/report", "trace report"),
    ("tty", "tty ttywrap"),
    (
        "url",
        "url urlpattern fileurltopathbuffer whatwg-url whatwg-urlpattern",
    ),
    ("util", "util mime sys"),
    ("v8", "v8 heap heapdump heapsnapshot"),
    ("vm", "vm"),
    ("web", "structuredclone whatwg fetch websocket webstorage"),
    (
        "worker",
        "worker messagechannel messageport messageevent broadcastchannel atomics",
    ),
    ("zlib", "zlib"),
];

/// The group of a file such as `parallel/test-fs-open.js`.
pub fn group(file: &str) -> &'static str {
    if file.starts_with("es-module/") {
        return "es-module";
    }
    let name = file.rsplit('/').next().unwrap_or(file).to_ascii_lowercase();
    let name = name.strip_prefix("test-").unwrap_or(&name);
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut best = ("other", 0);
    for (group, words) in GROUPS {
        for word in words.split_whitespace() {
            let rest = name.strip_prefix(word);
            let whole =
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.', '_']));
            if whole && word.len() > best.1 {
                best = (group, word.len());
            }
        }
    }
    best.0
}

/// Whether a row of the table has this name.
pub fn is_group(name: &str) -> bool {
    name == "other" || GROUPS.iter().any(|(group, _)| *group == name)
}

#[cfg(test)]
mod tests {
    use super::group;

    #[test]
    fn the_longest_word_decides() {
        assert_eq!(group("parallel/test-fs-open.js"), "fs");
        assert_eq!(group("parallel/test-http2-connect.js"), "http2");
        assert_eq!(group("parallel/test-whatwg-url-custom-parsing.js"), "url");
        assert_eq!(
            group("parallel/test-whatwg-encoding-custom-fatal.js"),
            "web"
        );
        assert_eq!(group("es-module/test-esm-shebang.mjs"), "es-module");
        assert_eq!(group("parallel/test-weird.js"), "other");
    }
}

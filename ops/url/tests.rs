use ada_url::Url;

use crate::file_url::from_path;
use crate::plain;
use crate::record::{CHANGED, INVALID, PARTS, SAME, deliver, parts};

fn href_of_path(path: &str, windows: bool, host: &str) -> Option<String> {
    from_path(path, windows, host).map(|url| url.href().to_owned())
}

#[test]
fn a_path_is_escaped() {
    assert_eq!(
        href_of_path("/a b%#?\\~[|]", false, "").as_deref(),
        Some("file:///a%20b%25%23%3F%5C%7E%5B%7C%5D")
    );
    assert_eq!(
        href_of_path("C:\\x\\y", true, "").as_deref(),
        Some("file:///C:/x/y")
    );
    assert_eq!(
        href_of_path("\\share\\f", true, "server").as_deref(),
        Some("file://server/share/f")
    );
}

#[test]
fn a_canonical_url_keeps_the_string_of_the_caller() {
    let mut out = [0; PARTS];
    let url = Url::parse("https://a.b/", None);
    assert!(
        url.as_ref()
            .is_ok_and(|url| deliver(url, "https://a.b/", &mut out) == SAME)
    );
    assert!(
        url.as_ref()
            .is_ok_and(|url| deliver(url, "https://a.b", &mut out) == CHANGED)
    );
    assert!(
        url.as_ref()
            .is_ok_and(|url| deliver(url, "https://a.b", &mut out[..3]) == INVALID)
    );
}

#[test]
fn absent_parts_are_marked() {
    let url = Url::parse("https://u:p@h:8080/p?q#f", None);
    assert!(url.is_ok_and(|url| parts(&url) == [6, 9, 11, 13, 8080, 18, 20, 22, 2]));
    let url = Url::parse("data:x", None);
    assert!(url.is_ok_and(|url| parts(&url)[6] == u32::MAX && parts(&url)[4] == u32::MAX));
}

#[test]
fn what_is_plain() {
    for url in [
        "http://a/",
        "https://example.com:8443/a/b.html?x=1&y=%20#z",
        "https://u:p@h.example/p",
        "https://u@h.example/p",
        "ws://127.0.0.1:8080/.well-known/x",
        "http://localhost:3000/a;b=c:d@e?f[]=?/#g?",
    ] {
        assert!(plain::parse(url).is_some(), "{url}");
    }
    for url in [
        "",
        "http://",
        "http:///",
        "http://a",
        "http://A/",
        "http://a:/",
        "http://a:80/",
        "http://a:080/",
        "http://a:0/",
        "http://a:65536/",
        "http://a:123456/",
        "http://1.2.3/",
        "http://1.2.3.256/",
        "http://1.2.3.04/",
        "http://a.1/",
        "http://a.0x1/",
        "http://a..b/",
        "http://a./",
        "http://xn--a/",
        "http://:p@a/",
        "http://u:@a/",
        "http://@a/",
        "http://a/.",
        "http://a/./b",
        "http://a/../b",
        "http://a/%2e/b",
        "http://a/b/.%2E",
        "http://a/b c",
        "http://a/?",
        "http://a/#",
        "http://a/?#",
        "http://a/\u{e4}",
        "http://a/?'",
        "http://a/\\b",
        "file:///a",
        " http://a/",
        "http://a/\t",
        "http://a/b\n",
        "http://u:p:q@a/",
        "http://a@b@c/",
        "http://[::1]/",
    ] {
        assert_eq!(plain::parse(url), None, "{url}");
    }
}

/// Whatever is taken for plain must be what ada makes of it.
#[test]
fn plain_urls_are_those_of_the_parser() {
    let pieces = [
        "http",
        "https",
        "ws",
        "wss",
        "file",
        ":",
        "//",
        "/",
        "a",
        "b.c",
        "www.x-y.z",
        "127.0.0.1",
        "1",
        "0x7f",
        "08",
        "@",
        ":80",
        ":443",
        ":8080",
        ":1",
        ".",
        "..",
        "/.",
        "/..",
        "/./",
        "/.a",
        "%",
        "%2e",
        "/%2E",
        "%zz",
        "?",
        "#",
        "q=1",
        "&",
        "[",
        "]",
        "'",
        "\"",
        "~",
        "xn--",
        "-",
        "_",
        "A",
        " ",
        "\\",
        "|",
        "^",
        "{",
        "\u{fc}",
        "*",
        "!",
        ";",
    ];
    let mut state = 0x9e37_79b9_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % below
    };
    let (mut plain_ones, mut references, mut set) = (0, 0, 0);
    for turn in 0..60_000 {
        let mut url = String::new();
        if turn % 4 != 0 {
            url.push_str(
                [
                    "http://a",
                    "https://u:p@h.c",
                    "ws://127.0.0.1:81",
                    "http://x/",
                ][random(4)],
            );
        }
        for _ in 0..random(7) {
            url.push_str(pieces[random(pieces.len())]);
        }
        let known = Url::parse(&url, None).ok();
        if let Some(found) = plain::parse(&url) {
            plain_ones += 1;
            let ada = known.as_ref().map(|url| (url.href(), parts(url)));
            assert_eq!(ada, Some((url.as_str(), found)));
        }
        let base = [
            "https://u:p@h.c:81/x/y/z?z#w",
            "http://a/",
            "ws://b/c",
            "http://x/a/b#/c?",
        ][random(4)];
        let input = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let input = match random(3) {
            0 => input.find('/').map_or("", |at| &input[at..]),
            1 => input.find('.').map_or("", |at| &input[at..]),
            _ => input,
        };
        if let Some(found) = plain::parse_reference(input, base) {
            let (keep, resume) = (found.keep as usize, found.resume as usize);
            let joined = format!("{}{}", &base[..keep], &input[resume..]);
            let ada = Url::parse(input, Some(base)).ok();
            let ada = ada.as_ref().map(|url| (url.href(), parts(url)));
            assert_eq!(ada, Some((joined.as_str(), found.parts)), "{input} {base}");
            references += 1;
        }
        let part = 6 + random(3) as u32;
        if let Some(found) = plain::set(base, part, input) {
            let sign = ["", "?", "#"][part as usize - 6];
            let sign = if input.starts_with(sign) { "" } else { sign };
            let (keep, resume) = (found.keep as usize, found.resume as usize);
            let joined = format!("{}{sign}{input}{}", &base[..keep], &base[resume..]);
            let mut url = Url::parse(base, None).ok();
            if let Some(url) = &mut url {
                match part {
                    6 => url.set_pathname(Some(input)).unwrap_or_default(),
                    7 => url.set_search(Some(input)),
                    _ => url.set_hash(Some(input)),
                }
            }
            let ada = url.as_ref().map(|url| (url.href(), parts(url)));
            assert_eq!(
                ada,
                Some((joined.as_str(), found.parts)),
                "{input} {base} {part}"
            );
            set += 1;
        }
    }
    assert!(references > 2000 && set > 2000, "{references} {set}");
    assert!(plain_ones > 2000, "{plain_ones}");
}

use ada_url::Url;

use crate::file_url::from_path;
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

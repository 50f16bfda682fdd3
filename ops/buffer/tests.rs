use crate::base64::{decode_forgiving, encode};
use crate::copy::repeat;
use crate::hex;
use crate::transcode::transcode;

#[test]
fn base64_skips_what_is_foreign_and_stops_at_padding() {
    for (text, bytes) in [
        ("YQ==YQ==", "a"),
        ("YWJj=ZGVm", "abc"),
        ("YWJjZ", "abc"),
        ("Y W J j", "abc"),
        ("=YWJj", ""),
        ("YWJj!ZA", "abcd"),
        ("YQ=\n=", "a"),
    ] {
        assert_eq!(
            decode_forgiving(text.as_bytes()),
            bytes.as_bytes(),
            "{text}"
        );
    }
    assert_eq!(decode_forgiving(b"-_+/"), [0xfb, 0xff, 0xbf]);
    assert_eq!(encode(&[0xfb, 0xff], true), b"-_8");
    assert_eq!(encode(&[0xfb, 0xff], false), b"+/8=");
}

#[test]
fn hex_stops_at_the_first_pair_that_is_none() {
    let mut target = [0; 4];
    assert_eq!(hex::decode(b"abCdz1ff", &mut target), 2);
    assert_eq!(target, [0xab, 0xcd, 0, 0]);
    assert_eq!(hex::decode(b"0x12", &mut target), 0);
    hex::with_encoded(&[0x0f, 0xa0], |text| assert_eq!(text, b"0fa0"));
    let bytes: Vec<u8> = (0..=255).collect();
    let text = hex::with_encoded(&bytes, <[u8]>::to_vec);
    let mut back = [0; 300];
    assert_eq!(hex::decode(&text, &mut back), 256);
    assert_eq!(back[..256], bytes);
    for at in 0..text.len() {
        for wrong in [b'g', b'/', b':', b'@', b'G', b'`', 0, 0xff] {
            let mut broken = text.clone();
            broken[at] = wrong;
            back.fill(0x55);
            assert_eq!(hex::decode(&broken, &mut back), at / 2);
            assert_eq!(back[..at / 2], bytes[..at / 2]);
            assert!(back[at / 2..].iter().all(|byte| *byte == 0x55));
        }
    }
}

#[test]
fn transcode_replaces_or_refuses() {
    assert_eq!(
        transcode("\u{e9}\u{20ac}".as_bytes(), 0, 2),
        Some(vec![0xe9, b'?'])
    );
    assert_eq!(transcode(&[0xff, 0x41], 0, 1), None);
    assert_eq!(
        transcode(&[0xff, 0x41], 3, 0),
        Some(vec![0xef, 0xbf, 0xbd, 0x41])
    );
    assert_eq!(
        transcode(&[0xff, 0xd8, 0x41, 0], 1, 1),
        Some(vec![0xfd, 0xff, 0x41, 0])
    );
}

#[test]
fn a_pattern_is_repeated_to_the_end() {
    let mut target = *b"abc.......";
    assert!(repeat(&mut target, 3));
    assert_eq!(&target, b"abcabcabca");
    assert!(repeat(&mut target, 1));
    assert_eq!(&target, b"aaaaaaaaaa");
    assert!(repeat(&mut target, 0) && repeat(&mut target, 10) && !repeat(&mut target, 11));
}

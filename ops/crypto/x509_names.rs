//! Names in certificates as text. What a program could take for more than one name is quoted and escaped.

use std::ffi::{c_char, c_int, c_ulong, c_void};
use std::ptr;

use openssl_sys as ffi;

use crate::ffi as more;
use crate::pkey::Bio;
use crate::x509::MULTI_LINE;

/// `XN_FLAG_RFC2253` without the escapes that are made here.
const ONE_LINE: c_ulong = 0x111_0317 & !0x4 & !0x2;

/// `GENERAL_NAME`.
#[repr(C)]
struct GeneralName {
    kind: c_int,
    value: *mut c_void,
}

/// `OTHERNAME`.
#[repr(C)]
struct OtherName {
    kind: *mut ffi::ASN1_OBJECT,
    value: *mut Asn1Type,
}

/// `ASN1_TYPE`.
#[repr(C)]
struct Asn1Type {
    kind: c_int,
    value: *mut c_void,
}

/// `ACCESS_DESCRIPTION`.
#[repr(C)]
struct Access {
    method: *mut ffi::ASN1_OBJECT,
    location: *mut GeneralName,
}

fn printed(name: *const ffi::X509_NAME, flags: c_ulong) -> Vec<u8> {
    let bio = Bio::memory();
    // SAFETY: both live.
    unsafe { more::X509_NAME_print_ex(bio.0, name, 0, flags) };
    bio.bytes()
}

/// A name with a line for each part.
pub fn lines(name: *const ffi::X509_NAME) -> Option<String> {
    let bytes = printed(name, MULTI_LINE);
    (!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// The number of an object, with dots.
pub fn numeric(object: *const ffi::ASN1_OBJECT) -> String {
    let mut out = [0 as c_char; 128];
    // SAFETY: the object lives; the room is as long as told.
    unsafe {
        ffi::OBJ_obj2txt(out.as_mut_ptr(), out.len() as c_int, object, 1);
        std::ffi::CStr::from_ptr(out.as_ptr())
            .to_string_lossy()
            .into_owned()
    }
}

/// The long name of an object.
pub fn long_name(object: *const ffi::ASN1_OBJECT) -> Option<String> {
    // SAFETY: the object lives; the text is never freed.
    unsafe {
        let nid = ffi::OBJ_obj2nid(object);
        let name = ffi::OBJ_nid2ln(nid);
        if nid == 0 || name.is_null() {
            return None;
        }
        Some(
            std::ffi::CStr::from_ptr(name)
                .to_string_lossy()
                .into_owned(),
        )
    }
}

/// Keys and values of a name.
pub fn parts(name: *const ffi::X509_NAME) -> Vec<(String, String)> {
    let mut list = Vec::new();
    // SAFETY: the entries belong to the name; texts are freed here.
    unsafe {
        for index in 0..ffi::X509_NAME_entry_count(name) {
            let entry = ffi::X509_NAME_get_entry(name, index);
            let object = ffi::X509_NAME_ENTRY_get_object(entry);
            let nid = ffi::OBJ_obj2nid(object);
            let key = match ffi::OBJ_nid2sn(nid) {
                short if nid != 0 && !short.is_null() => std::ffi::CStr::from_ptr(short)
                    .to_string_lossy()
                    .into_owned(),
                _ => numeric(object),
            };
            let mut start: *mut u8 = ptr::null_mut();
            let length =
                more::ASN1_STRING_to_UTF8(&mut start, ffi::X509_NAME_ENTRY_get_data(entry));
            let Ok(length) = usize::try_from(length) else {
                continue;
            };
            let value =
                String::from_utf8_lossy(std::slice::from_raw_parts(start, length)).into_owned();
            more::CRYPTO_free(start.cast(), ptr::null(), 0);
            list.push((key, value));
        }
    }
    list
}

/// Appends a name behind its prefix, quoted when it has characters that could mislead.
fn append(out: &mut String, prefix: &str, inner: &str, bytes: &[u8], utf8: bool) {
    let safe = bytes.iter().all(|byte| match byte {
        b'"' | b'\\' | b',' | b'\'' => false,
        0x80.. => utf8,
        byte => (b' '..=b'~').contains(byte),
    });
    out.push_str(prefix);
    if safe {
        out.push_str(inner);
        out.push_str(&String::from_utf8_lossy(bytes));
        return;
    }
    out.push('"');
    out.push_str(inner);
    let mut escaped = Vec::new();
    for byte in bytes {
        match byte {
            b'\\' | b'"' => escaped.extend([b'\\', *byte]),
            0x80.. if utf8 => escaped.push(*byte),
            b' '..=b'~' if *byte != b',' => escaped.push(*byte),
            byte => escaped.extend(format!("\\u{byte:04x}").into_bytes()),
        }
    }
    out.push_str(&String::from_utf8_lossy(&escaped));
    out.push('"');
}

/// # Safety
/// `text` is one of OpenSSL's.
unsafe fn text_bytes<'a>(text: *const c_void) -> &'a [u8] {
    // SAFETY: as above; an empty one has no place.
    unsafe {
        let text = text.cast::<ffi::ASN1_STRING>();
        let length = ffi::ASN1_STRING_length(text).max(0) as usize;
        let start = ffi::ASN1_STRING_get0_data(text);
        match length == 0 || start.is_null() {
            true => &[],
            false => std::slice::from_raw_parts(start, length),
        }
    }
}

fn address(bytes: &[u8]) -> String {
    match bytes.len() {
        4 => format!("{}.{}.{}.{}", bytes[0], bytes[1], bytes[2], bytes[3]),
        16 => {
            let groups: Vec<String> = bytes
                .chunks(2)
                .map(|pair| format!("{:X}", u16::from(pair[0]) << 8 | u16::from(pair[1])))
                .collect();
            groups.join(":")
        }
        length => format!("<invalid length={length}>"),
    }
}

/// # Safety
/// `name` is one of OpenSSL's.
unsafe fn general_name(out: &mut String, name: *const GeneralName) {
    // SAFETY: the kind tells what the value is.
    unsafe {
        let value = (*name).value;
        match (*name).kind {
            0 => other_name(out, value.cast()),
            1 => append(out, "email:", "", text_bytes(value), false),
            2 => append(out, "DNS:", "", text_bytes(value), false),
            3 => out.push_str("X400Name:<unsupported>"),
            4 => append(out, "DirName:", "", &printed(value.cast(), ONE_LINE), true),
            5 => out.push_str("EdiPartyName:<unsupported>"),
            6 => append(out, "URI:", "", text_bytes(value), false),
            7 => {
                out.push_str("IP Address:");
                out.push_str(&address(text_bytes(value)));
            }
            8 => {
                out.push_str("Registered ID:");
                out.push_str(&numeric(value.cast()));
            }
            _ => {}
        }
    }
}

/// # Safety
/// `name` is one of OpenSSL's.
unsafe fn other_name(out: &mut String, name: *const OtherName) {
    // SAFETY: as above.
    unsafe {
        let value = (*name).value;
        // `V_ASN1_UTF8STRING` and `V_ASN1_IA5STRING`.
        let (inner, wanted) = match ffi::OBJ_obj2nid((*name).kind) {
            1208 => ("SmtpUTF8Mailbox:", 12),
            1209 => ("XmppAddr:", 12),
            1210 => ("SRVName:", 22),
            649 => ("UPN:", 12),
            1211 => ("NAIRealm:", 12),
            _ => ("", -1),
        };
        if (*value).kind != wanted {
            out.push_str("othername:<unsupported>");
            return;
        }
        append(
            out,
            "othername:",
            inner,
            text_bytes((*value).value),
            wanted == 12,
        );
    }
}

/// What the extension with a number holds, put together.
fn extension(
    certificate: *const ffi::X509,
    nid: c_int,
    separator: &str,
    free: unsafe extern "C" fn(*mut c_void),
    print: unsafe fn(&mut String, *const c_void),
) -> Option<String> {
    // SAFETY: what is made here is freed here.
    unsafe {
        let stack = ffi::X509_get_ext_d2i(
            certificate.cast_mut(),
            nid,
            ptr::null_mut(),
            ptr::null_mut(),
        );
        crate::error::clear();
        if stack.is_null() {
            return None;
        }
        let mut out = String::new();
        for index in 0..more::OPENSSL_sk_num(stack) {
            if index > 0 {
                out.push_str(separator);
            }
            print(&mut out, more::OPENSSL_sk_value(stack, index));
        }
        more::OPENSSL_sk_pop_free(stack, free);
        Some(out)
    }
}

/// The names that a certificate is for beside its subject.
pub fn alternatives(certificate: *const ffi::X509) -> Option<String> {
    /// # Safety
    /// `name` is one of OpenSSL's.
    unsafe fn print(out: &mut String, name: *const c_void) {
        // SAFETY: as above.
        unsafe { general_name(out, name.cast()) };
    }
    extension(certificate, 85, ", ", more::GENERAL_NAME_free, print)
}

/// Where more is to be had about a certificate, a line each.
pub fn info_access(certificate: *const ffi::X509) -> Option<String> {
    /// # Safety
    /// `access` is one of OpenSSL's.
    unsafe fn print(out: &mut String, access: *const c_void) {
        // SAFETY: as above.
        unsafe {
            let access = access.cast::<Access>();
            let method = (*access).method;
            out.push_str(&long_name(method).unwrap_or_else(|| numeric(method)));
            out.push_str(" - ");
            general_name(out, (*access).location);
        }
    }
    extension(certificate, 177, "\n", more::ACCESS_DESCRIPTION_free, print)
}

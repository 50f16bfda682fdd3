//! Names, settings and small functions: what `op_crypto_call` does below 40.

use std::collections::BTreeSet;
use std::ffi::{CStr, c_char, c_void};
use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;
use ops_core::new_string;

use crate::args::Args;
use crate::cipher_algorithm::Algorithm;
use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;
use crate::mac::Hmac;
use crate::text;

pub fn call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    kind: i32,
    args: &Args<'_, 's>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    Ok(match kind {
        // The number of a digest, -1 when there is none of that name.
        0 => {
            let name = args.text(scope, 0)?;
            let number = crate::digest::number(&name).map_or(-1, |number| number as i32);
            v8::Integer::new(scope, number).into()
        }
        1 => names(scope, digest_names()),
        2 => names(scope, cipher_names()),
        3 => return cipher_info(scope, args),
        4 => {
            let (a, b) = (args.bytes(0)?, args.bytes(1)?);
            // SAFETY: both are as long as the shorter one at least.
            let equal = a.len() == b.len()
                && unsafe {
                    more::CRYPTO_memcmp(a.as_ptr().cast(), b.as_ptr().cast(), a.len()) == 0
                };
            v8::Boolean::new(scope, equal).into()
        }
        5 => {
            // SAFETY: null is the default context.
            let on = unsafe { ffi::EVP_default_properties_is_fips_enabled(ptr::null_mut()) };
            v8::Integer::new(scope, i32::from(on == 1)).into()
        }
        6 => {
            // SAFETY: null is the default context.
            let done = unsafe {
                ffi::EVP_default_properties_enable_fips(ptr::null_mut(), i32::from(args.bool(0)))
            };
            if done != 1 {
                return Err(CryptoError::openssl());
            }
            crate::library::restrict();
            v8::undefined(scope).into()
        }
        7 => {
            // SAFETY: no arguments.
            let used = unsafe {
                match more::CRYPTO_secure_malloc_initialized() {
                    1 => more::CRYPTO_secure_used() as f64,
                    _ => -1.0,
                }
            };
            v8::Number::new(scope, used).into()
        }
        8 => return crate::spkac::call(scope, args),
        9 => names(scope, mac_names()),
        11 => {
            let (size, minimum) = (args.usize(0), args.usize(1));
            // SAFETY: plain numbers; OpenSSL refuses those that are not powers of two.
            let done = unsafe { more::CRYPTO_secure_malloc_init(size, minimum) };
            v8::Integer::new(scope, done).into()
        }
        12 => return uuids(scope, args),
        // A whole HMAC: `(number, key, data, encoding)`.
        15 => {
            let algorithm =
                crate::digest::numbered(args.i32(0)).ok_or_else(CryptoError::arguments)?;
            let mut hmac = match args.get(1).is_string() {
                true => text::with_bytes(scope, args.get(1), |key| Hmac::new(algorithm, key))??,
                false => Hmac::new(algorithm, &args.secret(scope, 1)?)?,
            };
            text::with_bytes(scope, args.get(2), |data| hmac.update(data))?;
            let out = hmac.finish()?;
            return text::encoded(scope, &out, args.i32(3));
        }
        13 => {
            let algorithm =
                crate::digest::numbered(args.i32(0)).ok_or_else(CryptoError::arguments)?;
            let good = algorithm.xof || algorithm.size == args.usize(1);
            v8::Boolean::new(scope, good).into()
        }
        14 => {
            crate::library::ensure_with(&crate::library::Options {
                config: args.string(scope, 0).unwrap_or_default(),
                shared_config: args.bool(1),
                legacy: args.bool(2),
            });
            v8::undefined(scope).into()
        }
        _ => return Err(CryptoError::arguments()),
    })
}

fn names<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    names: BTreeSet<String>,
) -> v8::Local<'s, v8::Value> {
    let list: Vec<v8::Local<v8::Value>> = names
        .iter()
        .map(|name| new_string(scope, name).into())
        .collect();
    v8::Array::new_with_elements(scope, &list).into()
}

/// Adds a name to the set that `data` points to.
///
/// # Safety
/// `name` ends with a zero; `data` is the set that the caller of the walk gave.
unsafe extern "C" fn add_name(name: *const c_char, data: *mut c_void) {
    // SAFETY: as above.
    let (name, set) = unsafe {
        (
            CStr::from_ptr(name).to_string_lossy().into_owned(),
            &mut *data.cast::<BTreeSet<String>>(),
        )
    };
    // Numbers of ASN.1 are names too, which no program uses.
    if !name.starts_with(|c: char| c.is_ascii_digit()) || !name.contains('.') {
        set.insert(name.to_ascii_lowercase());
    }
}

fn digest_names() -> BTreeSet<String> {
    /// # Safety
    /// As for `add_name`.
    unsafe extern "C" fn provided(digest: *mut ffi::EVP_MD, data: *mut c_void) {
        // SAFETY: the walk gives a digest.
        unsafe { more::EVP_MD_names_do_all(digest, add_name, data) };
    }
    /// # Safety
    /// As for `add_name`.
    unsafe extern "C" fn known(
        digest: *const ffi::EVP_MD,
        from: *const c_char,
        to: *const c_char,
        data: *mut c_void,
    ) {
        if from.is_null() || digest.is_null() && to.is_null() {
            return;
        }
        // SAFETY: the walk gives names that end with a zero, for an alias that of its digest; the set is the caller's.
        unsafe {
            let digest = match digest.is_null() {
                true => ffi::EVP_get_digestbyname(to),
                false => digest,
            };
            if digest.is_null() {
                return;
            }
            let fetched =
                ffi::EVP_MD_fetch(ptr::null_mut(), more::EVP_MD_get0_name(digest), ptr::null());
            if !fetched.is_null() {
                ffi::EVP_MD_free(fetched);
                add_exact(from, data);
            }
        }
    }
    let mut set = BTreeSet::<String>::new();
    let data = ptr::from_mut(&mut set).cast();
    // SAFETY: the walks call back before they return.
    unsafe {
        more::EVP_MD_do_all_provided(ptr::null_mut(), provided, data);
        more::EVP_MD_do_all_sorted(known, data);
    }
    crate::error::clear();
    set.remove("null");
    set.remove("undef");
    set
}

fn mac_names() -> BTreeSet<String> {
    /// # Safety
    /// As for `add_name`.
    unsafe extern "C" fn provided(mac: *mut ffi::EVP_MAC, data: *mut c_void) {
        // SAFETY: the walk gives a code.
        unsafe { more::EVP_MAC_names_do_all(mac, add_name, data) };
    }
    let mut set = BTreeSet::<String>::new();
    // SAFETY: the walk calls back before it returns.
    unsafe {
        more::EVP_MAC_do_all_provided(ptr::null_mut(), provided, ptr::from_mut(&mut set).cast());
    }
    crate::error::clear();
    set
}

/// As [`add_name`], without a change of case.
///
/// # Safety
/// As for `add_name`.
unsafe fn add_exact(name: *const c_char, data: *mut c_void) {
    // SAFETY: as above.
    unsafe {
        let name = CStr::from_ptr(name).to_string_lossy().into_owned();
        (*data.cast::<BTreeSet<String>>()).insert(name);
    }
}

fn cipher_names() -> BTreeSet<String> {
    /// # Safety
    /// As for `add_name`.
    unsafe extern "C" fn provided(cipher: *mut ffi::EVP_CIPHER, data: *mut c_void) {
        // SAFETY: the walk gives a cipher.
        unsafe { more::EVP_CIPHER_names_do_all(cipher, add_name, data) };
    }
    /// # Safety
    /// As for `add_name`.
    unsafe extern "C" fn known(
        cipher: *const ffi::EVP_CIPHER,
        from: *const c_char,
        _to: *const c_char,
        data: *mut c_void,
    ) {
        if from.is_null() || cipher.is_null() {
            return;
        }
        // SAFETY: the walk gives a name that ends with a zero; the set is the caller's.
        unsafe {
            let fetched = ffi::EVP_CIPHER_fetch(
                ptr::null_mut(),
                more::EVP_CIPHER_get0_name(cipher),
                ptr::null(),
            );
            if !fetched.is_null() {
                ffi::EVP_CIPHER_free(fetched);
                add_exact(from, data);
            }
        }
    }
    let mut set = BTreeSet::<String>::new();
    let data = ptr::from_mut(&mut set).cast();
    // SAFETY: the walks call back before they return.
    unsafe {
        more::EVP_CIPHER_do_all_provided(ptr::null_mut(), provided, data);
        more::EVP_CIPHER_do_all_sorted(known, data);
    }
    crate::error::clear();
    // Those that only TLS uses.
    set.retain(|name| name != "null" && name != "undef" && !name.contains("-hmac-"));
    // One of the two spellings is enough.
    let doubled: Vec<String> = set
        .iter()
        .filter(|name| {
            let lower = name.to_ascii_lowercase();
            lower != **name && set.contains(&lower)
        })
        .cloned()
        .collect();
    for name in doubled {
        set.remove(&name);
    }
    set
}

/// `cipherInfo(nameOrNid, keyLength | undefined, ivLength | undefined)`: `[mode, name, nid, block, iv, key]`.
fn cipher_info<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    let undefined = v8::undefined(scope).into();
    let name = match args.string(scope, 0) {
        Some(name) => name,
        None => {
            // SAFETY: a number; the text is never freed.
            let name = unsafe { more::OBJ_nid2sn(args.i32(0)) };
            if name.is_null() {
                return Ok(undefined);
            }
            // SAFETY: it ends with a zero.
            unsafe { CStr::from_ptr(name) }
                .to_string_lossy()
                .into_owned()
        }
    };
    let Some(algorithm) = Algorithm::by_name(&name) else {
        return Ok(undefined);
    };
    let Some(sizes) = crate::cipher_algorithm::sizes(algorithm, args.number(1), args.number(2))
    else {
        return Ok(undefined);
    };
    let (mode, nid, block) = algorithm.describe();
    let name = algorithm.name().to_ascii_lowercase();
    let list = [
        new_string(scope, mode).into(),
        new_string(scope, &name).into(),
        v8::Integer::new(scope, nid).into(),
        v8::Integer::new(scope, block).into(),
        v8::Integer::new(scope, sizes.1 as i32).into(),
        v8::Integer::new(scope, sizes.0 as i32).into(),
    ];
    Ok(v8::Array::new_with_elements(scope, &list).into())
}

/// `uuid(count)`: so many random ones behind each other; `uuid(0, time)`: one of version 7.
fn uuids<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    let count = args.usize(0).min(64);
    let mut random = [0; 16 * 64];
    let random = &mut random[..16 * count.max(1)];
    if !crate::random::fill(random) {
        return Err(CryptoError::openssl());
    }
    if count == 0 {
        let time = (args.f64(1) as u64).to_be_bytes();
        random[..6].copy_from_slice(&time[2..]);
    }
    let version = if count == 0 { 0x70 } else { 0x40 };
    let mut text = [0; 36 * 64];
    for (bytes, out) in random.chunks_exact_mut(16).zip(text.chunks_exact_mut(36)) {
        bytes[6] = bytes[6] & 0x0f | version;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        write_uuid(bytes, out);
    }
    let text = &text[..random.len() / 16 * 36];
    v8::String::new_from_one_byte(scope, text, v8::NewStringType::Normal)
        .map(Into::into)
        .ok_or_else(CryptoError::arguments)
}

fn write_uuid(bytes: &[u8], out: &mut [u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut at = 0;
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            out[at] = b'-';
            at += 1;
        }
        out[at] = DIGITS[usize::from(byte >> 4)];
        out[at + 1] = DIGITS[usize::from(byte & 15)];
        at += 2;
    }
}

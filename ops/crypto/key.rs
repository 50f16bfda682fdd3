//! The handle of a key object, and keys as arguments of other operations.

use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;
use ops_core::{define, define_text, new_string};

use crate::args::Args;
use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;
use crate::handle::{CryptoHandle, Handle};
use crate::key_build;
use crate::key_export::{self as export, Raw};
use crate::pkey::{PEM, Pkey};
use crate::text;

/// Methods of the handle.
const EXPORT: i32 = 0;
const JWK: i32 = 1;
const TYPE: i32 = 2;
const DETAILS: i32 = 3;
const EQUALS: i32 = 4;
const SIZE: i32 = 5;
const RAW: i32 = 6;

/// A key.
#[derive(Clone)]
pub enum Key {
    Secret(Vec<u8>),
    Public(Pkey),
    Private(Pkey),
}

/// `open(kind, ...)`: 100 a secret key of bytes, 101 a public key, 102 a private key, 103 one of a JWK's parts, 104 one
/// of raw bytes.
pub fn open<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    kind: i32,
    args: &Args<'_, 's>,
) -> CryptoResult<Box<dyn Handle>> {
    Ok(Box::new(match kind {
        100 => Key::Secret(args.bytes(0)?.to_vec()),
        101 => Key::Public(any(scope, args, 0)?),
        102 => Key::Private(private(scope, args, 0)?),
        103 => from_jwk(scope, args)?,
        _ => from_raw(scope, args)?,
    }))
}

fn handle_key(scope: &mut v8::PinScope, value: v8::Local<v8::Value>) -> Option<Key> {
    CryptoHandle::with::<Key, _>(scope, value, |key| key.clone())
}

fn secret_text(args: &Args, index: i32) -> Option<Vec<u8>> {
    args.maybe_bytes(index).map(<[u8]>::to_vec)
}

/// The private key of four arguments: a handle, or data with format, type and passphrase.
pub fn private<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
    at: i32,
) -> CryptoResult<Pkey> {
    match handle_key(scope, args.get(at)) {
        Some(Key::Private(key)) => return Ok(key),
        Some(_) => return Err(CryptoError::arguments()),
        None => {}
    }
    Pkey::private(
        args.bytes(at)?,
        args.i32(at + 1),
        args.i32(at + 2),
        secret_text(args, at + 3),
    )
}

/// The public key of four arguments; a private key has one in it.
pub fn any<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
    at: i32,
) -> CryptoResult<Pkey> {
    match handle_key(scope, args.get(at)) {
        Some(Key::Private(key) | Key::Public(key)) => return Ok(key),
        Some(_) => return Err(CryptoError::arguments()),
        None => {}
    }
    let (data, format, kind) = (args.bytes(at)?, args.i32(at + 1), args.i32(at + 2));
    let is_private = format != PEM && (kind == 1 || kind == 3 || pkcs1_private(data, kind));
    if !is_private && let Some(key) = Pkey::public(data, format, kind)? {
        return Ok(key);
    }
    let secret = secret_text(args, at + 3);
    let read = Pkey::private(data, format, kind, secret);
    read.map_err(|error| match error {
        CryptoError::OpenSsl(entries, message) if message == "Failed to read private key" => {
            CryptoError::OpenSsl(entries, "Failed to read asymmetric key".into())
        }
        error => error,
    })
}

/// Whether DER in PKCS#1 is a private key: that begins with a version number, which is 0.
fn pkcs1_private(data: &[u8], kind: i32) -> bool {
    if kind != 0 || data.first() != Some(&0x30) {
        return false;
    }
    let skip = match data.get(1) {
        Some(length) if length & 0x80 != 0 => 2 + usize::from(length & 0x7f),
        _ => 2,
    };
    data.get(skip..skip + 3) == Some(&[2, 1, 0])
}

/// `(kty, curve, ...parts)`: RSA with `n, e, ...`; EC with `x, y, d`.
fn from_jwk<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> CryptoResult<Key> {
    let kty = args.text(scope, 0)?;
    let part = |index| args.maybe_bytes(index).map(<[u8]>::to_vec);
    if kty == "RSA" {
        let parts: Vec<Vec<u8>> = (2..10).map_while(part).collect();
        let private = parts.len() > 2;
        let key = key_build::rsa(&parts)?;
        return Ok(match private {
            true => Key::Private(key),
            false => Key::Public(key),
        });
    }
    let curve = args.text(scope, 1)?;
    let (x, y, d) = (part(2), part(3), part(4));
    let (x, y) = x.zip(y).ok_or_else(CryptoError::arguments)?;
    let mut point = vec![4];
    point.extend_from_slice(&x);
    point.extend_from_slice(&y);
    let key = key_build::ec(&curve, Some(&point), d.as_deref())?;
    Ok(match d {
        Some(_) => Key::Private(key),
        None => Key::Public(key),
    })
}

/// `(type, curve | undefined, bytes, private, seed)`.
fn from_raw<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> CryptoResult<Key> {
    let kind = args.text(scope, 0)?;
    let bytes = args.bytes(2)?;
    let (private, seed) = (args.bool(3), args.bool(4));
    let key = match args.string(scope, 1) {
        Some(curve) if private => Some(key_build::ec(&curve, None, Some(bytes))?),
        Some(curve) => Some(key_build::ec(&curve, Some(bytes), None)?),
        None => key_build::from_raw(&kind, bytes, private, seed),
    };
    let key = key.ok_or_else(|| {
        CryptoError::type_error(
            "ERR_INVALID_ARG_VALUE",
            "Failed to create key from raw data",
        )
    })?;
    Ok(match private {
        true => Key::Private(key),
        false => Key::Public(key),
    })
}

impl Handle for Key {
    fn secret(&self) -> Option<Vec<u8>> {
        match self {
            Self::Secret(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }

    fn call<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        method: i32,
        args: &Args<'_, 's>,
    ) -> CryptoResult<v8::Local<'s, v8::Value>> {
        match method {
            EXPORT => self.export(scope, args),
            JWK => self.jwk(scope),
            TYPE => Ok(match self.pkey() {
                Some(key) => new_string(scope, &type_name(key)).into(),
                None => v8::undefined(scope).into(),
            }),
            DETAILS => self.details(scope),
            EQUALS => {
                let other = handle_key(scope, args.get(0));
                let equal = other.is_some_and(|other| self.same(&other));
                Ok(v8::Boolean::new(scope, equal).into())
            }
            SIZE => {
                let size = match self {
                    Self::Secret(bytes) => bytes.len() as f64,
                    _ => 0.0,
                };
                Ok(v8::Number::new(scope, size).into())
            }
            RAW => {
                let what = match args.i32(0) {
                    0 => Raw::Public,
                    1 => Raw::Private,
                    _ => Raw::Seed,
                };
                let key = self.pkey().ok_or_else(CryptoError::arguments)?;
                let bytes = export::raw(key, what, args.bool(1))?;
                text::raw(scope, &bytes)
            }
            _ => Err(CryptoError::arguments()),
        }
    }
}

/// Node's name of a key's type.
pub fn type_name(key: &Pkey) -> String {
    match key.id() {
        6 => "rsa".into(),
        912 => "rsa-pss".into(),
        116 => "dsa".into(),
        28 | 920 => "dh".into(),
        408 | 1172 => "ec".into(),
        1034 => "x25519".into(),
        1035 => "x448".into(),
        1087 => "ed25519".into(),
        1088 => "ed448".into(),
        _ => {
            // SAFETY: it is a key, whose names are never freed while it lives.
            let name = unsafe { more::EVP_PKEY_get0_type_name(key.raw()) };
            if name.is_null() {
                return String::new();
            }
            // SAFETY: as above.
            let name = unsafe { std::ffi::CStr::from_ptr(name) };
            name.to_string_lossy().to_ascii_lowercase()
        }
    }
}

impl Key {
    pub fn pkey(&self) -> Option<&Pkey> {
        match self {
            Self::Secret(_) => None,
            Self::Public(key) | Self::Private(key) => Some(key),
        }
    }

    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Secret(a), Self::Secret(b)) => {
                // SAFETY: both are as long.
                a.len() == b.len()
                    && unsafe {
                        more::CRYPTO_memcmp(a.as_ptr().cast(), b.as_ptr().cast(), a.len()) == 0
                    }
            }
            (Self::Public(a), Self::Public(b)) | (Self::Private(a), Self::Private(b)) => {
                // SAFETY: both are keys.
                let equal = unsafe { ffi::EVP_PKEY_eq(a.raw(), b.raw()) } == 1;
                crate::error::clear();
                equal
            }
            _ => false,
        }
    }

    /// `export()` of a secret key; `export(format, type)`; `export(format, type, cipher, passphrase)`.
    fn export<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        args: &Args<'_, 's>,
    ) -> CryptoResult<v8::Local<'s, v8::Value>> {
        let (format, kind) = (args.i32(0), args.i32(1));
        let bytes = match self {
            Self::Secret(bytes) => return text::raw(scope, bytes),
            Self::Public(key) => export::public(key, format, kind)?,
            Self::Private(key) => {
                let cipher = args.string(scope, 2);
                let secret = args.maybe_bytes(3).unwrap_or_default();
                export::private(key, format, kind, cipher.as_deref(), secret)?
            }
        };
        exported(scope, format, &bytes)
    }

    /// The parts of a JWK: `[kty, crv, ...]`, bytes as base64url.
    fn jwk<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> CryptoResult<v8::Local<'s, v8::Value>> {
        let unsupported = || {
            CryptoError::error(
                "ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE",
                "Unsupported JWK Key Type.",
            )
        };
        let object = v8::Object::new(scope);
        let (key, private) = match self {
            Self::Secret(bytes) => {
                define_text(scope, object, "kty", "oct");
                put_bytes(scope, object, "k", bytes)?;
                return Ok(object.into());
            }
            Self::Public(key) => (key, false),
            Self::Private(key) => (key, true),
        };
        match key.id() {
            6 | 912 => {
                if key.id() == 912 {
                    return Err(unsupported());
                }
                define_text(scope, object, "kty", "RSA");
                let public = [("n", c"n"), ("e", c"e")];
                let secret = [
                    ("d", c"d"),
                    ("p", c"rsa-factor1"),
                    ("q", c"rsa-factor2"),
                    ("dp", c"rsa-exponent1"),
                    ("dq", c"rsa-exponent2"),
                    ("qi", c"rsa-coefficient1"),
                ];
                let secret = secret.into_iter().filter(|_| private);
                for (name, param) in public.into_iter().chain(secret) {
                    let bytes = export::number(key, param, 0).ok_or_else(unsupported)?;
                    put_bytes(scope, object, name, &bytes)?;
                }
            }
            408 => {
                let curve = match export::text(key, c"group").as_deref() {
                    Some("prime256v1") => "P-256",
                    Some("secp256k1") => "secp256k1",
                    Some("secp384r1") => "P-384",
                    Some("secp521r1") => "P-521",
                    other => {
                        return Err(CryptoError::error(
                            "ERR_CRYPTO_JWK_UNSUPPORTED_CURVE",
                            format!("Unsupported JWK EC curve: {}.", other.unwrap_or("")),
                        ));
                    }
                };
                define_text(scope, object, "kty", "EC");
                let length = export::field_length(key);
                for (name, param) in [("x", c"qx"), ("y", c"qy")] {
                    let bytes = export::number(key, param, length).ok_or_else(unsupported)?;
                    put_bytes(scope, object, name, &bytes)?;
                }
                define_text(scope, object, "crv", curve);
                if private {
                    let bytes = export::number(key, c"priv", length).ok_or_else(unsupported)?;
                    put_bytes(scope, object, "d", &bytes)?;
                }
            }
            1034 | 1035 | 1087 | 1088 => {
                let curve = match key.id() {
                    1034 => "X25519",
                    1035 => "X448",
                    1087 => "Ed25519",
                    _ => "Ed448",
                };
                define_text(scope, object, "kty", "OKP");
                define_text(scope, object, "crv", curve);
                let bytes = export::octets(key, c"pub").ok_or_else(unsupported)?;
                put_bytes(scope, object, "x", &bytes)?;
                if private {
                    let bytes = export::octets(key, c"priv").ok_or_else(unsupported)?;
                    put_bytes(scope, object, "d", &bytes)?;
                }
            }
            _ => {
                let name = type_name(key).to_ascii_uppercase();
                let slh = name.starts_with("SLH-DSA");
                if !name.starts_with("ML-") && !slh {
                    return Err(unsupported());
                }
                define_text(scope, object, "kty", "AKP");
                define_text(scope, object, "alg", &alg_name(&name));
                let bytes = export::octets(key, c"pub").ok_or_else(unsupported)?;
                put_bytes(scope, object, "pub", &bytes)?;
                if private {
                    let param = if slh { c"priv" } else { c"seed" };
                    let Some(bytes) = export::octets(key, param) else {
                        return Err(CryptoError::error(
                            "ERR_CRYPTO_OPERATION_FAILED",
                            "key does not have an available seed",
                        ));
                    };
                    put_bytes(scope, object, "priv", &bytes)?;
                }
            }
        }
        Ok(object.into())
    }

    fn details<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> CryptoResult<v8::Local<'s, v8::Value>> {
        let object = v8::Object::new(scope);
        let Some(key) = self.pkey() else {
            return Ok(object.into());
        };
        match key.id() {
            6 | 912 => {
                // SAFETY: it is a key.
                let bits = unsafe { ffi::EVP_PKEY_get_bits(key.raw()) };
                put_number(scope, object, "modulusLength", bits);
                if let Some(exponent) = export::number(key, c"e", 0) {
                    let value = big_int(scope, &exponent);
                    define(scope, object, "publicExponent", value);
                }
                if key.id() == 912
                    && let Some(pss) = pss_details(key)
                {
                    define_text(scope, object, "hashAlgorithm", &pss.0);
                    define_text(scope, object, "mgf1HashAlgorithm", &pss.1);
                    put_number(scope, object, "saltLength", pss.2);
                }
            }
            116 => {
                let bits = |name| {
                    export::number(key, name, 0).map_or(0, |bytes| {
                        let unused = bytes.first().map_or(0, |byte| byte.leading_zeros());
                        bytes.len() as i32 * 8 - unused as i32
                    })
                };
                put_number(scope, object, "modulusLength", bits(c"p"));
                put_number(scope, object, "divisorLength", bits(c"q"));
            }
            408 | 1172 => {
                if let Some(curve) = export::text(key, c"group") {
                    define_text(scope, object, "namedCurve", &curve);
                }
            }
            _ => {}
        }
        Ok(object.into())
    }
}

/// JOSE writes the sizes of SLH-DSA's names with a small letter.
fn alg_name(name: &str) -> String {
    match name.strip_prefix("SLH-DSA-") {
        Some(rest) => {
            let (last, head) = (rest.len() - 1, rest);
            format!(
                "SLH-DSA-{}{}",
                &head[..last],
                head[last..].to_ascii_lowercase()
            )
        }
        None => name.to_owned(),
    }
}

/// Digest, digest of the mask, and length of the salt of a key that is bound to them.
fn pss_details(key: &Pkey) -> Option<(String, String, i32)> {
    #[repr(C)]
    struct PssParams {
        hash: *mut more::AlgorithmIdentifier,
        mask: *mut more::AlgorithmIdentifier,
        salt: *mut ffi::ASN1_INTEGER,
        trailer: *mut ffi::ASN1_INTEGER,
        mask_hash: *mut more::AlgorithmIdentifier,
    }
    /// # Safety
    /// `algorithm` is null or one of OpenSSL's.
    unsafe fn name(algorithm: *mut more::AlgorithmIdentifier) -> String {
        if algorithm.is_null() {
            return "sha1".into();
        }
        // SAFETY: as above; the text is never freed.
        let text = unsafe { ffi::OBJ_nid2ln(ffi::OBJ_obj2nid((*algorithm).algorithm)) };
        if text.is_null() {
            return String::new();
        }
        // SAFETY: as above.
        let text = unsafe { std::ffi::CStr::from_ptr(text) };
        text.to_string_lossy().into_owned()
    }
    // SAFETY: the key lives, and the structures are as OpenSSL declares them.
    unsafe {
        let rsa = more::EVP_PKEY_get0_RSA(key.raw());
        let params = match rsa.is_null() {
            true => ptr::null(),
            false => more::RSA_get0_pss_params(rsa).cast::<PssParams>(),
        };
        let params = params.as_ref()?;
        let salt = match params.salt.is_null() {
            true => 20,
            false => ffi::ASN1_INTEGER_get(params.salt) as i32,
        };
        Some((name(params.hash), name(params.mask_hash), salt))
    }
}

/// PEM as a string, DER as bytes.
pub fn exported<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    format: i32,
    bytes: &[u8],
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    if format == PEM {
        return text::encoded(scope, bytes, text::LATIN1);
    }
    let buffer = crate::call::array_buffer(scope, bytes.to_vec());
    Ok(buffer.into())
}

fn big_int<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> v8::Local<'s, v8::Value> {
    let words: Vec<u64> = bytes
        .rchunks(8)
        .map(|chunk| {
            chunk
                .iter()
                .fold(0, |word, byte| word << 8 | u64::from(*byte))
        })
        .collect();
    match v8::BigInt::new_from_words(scope, false, &words) {
        Some(value) => value.into(),
        None => v8::undefined(scope).into(),
    }
}

fn put_number(scope: &mut v8::PinScope, object: v8::Local<v8::Object>, key: &str, value: i32) {
    let value = v8::Integer::new(scope, value).into();
    define(scope, object, key, value);
}

fn put_bytes(
    scope: &mut v8::PinScope,
    object: v8::Local<v8::Object>,
    key: &str,
    bytes: &[u8],
) -> CryptoResult<()> {
    let value = text::encoded(scope, bytes, text::BASE64_URL)?;
    define(scope, object, key, value);
    Ok(())
}

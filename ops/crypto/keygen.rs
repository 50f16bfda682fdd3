//! Making keys.

use std::ffi::{CString, c_int};
use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;

use crate::args::Args;
use crate::call::{Job, Output, output};
use crate::digest::Algorithm;
use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;
use crate::handle::CryptoHandle;
use crate::key::{Key, exported};
use crate::key_build::Parts;
use crate::key_export as export;
use crate::pkey::Pkey;

/// A context of OpenSSL's for making or using keys.
pub struct Context(pub *mut ffi::EVP_PKEY_CTX);

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: it is ours, or null.
        unsafe { ffi::EVP_PKEY_CTX_free(self.0) };
    }
}

impl Context {
    pub fn of_type(name: &str) -> Option<Self> {
        let name = CString::new(name).ok()?;
        // SAFETY: the name ends with a zero.
        let context =
            unsafe { ffi::EVP_PKEY_CTX_new_from_name(ptr::null_mut(), name.as_ptr(), ptr::null()) };
        (!context.is_null()).then_some(Self(context))
    }

    pub fn of_key(key: &Pkey) -> Option<Self> {
        // SAFETY: the context keeps the key.
        let context = unsafe { ffi::EVP_PKEY_CTX_new(key.raw(), ptr::null_mut()) };
        (!context.is_null()).then_some(Self(context))
    }
}

/// What a key pair is made of.
enum Wanted {
    Rsa {
        bits: c_int,
        exponent: u32,
        pss: Option<(Option<Algorithm>, Option<Algorithm>, c_int)>,
    },
    Dsa {
        bits: c_int,
        divisor: c_int,
    },
    Ec {
        curve: c_int,
        explicit: bool,
    },
    DhPrime {
        prime: Vec<u8>,
        generator: u32,
    },
    DhLength {
        bits: c_int,
        generator: c_int,
    },
    Plain(String),
}

/// How one of the two keys is handed out: as a handle without a format.
#[derive(Clone)]
struct Form {
    format: Option<i32>,
    kind: i32,
    cipher: Option<String>,
    secret: Vec<u8>,
}

fn check(done: c_int) -> CryptoResult<()> {
    match done > 0 {
        true => Ok(()),
        false => Err(CryptoError::openssl()),
    }
}

fn opened(context: Option<Context>) -> CryptoResult<Context> {
    context.ok_or_else(CryptoError::openssl)
}

/// The number of a curve by any of its names.
pub fn curve_number(name: &str) -> Option<c_int> {
    let name = CString::new(name).ok()?;
    // SAFETY: the name ends with a zero.
    let number = unsafe {
        match more::EC_curve_nist2nid(name.as_ptr()) {
            0 => ffi::OBJ_sn2nid(name.as_ptr()),
            number => number,
        }
    };
    (number != 0).then_some(number)
}

/// `keyPair(type, a, b, c, d, e, publicFormat, publicType, privateFormat, privateType, cipher, passphrase)`: `[public,
/// private]`.
pub fn pair<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> CryptoResult<Job> {
    let kind = args.text(scope, 0)?;
    let wanted = match &*kind {
        "rsa" | "rsa-pss" => {
            let mut digest = |index, what| -> CryptoResult<Option<Algorithm>> {
                match args.string(scope, index) {
                    None => Ok(None),
                    Some(name) => Algorithm::by_name(&name).map(Some).ok_or_else(|| {
                        CryptoError::type_error(
                            "ERR_CRYPTO_INVALID_DIGEST",
                            format!("Invalid {what}: {name}"),
                        )
                    }),
                }
            };
            let (hash, mask) = (digest(3, "digest")?, digest(4, "MGF1 digest")?);
            let salt = args.number(5).map_or(-1, |n| n as c_int);
            Wanted::Rsa {
                bits: args.i32(1),
                exponent: args.u32(2),
                pss: (kind == "rsa-pss").then_some((hash, mask, salt)),
            }
        }
        "dsa" => Wanted::Dsa {
            bits: args.i32(1),
            divisor: args.i32(2),
        },
        "ec" => {
            let name = args.text(scope, 1)?;
            let curve = curve_number(&name).ok_or_else(|| {
                CryptoError::type_error("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name")
            })?;
            Wanted::Ec {
                curve,
                explicit: args.bool(2),
            }
        }
        "dh" => match args.maybe_bytes(1) {
            Some(prime) => Wanted::DhPrime {
                prime: prime.to_vec(),
                generator: args.u32(2),
            },
            None => Wanted::DhLength {
                bits: args.i32(1),
                generator: args.i32(2),
            },
        },
        _ => Wanted::Plain(kind.to_ascii_uppercase()),
    };
    let public = Form {
        format: args.number(6).map(|n| n as i32),
        kind: args.i32(7),
        cipher: None,
        secret: Vec::new(),
    };
    let private = Form {
        format: args.number(8).map(|n| n as i32),
        kind: args.i32(9),
        cipher: args.string(scope, 10),
        secret: args.maybe_bytes(11).unwrap_or_default().to_vec(),
    };
    if let Some(name) = &private.cipher
        && crate::cipher_algorithm::Algorithm::by_name(name).is_none()
    {
        return Err(CryptoError::error(
            "ERR_CRYPTO_UNKNOWN_CIPHER",
            "Unknown cipher",
        ));
    }
    Ok(Box::new(move || {
        let wanted = wanted;
        let key = generate(&wanted)?;
        let public = form(Key::Public(key.clone()), &public)?;
        let private = form(Key::Private(key), &private)?;
        Ok(output(move |scope| {
            let list = [public(scope), private(scope)];
            v8::Array::new_with_elements(scope, &list).into()
        }))
    }))
}

fn form(key: Key, form: &Form) -> CryptoResult<Output> {
    let Some(format) = form.format else {
        return Ok(Box::new(move |scope| CryptoHandle::make(scope, key).into()));
    };
    let bytes = match &key {
        // JWK and raw bytes are made of the handle.
        _ if format > 1 => {
            return Ok(Box::new(move |scope| CryptoHandle::make(scope, key).into()));
        }
        Key::Public(key) => export::public(key, format, form.kind)?,
        Key::Private(key) => {
            export::private(key, format, form.kind, form.cipher.as_deref(), &form.secret)?
        }
        Key::Secret(bytes) => bytes.clone(),
    };
    Ok(Box::new(move |scope| {
        match exported(scope, format, &bytes) {
            Ok(value) => value,
            Err(_) => v8::undefined(scope).into(),
        }
    }))
}

fn generate(wanted: &Wanted) -> CryptoResult<Pkey> {
    crate::error::clear();
    let context = match wanted {
        Wanted::Rsa { pss, .. } => opened(Context::of_type(if pss.is_some() {
            "RSA-PSS"
        } else {
            "RSA"
        }))?,
        Wanted::Plain(name) => opened(Context::of_type(name))?,
        Wanted::Dsa { .. } | Wanted::Ec { .. } | Wanted::DhLength { .. } => {
            opened(Context::of_key(&parameters(wanted)?))?
        }
        Wanted::DhPrime { prime, generator } => {
            let mut parts = Parts::new();
            parts.number(c"p", prime);
            parts.number(c"g", &generator.to_be_bytes());
            let params = parts.parameters(c"DH").ok_or_else(CryptoError::openssl)?;
            opened(Context::of_key(&params))?
        }
    };
    let mut key: *mut ffi::EVP_PKEY = ptr::null_mut();
    // SAFETY: the context lives; the exponent is freed here, and the key is ours.
    unsafe {
        check(ffi::EVP_PKEY_keygen_init(context.0))?;
        if let Wanted::Rsa {
            bits,
            exponent,
            pss,
        } = wanted
        {
            check(ffi::EVP_PKEY_CTX_set_rsa_keygen_bits(context.0, *bits))?;
            let number = ffi::BN_new();
            ffi::BN_set_word(number, u64::from(*exponent) as _);
            let set = more::EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context.0, number);
            ffi::BN_free(number);
            check(set)?;
            if let Some((hash, mask, salt)) = pss {
                if let Some(hash) = hash {
                    check(more::EVP_PKEY_CTX_set_rsa_pss_keygen_md(
                        context.0,
                        hash.md(),
                    ))?;
                }
                // Without a digest of its own the mask takes the one of the message.
                if let Some(mask) = mask.as_ref().or(hash.as_ref()) {
                    check(more::EVP_PKEY_CTX_set_rsa_pss_keygen_mgf1_md(
                        context.0,
                        mask.md(),
                    ))?;
                }
                let salt = match (salt, hash) {
                    (salt, _) if *salt >= 0 => *salt,
                    (_, Some(hash)) => hash.size as c_int,
                    _ => -1,
                };
                if salt >= 0 {
                    check(more::EVP_PKEY_CTX_set_rsa_pss_keygen_saltlen(
                        context.0, salt,
                    ))?;
                }
            }
        }
        check(ffi::EVP_PKEY_keygen(context.0, &mut key))?;
        Pkey::own(key).ok_or_else(CryptoError::openssl)
    }
}

/// The domain parameters that a key is made from.
fn parameters(wanted: &Wanted) -> CryptoResult<Pkey> {
    let name = match wanted {
        Wanted::Dsa { .. } => "DSA",
        Wanted::Ec { .. } => "EC",
        _ => "DH",
    };
    let context = opened(Context::of_type(name))?;
    let mut params: *mut ffi::EVP_PKEY = ptr::null_mut();
    // SAFETY: the context lives, and the parameters are ours.
    unsafe {
        check(ffi::EVP_PKEY_paramgen_init(context.0))?;
        match wanted {
            Wanted::Dsa { bits, divisor } => {
                check(more::EVP_PKEY_CTX_set_dsa_paramgen_bits(context.0, *bits))?;
                if *divisor >= 0 {
                    check(more::EVP_PKEY_CTX_set_dsa_paramgen_q_bits(
                        context.0, *divisor,
                    ))?;
                }
            }
            Wanted::Ec { curve, explicit } => {
                check(more::EVP_PKEY_CTX_set_ec_paramgen_curve_nid(
                    context.0, *curve,
                ))?;
                let encoding = i32::from(!explicit);
                check(more::EVP_PKEY_CTX_set_ec_param_enc(context.0, encoding))?;
            }
            Wanted::DhLength { bits, generator } => {
                check(more::EVP_PKEY_CTX_set_dh_paramgen_prime_len(
                    context.0, *bits,
                ))?;
                check(more::EVP_PKEY_CTX_set_dh_paramgen_generator(
                    context.0, *generator,
                ))?;
            }
            _ => {}
        }
        check(ffi::EVP_PKEY_paramgen(context.0, &mut params))?;
        Pkey::own(params).ok_or_else(CryptoError::openssl)
    }
}

/// `secret(length)`: the handle of a random key of so many bytes.
pub fn secret(args: &Args) -> CryptoResult<Job> {
    let length = args.usize(0);
    Ok(Box::new(move || {
        let mut bytes = vec![0; length];
        if !crate::random::fill(&mut bytes) {
            return Err(CryptoError::openssl());
        }
        Ok(output(move |scope| {
            CryptoHandle::make(scope, Key::Secret(bytes)).into()
        }))
    }))
}

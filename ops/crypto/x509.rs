//! The handle behind `X509Certificate`.

use std::ffi::{CString, c_char, c_int, c_ulong};
use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;
use ops_core::new_string;

use crate::args::Args;
use crate::digest::Algorithm;
use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;
use crate::handle::{CryptoHandle, Handle};
use crate::key::Key;
use crate::key_export as export;
use crate::pkey::{Bio, Pkey, passphrase};
use crate::{text, x509_names as names};

/// Methods of the handle, in the order of `js/internal/crypto/x509.js`.
const SUBJECT: i32 = 0;
const ISSUER: i32 = 1;
const ALTERNATIVES: i32 = 2;
const INFO_ACCESS: i32 = 3;
const VALID_FROM: i32 = 4;
const VALID_TO: i32 = 5;
const FINGERPRINT: i32 = 6;
const KEY_USAGE: i32 = 7;
const SERIAL: i32 = 8;
const RAW: i32 = 9;
const PUBLIC_KEY: i32 = 10;
const PEM: i32 = 11;
const IS_CA: i32 = 12;
const CHECK_HOST: i32 = 13;
const CHECK_EMAIL: i32 = 14;
const CHECK_IP: i32 = 15;
const CHECK_ISSUED: i32 = 16;
const CHECK_PRIVATE_KEY: i32 = 17;
const VERIFY: i32 = 18;
const SIGNATURE_NAME: i32 = 19;
const SIGNATURE_OID: i32 = 20;
const KEY_PARTS: i32 = 21;
const SUBJECT_PARTS: i32 = 22;
const ISSUER_PARTS: i32 = 23;

/// A certificate.
pub struct Certificate(*mut ffi::X509);

impl Drop for Certificate {
    fn drop(&mut self) {
        // SAFETY: it is ours.
        unsafe { ffi::X509_free(self.0) };
    }
}

/// `open(bytes)`: PEM or DER.
pub fn open(args: &Args) -> CryptoResult<Box<dyn Handle>> {
    let bytes = args.bytes(0)?;
    crate::error::clear();
    let bio = Bio::over(bytes);
    let mut none: Option<Vec<u8>> = None;
    // SAFETY: the bytes outlive the BIO; the certificate is ours.
    unsafe {
        let read = ffi::PEM_read_bio_X509(
            bio.0,
            ptr::null_mut(),
            Some(passphrase),
            ptr::from_mut(&mut none).cast(),
        );
        if !read.is_null() {
            crate::error::clear();
            return Ok(Box::new(Certificate(read)));
        }
        let said = CryptoError::queue("Unable to parse certificate");
        let mut start = bytes.as_ptr();
        let read = ffi::d2i_X509(ptr::null_mut(), &mut start, bytes.len() as _);
        crate::error::clear();
        match read.is_null() {
            false => Ok(Box::new(Certificate(read))),
            true => Err(said),
        }
    }
}

impl Certificate {
    /// Takes over a reference; `None` when it is null.
    ///
    /// # Safety
    /// The reference is the caller's to give.
    pub unsafe fn own(certificate: *mut ffi::X509) -> Option<Self> {
        (!certificate.is_null()).then_some(Self(certificate))
    }

    fn der(&self) -> Vec<u8> {
        let bio = Bio::memory();
        // SAFETY: both live.
        unsafe { ffi::i2d_X509_bio(bio.0, self.0) };
        bio.bytes()
    }

    fn time(&self, time: *const ffi::ASN1_TIME) -> String {
        let bio = Bio::memory();
        // SAFETY: both live.
        unsafe { ffi::ASN1_TIME_print(bio.0, time) };
        String::from_utf8_lossy(&bio.bytes()).into_owned()
    }

    fn key(&self) -> CryptoResult<Pkey> {
        // SAFETY: the certificate lives; the reference is ours.
        unsafe { Pkey::own(ffi::X509_get_pubkey(self.0)) }.ok_or_else(CryptoError::openssl)
    }

    fn signature_object(&self) -> *const ffi::ASN1_OBJECT {
        let mut object = ptr::null();
        // SAFETY: the object belongs to the certificate.
        unsafe {
            let algorithm = more::X509_get0_tbs_sigalg(self.0);
            ffi::X509_ALGOR_get0(&mut object, ptr::null_mut(), ptr::null_mut(), algorithm);
        }
        object
    }

    fn serial(&self) -> String {
        // SAFETY: what is made here is freed here.
        unsafe {
            let number =
                ffi::ASN1_INTEGER_to_BN(ffi::X509_get_serialNumber(self.0), ptr::null_mut());
            let hex = ffi::BN_bn2hex(number);
            let text = match hex.is_null() {
                true => String::new(),
                false => std::ffi::CStr::from_ptr(hex).to_string_lossy().into_owned(),
            };
            more::CRYPTO_free(hex.cast(), ptr::null(), 0);
            ffi::BN_free(number);
            text
        }
    }

    /// The name that fits, or nothing.
    fn check_host(&self, name: &[u8], flags: u32) -> CryptoResult<Option<String>> {
        let mut found: *mut c_char = ptr::null_mut();
        // SAFETY: the name is good for its length; the text is freed here.
        unsafe {
            let result =
                more::X509_check_host(self.0, name.as_ptr().cast(), name.len(), flags, &mut found);
            let text = match found.is_null() {
                true => String::from_utf8_lossy(name).into_owned(),
                false => std::ffi::CStr::from_ptr(found)
                    .to_string_lossy()
                    .into_owned(),
            };
            more::CRYPTO_free(found.cast(), ptr::null(), 0);
            checked(result, "name").map(|good| good.then_some(text))
        }
    }

    fn key_parts<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> CryptoResult<v8::Local<'s, v8::Value>> {
        let key = self.key()?;
        let undefined: v8::Local<v8::Value> = v8::undefined(scope).into();
        let mut list = [undefined; 6];
        // SAFETY: the key lives.
        let bits = unsafe { ffi::EVP_PKEY_get_bits(key.raw()) };
        match key.id() {
            6 | 912 => {
                let hex = |bytes: Option<Vec<u8>>| {
                    let hex: String = bytes
                        .unwrap_or_default()
                        .iter()
                        .map(|byte| format!("{byte:02X}"))
                        .collect();
                    hex.trim_start_matches('0').to_owned()
                };
                let modulus = hex(export::number(&key, c"n", 0));
                let exponent = hex(export::number(&key, c"e", 0)).to_ascii_lowercase();
                list[0] = new_string(scope, &modulus).into();
                list[1] = new_string(scope, &format!("0x{exponent}")).into();
                list[2] = text::raw(scope, &export::public(&key, 0, 2)?)?;
                list[3] = v8::Integer::new(scope, bits).into();
            }
            408 => {
                list[2] = text::raw(scope, &export::raw(&key, export::Raw::Public, false)?)?;
                list[3] = v8::Integer::new(scope, bits).into();
                if let Some(curve) = export::text(&key, c"group") {
                    list[4] = new_string(scope, &curve).into();
                    let nist = match &*curve {
                        "prime256v1" => Some("P-256"),
                        "secp384r1" => Some("P-384"),
                        "secp521r1" => Some("P-521"),
                        "secp224r1" => Some("P-224"),
                        "prime192v1" => Some("P-192"),
                        _ => None,
                    };
                    if let Some(nist) = nist {
                        list[5] = new_string(scope, nist).into();
                    }
                }
            }
            _ => {}
        }
        Ok(v8::Array::new_with_elements(scope, &list).into())
    }

    fn key_usage<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        // SAFETY: what is made here is freed here.
        let list = unsafe {
            let stack = ffi::X509_get_ext_d2i(self.0, 126, ptr::null_mut(), ptr::null_mut());
            if stack.is_null() {
                return v8::undefined(scope).into();
            }
            let list: Vec<String> = (0..more::OPENSSL_sk_num(stack))
                .map(|index| names::numeric(more::OPENSSL_sk_value(stack, index).cast()))
                .collect();
            more::OPENSSL_sk_pop_free(stack, more::ASN1_OBJECT_free);
            list
        };
        let list: Vec<v8::Local<v8::Value>> = list
            .iter()
            .map(|oid| new_string(scope, oid).into())
            .collect();
        v8::Array::new_with_elements(scope, &list).into()
    }
}

fn checked(result: c_int, what: &'static str) -> CryptoResult<bool> {
    crate::error::clear();
    match result {
        1 => Ok(true),
        0 => Ok(false),
        -2 => Err(CryptoError::type_error(
            "ERR_INVALID_ARG_VALUE",
            format!("Invalid {what}"),
        )),
        _ => Err(CryptoError::operation_failed()),
    }
}

fn maybe<'s>(scope: &mut v8::PinScope<'s, '_>, text: Option<String>) -> v8::Local<'s, v8::Value> {
    match text {
        Some(text) => new_string(scope, &text).into(),
        None => v8::undefined(scope).into(),
    }
}

fn pairs<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    parts: &[(String, String)],
) -> v8::Local<'s, v8::Value> {
    let mut list: Vec<v8::Local<v8::Value>> = Vec::with_capacity(parts.len() * 2);
    for (key, value) in parts {
        list.push(new_string(scope, key).into());
        list.push(new_string(scope, value).into());
    }
    v8::Array::new_with_elements(scope, &list).into()
}

impl Handle for Certificate {
    fn call<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        method: i32,
        args: &Args<'_, 's>,
    ) -> CryptoResult<v8::Local<'s, v8::Value>> {
        // SAFETY: the certificate lives, and what the calls give belongs to it.
        let (subject, issuer, from, to) = unsafe {
            (
                ffi::X509_get_subject_name(self.0),
                ffi::X509_get_issuer_name(self.0),
                ffi::X509_getm_notBefore(self.0),
                ffi::X509_getm_notAfter(self.0),
            )
        };
        let answer = |scope: &mut v8::PinScope<'s, '_>, value| {
            v8::Local::<v8::Value>::from(v8::Boolean::new(scope, value))
        };
        Ok(match method {
            SUBJECT => maybe(scope, names::lines(subject)),
            ISSUER => maybe(scope, names::lines(issuer)),
            ALTERNATIVES => maybe(scope, names::alternatives(self.0)),
            INFO_ACCESS => maybe(scope, names::info_access(self.0)),
            VALID_FROM => new_string(scope, &self.time(from)).into(),
            VALID_TO => new_string(scope, &self.time(to)).into(),
            FINGERPRINT => {
                let name = args.text(scope, 0)?;
                let algorithm = Algorithm::by_name(&name).ok_or_else(CryptoError::arguments)?;
                let mut out = vec![0; algorithm.size];
                let mut digest = crate::digest::Digest::new(&algorithm)?;
                digest.update(&self.der());
                digest.finish(&algorithm, &mut out)?;
                let list: Vec<String> = out.iter().map(|byte| format!("{byte:02X}")).collect();
                new_string(scope, &list.join(":")).into()
            }
            KEY_USAGE => self.key_usage(scope),
            SERIAL => new_string(scope, &self.serial()).into(),
            RAW => text::raw(scope, &self.der())?,
            PUBLIC_KEY => {
                let key = Key::Public(self.key()?);
                CryptoHandle::make(scope, key).into()
            }
            PEM => {
                let bio = Bio::memory();
                // SAFETY: both live.
                unsafe { ffi::PEM_write_bio_X509(bio.0, self.0) };
                text::encoded(scope, &bio.bytes(), text::LATIN1)?
            }
            IS_CA => {
                // SAFETY: the certificate lives.
                let is = unsafe { more::X509_check_ca(self.0) } == 1;
                answer(scope, is)
            }
            CHECK_HOST => {
                let found = self.check_host(args.bytes(0)?, args.u32(1))?;
                maybe(scope, found)
            }
            CHECK_EMAIL => {
                let name = args.bytes(0)?;
                // SAFETY: the name is good for its length.
                let result = unsafe {
                    more::X509_check_email(self.0, name.as_ptr().cast(), name.len(), args.u32(1))
                };
                answer(scope, checked(result, "name")?)
            }
            CHECK_IP => {
                let ip =
                    CString::new(args.text(scope, 0)?).map_err(|_| CryptoError::arguments())?;
                // SAFETY: the text ends with a zero.
                let result = unsafe { more::X509_check_ip_asc(self.0, ip.as_ptr(), args.u32(1)) };
                answer(scope, checked(result, "IP")?)
            }
            CHECK_ISSUED => {
                let own = self.0;
                let issued = CryptoHandle::with::<Self, _>(scope, args.get(0), |other| {
                    // SAFETY: both live.
                    unsafe { more::X509_check_issued(other.0, own) == 0 }
                });
                crate::error::clear();
                // A certificate that is asked about itself is borrowed already.
                let issued = issued.unwrap_or_else(|| {
                    // SAFETY: it lives.
                    unsafe { more::X509_check_issued(own, own) == 0 }
                });
                answer(scope, issued)
            }
            CHECK_PRIVATE_KEY => {
                let key = crate::key::private(scope, args, 0)?;
                // SAFETY: both live.
                let good = unsafe { more::X509_check_private_key(self.0, key.raw()) } == 1;
                crate::error::clear();
                answer(scope, good)
            }
            VERIFY => {
                let key = crate::key::any(scope, args, 0)?;
                // SAFETY: both live.
                let good = unsafe { ffi::X509_verify(self.0, key.raw()) } == 1;
                crate::error::clear();
                answer(scope, good)
            }
            SIGNATURE_NAME => maybe(scope, names::long_name(self.signature_object())),
            SIGNATURE_OID => {
                let oid = names::numeric(self.signature_object());
                new_string(scope, &oid).into()
            }
            KEY_PARTS => self.key_parts(scope)?,
            SUBJECT_PARTS => pairs(scope, &names::parts(subject)),
            ISSUER_PARTS => pairs(scope, &names::parts(issuer)),
            _ => return Err(CryptoError::arguments()),
        })
    }
}

/// Flags of printing names that are used here; see `<openssl/x509.h>`.
pub const MULTI_LINE: c_ulong = 0x1 | 0x2 | 0x10 | (4 << 16);

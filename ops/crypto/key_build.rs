//! Keys from their parts: JWK and raw bytes.

use std::ffi::{CStr, CString};
use std::ptr;

use openssl_sys as ffi;

use crate::error::{CryptoError, CryptoResult};
use crate::pkey::Pkey;

/// A list of parameters under way.
pub struct Parts {
    builder: *mut ffi::OSSL_PARAM_BLD,
    numbers: Vec<*mut ffi::BIGNUM>,
    bytes: Vec<Vec<u8>>,
    texts: Vec<CString>,
}

impl Drop for Parts {
    fn drop(&mut self) {
        // SAFETY: they are ours.
        unsafe {
            ffi::OSSL_PARAM_BLD_free(self.builder);
            for number in &self.numbers {
                ffi::BN_clear_free(*number);
            }
        }
    }
}

impl Parts {
    pub fn new() -> Self {
        Self {
            // SAFETY: no arguments.
            builder: unsafe { ffi::OSSL_PARAM_BLD_new() },
            numbers: Vec::new(),
            bytes: Vec::new(),
            texts: Vec::new(),
        }
    }

    /// A number, the highest byte first.
    pub fn number(&mut self, key: &'static CStr, bytes: &[u8]) {
        // SAFETY: the number lives until the list has been used.
        unsafe {
            let number = ffi::BN_bin2bn(bytes.as_ptr(), bytes.len() as i32, ptr::null_mut());
            ffi::OSSL_PARAM_BLD_push_BN(self.builder, key.as_ptr(), number);
            self.numbers.push(number);
        }
    }

    pub fn octets(&mut self, key: &'static CStr, bytes: &[u8]) {
        let bytes = bytes.to_vec();
        // SAFETY: the bytes live until the list has been used.
        unsafe {
            ffi::OSSL_PARAM_BLD_push_octet_string(
                self.builder,
                key.as_ptr(),
                bytes.as_ptr().cast(),
                bytes.len(),
            );
        }
        self.bytes.push(bytes);
    }

    pub fn text(&mut self, key: &'static CStr, text: &str) {
        let Ok(text) = CString::new(text) else {
            return;
        };
        // SAFETY: the text lives until the list has been used.
        unsafe {
            ffi::OSSL_PARAM_BLD_push_utf8_string(
                self.builder,
                key.as_ptr(),
                text.as_ptr(),
                text.as_bytes().len(),
            );
        }
        self.texts.push(text);
    }

    /// The key of these parts.
    pub fn key(self, kind: &CStr, private: bool) -> Option<Pkey> {
        self.select(kind, if private { 0x87 } else { 0x86 })
    }

    /// The domain parameters of these parts.
    pub fn parameters(self, kind: &CStr) -> Option<Pkey> {
        self.select(kind, 0x84)
    }

    fn select(self, kind: &CStr, selection: i32) -> Option<Pkey> {
        let mut key: *mut ffi::EVP_PKEY = ptr::null_mut();
        // SAFETY: what is made here is freed here, but for the key.
        unsafe {
            let params = ffi::OSSL_PARAM_BLD_to_param(self.builder);
            let context =
                ffi::EVP_PKEY_CTX_new_from_name(ptr::null_mut(), kind.as_ptr(), ptr::null());
            let done = !context.is_null()
                && ffi::EVP_PKEY_fromdata_init(context) == 1
                && ffi::EVP_PKEY_fromdata(context, &mut key, selection, params) == 1;
            ffi::EVP_PKEY_CTX_free(context);
            ffi::OSSL_PARAM_free(params);
            match done {
                true => Pkey::own(key),
                false => None,
            }
        }
    }
}

fn invalid_jwk() -> CryptoError {
    crate::error::clear();
    CryptoError::type_error("ERR_CRYPTO_INVALID_JWK", "Invalid JWK data")
}

/// An RSA key: `n, e`, and for a private one `d, p, q, dp, dq, qi`.
pub fn rsa(parts: &[Vec<u8>]) -> CryptoResult<Pkey> {
    let names = [
        c"n",
        c"e",
        c"d",
        c"rsa-factor1",
        c"rsa-factor2",
        c"rsa-exponent1",
        c"rsa-exponent2",
        c"rsa-coefficient1",
    ];
    let mut list = Parts::new();
    for (name, bytes) in names.into_iter().zip(parts) {
        list.number(name, bytes);
    }
    list.key(c"RSA", parts.len() > 2).ok_or_else(invalid_jwk)
}

/// A key on a curve from its point and, for a private one, its scalar. Without a point it is computed.
pub fn ec(curve: &str, point: Option<&[u8]>, scalar: Option<&[u8]>) -> CryptoResult<Pkey> {
    let computed;
    let point = match (point, scalar) {
        (Some(point), _) => point,
        (None, Some(scalar)) => {
            computed = multiply(curve, scalar).ok_or_else(invalid_jwk)?;
            &computed
        }
        (None, None) => return Err(invalid_jwk()),
    };
    let mut list = Parts::new();
    list.text(c"group", curve);
    list.octets(c"pub", point);
    if let Some(scalar) = scalar {
        list.number(c"priv", scalar);
    }
    let key = list.key(c"EC", scalar.is_some()).ok_or_else(invalid_jwk)?;
    // SAFETY: the context is freed here.
    let good = unsafe {
        let context = ffi::EVP_PKEY_CTX_new(key.raw(), ptr::null_mut());
        let good = ffi::EVP_PKEY_public_check(context);
        ffi::EVP_PKEY_CTX_free(context);
        good == 1
    };
    match good {
        true => Ok(key),
        false => Err(invalid_jwk()),
    }
}

/// The point that belongs to a scalar.
pub fn multiply(curve: &str, scalar: &[u8]) -> Option<Vec<u8>> {
    let name = CString::new(curve).ok()?;
    // SAFETY: what is made here is freed here.
    unsafe {
        let nid = match ffi::OBJ_sn2nid(name.as_ptr()) {
            0 => crate::ffi::EC_curve_nist2nid(name.as_ptr()),
            nid => nid,
        };
        let group = ffi::EC_GROUP_new_by_curve_name(nid);
        if group.is_null() {
            return None;
        }
        let number = ffi::BN_bin2bn(scalar.as_ptr(), scalar.len() as i32, ptr::null_mut());
        let point = ffi::EC_POINT_new(group);
        let mut out = None;
        if ffi::EC_POINT_mul(
            group,
            point,
            number,
            ptr::null(),
            ptr::null(),
            ptr::null_mut(),
        ) == 1
        {
            let length = ffi::EC_POINT_point2oct(
                group,
                point,
                ffi::point_conversion_form_t::POINT_CONVERSION_UNCOMPRESSED,
                ptr::null_mut(),
                0,
                ptr::null_mut(),
            );
            let mut bytes = vec![0; length];
            ffi::EC_POINT_point2oct(
                group,
                point,
                ffi::point_conversion_form_t::POINT_CONVERSION_UNCOMPRESSED,
                bytes.as_mut_ptr(),
                length,
                ptr::null_mut(),
            );
            out = (length > 1).then_some(bytes);
        }
        ffi::EC_POINT_free(point);
        ffi::BN_clear_free(number);
        ffi::EC_GROUP_free(group);
        out
    }
}

/// A key of a type that has raw bytes (`ED25519`, `X448`, `ML-DSA-44`, ...).
pub fn from_raw(kind: &str, bytes: &[u8], private: bool, seed: bool) -> Option<Pkey> {
    let name = CString::new(kind.to_ascii_uppercase()).ok()?;
    if seed {
        let mut list = Parts::new();
        list.octets(c"seed", bytes);
        let key = list.key(&name, true);
        crate::error::clear();
        return key;
    }
    // SAFETY: the bytes are good for their length; the reference is ours.
    let key = unsafe {
        Pkey::own(match private {
            true => ffi::EVP_PKEY_new_raw_private_key_ex(
                ptr::null_mut(),
                name.as_ptr(),
                ptr::null(),
                bytes.as_ptr(),
                bytes.len(),
            ),
            false => ffi::EVP_PKEY_new_raw_public_key_ex(
                ptr::null_mut(),
                name.as_ptr(),
                ptr::null(),
                bytes.as_ptr(),
                bytes.len(),
            ),
        })
    };
    crate::error::clear();
    key
}

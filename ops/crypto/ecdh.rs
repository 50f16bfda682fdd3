//! Diffie-Hellman on curves: the handle behind `ECDH`.

use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;
use ops_core::new_string;

use crate::args::Args;
use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;
use crate::handle::Handle;
use crate::keygen::curve_number;
use crate::text;

/// Methods of the handle.
const GENERATE: i32 = 0;
const COMPUTE: i32 = 1;
const PUBLIC: i32 = 2;
const PRIVATE: i32 = 3;
const SET_PUBLIC: i32 = 4;
const SET_PRIVATE: i32 = 5;

/// One side of an exchange.
pub struct Ecdh(*mut ffi::EC_KEY);

impl Drop for Ecdh {
    fn drop(&mut self) {
        // SAFETY: it is ours.
        unsafe { ffi::EC_KEY_free(self.0) };
    }
}

/// A point of a group.
struct Point(*mut ffi::EC_POINT);

impl Drop for Point {
    fn drop(&mut self) {
        // SAFETY: it is ours.
        unsafe { ffi::EC_POINT_free(self.0) };
    }
}

fn invalid_curve() -> CryptoError {
    CryptoError::type_error("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name")
}

fn failed(message: &'static str) -> CryptoError {
    crate::error::clear();
    CryptoError::error("ERR_CRYPTO_OPERATION_FAILED", message)
}

fn on_curve(name: &str) -> CryptoResult<Ecdh> {
    let curve = curve_number(name).ok_or_else(invalid_curve)?;
    // SAFETY: a number.
    let key = unsafe { ffi::EC_KEY_new_by_curve_name(curve) };
    if key.is_null() {
        crate::error::clear();
        return Err(invalid_curve());
    }
    Ok(Ecdh(key))
}

/// `open(curve)`.
pub fn open<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
) -> CryptoResult<Box<dyn Handle>> {
    let name = args.text(scope, 0)?;
    Ok(Box::new(on_curve(&name)?))
}

fn form(number: i32) -> ffi::point_conversion_form_t {
    match number {
        2 => ffi::point_conversion_form_t::POINT_CONVERSION_COMPRESSED,
        6 => ffi::point_conversion_form_t::POINT_CONVERSION_HYBRID,
        _ => ffi::point_conversion_form_t::POINT_CONVERSION_UNCOMPRESSED,
    }
}

impl Ecdh {
    fn group(&self) -> *const ffi::EC_GROUP {
        // SAFETY: the key lives.
        unsafe { ffi::EC_KEY_get0_group(self.0) }
    }

    fn point(&self, bytes: &[u8]) -> Option<Point> {
        // SAFETY: the bytes are good for their length.
        unsafe {
            let point = Point(ffi::EC_POINT_new(self.group()));
            let done = ffi::EC_POINT_oct2point(
                self.group(),
                point.0,
                bytes.as_ptr(),
                bytes.len(),
                ptr::null_mut(),
            );
            crate::error::clear();
            (done == 1).then_some(point)
        }
    }

    fn encoded(&self, point: *const ffi::EC_POINT, form: ffi::point_conversion_form_t) -> Vec<u8> {
        // SAFETY: the second call has room for what the first one told.
        unsafe {
            let group = self.group();
            let length =
                ffi::EC_POINT_point2oct(group, point, form, ptr::null_mut(), 0, ptr::null_mut());
            let mut out = vec![0; length];
            ffi::EC_POINT_point2oct(
                group,
                point,
                form,
                out.as_mut_ptr(),
                length,
                ptr::null_mut(),
            );
            out
        }
    }

    fn compute(&self, other: &[u8]) -> CryptoResult<Vec<u8>> {
        crate::error::clear();
        // SAFETY: the key lives.
        let whole = unsafe { ffi::EC_KEY_check_key(self.0) } == 1;
        crate::error::clear();
        // SAFETY: as above.
        let has_private = unsafe { !ffi::EC_KEY_get0_private_key(self.0).is_null() };
        if has_private && !whole {
            return Err(CryptoError::range_error(
                "ERR_CRYPTO_INVALID_KEYPAIR",
                "Invalid key pair",
            ));
        }
        let Some(point) = self.point(other) else {
            return Err(CryptoError::error(
                "ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY",
                "Public key is not valid for specified curve",
            ));
        };
        // SAFETY: the output has the size of a coordinate.
        unsafe {
            let bits = more::EC_GROUP_get_degree(self.group());
            let mut out = vec![0; (bits.max(0) as usize).div_ceil(8)];
            let length =
                more::ECDH_compute_key(out.as_mut_ptr().cast(), out.len(), point.0, self.0, None);
            if length <= 0 {
                return Err(failed("Failed to compute ECDH key"));
            }
            Ok(out)
        }
    }

    fn set_private(&self, bytes: &[u8]) -> CryptoResult<()> {
        let invalid = || {
            crate::error::clear();
            CryptoError::Coded(
                "Error",
                "ERR_CRYPTO_INVALID_KEYTYPE",
                "Private key is not valid for specified curve.".into(),
            )
        };
        // SAFETY: what is made here is freed here.
        unsafe {
            let number = ffi::BN_bin2bn(bytes.as_ptr(), bytes.len() as i32, ptr::null_mut());
            let order = more::EC_GROUP_get0_order(self.group());
            let valid = ffi::BN_num_bits(number) > 0 && more::BN_cmp(number, order) < 0;
            let mut done = valid;
            if valid {
                let point = Point(ffi::EC_POINT_new(self.group()));
                done = ffi::EC_KEY_set_private_key(self.0, number) == 1
                    && ffi::EC_POINT_mul(
                        self.group(),
                        point.0,
                        number,
                        ptr::null(),
                        ptr::null(),
                        ptr::null_mut(),
                    ) == 1
                    && ffi::EC_KEY_set_public_key(self.0, point.0) == 1;
            }
            ffi::BN_clear_free(number);
            match done {
                true => Ok(()),
                false => Err(invalid()),
            }
        }
    }
}

impl Handle for Ecdh {
    fn call<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        method: i32,
        args: &Args<'_, 's>,
    ) -> CryptoResult<v8::Local<'s, v8::Value>> {
        let out = match method {
            GENERATE => {
                // SAFETY: the key lives.
                if unsafe { ffi::EC_KEY_generate_key(self.0) } != 1 {
                    return Err(failed("Failed to generate key"));
                }
                return Ok(v8::undefined(scope).into());
            }
            COMPUTE => self.compute(args.bytes(0)?)?,
            PUBLIC => {
                // SAFETY: the key lives.
                let point = unsafe { ffi::EC_KEY_get0_public_key(self.0) };
                if point.is_null() {
                    return Err(failed("Failed to get ECDH public key"));
                }
                self.encoded(point, form(args.i32(0)))
            }
            PRIVATE => {
                // SAFETY: the key lives.
                unsafe {
                    let number = ffi::EC_KEY_get0_private_key(self.0);
                    if number.is_null() {
                        return Err(failed("Failed to get ECDH private key"));
                    }
                    let mut out = vec![0; (ffi::BN_num_bits(number).max(0) as usize).div_ceil(8)];
                    ffi::BN_bn2binpad(number, out.as_mut_ptr(), out.len() as i32);
                    out
                }
            }
            SET_PUBLIC => {
                let point = self
                    .point(args.bytes(0)?)
                    .ok_or_else(|| failed("Failed to convert Buffer to EC_POINT"))?;
                // SAFETY: the key copies the point.
                if unsafe { ffi::EC_KEY_set_public_key(self.0, point.0) } != 1 {
                    return Err(failed("Failed to set EC_POINT as the public key"));
                }
                return Ok(v8::undefined(scope).into());
            }
            SET_PRIVATE => {
                self.set_private(args.bytes(0)?)?;
                return Ok(v8::undefined(scope).into());
            }
            _ => return Err(CryptoError::arguments()),
        };
        text::raw(scope, &out)
    }
}

/// `convertPoint(bytes, curve, form)`.
pub fn convert<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    let bytes = args.bytes(0)?;
    let name = args.text(scope, 1)?;
    let key = on_curve(&name)?;
    let point = key
        .point(bytes)
        .ok_or_else(|| failed("Failed to convert Buffer to EC_POINT"))?;
    let out = key.encoded(point.0, form(args.i32(2)));
    text::raw(scope, &out)
}

/// The names of all curves.
pub fn curves<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
    // SAFETY: the list has room for as many as told; the texts are never freed.
    let names: Vec<String> = unsafe {
        let count = more::EC_get_builtin_curves(ptr::null_mut(), 0);
        let mut list: Vec<more::Curve> = Vec::with_capacity(count);
        more::EC_get_builtin_curves(list.as_mut_ptr(), count);
        list.set_len(count);
        list.iter()
            .map(|curve| {
                let name = ffi::OBJ_nid2sn(curve.nid);
                match name.is_null() {
                    true => String::new(),
                    false => std::ffi::CStr::from_ptr(name)
                        .to_string_lossy()
                        .into_owned(),
                }
            })
            .collect()
    };
    let list: Vec<v8::Local<v8::Value>> = names
        .iter()
        .map(|name| new_string(scope, name).into())
        .collect();
    v8::Array::new_with_elements(scope, &list).into()
}

//! An asymmetric key of OpenSSL's, and reading one from PEM or DER.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;

use openssl_sys as ffi;

use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;

/// A reference to a key, which is never changed once it is made.
pub struct Pkey(*mut ffi::EVP_PKEY);

// SAFETY: OpenSSL counts references atomically, and nobody changes the key.
unsafe impl Send for Pkey {}

impl Clone for Pkey {
    fn clone(&self) -> Self {
        // SAFETY: it is a key.
        unsafe { ffi::EVP_PKEY_up_ref(self.0) };
        Self(self.0)
    }
}

impl Drop for Pkey {
    fn drop(&mut self) {
        // SAFETY: the reference is ours.
        unsafe { ffi::EVP_PKEY_free(self.0) };
    }
}

/// What a text or bytes are: the numbers of `js/internal/crypto/keys.js`.
pub const DER: i32 = 0;
pub const PEM: i32 = 1;

pub const PKCS1: i32 = 0;
pub const PKCS8: i32 = 1;
pub const SPKI: i32 = 2;
pub const SEC1: i32 = 3;

/// Memory that OpenSSL reads from or writes to.
pub struct Bio(pub *mut ffi::BIO);

impl Drop for Bio {
    fn drop(&mut self) {
        // SAFETY: it is ours, or null.
        unsafe { ffi::BIO_free_all(self.0) };
    }
}

impl Bio {
    /// Over bytes, which must outlive it.
    pub fn over(bytes: &[u8]) -> Self {
        let length = c_int::try_from(bytes.len()).unwrap_or(0);
        // SAFETY: the bytes are good for their length.
        Self(unsafe { ffi::BIO_new_mem_buf(bytes.as_ptr().cast(), length) })
    }

    pub fn memory() -> Self {
        // SAFETY: no arguments but the method.
        Self(unsafe { ffi::BIO_new(ffi::BIO_s_mem()) })
    }

    /// What was written to it.
    pub fn bytes(&self) -> Vec<u8> {
        let mut start: *mut c_char = ptr::null_mut();
        // SAFETY: the memory is copied while the BIO lives.
        unsafe {
            let length = ffi::BIO_get_mem_data(self.0, &mut start);
            match usize::try_from(length) {
                Ok(length) if length > 0 => {
                    std::slice::from_raw_parts(start.cast::<u8>(), length).to_vec()
                }
                _ => Vec::new(),
            }
        }
    }
}

/// Gives OpenSSL the passphrase that `data` points to; without one it says so.
///
/// # Safety
/// `buffer` has room for `size` bytes; `data` is null or an `Option<Vec<u8>>`.
pub unsafe extern "C" fn passphrase(
    buffer: *mut c_char,
    size: c_int,
    _writing: c_int,
    data: *mut c_void,
) -> c_int {
    // SAFETY: as above.
    unsafe {
        let Some(Some(secret)) = data.cast::<Option<Vec<u8>>>().as_ref() else {
            return -1;
        };
        if secret.len() > size.max(0) as usize {
            return -1;
        }
        ptr::copy_nonoverlapping(secret.as_ptr(), buffer.cast(), secret.len());
        secret.len() as c_int
    }
}

impl Pkey {
    /// Takes over a reference; `None` when it is null.
    ///
    /// # Safety
    /// The reference is the caller's to give.
    pub unsafe fn own(key: *mut ffi::EVP_PKEY) -> Option<Self> {
        (!key.is_null()).then_some(Self(key))
    }

    pub fn raw(&self) -> *mut ffi::EVP_PKEY {
        self.0
    }

    /// The number of its type.
    pub fn id(&self) -> c_int {
        // SAFETY: it is a key.
        unsafe { ffi::EVP_PKEY_get_id(self.0) }
    }

    /// Whether it is of the type with this name.
    pub fn is(&self, name: &CStr) -> bool {
        // SAFETY: it is a key.
        unsafe { ffi::EVP_PKEY_is_a(self.0, name.as_ptr()) == 1 }
    }

    /// A private key; `secret` decrypts it.
    pub fn private(
        data: &[u8],
        format: i32,
        kind: i32,
        secret: Option<Vec<u8>>,
    ) -> CryptoResult<Self> {
        crate::error::clear();
        let has_secret = secret.is_some();
        let mut secret = secret;
        let user = ptr::from_mut(&mut secret).cast();
        let bio = Bio::over(data);
        let length = data.len() as std::ffi::c_long;
        let mut start = data.as_ptr();
        // SAFETY: the bytes and the passphrase outlive the calls.
        let key = unsafe {
            match (format, kind) {
                (PEM, _) => {
                    ffi::PEM_read_bio_PrivateKey(bio.0, ptr::null_mut(), Some(passphrase), user)
                }
                (_, PKCS1) => more::d2i_PrivateKey(6, ptr::null_mut(), &mut start, length),
                (_, SEC1) => more::d2i_PrivateKey(408, ptr::null_mut(), &mut start, length),
                _ if is_encrypted(data) => {
                    ffi::d2i_PKCS8PrivateKey_bio(bio.0, ptr::null_mut(), Some(passphrase), user)
                }
                _ => {
                    let info = ffi::d2i_PKCS8_PRIV_KEY_INFO(ptr::null_mut(), &mut start, length);
                    let key = match info.is_null() {
                        true => ptr::null_mut(),
                        false => ffi::EVP_PKCS82PKEY(info),
                    };
                    ffi::PKCS8_PRIV_KEY_INFO_free(info);
                    key
                }
            }
        };
        // SAFETY: the reference is ours.
        let key = unsafe { Self::own(key) };
        // SAFETY: no arguments.
        let said = unsafe { more::ERR_peek_error() };
        match key {
            Some(key) if said == 0 => Ok(key),
            _ => {
                // `PEM_R_BAD_PASSWORD_READ`.
                let missing = (said >> 23) & 0xff == 9 && said & 0x7f_ffff == 104;
                if missing && !has_secret {
                    crate::error::clear();
                    return Err(CryptoError::type_error(
                        "ERR_MISSING_PASSPHRASE",
                        "Passphrase required for encrypted key",
                    ));
                }
                Err(CryptoError::queue("Failed to read private key"))
            }
        }
    }

    /// A public key, also that of a certificate; `Ok(None)` when a PEM text is something else.
    pub fn public(data: &[u8], format: i32, kind: i32) -> CryptoResult<Option<Self>> {
        let failed = || CryptoError::queue("Failed to read asymmetric key");
        crate::error::clear();
        if format != PEM {
            let key = decode_public(data, kind == PKCS1);
            return key.map(Some).ok_or_else(failed);
        }
        for (name, what) in [
            (c"PUBLIC KEY", 0),
            (c"RSA PUBLIC KEY", 1),
            (c"CERTIFICATE", 2),
        ] {
            let Some(bytes) = pem_bytes(data, name) else {
                // `PEM_R_NO_START_LINE`: nothing of that name.
                // SAFETY: no arguments.
                let said = unsafe { ffi::ERR_peek_last_error() };
                if (said >> 23) & 0xff == 9 && said & 0x7f_ffff == 108 {
                    crate::error::clear();
                    continue;
                }
                return Err(failed());
            };
            let key = match what {
                2 => certificate_key(&bytes),
                _ => decode_public(&bytes, what == 1),
            };
            return key.map(Some).ok_or_else(failed);
        }
        Ok(None)
    }
}

fn decode_public(data: &[u8], pkcs1: bool) -> Option<Pkey> {
    let length = data.len() as std::ffi::c_long;
    let mut start = data.as_ptr();
    // SAFETY: the bytes are good for their length; the reference is ours.
    unsafe {
        Pkey::own(match pkcs1 {
            true => more::d2i_PublicKey(6, ptr::null_mut(), &mut start, length),
            false => ffi::d2i_PUBKEY(ptr::null_mut(), &mut start, length),
        })
    }
}

fn certificate_key(data: &[u8]) -> Option<Pkey> {
    let mut start = data.as_ptr();
    // SAFETY: the bytes are good for their length; the certificate is freed here.
    unsafe {
        let certificate = ffi::d2i_X509(ptr::null_mut(), &mut start, data.len() as _);
        if certificate.is_null() {
            return None;
        }
        let key = ffi::X509_get_pubkey(certificate);
        ffi::X509_free(certificate);
        Pkey::own(key)
    }
}

/// The bytes of a PEM text of a name.
fn pem_bytes(data: &[u8], name: &CStr) -> Option<Vec<u8>> {
    let bio = Bio::over(data);
    let mut none: Option<Vec<u8>> = None;
    let mut start: *mut u8 = ptr::null_mut();
    let mut length = 0;
    // SAFETY: what OpenSSL gives is copied and freed.
    unsafe {
        let found = more::PEM_bytes_read_bio(
            &mut start,
            &mut length,
            ptr::null_mut(),
            name.as_ptr(),
            bio.0,
            Some(passphrase),
            ptr::from_mut(&mut none).cast(),
        );
        if found != 1 {
            return None;
        }
        let bytes = std::slice::from_raw_parts(start, length.max(0) as usize).to_vec();
        more::CRYPTO_free(start.cast(), ptr::null(), 0);
        Some(bytes)
    }
}

/// Whether DER is an `EncryptedPrivateKeyInfo`: a sequence in a sequence, not a version number.
fn is_encrypted(data: &[u8]) -> bool {
    let Some((0x30, rest)) = data.split_first().map(|(tag, rest)| (*tag, rest)) else {
        return false;
    };
    let skip = match rest.first() {
        Some(length) if length & 0x80 != 0 => 1 + usize::from(length & 0x7f),
        _ => 1,
    };
    rest.get(skip).is_some_and(|tag| *tag != 0x02)
}

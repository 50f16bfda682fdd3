//! PEM texts: certificates, keys and parameters out of memory.

use std::ffi::{CString, c_int, c_void};
use std::ptr;

use foreign_types_shared::ForeignType;
use openssl::pkey::{PKey, Private};
use openssl::x509::X509;
use openssl_sys as ffi;
use ops_crypto::{CryptoError, CryptoResult};

/// A read-only BIO over bytes, freed when dropped.
pub struct Memory<'a>(pub *mut ffi::BIO, std::marker::PhantomData<&'a [u8]>);

impl<'a> Memory<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        // SAFETY: the bytes live as long as the BIO, which reads only.
        let bio = unsafe { ffi::BIO_new_mem_buf(bytes.as_ptr().cast(), bytes.len() as c_int) };
        Self(bio, std::marker::PhantomData)
    }
}

impl Drop for Memory<'_> {
    fn drop(&mut self) {
        // SAFETY: it is ours.
        unsafe { ffi::BIO_free_all(self.0) };
    }
}

/// Gives the passphrase; none when there is none, so that OpenSSL never asks the terminal.
unsafe extern "C" fn passphrase(
    buffer: *mut std::ffi::c_char,
    size: c_int,
    _writing: c_int,
    user: *mut c_void,
) -> c_int {
    // An empty passphrase is tried when there is none, so that the error is that of a wrong one.
    if user.is_null() {
        return 0;
    }
    // SAFETY: `user` is the `CString` of `private_key`.
    let text = unsafe { &*user.cast::<CString>() }.as_bytes();
    if text.len() > size.max(0) as usize {
        return -1;
    }
    // SAFETY: the buffer is `size` long.
    unsafe { ptr::copy_nonoverlapping(text.as_ptr(), buffer.cast(), text.len()) };
    text.len() as c_int
}

/// A private key in PEM.
pub fn private_key(bytes: &[u8], pass: Option<&str>) -> CryptoResult<PKey<Private>> {
    let memory = Memory::new(bytes);
    let pass = pass.and_then(|pass| CString::new(pass).ok());
    let user = pass.as_ref().map_or(ptr::null_mut(), |pass| {
        ptr::from_ref(pass).cast_mut().cast()
    });
    // SAFETY: the BIO and the passphrase live through the call.
    unsafe {
        let key = ffi::PEM_read_bio_PrivateKey(memory.0, ptr::null_mut(), Some(passphrase), user);
        if key.is_null() {
            return Err(CryptoError::queue("PEM_read_bio_PrivateKey"));
        }
        Ok(PKey::from_ptr(key))
    }
}

/// All certificates of a PEM text, and whether the text ended well.
pub fn certificates(bytes: &[u8]) -> (Vec<X509>, bool) {
    let memory = Memory::new(bytes);
    let mut list = Vec::new();
    loop {
        // SAFETY: the BIO lives; what is read belongs to us.
        unsafe {
            let x509 = crate::ffi::PEM_read_bio_X509_AUX(
                memory.0,
                ptr::null_mut(),
                Some(passphrase),
                ptr::null_mut(),
            );
            if x509.is_null() {
                break;
            }
            list.push(X509::from_ptr(x509));
        }
    }
    // SAFETY: no arguments.
    let error = unsafe { ffi::ERR_peek_last_error() };
    // The library PEM (9) says "no start line" (108) at the end of every text.
    let ended = error == 0 || ((error >> 23) & 0xff == 9 && error & 0x7f_ffff == 108);
    if ended {
        // SAFETY: no arguments.
        unsafe { ffi::ERR_clear_error() };
    }
    (list, ended)
}

//! A cipher of OpenSSL's: by its name, and what it is.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::CString;
use std::ptr;

use openssl_sys as ffi;

use crate::ffi as more;

/// `EVP_CTRL_AEAD_SET_IVLEN`.
pub const SET_IVLEN: i32 = 0x9;

pub const MODE_GCM: i32 = 6;
pub const MODE_CCM: i32 = 7;
pub const MODE_WRAP: i32 = 0x10002;
pub const MODE_OCB: i32 = 0x10003;
pub const MODE_SIV: i32 = 0x10004;
pub const MODE_GCM_SIV: i32 = 0x10005;

/// OpenSSL's cipher of a name.
#[derive(Clone, Copy)]
pub struct Algorithm {
    pub cipher: *const ffi::EVP_CIPHER,
}

// SAFETY: a fetched cipher is never freed, and any thread may use it.
unsafe impl Send for Algorithm {}

impl Algorithm {
    pub fn by_name(name: &str) -> Option<Self> {
        thread_local! {
            static KNOWN: RefCell<HashMap<String, Algorithm>> = RefCell::default();
        }
        let known = KNOWN.with(|known| known.borrow().get(name).copied());
        if known.is_some() {
            return known;
        }
        let found = Self::find(name)?;
        KNOWN.with(|known| known.borrow_mut().insert(name.to_owned(), found));
        Some(found)
    }

    fn find(name: &str) -> Option<Self> {
        let text = CString::new(name).ok()?;
        // SAFETY: the text ends with a zero. A fetched cipher is kept for the life of the program; a known name is
        // fetched through the table of the library.
        let cipher = unsafe {
            let known = more::EVP_get_cipherbyname(text.as_ptr());
            let own = match known.is_null() {
                true => text.as_ptr(),
                false => more::EVP_CIPHER_get0_name(known),
            };
            let fetched = ffi::EVP_CIPHER_fetch(ptr::null_mut(), own, ptr::null());
            // One that no provider has is known by its numbers all the same.
            match fetched.is_null() {
                true => known,
                false => fetched.cast_const(),
            }
        };
        crate::error::clear();
        (!cipher.is_null()).then_some(Self { cipher })
    }

    pub fn mode(&self) -> i32 {
        // SAFETY: it is a cipher.
        unsafe { more::EVP_CIPHER_get_mode(self.cipher) & 0xf_0007 }
    }

    /// Whether it makes an authentication tag that Node knows about.
    pub fn authenticated(&self) -> bool {
        match self.mode() {
            MODE_GCM | MODE_CCM | MODE_OCB | MODE_SIV | MODE_GCM_SIV => true,
            _ => self.is_chacha(),
        }
    }

    /// Mode, number and block size. A stream cipher has a block of 1.
    pub fn describe(&self) -> (&'static str, i32, i32) {
        let mode = match self.mode() {
            0 => "stream",
            1 => "ecb",
            2 => "cbc",
            3 => "cfb",
            4 => "ofb",
            5 => "ctr",
            MODE_GCM => "gcm",
            MODE_CCM => "ccm",
            0x10001 => "xts",
            MODE_WRAP => "wrap",
            MODE_OCB => "ocb",
            MODE_SIV => "siv",
            MODE_GCM_SIV => "gcm-siv",
            _ => "",
        };
        // SAFETY: it is a cipher.
        unsafe {
            (
                mode,
                ffi::EVP_CIPHER_get_nid(self.cipher),
                ffi::EVP_CIPHER_get_block_size(self.cipher),
            )
        }
    }

    /// OpenSSL's name for it.
    pub fn name(&self) -> String {
        // SAFETY: it is a cipher, whose texts are never freed.
        unsafe {
            let nid = ffi::EVP_CIPHER_get_nid(self.cipher);
            let known = more::OBJ_nid2sn(nid);
            let name = match nid == 0 || known.is_null() {
                true => more::EVP_CIPHER_get0_name(self.cipher),
                false => known,
            };
            std::ffi::CStr::from_ptr(name)
                .to_string_lossy()
                .into_owned()
        }
    }

    pub fn is_chacha(&self) -> bool {
        // SAFETY: it is a cipher.
        let nid = unsafe { ffi::EVP_CIPHER_get_nid(self.cipher) };
        nid == 1018
    }

    pub fn iv_length(&self) -> usize {
        // SAFETY: it is a cipher.
        unsafe { ffi::EVP_CIPHER_get_iv_length(self.cipher) as usize }
    }

    pub fn key_length(&self) -> usize {
        // SAFETY: it is a cipher.
        unsafe { ffi::EVP_CIPHER_get_key_length(self.cipher) as usize }
    }
}

/// Key and IV length, those that are wanted when the cipher takes them; `None` when it does not.
pub fn sizes(algorithm: Algorithm, key: Option<f64>, iv: Option<f64>) -> Option<(usize, usize)> {
    let mut sizes = (algorithm.key_length(), algorithm.iv_length());
    if key.is_none() && iv.is_none() {
        return Some(sizes);
    }
    // SAFETY: a context of its own, freed below.
    unsafe {
        let context = ffi::EVP_CIPHER_CTX_new();
        let mut good = ffi::EVP_CipherInit_ex(
            context,
            algorithm.cipher,
            ptr::null_mut(),
            ptr::null(),
            ptr::null(),
            1,
        ) == 1;
        if let (true, Some(key)) = (good, key) {
            good = ffi::EVP_CIPHER_CTX_set_key_length(context, key as i32) == 1;
            sizes.0 = key as usize;
        }
        if let (true, Some(iv)) = (good, iv) {
            // In these modes the length is the program's choice.
            good = match algorithm.authenticated() {
                true => {
                    let set =
                        ffi::EVP_CIPHER_CTX_ctrl(context, SET_IVLEN, iv as i32, ptr::null_mut());
                    set > 0
                }
                false => iv as usize == sizes.1,
            };
            sizes.1 = iv as usize;
        }
        ffi::EVP_CIPHER_CTX_free(context);
        crate::error::clear();
        good.then_some(sizes)
    }
}

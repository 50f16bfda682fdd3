//! One running digest. The usual ones go to their own functions: the way through a provider costs more than hashing
//! some bytes.

use std::cell::RefCell;
use std::ffi::CString;
use std::ptr;

use openssl_sys as ffi;

use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;

// SAFETY: a fetched digest is never freed, and any thread may use it.
unsafe impl Send for Algorithm {}

/// A digest that somebody asked for.
#[derive(Clone, Copy)]
pub struct Algorithm {
    md: *const ffi::EVP_MD,
    kind: Kind,
    /// Bytes of the result; for one that can have any length what it is by default.
    pub size: usize,
    /// Whether the result can have any length.
    pub xof: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Md5,
    Sha1,
    Sha256,
    Sha512,
    Other,
}

impl Algorithm {
    /// Those that need no provider: a program that only hashes does not wait for OpenSSL to start.
    fn usual(name: &str) -> Option<Self> {
        // SAFETY: no arguments; what they return is never freed.
        let (kind, size, md) = unsafe {
            match &*name.to_ascii_lowercase() {
                "md5" => (Kind::Md5, 16, ffi::EVP_md5()),
                "sha1" | "sha-1" => (Kind::Sha1, 20, ffi::EVP_sha1()),
                "sha256" | "sha-256" => (Kind::Sha256, 32, ffi::EVP_sha256()),
                "sha512" | "sha-512" => (Kind::Sha512, 64, ffi::EVP_sha512()),
                _ => return None,
            }
        };
        (!crate::library::restricted()).then_some(Self {
            md,
            kind,
            size,
            xof: false,
        })
    }

    /// By the name that a program gives, in any case; also as `RSA-SHA256`.
    pub fn by_name(name: &str) -> Option<Self> {
        // What DSA signatures once called their digest.
        let name = if matches!(name, "DSS1" | "dss1") {
            "sha1"
        } else {
            name
        };
        if let Some(usual) = Self::usual(name) {
            return Some(usual);
        }
        crate::library::ensure();
        let text = CString::new(name).ok()?;
        // SAFETY: the text ends with a zero. A fetched digest is kept for the life of the program.
        let md = unsafe {
            let fetched = ffi::EVP_MD_fetch(ptr::null_mut(), text.as_ptr(), ptr::null());
            match fetched.is_null() {
                true => ffi::EVP_get_digestbyname(text.as_ptr()),
                false => fetched.cast_const(),
            }
        };
        crate::error::clear();
        if md.is_null() {
            return None;
        }
        // SAFETY: `md` is a digest.
        let (size, flags, name) = unsafe {
            let name = more::EVP_MD_get0_name(md);
            let name = match name.is_null() {
                true => String::new(),
                false => std::ffi::CStr::from_ptr(name)
                    .to_string_lossy()
                    .to_ascii_lowercase(),
            };
            (ffi::EVP_MD_get_size(md), more::EVP_MD_get_flags(md), name)
        };
        let kind = match &*name {
            "md5" => Kind::Md5,
            "sha1" | "sha-1" => Kind::Sha1,
            "sha256" | "sha2-256" => Kind::Sha256,
            "sha512" | "sha2-512" => Kind::Sha512,
            _ => Kind::Other,
        };
        let size = match &*name {
            // OpenSSL has no length of its own for these.
            "shake128" | "shake-128" => 16,
            "shake256" | "shake-256" => 32,
            _ => usize::try_from(size).unwrap_or(0),
        };
        Some(Self {
            md,
            kind,
            size,
            xof: flags & 2 != 0,
        })
    }

    /// A whole hash without a context in the heap, for the usual ones. Says whether it was done.
    pub fn once(&self, bytes: &[u8], out: &mut [u8]) -> bool {
        macro_rules! whole {
            ($context:ty, $init:path, $update:path, $final:path) => {{
                let mut context = std::mem::MaybeUninit::<$context>::uninit();
                let context = context.as_mut_ptr();
                // SAFETY: `init` begins the context, and the length of `out` was checked.
                unsafe {
                    $init(context);
                    $update(context, bytes.as_ptr().cast(), bytes.len());
                    $final(out.as_mut_ptr(), context);
                }
                true
            }};
        }
        if out.len() != self.size {
            return false;
        }
        match self.kind {
            Kind::Md5 => whole!(
                more::Md5Context,
                more::MD5_Init,
                more::MD5_Update,
                more::MD5_Final
            ),
            Kind::Sha1 => whole!(
                ffi::SHA_CTX,
                ffi::SHA1_Init,
                ffi::SHA1_Update,
                ffi::SHA1_Final
            ),
            Kind::Sha256 => whole!(
                ffi::SHA256_CTX,
                ffi::SHA256_Init,
                ffi::SHA256_Update,
                ffi::SHA256_Final
            ),
            Kind::Sha512 => whole!(
                ffi::SHA512_CTX,
                ffi::SHA512_Init,
                ffi::SHA512_Update,
                ffi::SHA512_Final
            ),
            Kind::Other => false,
        }
    }

    /// Bytes of a block.
    pub fn block_size(&self) -> usize {
        // SAFETY: it is a digest.
        usize::try_from(unsafe { ffi::EVP_MD_get_block_size(self.md) }).unwrap_or(0)
    }

    /// OpenSSL's digest.
    pub fn md(&self) -> *const ffi::EVP_MD {
        self.md
    }
}

thread_local! {
    /// The digests that this thread has asked for: the place in the list is the number that JS keeps.
    static KNOWN: RefCell<Vec<Algorithm>> = const { RefCell::new(Vec::new()) };
}

/// A number for the digest of this name.
pub fn number(name: &str) -> Option<usize> {
    let algorithm = Algorithm::by_name(name)?;
    KNOWN.with(|known| {
        let mut known = known.borrow_mut();
        known.push(algorithm);
        Some(known.len() - 1)
    })
}

/// The digest of a number.
pub fn numbered(number: i32) -> Option<Algorithm> {
    let number = usize::try_from(number).ok()?;
    KNOWN.with(|known| known.borrow().get(number).copied())
}

/// A running digest.
pub enum Digest {
    Md5(Box<more::Md5Context>),
    Sha1(Box<ffi::SHA_CTX>),
    Sha256(Box<ffi::SHA256_CTX>),
    Sha512(Box<ffi::SHA512_CTX>),
    Other(*mut ffi::EVP_MD_CTX),
}

// SAFETY: a context belongs to one thread at a time.
unsafe impl Send for Digest {}

/// A zeroed context, begun by `init`.
fn begun<T>(init: unsafe extern "C" fn(*mut T) -> i32) -> Box<T> {
    let mut context = Box::<T>::new_uninit();
    // SAFETY: `init` sets all of the context that is read later; all its bits are numbers.
    unsafe {
        ptr::write_bytes(context.as_mut_ptr(), 0, 1);
        init(context.as_mut_ptr());
        context.assume_init()
    }
}

impl Digest {
    pub fn new(algorithm: &Algorithm) -> CryptoResult<Self> {
        Ok(match algorithm.kind {
            Kind::Md5 => Self::Md5(begun(more::MD5_Init)),
            Kind::Sha1 => Self::Sha1(begun(ffi::SHA1_Init)),
            Kind::Sha256 => Self::Sha256(begun(ffi::SHA256_Init)),
            Kind::Sha512 => Self::Sha512(begun(ffi::SHA512_Init)),
            Kind::Other => {
                // SAFETY: the digest lives on; a null context is refused.
                let context = unsafe { ffi::EVP_MD_CTX_new() };
                let this = Self::Other(context);
                // SAFETY: as above.
                let begun = !context.is_null()
                    && unsafe { ffi::EVP_DigestInit_ex(context, algorithm.md, ptr::null_mut()) }
                        == 1;
                if !begun {
                    return Err(CryptoError::queue("Digest method not supported"));
                }
                this
            }
        })
    }

    pub fn update(&mut self, bytes: &[u8]) -> bool {
        let (data, length) = (bytes.as_ptr().cast(), bytes.len());
        // SAFETY: the contexts are begun, and the bytes are good for their length.
        let done = unsafe {
            match self {
                Self::Md5(context) => more::MD5_Update(&mut **context, data, length),
                Self::Sha1(context) => ffi::SHA1_Update(&mut **context, data, length),
                Self::Sha256(context) => ffi::SHA256_Update(&mut **context, data, length),
                Self::Sha512(context) => ffi::SHA512_Update(&mut **context, data, length),
                Self::Other(context) => ffi::EVP_DigestUpdate(*context, data, length),
            }
        };
        done == 1
    }

    /// Fills `out`, whose length is the digest's own or, when it can have any, the one that is wanted.
    pub fn finish(&mut self, algorithm: &Algorithm, out: &mut [u8]) -> CryptoResult<()> {
        if !algorithm.xof && out.len() != algorithm.size {
            return Err(CryptoError::openssl());
        }
        if out.is_empty() {
            return Ok(());
        }
        let to = out.as_mut_ptr();
        // SAFETY: the contexts are begun, and `out` has room for what they write.
        let done = unsafe {
            match self {
                Self::Md5(context) => more::MD5_Final(to, &mut **context),
                Self::Sha1(context) => ffi::SHA1_Final(to, &mut **context),
                Self::Sha256(context) => ffi::SHA256_Final(to, &mut **context),
                Self::Sha512(context) => ffi::SHA512_Final(to, &mut **context),
                Self::Other(context) if algorithm.xof => {
                    ffi::EVP_DigestFinalXOF(*context, to, out.len())
                }
                Self::Other(context) => ffi::EVP_DigestFinal_ex(*context, to, ptr::null_mut()),
            }
        };
        match done {
            1 => Ok(()),
            _ => Err(CryptoError::openssl()),
        }
    }

    /// A second one in the same state.
    pub fn copy(&self) -> CryptoResult<Self> {
        Ok(match self {
            Self::Md5(context) => Self::Md5(context.clone()),
            Self::Sha1(context) => Self::Sha1(context.clone()),
            Self::Sha256(context) => Self::Sha256(context.clone()),
            Self::Sha512(context) => Self::Sha512(context.clone()),
            Self::Other(context) => {
                // SAFETY: both are contexts, or null, which is refused.
                unsafe {
                    let copy = ffi::EVP_MD_CTX_new();
                    let this = Self::Other(copy);
                    if copy.is_null() || ffi::EVP_MD_CTX_copy_ex(copy, *context) != 1 {
                        return Err(CryptoError::queue("Digest copy error"));
                    }
                    this
                }
            }
        })
    }
}

impl Drop for Digest {
    fn drop(&mut self) {
        if let Self::Other(context) = self {
            // SAFETY: it is ours, or null.
            unsafe { ffi::EVP_MD_CTX_free(*context) };
        }
    }
}

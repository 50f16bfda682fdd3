//! Ciphers: the handle behind `Cipheriv` and `Decipheriv`, with the rules of the authenticated modes.

use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;

use crate::args::Args;
use crate::cipher_algorithm::Algorithm;
use crate::cipher_algorithm::{MODE_CCM, MODE_GCM, MODE_GCM_SIV, MODE_SIV, MODE_WRAP, SET_IVLEN};
use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;
use crate::handle::Handle;
use crate::text;

/// Methods of the handle.
const UPDATE: i32 = 0;
const FINAL: i32 = 1;
const SET_AUTO_PADDING: i32 = 2;
const SET_AAD: i32 = 3;
const SET_AUTH_TAG: i32 = 4;
const GET_AUTH_TAG: i32 = 5;

/// `EVP_CTRL_AEAD_*`.
const GET_TAG: i32 = 0x10;
const SET_TAG: i32 = 0x11;

const FLAG_WRAP_ALLOW: i32 = 1;

/// What is known of the tag.
#[derive(Clone, Copy, PartialEq)]
enum Tag {
    Unknown,
    Known,
    Passed,
}

/// A cipher at work.
pub struct Cipher {
    algorithm: Algorithm,
    context: *mut ffi::EVP_CIPHER_CTX,
    encrypts: bool,
    tag_length: Option<usize>,
    tag: Vec<u8>,
    tag_state: Tag,
    /// CCM says in `update` that the data are not authentic; a program hears of it in `final`.
    failed: bool,
    longest: usize,
}

impl Drop for Cipher {
    fn drop(&mut self) {
        self.free();
    }
}

fn invalid_iv() -> CryptoError {
    CryptoError::type_error("ERR_CRYPTO_INVALID_IV", "Invalid initialization vector")
}

fn invalid_tag(length: usize) -> CryptoError {
    CryptoError::type_error(
        "ERR_CRYPTO_INVALID_AUTH_TAG",
        format!("Invalid authentication tag length: {length}"),
    )
}

fn valid_gcm_tag(length: usize) -> bool {
    length == 4 || length == 8 || (12..=16).contains(&length)
}

/// `open(encrypts, name, key, iv | null, tagLength)`; a tag length below 0 is none.
pub fn open<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
) -> CryptoResult<Box<dyn Handle>> {
    let encrypts = args.bool(0);
    let name = args.text(scope, 1)?;
    let algorithm = Algorithm::by_name(&name)
        .ok_or_else(|| CryptoError::error("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher"))?;
    let key = args.secret(scope, 2)?;
    let iv = args.maybe_bytes(3).map(<[u8]>::to_vec);
    let tag_length = args.number(4).filter(|n| *n >= 0.0).map(|n| n as usize);
    let cipher = Cipher::new(&name, algorithm, encrypts, &key, iv.as_deref(), tag_length)?;
    Ok(Box::new(cipher))
}

impl Cipher {
    pub fn new(
        name: &str,
        algorithm: Algorithm,
        encrypts: bool,
        key: &[u8],
        iv: Option<&[u8]>,
        tag_length: Option<usize>,
    ) -> CryptoResult<Self> {
        let expected = algorithm.iv_length();
        let authenticated = algorithm.authenticated();
        match iv {
            None if expected != 0 => return Err(invalid_iv()),
            Some(iv) if !authenticated && iv.len() != expected => return Err(invalid_iv()),
            // OpenSSL would take the first 12 bytes of a longer one.
            Some(iv) if algorithm.is_chacha() && iv.len() > 12 => return Err(invalid_iv()),
            _ => {}
        }
        // SAFETY: no arguments.
        let context = unsafe { ffi::EVP_CIPHER_CTX_new() };
        let mut this = Self {
            algorithm,
            context,
            encrypts,
            tag_length: None,
            tag: Vec::new(),
            tag_state: Tag::Unknown,
            failed: false,
            longest: i32::MAX as usize,
        };
        this.begin(None, None)?;
        if authenticated {
            this.authenticate(name, iv.map_or(0, <[u8]>::len), tag_length)?;
        }
        let length = i32::try_from(key.len()).unwrap_or(-1);
        // SAFETY: the context is ours.
        if unsafe { ffi::EVP_CIPHER_CTX_set_key_length(context, length) } != 1 {
            crate::error::clear();
            return Err(CryptoError::range_error(
                "ERR_CRYPTO_INVALID_KEYLEN",
                "Invalid key length",
            ));
        }
        this.begin(Some(key), iv)?;
        Ok(this)
    }

    /// Chooses the cipher, or gives it key and IV.
    fn begin(&mut self, key: Option<&[u8]>, iv: Option<&[u8]>) -> CryptoResult<()> {
        let cipher = match key {
            None => self.algorithm.cipher,
            Some(_) => ptr::null(),
        };
        // SAFETY: the context is ours; key and IV have the lengths that it was told or that were checked.
        let done = unsafe {
            if self.algorithm.mode() == MODE_WRAP {
                ffi::EVP_CIPHER_CTX_set_flags(self.context, FLAG_WRAP_ALLOW);
            }
            ffi::EVP_CipherInit_ex(
                self.context,
                cipher,
                ptr::null_mut(),
                key.map_or(ptr::null(), <[u8]>::as_ptr),
                iv.map_or(ptr::null(), <[u8]>::as_ptr),
                i32::from(self.encrypts),
            )
        };
        match done {
            1 => Ok(()),
            _ => Err(CryptoError::queue("Failed to initialize cipher")),
        }
    }

    fn control(&mut self, what: i32, number: usize, data: *mut u8) -> bool {
        let number = i32::try_from(number).unwrap_or(i32::MAX);
        // SAFETY: the context is ours; `data` is null or good for `number` bytes.
        let done = unsafe { ffi::EVP_CIPHER_CTX_ctrl(self.context, what, number, data.cast()) };
        done > 0
    }

    fn authenticate(
        &mut self,
        name: &str,
        iv_length: usize,
        tag_length: Option<usize>,
    ) -> CryptoResult<()> {
        let mode = self.algorithm.mode();
        if !matches!(mode, MODE_SIV) && !self.control(SET_IVLEN, iv_length, ptr::null_mut()) {
            crate::error::clear();
            return Err(invalid_iv());
        }
        if matches!(mode, MODE_GCM | MODE_SIV | MODE_GCM_SIV) {
            if let Some(length) = tag_length {
                let valid = match mode {
                    MODE_GCM => valid_gcm_tag(length),
                    _ => length == 16,
                };
                if !valid {
                    return Err(invalid_tag(length));
                }
                self.tag_length = Some(length);
            } else if mode != MODE_GCM {
                self.tag_length = Some(16);
            }
            return Ok(());
        }
        let length = match tag_length {
            Some(length) => length,
            None if self.algorithm.is_chacha() => 16,
            None => {
                return Err(CryptoError::type_error(
                    "ERR_CRYPTO_INVALID_AUTH_TAG",
                    format!("authTagLength required for {name}"),
                ));
            }
        };
        if !self.control(SET_TAG, length, ptr::null_mut()) {
            crate::error::clear();
            return Err(invalid_tag(length));
        }
        self.tag_length = Some(length);
        if mode == MODE_CCM {
            self.longest = match iv_length {
                12 => 0xff_ffff,
                13 => 0xffff,
                _ => i32::MAX as usize,
            };
        }
        Ok(())
    }

    fn pass_tag(&mut self) -> bool {
        if self.tag_state != Tag::Known {
            return true;
        }
        let mut tag = std::mem::take(&mut self.tag);
        let done = self.control(SET_TAG, tag.len(), tag.as_mut_ptr());
        self.tag = tag;
        if done {
            self.tag_state = Tag::Passed;
        }
        done
    }

    fn check_length(&self, length: usize) -> CryptoResult<()> {
        if self.algorithm.mode() == MODE_CCM && length > self.longest {
            return Err(CryptoError::range_error(
                "ERR_CRYPTO_INVALID_MESSAGELEN",
                "Invalid message length",
            ));
        }
        Ok(())
    }

    pub fn update(&mut self, data: &[u8]) -> CryptoResult<Vec<u8>> {
        let unsupported = "Trying to add data in unsupported state";
        if data.len() > i32::MAX as usize || self.context.is_null() {
            return Err(CryptoError::OpenSsl(Vec::new(), unsupported.into()));
        }
        self.check_length(data.len())?;
        let mode = self.algorithm.mode();
        if !self.encrypts && self.algorithm.authenticated() {
            self.pass_tag();
        }
        let length = data.len() as i32;
        // SAFETY: the context is ours.
        let block = unsafe { ffi::EVP_CIPHER_CTX_get_block_size(self.context) };
        let mut room = length.saturating_add(block);
        if self.encrypts && mode == MODE_WRAP {
            // SAFETY: without an output the call only tells its length.
            let told = unsafe {
                ffi::EVP_CipherUpdate(
                    self.context,
                    ptr::null_mut(),
                    &mut room,
                    data.as_ptr(),
                    length,
                )
            };
            if told != 1 {
                return Err(CryptoError::queue(unsupported));
            }
        }
        let mut out = vec![0; room.max(0) as usize];
        let mut written = room;
        // SAFETY: the output has room for the data and one block, or for what the cipher asked for.
        let done = unsafe {
            ffi::EVP_CipherUpdate(
                self.context,
                out.as_mut_ptr(),
                &mut written,
                data.as_ptr(),
                length,
            )
        };
        if done != 1 {
            if !self.encrypts && mode == MODE_CCM {
                crate::error::clear();
                self.failed = true;
                return Ok(Vec::new());
            }
            return Err(CryptoError::queue(unsupported));
        }
        out.truncate(written.max(0) as usize);
        Ok(out)
    }

    pub fn set_aad(&mut self, data: &[u8], plain: Option<usize>) -> CryptoResult<bool> {
        if self.context.is_null() || !self.algorithm.authenticated() {
            return Ok(false);
        }
        let mut written = 0;
        if self.algorithm.mode() == MODE_CCM {
            let Some(plain) = plain else {
                return Err(CryptoError::type_error(
                    "ERR_MISSING_ARGS",
                    "options.plaintextLength required for CCM mode with AAD",
                ));
            };
            self.check_length(plain)?;
            if !self.encrypts && !self.pass_tag() {
                return Ok(false);
            }
            // SAFETY: without data the call only announces the length.
            let told = unsafe {
                ffi::EVP_CipherUpdate(
                    self.context,
                    ptr::null_mut(),
                    &mut written,
                    ptr::null(),
                    plain as i32,
                )
            };
            if told != 1 {
                return Ok(false);
            }
        }
        let length = i32::try_from(data.len()).map_err(|_| CryptoError::arguments())?;
        // SAFETY: without an output the data are only authenticated.
        let done = unsafe {
            ffi::EVP_CipherUpdate(
                self.context,
                ptr::null_mut(),
                &mut written,
                data.as_ptr(),
                length,
            )
        };
        Ok(done == 1)
    }

    pub fn finish(&mut self) -> CryptoResult<Vec<u8>> {
        if self.context.is_null() {
            return Err(CryptoError::error(
                "ERR_CRYPTO_INVALID_STATE",
                "Unsupported state",
            ));
        }
        let authenticated = self.algorithm.authenticated();
        // SAFETY: the context is ours.
        let block = unsafe { ffi::EVP_CIPHER_CTX_get_block_size(self.context) };
        let mut out = vec![0; block.max(0) as usize];
        let mut done = true;
        if !self.encrypts && authenticated {
            self.pass_tag();
        }
        if !self.encrypts && self.algorithm.is_chacha() && self.tag_state != Tag::Passed {
            done = false;
        } else if !self.encrypts && self.algorithm.mode() == MODE_CCM {
            done = !self.failed;
            out.clear();
        } else {
            let mut written = 0;
            // SAFETY: the output has room for one block.
            done &= unsafe {
                more::EVP_CipherFinal_ex(self.context, out.as_mut_ptr(), &mut written) == 1
            };
            out.truncate(written.max(0) as usize);
            if done && self.encrypts && authenticated {
                let length = *self.tag_length.get_or_insert(16);
                let mut tag = vec![0; length];
                done = self.control(GET_TAG, length, tag.as_mut_ptr());
                self.tag = tag;
            }
        }
        self.free();
        if done {
            return Ok(out);
        }
        Err(CryptoError::queue(match authenticated {
            true => "Unsupported state or unable to authenticate data",
            false => "Unsupported state",
        }))
    }

    /// The tag of what was encrypted, after the end.
    pub fn tag(&self) -> &[u8] {
        &self.tag
    }

    fn free(&mut self) {
        // SAFETY: it is ours, or null.
        unsafe { ffi::EVP_CIPHER_CTX_free(self.context) };
        self.context = ptr::null_mut();
    }

    /// The tag comes from the program.
    pub fn set_tag(&mut self, tag: &[u8]) -> CryptoResult<bool> {
        if self.context.is_null()
            || !self.algorithm.authenticated()
            || self.encrypts
            || self.tag_state != Tag::Unknown
        {
            return Ok(false);
        }
        let valid = match self.algorithm.mode() {
            MODE_GCM => self.tag_length.unwrap_or(16) == tag.len(),
            _ => self.tag_length == Some(tag.len()),
        };
        if !valid {
            return Err(invalid_tag(tag.len()));
        }
        self.tag_length = Some(tag.len());
        self.tag = tag.to_vec();
        self.tag_state = Tag::Known;
        Ok(true)
    }
}

impl Handle for Cipher {
    fn memory(&self) -> i64 {
        2048
    }

    fn call<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        method: i32,
        args: &Args<'_, 's>,
    ) -> CryptoResult<v8::Local<'s, v8::Value>> {
        let yes =
            |scope: &mut v8::PinScope<'s, '_>, value| Ok(v8::Boolean::new(scope, value).into());
        match method {
            UPDATE => {
                let out = text::with_bytes(scope, args.get(0), |data| self.update(data))??;
                to_js(scope, out)
            }
            FINAL => {
                let out = self.finish()?;
                to_js(scope, out)
            }
            SET_AUTO_PADDING => {
                if self.context.is_null() {
                    return yes(scope, false);
                }
                // SAFETY: the context is ours.
                let done = unsafe {
                    ffi::EVP_CIPHER_CTX_set_padding(self.context, i32::from(args.bool(0)))
                };
                yes(scope, done == 1)
            }
            SET_AAD => {
                let plain = args.number(1).filter(|n| *n >= 0.0).map(|n| n as usize);
                let done = self.set_aad(args.bytes(0)?, plain)?;
                yes(scope, done)
            }
            SET_AUTH_TAG => {
                let tag = args.bytes(0)?.to_vec();
                let done = self.set_tag(&tag)?;
                yes(scope, done)
            }
            GET_AUTH_TAG => {
                if !self.context.is_null() || !self.encrypts || self.tag.is_empty() {
                    return Ok(v8::undefined(scope).into());
                }
                let tag = self.tag.clone();
                to_js(scope, tag)
            }
            _ => Err(CryptoError::arguments()),
        }
    }
}

/// Large results keep their memory; small ones are copied into V8's own, which is collected sooner.
fn to_js<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    out: Vec<u8>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    match out.len() > 4096 {
        true => Ok(crate::call::array_buffer(scope, out).into()),
        false => text::raw(scope, &out),
    }
}

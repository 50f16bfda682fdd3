//! What JS hands over: paths as bytes, views of memory, file positions.

use std::convert::Infallible;
use std::ffi::{CStr, CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use deno_core::{FromV8, v8};
use deno_error::JsErrorBox;
use ops_core::{SysError, permission};

/// A path: a JS string as UTF-8, or the bytes of a `Uint8Array` as they are, so that every name can be reached.
#[derive(Clone)]
pub struct PathArg(Bytes);

/// The longest path that needs no memory of its own, with the null byte that ends it.
const SHORT: usize = 126;

/// A path without a null byte in it and one behind.
#[derive(Clone)]
enum Bytes {
    Short { bytes: [u8; SHORT], length: u8 },
    Long(CString),
}

impl PathArg {
    pub fn new(path: CString) -> Self {
        Self(Bytes::Long(path))
    }

    /// `None`: it is too long or not ASCII, or has a null byte.
    fn short(path: &[u8]) -> Option<Self> {
        if path.len() >= SHORT || !path.is_ascii() || path.contains(&0) {
            return None;
        }
        let mut bytes = [0; SHORT];
        bytes[..path.len()].copy_from_slice(path);
        let length = path.len() as u8;
        Some(Self(Bytes::Short { bytes, length }))
    }

    /// A string, in which JS has found no null byte.
    pub fn of_text(text: &str, syscall: &'static str) -> Result<Self, SysError> {
        if let Some(path) = Self::short(text.as_bytes()) {
            return Ok(path);
        }
        CString::new(text)
            .map(Self::new)
            .map_err(|_| SysError::new(libc::EINVAL, syscall))
    }

    pub fn c_str(&self) -> &CStr {
        match &self.0 {
            Bytes::Short { bytes, length } => {
                let path = &bytes[..=usize::from(*length)];
                // SAFETY: `short` has found no null byte before the one that ends it.
                unsafe { CStr::from_bytes_with_nul_unchecked(path) }
            }
            Bytes::Long(path) => path,
        }
    }

    pub fn bytes(&self) -> &[u8] {
        self.c_str().to_bytes()
    }

    /// Asks the permission model.
    pub fn may_read(&self) -> Result<(), SysError> {
        permission::read(self.bytes())
    }

    /// Asks the permission model.
    pub fn may_write(&self) -> Result<(), SysError> {
        permission::write(self.bytes())
    }

    pub fn path(&self) -> &Path {
        Path::new(OsStr::from_bytes(self.bytes()))
    }
}

/// A string as UTF-8, with room for the null byte that comes behind.
fn bytes_of(scope: &mut v8::PinScope, text: v8::Local<v8::String>) -> Vec<u8> {
    let view = v8::ValueView::new(scope, text);
    if let v8::ValueViewData::OneByte(units) = view.data()
        && units.is_ascii()
    {
        let mut bytes = Vec::with_capacity(units.len() + 1);
        bytes.extend_from_slice(units);
        return bytes;
    }
    drop(view);
    text.to_rust_string_lossy(scope).into_bytes()
}

impl<'s> FromV8<'s> for PathArg {
    type Error = JsErrorBox;

    fn from_v8(
        scope: &mut v8::PinScope<'s, '_>,
        value: v8::Local<'s, v8::Value>,
    ) -> Result<Self, Self::Error> {
        let bytes = if let Ok(text) = v8::Local::<v8::String>::try_from(value) {
            if let v8::ValueViewData::OneByte(units) = v8::ValueView::new(scope, text).data()
                && let Some(path) = PathArg::short(units)
            {
                return Ok(path);
            }
            bytes_of(scope, text)
        } else if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(value) {
            ops_core::bytes::copy(view)
        } else {
            return Err(JsErrorBox::type_error(
                "a path must be a string or a Uint8Array",
            ));
        };
        CString::new(bytes)
            .map(PathArg::new)
            .map_err(|_| JsErrorBox::type_error("a path must not contain null bytes"))
    }
}

/// A file by its descriptor or by its path.
pub enum Target {
    Fd(i32),
    Path(PathArg),
}

impl<'s> FromV8<'s> for Target {
    type Error = JsErrorBox;

    fn from_v8(
        scope: &mut v8::PinScope<'s, '_>,
        value: v8::Local<'s, v8::Value>,
    ) -> Result<Self, Self::Error> {
        match value.is_number() {
            true => Ok(Target::Fd(value.int32_value(scope).unwrap_or(-1))),
            false => PathArg::from_v8(scope, value).map(Target::Path),
        }
    }
}

/// Where in a file: `None` is its current position.
#[derive(Clone, Copy)]
pub struct Position(pub Option<i64>);

impl<'s> FromV8<'s> for Position {
    type Error = Infallible;

    fn from_v8(
        scope: &mut v8::PinScope<'s, '_>,
        value: v8::Local<'s, v8::Value>,
    ) -> Result<Self, Self::Error> {
        let number = match v8::Local::<v8::BigInt>::try_from(value) {
            Ok(big) => big.i64_value().0,
            Err(_) if value.is_number() => value.integer_value(scope).unwrap_or(-1),
            Err(_) => -1,
        };
        Ok(Position((number >= 0).then_some(number)))
    }
}

/// The memory of an `ArrayBufferView`. It stays allocated while this lives, even when JS detaches the buffer; the
/// bytes are only ever named to the kernel, which reports memory that has become unreachable as `EFAULT`.
pub struct View {
    start: *mut u8,
    length: usize,
    _store: Option<v8::SharedRef<v8::BackingStore>>,
}

// SAFETY: the pointer is only handed to system calls, and the backing store is reference-counted across threads.
unsafe impl Send for View {}
// SAFETY: as above.
unsafe impl Sync for View {}

impl View {
    fn of_view(view: v8::Local<v8::ArrayBufferView>) -> Self {
        let store = view.get_backing_store();
        let length = view.byte_length();
        let start =
            store
                .as_ref()
                .and_then(|store| store.data())
                .map_or(std::ptr::null_mut(), |base| {
                    // SAFETY: V8 keeps `byte_offset` inside the backing store.
                    unsafe { base.as_ptr().cast::<u8>().add(view.byte_offset()) }
                });
        Self {
            start,
            length: if start.is_null() { 0 } else { length },
            _store: store,
        }
    }

    /// The part `[offset, offset + length)` for `readv` and `writev`.
    pub fn part(
        &self,
        offset: usize,
        length: usize,
        syscall: &'static str,
    ) -> Result<libc::iovec, SysError> {
        if offset
            .checked_add(length)
            .is_none_or(|end| end > self.length)
        {
            return Err(SysError::new(libc::EINVAL, syscall));
        }
        Ok(libc::iovec {
            iov_base: self.start.wrapping_add(offset).cast(),
            iov_len: length,
        })
    }

    pub fn whole(&self) -> libc::iovec {
        libc::iovec {
            iov_base: self.start.cast(),
            iov_len: self.length,
        }
    }
}

impl<'s> FromV8<'s> for View {
    type Error = JsErrorBox;

    fn from_v8(
        _: &mut v8::PinScope<'s, '_>,
        value: v8::Local<'s, v8::Value>,
    ) -> Result<Self, Self::Error> {
        v8::Local::<v8::ArrayBufferView>::try_from(value)
            .map(View::of_view)
            .map_err(|_| JsErrorBox::type_error("expected an ArrayBufferView"))
    }
}

/// An array of views.
pub struct Views(pub Vec<View>);

impl<'s> FromV8<'s> for Views {
    type Error = JsErrorBox;

    fn from_v8(
        scope: &mut v8::PinScope<'s, '_>,
        value: v8::Local<'s, v8::Value>,
    ) -> Result<Self, Self::Error> {
        let array = v8::Local::<v8::Array>::try_from(value)
            .map_err(|_| JsErrorBox::type_error("expected an array"))?;
        let mut list = Vec::with_capacity(array.length() as usize);
        for index in 0..array.length() {
            let item = array
                .get_index(scope, index)
                .unwrap_or_else(|| v8::undefined(scope).into());
            list.push(View::from_v8(scope, item)?);
        }
        Ok(Views(list))
    }
}

/// The values of a `stat` call as JS wants them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    Double,
    Big,
}

impl<'s> FromV8<'s> for Numbers {
    type Error = Infallible;

    fn from_v8(
        _: &mut v8::PinScope<'s, '_>,
        value: v8::Local<'s, v8::Value>,
    ) -> Result<Self, Self::Error> {
        Ok(if value.is_true() {
            Numbers::Big
        } else {
            Numbers::Double
        })
    }
}

/// How a name or a file's content is handed to JS.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// A string decoded from UTF-8.
    Utf8,
    /// The bytes in a `Uint8Array`; JS makes of them what the program asked for.
    Raw,
}

impl<'s> FromV8<'s> for Text {
    type Error = Infallible;

    fn from_v8(
        _: &mut v8::PinScope<'s, '_>,
        value: v8::Local<'s, v8::Value>,
    ) -> Result<Self, Self::Error> {
        Ok(if value.is_true() {
            Text::Utf8
        } else {
            Text::Raw
        })
    }
}

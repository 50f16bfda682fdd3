//! The parameters of a statement.

use std::cell::{Cell, RefCell, UnsafeCell};
use std::collections::HashMap;
use std::ffi::{CStr, CString, c_char, c_int};

use deno_core::v8;
use libsqlite3_sys as ffi;
use ops_core::text;

use crate::errors::{self, Class};
use crate::statement::Statement;
use crate::values::{self, Owned};

/// What a statement knows about its parameters.
pub struct Parameters {
    pub count: c_int,
    /// Whether one of them has a name that is not a number.
    named: bool,
    /// The names without their first character.
    bare: RefCell<Option<HashMap<Vec<u8>, c_int>>>,
    /// The keys of the last object with values by name, and whose values they are: mostly they come again.
    last: RefCell<Vec<(v8::Global<v8::Value>, c_int)>>,
    /// Whether values are bound.
    bound: Cell<bool>,
    /// Short texts that are bound lie here until the next ones are.
    texts: UnsafeCell<Box<[u8]>>,
    used: Cell<usize>,
}

/// How many bytes of text a statement keeps itself.
const KEPT: usize = 256;

impl Parameters {
    /// # Safety
    /// `raw` is a live statement.
    pub unsafe fn new(raw: *mut ffi::sqlite3_stmt) -> Self {
        // SAFETY: the caller's.
        let count = unsafe { ffi::sqlite3_bind_parameter_count(raw) };
        // SAFETY: as above.
        let named = (1..=count).any(|index| unsafe { !is_anonymous(raw, index) });
        Self {
            count,
            named,
            bare: RefCell::new(None),
            last: RefCell::default(),
            bound: Cell::new(false),
            texts: UnsafeCell::default(),
            used: Cell::new(0),
        }
    }

    /// Keeps `string` if it is short and ASCII.
    fn keep(
        &self,
        isolate: &mut v8::Isolate,
        string: v8::Local<v8::String>,
    ) -> Option<(*const c_char, usize)> {
        let length = string.length();
        let used = self.used.get();
        if used + length > KEPT || !string.is_onebyte() {
            return None;
        }
        // SAFETY: nobody else has a reference to it, and nothing here calls back. What is bound points to bytes before
        // `used`, or is bound anew before SQLite looks at it.
        let texts = unsafe { &mut *self.texts.get() };
        if texts.is_empty() {
            *texts = vec![0; KEPT].into_boxed_slice();
        }
        let target = texts.get_mut(used..used + length)?;
        let ascii = text::with_units(isolate, string, |units| match units {
            text::Units::OneByte(bytes) => {
                target.copy_from_slice(bytes);
                bytes.is_ascii()
            }
            text::Units::TwoByte(_) => false,
        });
        if !ascii {
            return None;
        }
        self.used.set(used + length);
        Some((target.as_ptr().cast(), length))
    }
}

/// Whether values without a name go to this parameter.
///
/// # Safety
/// `raw` is a live statement.
unsafe fn is_anonymous(raw: *mut ffi::sqlite3_stmt, index: c_int) -> bool {
    // SAFETY: the caller's; SQLite looks at the index.
    unsafe { name_of(raw, index) }.is_none_or(|name| name.to_bytes().first() == Some(&b'?'))
}

/// # Safety
/// `raw` is a live statement, which outlives the name.
unsafe fn name_of<'a>(raw: *mut ffi::sqlite3_stmt, index: c_int) -> Option<&'a CStr> {
    // SAFETY: the caller's; the text ends in NUL.
    unsafe {
        let name = ffi::sqlite3_bind_parameter_name(raw, index);
        (!name.is_null()).then(|| CStr::from_ptr(name))
    }
}

impl Statement {
    /// Binds the arguments: first an object with values by name, if there is one. `None` when it has thrown.
    pub fn bind(
        &self,
        scope: &mut v8::PinScope,
        raw: *mut ffi::sqlite3_stmt,
        args: &v8::FunctionCallbackArguments,
    ) -> Option<()> {
        let parameters = &self.parameters;
        let length = args.length();
        let first = args.get(0);
        let by_name = first.is_object()
            && !first.is_array_buffer_view()
            && !first.is_array_buffer()
            && !first.is_shared_array_buffer();
        parameters.used.set(0);
        let bound = parameters.bound.replace(length > 0 && parameters.count > 0);
        // What all is bound anew need not be cleared.
        if bound && (by_name || parameters.named || length != parameters.count) {
            // SAFETY: the statement is live and was reset.
            unsafe { ffi::sqlite3_clear_bindings(raw) };
        }
        let mut next = 0;
        if by_name {
            let object = v8::Local::<v8::Object>::try_from(first).ok()?;
            // Getters may try to close what is in use here.
            self.connection()
                .guarded(|| self.bind_named(scope, raw, object))?;
            next = 1;
        }
        let mut index = 1;
        while next < length {
            // SAFETY: the statement is live.
            while self.parameters.named && unsafe { !is_anonymous(raw, index) } {
                index += 1;
            }
            self.bind_value(scope, raw, index, args.get(next))?;
            index += 1;
            next += 1;
        }
        Some(())
    }

    fn bind_named(
        &self,
        scope: &mut v8::PinScope,
        raw: *mut ffi::sqlite3_stmt,
        object: v8::Local<v8::Object>,
    ) -> Option<()> {
        let keys = object.get_own_property_names(
            scope,
            v8::GetPropertyNamesArgsBuilder::new()
                .key_conversion(v8::KeyConversionMode::ConvertToString)
                .build(),
        )?;
        for position in 0..keys.length() {
            let key = keys.get_index(scope, position)?;
            let known = self.known(scope, position as usize, key);
            let index = match known {
                Some(index) => index,
                None => {
                    let name = key.to_rust_string_lossy(scope);
                    let Some(index) = self.index_of(scope, raw, &name)? else {
                        if self.unknown_allowed.get() {
                            continue;
                        }
                        let message = format!("Unknown named parameter '{name}'");
                        errors::throw_state(scope, &message);
                        return None;
                    };
                    self.remember(scope, position as usize, key, index);
                    index
                }
            };
            let value = object.get(scope, key)?;
            self.bind_value(scope, raw, index, value)?;
        }
        Some(())
    }

    /// The parameter of this key if the last object had it at the same place.
    fn known(
        &self,
        scope: &mut v8::PinScope,
        position: usize,
        key: v8::Local<v8::Value>,
    ) -> Option<c_int> {
        let last = self.parameters.last.borrow();
        let (other, index) = last.get(position)?;
        let other = v8::Local::new(scope, other);
        other.strict_equals(key).then_some(*index)
    }

    fn remember(
        &self,
        scope: &mut v8::PinScope,
        position: usize,
        key: v8::Local<v8::Value>,
        index: c_int,
    ) {
        let mut last = self.parameters.last.borrow_mut();
        last.truncate(position);
        // Unknown ones leave a gap, behind which nothing is remembered.
        if last.len() == position {
            last.push((v8::Global::new(scope, key), index));
        }
    }

    /// Forgets which keys the last object had.
    pub fn forget_names(&self) {
        self.parameters.last.borrow_mut().clear();
    }

    fn index_of(
        &self,
        scope: &mut v8::PinScope,
        raw: *mut ffi::sqlite3_stmt,
        name: &str,
    ) -> Option<Option<c_int>> {
        let Ok(whole) = CString::new(name) else {
            return Some(None);
        };
        // A name that SQLite knows begins with one of these.
        if matches!(name.as_bytes().first(), Some(b'$' | b':' | b'@' | b'?')) {
            // SAFETY: the statement is live.
            let index = unsafe { ffi::sqlite3_bind_parameter_index(raw, whole.as_ptr()) };
            if index > 0 {
                return Some(Some(index));
            }
        }
        if !self.bare_allowed.get() {
            return Some(None);
        }
        let mut bare = self.parameters.bare.borrow_mut();
        if bare.is_none() {
            *bare = Some(self.bare_names(scope, raw)?);
        }
        Some(
            bare.as_ref()
                .and_then(|bare| bare.get(name.as_bytes()).copied()),
        )
    }

    fn bare_names(
        &self,
        scope: &mut v8::PinScope,
        raw: *mut ffi::sqlite3_stmt,
    ) -> Option<HashMap<Vec<u8>, c_int>> {
        let mut bare: HashMap<Vec<u8>, c_int> = HashMap::new();
        for index in 1..=self.parameters.count {
            // SAFETY: the statement is live, here and below.
            let Some(name) = (unsafe { name_of(raw, index) }) else {
                continue;
            };
            let short = name.to_bytes().get(1..).unwrap_or_default();
            // SAFETY: as above.
            let known = bare
                .get(short)
                .and_then(|other| unsafe { name_of(raw, *other) });
            if let Some(known) = known
                && known != name
            {
                let message = format!(
                    "Cannot create bare named parameter '{}' because of conflicting names '{}' and '{}'.",
                    String::from_utf8_lossy(short),
                    known.to_string_lossy(),
                    name.to_string_lossy(),
                );
                errors::throw_state(scope, &message);
                return None;
            }
            bare.insert(short.to_vec(), index);
        }
        Some(bare)
    }

    fn bind_value(
        &self,
        scope: &mut v8::PinScope,
        raw: *mut ffi::sqlite3_stmt,
        index: c_int,
        value: v8::Local<v8::Value>,
    ) -> Option<()> {
        // SAFETY: the statement is live; SQLite looks at the index; it owns and frees the bytes it is given.
        let result = unsafe {
            if let Ok(number) = v8::Local::<v8::Number>::try_from(value) {
                ffi::sqlite3_bind_double(raw, index, number.value())
            } else if let Ok(string) = v8::Local::<v8::String>::try_from(value) {
                match self.parameters.keep(scope, string) {
                    Some((start, length)) => {
                        let end = ffi::SQLITE_STATIC();
                        let utf8 = ffi::SQLITE_UTF8 as u8;
                        ffi::sqlite3_bind_text64(raw, index, start, length as u64, end, utf8)
                    }
                    None => self.bind_text(scope, raw, index, string),
                }
            } else if value.is_null_or_undefined() {
                ffi::sqlite3_bind_null(raw, index)
            } else if let Ok(bigint) = v8::Local::<v8::BigInt>::try_from(value) {
                let (number, lossless) = bigint.i64_value();
                if !lossless {
                    let message = "BigInt value is too large to bind.";
                    errors::throw(scope, Class::Type, "ERR_INVALID_ARG_VALUE", message);
                    return None;
                }
                ffi::sqlite3_bind_int64(raw, index, number)
            } else if value.is_boolean() {
                ffi::sqlite3_bind_int(raw, index, c_int::from(value.is_true()))
            } else if let Some(Owned { start, length }) = values::copy(value) {
                ffi::sqlite3_bind_blob64(
                    raw,
                    index,
                    start.cast(),
                    length as u64,
                    Some(values::free),
                )
            } else {
                let message =
                    format!("Provided value cannot be bound to SQLite parameter {index}.");
                errors::throw(scope, Class::Type, "ERR_INVALID_ARG_TYPE", &message);
                return None;
            }
        };
        if result != ffi::SQLITE_OK {
            self.connection().throw_last(scope);
            return None;
        }
        Some(())
    }

    /// # Safety
    /// `raw` is a live statement.
    unsafe fn bind_text(
        &self,
        scope: &mut v8::PinScope,
        raw: *mut ffi::sqlite3_stmt,
        index: c_int,
        string: v8::Local<v8::String>,
    ) -> c_int {
        let Some(Owned { start, length }) = values::utf8(scope, string) else {
            return ffi::SQLITE_NOMEM;
        };
        // SAFETY: the caller's; SQLite owns and frees the bytes.
        unsafe {
            ffi::sqlite3_bind_text64(
                raw,
                index,
                start.cast(),
                length as u64,
                Some(values::free),
                ffi::SQLITE_UTF8 as u8,
            )
        }
    }
}

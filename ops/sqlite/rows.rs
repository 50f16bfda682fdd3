//! Rows as objects or arrays.
//!
//! The objects of a statement are copies of a model, so that they have one hidden class. Native code writes into them
//! slowly: for a statement that gives many rows, two functions of JS are compiled that do it.

use std::cell::{Cell, RefCell};
use std::ffi::c_int;
use std::fmt::Write;

use deno_core::v8;
use libsqlite3_sys as ffi;
use ops_core::new_string;

use crate::connection::text;
use crate::values;

/// Rows with more columns, or with names that are numbers, have no model.
const MOST_COLUMNS: usize = 64;
/// After so many rows of a statement functions are compiled that fill them.
const WARM: u32 = 40;
/// So many rows are filled by one call.
const PART: usize = 256;

unsafe extern "C" {
    /// `v8::Object::Clone(Isolate*)`, which the bindings leave out. A copy has the hidden class of its model, while each
    /// object that is made with a list of names gets one of its own, so that no inline cache ever hits.
    #[link_name = "_ZN2v86Object5CloneEPNS_7IsolateE"]
    fn v8_object_clone(
        object: *const v8::Object,
        isolate: v8::UnsafeRawIsolatePtr,
    ) -> *const v8::Object;
}

/// A shallow copy of `model`.
fn clone<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    model: v8::Local<v8::Object>,
) -> Option<v8::Local<'s, v8::Object>> {
    // SAFETY: V8 allocates the handle in the innermost scope, which is this one; a handle is a pointer there and here.
    unsafe {
        let isolate = scope.as_raw_isolate_ptr();
        let copy = v8_object_clone(&raw const *model, isolate);
        std::mem::transmute::<*const v8::Object, Option<v8::Local<'s, v8::Object>>>(copy)
    }
}

/// What a statement knows about the shape of its rows.
#[derive(Default)]
pub struct Shape {
    names: RefCell<Vec<v8::Global<v8::Name>>>,
    /// An object with these names.
    model: RefCell<Option<v8::Global<v8::Object>>>,
    filler: RefCell<Option<Filler>>,
    /// `{ done: false, value: undefined }`, as iterators give it.
    result: RefCell<Option<v8::Global<v8::Object>>>,
    /// How often SQLite had compiled the statement anew when the names were read.
    compiled: Cell<Option<c_int>>,
    rows: Cell<u32>,
}

struct Filler {
    /// `(parts) => row`, of what [`Reader::parts`] gives.
    one: v8::Global<v8::Function>,
    /// `(result, rows, values) => undefined`: appends the rows.
    many: v8::Global<v8::Function>,
}

impl Shape {
    /// Forgets the names.
    pub fn forget(&self) {
        self.compiled.set(None);
    }

    /// Sees to it that the names are those of `raw`, whose first row is there.
    ///
    /// # Safety
    /// `raw` is a live statement.
    unsafe fn refresh(&self, scope: &mut v8::PinScope, raw: *mut ffi::sqlite3_stmt) -> Option<()> {
        // SAFETY: the caller's, here and below.
        let compiled =
            unsafe { ffi::sqlite3_stmt_status(raw, ffi::SQLITE_STMTSTATUS_REPREPARE, 0) };
        if self.compiled.get() == Some(compiled) {
            return Some(());
        }
        let mut names = self.names.borrow_mut();
        names.clear();
        // SAFETY: as above.
        let count = unsafe { ffi::sqlite3_column_count(raw) };
        let mut odd = count as usize > MOST_COLUMNS;
        let mut locals: Vec<v8::Local<v8::Name>> = Vec::new();
        for index in 0..count {
            // SAFETY: as above; the text ends in NUL.
            let text = unsafe { text(ffi::sqlite3_column_name(raw, index)) };
            let kind = v8::NewStringType::Internalized;
            let name = v8::String::new_from_utf8(scope, text.as_bytes(), kind)?;
            let name: v8::Local<v8::Name> = name.into();
            odd |= text.as_bytes().first().is_some_and(u8::is_ascii_digit);
            odd |= locals.contains(&name);
            locals.push(name);
            names.push(v8::Global::new(scope, name));
        }
        let model = match odd {
            true => None,
            false => Some(model(scope, &locals)?),
        };
        *self.model.borrow_mut() = model.map(|model| v8::Global::new(scope, model));
        self.filler.take();
        self.rows.set(0);
        self.compiled.set(Some(compiled));
        Some(())
    }

    fn locals<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Vec<v8::Local<'s, v8::Name>> {
        let names = self.names.borrow();
        let locals = names.iter().map(|name| v8::Local::new(scope, name));
        locals.collect()
    }

    /// A new `{ done: false, value: ... }`, to be filled.
    pub fn result<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<v8::Local<'s, v8::Object>> {
        let mut result = self.result.borrow_mut();
        if result.is_none() {
            let [done, value] = ["done", "value"].map(|name| new_string(scope, name).into());
            let made = model(scope, &[done, value])?;
            let no = v8::Boolean::new(scope, false).into();
            made.set(scope, done.into(), no)?;
            *result = Some(v8::Global::new(scope, made));
        }
        let model = v8::Local::new(scope, result.as_ref()?);
        clone(scope, model)
    }

    /// How the next rows are made, which are `rows` or more.
    fn kind<'s>(&self, scope: &mut v8::PinScope<'s, '_>, rows: u32) -> Option<Kind<'s>> {
        let model = self.model.borrow();
        let Some(model) = model.as_ref().map(|model| v8::Local::new(scope, model)) else {
            return Some(Kind::Odd(self.locals(scope)));
        };
        let rows = self.rows.get().saturating_add(rows);
        self.rows.set(rows);
        let mut filler = self.filler.borrow_mut();
        if filler.is_none() && rows > WARM {
            *filler = Some(self.compile(scope)?);
        }
        Some(match filler.as_ref() {
            Some(Filler { one, many }) => Kind::Filled {
                model,
                one: v8::Local::new(scope, one),
                many: v8::Local::new(scope, many),
            },
            None => Kind::Alike {
                model,
                names: self.locals(scope),
            },
        })
    }

    fn compile(&self, scope: &mut v8::PinScope) -> Option<Filler> {
        let names: Vec<String> = self
            .locals(scope)
            .iter()
            .map(|name| name.to_rust_string_lossy(scope))
            .collect();
        let mut one = String::from("'use strict'; const row = parts[1];");
        let mut many = String::from(
            "'use strict'; for (let i = 0, at = 0, end = result.length; i < rows.length; i++) { const row = rows[i];",
        );
        for (index, name) in names.iter().enumerate() {
            // Rust's escapes are among those of JS: there is no NUL in it.
            let _ = write!(one, "row[{name:?}] = parts[{}];", index + 2);
            let _ = write!(many, "row[{name:?}] = values[at++];");
        }
        one.push_str("return row;");
        many.push_str("result[end++] = row; }");
        let one = function(scope, &["parts"], &one)?;
        let many = function(scope, &["result", "rows", "values"], &many)?;
        Some(Filler {
            one: v8::Global::new(scope, one),
            many: v8::Global::new(scope, many),
        })
    }
}

fn function<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    parameters: &[&str],
    body: &str,
) -> Option<v8::Local<'s, v8::Function>> {
    let body = new_string(scope, body);
    let mut source = v8::script_compiler::Source::new(body, None);
    let parameters: Vec<_> = parameters
        .iter()
        .map(|name| new_string(scope, name))
        .collect();
    v8::script_compiler::compile_function(
        scope,
        &mut source,
        &parameters,
        &[],
        v8::script_compiler::CompileOptions::NoCompileOptions,
        v8::script_compiler::NoCacheReason::NoReason,
    )
}

/// An object with these names whose hidden class takes any values.
fn model<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    names: &[v8::Local<v8::Name>],
) -> Option<v8::Local<'s, v8::Object>> {
    let object = v8::Object::new(scope);
    let none = v8::null(scope).into();
    object.set_prototype(scope, none)?;
    let number = v8::Integer::new(scope, 0).into();
    for name in names {
        object.create_data_property(scope, *name, none)?;
    }
    // A field that has held both kinds may hold all.
    for value in [number, none] {
        for name in names {
            object.set(scope, (*name).into(), value)?;
        }
    }
    Some(object)
}

/// How rows are made.
enum Kind<'s> {
    Arrays,
    /// With any names.
    Odd(Vec<v8::Local<'s, v8::Name>>),
    Alike {
        model: v8::Local<'s, v8::Object>,
        names: Vec<v8::Local<'s, v8::Name>>,
    },
    Filled {
        model: v8::Local<'s, v8::Object>,
        one: v8::Local<'s, v8::Function>,
        many: v8::Local<'s, v8::Function>,
    },
}

type Row<'s> = Option<v8::Local<'s, v8::Value>>;

/// Reads rows of one execution.
pub struct Reader<'s> {
    raw: *mut ffi::sqlite3_stmt,
    kind: Kind<'s>,
    columns: c_int,
    bigints: bool,
}

impl<'s> Reader<'s> {
    /// # Safety
    /// `raw` is a live statement whose first row is there, and outlives the reader.
    pub unsafe fn new(
        scope: &mut v8::PinScope<'s, '_>,
        raw: *mut ffi::sqlite3_stmt,
        shape: &Shape,
        arrays: bool,
        bigints: bool,
    ) -> Option<Self> {
        let kind = if arrays {
            Kind::Arrays
        } else {
            // SAFETY: the caller's.
            unsafe { shape.refresh(scope, raw)? };
            shape.kind(scope, 1)?
        };
        Some(Self {
            raw,
            kind,
            // SAFETY: the caller's.
            columns: unsafe { ffi::sqlite3_column_count(raw) },
            bigints,
        })
    }

    /// The row that is there; `None` when it has thrown.
    pub fn row<'i>(&self, scope: &mut v8::PinScope<'i, '_>) -> Row<'i>
    where
        's: 'i,
    {
        let mut values = Vec::with_capacity(self.columns as usize + 1);
        match &self.kind {
            Kind::Arrays => {
                self.values(scope, &mut values)?;
                Some(v8::Array::new_with_elements(scope, &values).into())
            }
            Kind::Odd(names) => {
                self.values(scope, &mut values)?;
                let none = v8::null(scope).into();
                let row = v8::Object::with_prototype_and_properties(scope, none, names, &values);
                Some(row.into())
            }
            Kind::Alike { model, names } => {
                self.values(scope, &mut values)?;
                let row = clone(scope, *model)?;
                for (name, value) in names.iter().zip(values) {
                    row.set(scope, (*name).into(), value)?;
                }
                Some(row.into())
            }
            Kind::Filled { model, one, .. } => {
                let undefined = v8::undefined(scope).into();
                let parts = self.parts(scope, *model, *one)?.into();
                one.call(scope, undefined, &[parts])
            }
        }
    }

    /// As [`Reader::row`], or else the parts of the row, of which the first one makes it: JS calls it sooner than native
    /// code does. `true`: these are parts.
    pub fn row_or_parts<'i>(
        &self,
        scope: &mut v8::PinScope<'i, '_>,
    ) -> Option<(v8::Local<'i, v8::Value>, bool)>
    where
        's: 'i,
    {
        match &self.kind {
            Kind::Filled { model, one, .. } => {
                Some((self.parts(scope, *model, *one)?.into(), true))
            }
            _ => Some((self.row(scope)?, false)),
        }
    }

    /// `[one, copy of the model, ...values]`
    fn parts<'i>(
        &self,
        scope: &mut v8::PinScope<'i, '_>,
        model: v8::Local<'i, v8::Object>,
        one: v8::Local<'i, v8::Function>,
    ) -> Option<v8::Local<'i, v8::Array>> {
        let mut parts = Vec::with_capacity(self.columns as usize + 2);
        parts.push(one.into());
        parts.push(clone(scope, model)?.into());
        self.values(scope, &mut parts)?;
        Some(v8::Array::new_with_elements(scope, &parts))
    }

    /// This row and all that follow while `step` finds some. `None` when it has thrown.
    pub fn rows(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        shape: &Shape,
        step: impl Fn(&mut v8::PinScope) -> Option<bool>,
    ) -> Row<'s> {
        let mut rows = Vec::new();
        // Until there are enough of them for the functions; those of other kinds all.
        while match self.kind {
            Kind::Arrays | Kind::Odd(_) => true,
            Kind::Alike { .. } => rows.len() <= WARM as usize,
            Kind::Filled { .. } => false,
        } {
            rows.push(self.row(scope)?);
            if !step(scope)? {
                return Some(v8::Array::new_with_elements(scope, &rows).into());
            }
        }
        let result = v8::Array::new_with_elements(scope, &rows);
        drop(rows);
        self.kind = shape.kind(scope, WARM)?;
        let Kind::Filled { model, many, .. } = self.kind else {
            return None;
        };
        let mut more = true;
        while more {
            v8::scope!(let scope, scope);
            let mut values = Vec::with_capacity(PART * self.columns as usize);
            let mut copies = Vec::with_capacity(PART);
            while more && copies.len() < PART {
                copies.push(clone(scope, model)?.into());
                self.values(scope, &mut values)?;
                more = step(scope)?;
            }
            let copies = v8::Array::new_with_elements(scope, &copies).into();
            let values = v8::Array::new_with_elements(scope, &values).into();
            let undefined = v8::undefined(scope).into();
            many.call(scope, undefined, &[result.into(), copies, values])?;
        }
        Some(result.into())
    }

    fn values<'i>(
        &self,
        scope: &mut v8::PinScope<'i, '_>,
        values: &mut Vec<v8::Local<'i, v8::Value>>,
    ) -> Option<()> {
        for index in 0..self.columns {
            // SAFETY: `new` promises the statement, whose connection nobody else uses now.
            let value = unsafe {
                let value = ffi::sqlite3_column_value(self.raw, index);
                values::to_js(scope, value, self.bigints)?
            };
            values.push(value);
        }
        Some(())
    }
}

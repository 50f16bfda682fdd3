//! The one list of extensions: the build script (snapshot) and the running program use this file.

use std::borrow::Cow;

use deno_core::_ops::{OpDecl, OpMethodDecl};
use deno_core::{Extension, FastStaticString, v8};

use crate::builtins;

/// The extensions with their classes taken apart: deno_core sees plain ops only, and `lazy_ops` makes classes of them.
pub(crate) struct Extensions {
    /// In the order that the snapshot and the program share. The last op is the one that binds the others.
    pub(crate) list: Vec<Extension>,
    /// Each class, and the index of its first op among those of all extensions: its constructor, its methods and its static
    /// methods follow one another.
    pub(crate) classes: Vec<(OpMethodDecl, usize)>,
    /// How many ops the extensions have.
    pub(crate) ops: usize,
    rename: bool,
}

/// Every extension. Without a snapshot deno_core makes a module that exports all ops, and a debug build of it looks
/// whether two have one name: then each op gets a name of its own.
pub(crate) fn all(from_snapshot: bool) -> Extensions {
    let mut all = Extensions {
        list: vec![builtins::sources()],
        classes: Vec::new(),
        ops: 0,
        rename: cfg!(debug_assertions) || !from_snapshot,
    };
    for extension in rooms() {
        all.add(extension);
    }
    all
}

fn rooms() -> Vec<Extension> {
    vec![
        ops_core::ops_core::init(),
        ops_buffer::ops_buffer::init(),
        ops_child_process::ops_child_process::init(),
        ops_crypto::ops_crypto::init(),
        ops_encoding::ops_encoding::init(),
        ops_fs::ops_fs::init(),
        ops_messaging::ops_messaging::init(),
        ops_module::ops_module::init(),
        ops_dns::ops_dns::init(),
        ops_net::ops_net::init(),
        ops_http::ops_http::init(),
        ops_http2::ops_http2::init(),
        ops_os::ops_os::init(),
        ops_perf::ops_perf::init(),
        ops_process::ops_process::init(),
        ops_sqlite::ops_sqlite::init(),
        ops_timers::ops_timers::init(),
        ops_tls::ops_tls::init(),
        ops_trace_events::ops_trace_events::init(),
        ops_url::ops_url::init(),
        ops_util::ops_util::init(),
        ops_vm::ops_vm::init(),
        ops_v8::ops_v8::init(),
        ops_worker::ops_worker::init(),
        ops_zlib::ops_zlib::init(),
        builtins::extension(),
    ]
}

impl Extensions {
    fn add(&mut self, mut extension: Extension) {
        let classes = std::mem::replace(&mut extension.objects, Cow::Borrowed(&[]));
        for class in classes.iter() {
            self.classes.push((*class, self.ops));
            if let Some(constructor) = class.constructor {
                self.push_part(class, Cow::Owned(vec![constructor]));
            }
            for methods in [class.methods, class.static_methods] {
                if !methods.is_empty() {
                    self.push_part(class, Cow::Borrowed(methods));
                }
            }
        }
        self.push(extension);
    }

    fn push(&mut self, extension: Extension) {
        self.ops += extension.op_count();
        self.list.push(extension);
    }

    fn push_part(&mut self, class: &OpMethodDecl, mut ops: Cow<'static, [OpDecl]>) {
        if self.rename {
            ops.to_mut().iter_mut().for_each(|op| rename(class, op));
        }
        self.push(Extension {
            name: class.name.0,
            ops,
            ..Extension::default()
        });
    }
}

fn rename(class: &OpMethodDecl, op: &mut OpDecl) {
    let accessor = op.accessor_type as u8;
    let name: &'static str = format!("{}.{}.{accessor}", class.name.0, op.name).leak();
    // SAFETY: names of Rust items and digits are ASCII here.
    let text = unsafe { v8::String::create_external_onebyte_const_unchecked(name.as_bytes()) };
    op.name = name;
    op.name_fast = FastStaticString::new(Box::leak(Box::new(text)));
}

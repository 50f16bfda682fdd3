//! Ops and classes that are bound at first use. A start from the snapshot makes no function for them: the object `ops` is
//! empty there, and its prototype asks [`op_builtins_bind`] for what is missing (js/bootstrap/realm.js).

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, OnceLock};

use deno_core::_ops::{OpCtx, OpDecl, OpMethodDecl};
use deno_core::{AccessorType, OpMetadata, ascii_str, v8};

use crate::extensions::Extensions;
use crate::op_functions::{self, Shared};

/// The classes, each with the index of its first op among those of the extensions, and how many these are.
struct Classes {
    list: Vec<(OpMethodDecl, usize)>,
    ops: usize,
}

static CLASSES: OnceLock<Shared<Classes>> = OnceLock::new();

/// Remembers the classes of `extensions`. Call it before these are handed to deno_core.
pub(crate) fn remember(extensions: &Extensions) {
    CLASSES.get_or_init(|| {
        Shared(Classes {
            list: extensions.classes.clone(),
            ops: extensions.ops,
        })
    });
}

thread_local! {
    /// The classes of this thread's isolate that are bound, by the name of their Rust type.
    static BOUND: RefCell<HashMap<&'static str, v8::Global<v8::FunctionTemplate>>> = RefCell::default();
}

/// The classes whose objects own memory alone.
const MEMORY_ONLY: &[&str] = &[
    "ContextifyScript",
    "Converter",
    "CryptoHandle",
    "Hash",
    "MessagePort",
    "ModuleWrap",
    "V8Deserializer",
    "V8Serializer",
    "Zlib",
];

/// Whether this thread's isolate has no object that may own a descriptor, a process or a thread.
pub(crate) fn none_holds_descriptors() -> bool {
    let owns_memory = |class: &&str| {
        let name = class.rsplit("::").next();
        MEMORY_ONLY.iter().any(|known| name == Some(*known))
    };
    BOUND.with_borrow(|bound| bound.keys().all(owns_memory))
}

/// Forgets the classes: before the isolate of this thread is dropped.
pub(crate) fn uninstall() {
    drop(BOUND.with(RefCell::take));
}

/// `(name) => function | undefined`: makes the op or the class `name`. It is declared by hand, since it needs its own
/// context, before which all others lie: it is the last op of the last extension.
pub const fn op_builtins_bind() -> OpDecl {
    OpDecl::new_internal_op2(
        ("op_builtins_bind", ascii_str!("op_builtins_bind")),
        false,
        false,
        false,
        1,
        false,
        false,
        bind_callback,
        bind_op,
        AccessorType::None,
        None,
        None,
        OpMetadata::default(),
    )
}

unsafe extern "C" fn bind_callback(info: *const v8::FunctionCallbackInfo) {
    bind_op(info);
}

fn bind_op(info: *const v8::FunctionCallbackInfo) -> usize {
    // SAFETY: V8 calls with a valid `info`, which lives during the call.
    let info = unsafe { &*info };
    v8::callback_scope!(unsafe scope, info);
    let arguments = v8::FunctionCallbackArguments::from_function_callback_info(info);
    let mut result = v8::ReturnValue::from_function_callback_info(info);
    let Ok(data) = v8::Local::<v8::External>::try_from(arguments.data()) else {
        return 0;
    };
    // SAFETY: deno_core gives each op its context as data.
    let last = unsafe { &*data.value().cast::<OpCtx>().cast_const() };
    let name = arguments.get(0).to_rust_string_lossy(scope);
    if let Some(function) = bind(scope, contexts(last), &name) {
        result.set(function.into());
    }
    0
}

/// The contexts of all ops, from the one that lies last.
fn contexts(last: &OpCtx) -> &'static [OpCtx] {
    let count = usize::from(last.id) + 1;
    // SAFETY: the id of a plain op is its index in deno_core's slice of contexts, which lives as long as the isolate.
    unsafe { std::slice::from_raw_parts(std::ptr::from_ref(last).sub(count - 1), count) }
}

fn bind<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    all: &'static [OpCtx],
    name: &str,
) -> Option<v8::Local<'s, v8::Function>> {
    static PLAIN: OnceLock<HashMap<&'static str, usize>> = OnceLock::new();
    let classes = &CLASSES.get()?.0;
    let plain = PLAIN.get_or_init(|| {
        let names = all.iter().map(|context| context.decl().name);
        let places = names.enumerate().map(|(index, name)| (name, index));
        places.filter(|(name, _)| name.starts_with("op_")).collect()
    });
    if let Some(index) = plain.get(name) {
        let op = all.get(*index)?;
        let allowed = if op.decl().constructable {
            v8::ConstructorBehavior::Allow
        } else {
            v8::ConstructorBehavior::Throw
        };
        return template(scope, op, op.decl(), allowed).get_function(scope);
    }
    let class = classes.list.iter().find(|(decl, _)| decl.name.0 == name)?;
    class_template(scope, all, classes, class)?.get_function(scope)
}

/// A function template that calls the op of `context`, as `decl` declares it.
fn template<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    context: &'static OpCtx,
    decl: &OpDecl,
    constructor: v8::ConstructorBehavior,
) -> v8::Local<'s, v8::FunctionTemplate> {
    let builder = v8::FunctionTemplate::builder_raw(op_functions::slow(decl))
        .data(data(scope, context))
        .constructor_behavior(constructor)
        .side_effect_type(if decl.no_side_effects {
            v8::SideEffectType::HasNoSideEffect
        } else {
            v8::SideEffectType::HasSideEffect
        })
        .length(i32::from(decl.arg_count));
    let template = match fast_overload(decl) {
        Some(overload) if !decl.constructable => builder.build_fast(scope, overload),
        _ => builder.build(scope),
    };
    if let Ok(name) = decl.name_fast.v8_string(scope) {
        template.set_class_name(name);
    }
    template
}

fn data<'s>(scope: &mut v8::PinScope<'s, '_>, context: &'static OpCtx) -> v8::Local<'s, v8::Value> {
    let address = std::ptr::from_ref(context).cast_mut().cast();
    v8::External::new(scope, address).into()
}

/// The fast function of `decl` where V8 may keep a pointer to it: one copy per process, for all isolates.
fn fast_overload(decl: &OpDecl) -> Option<&'static [v8::fast_api::CFunction]> {
    type Overload = &'static [v8::fast_api::CFunction];
    static KEPT: Mutex<BTreeMap<usize, Shared<Overload>>> = Mutex::new(BTreeMap::new());
    let fast = op_functions::fast(decl)?;
    let mut kept = KEPT.lock().ok()?;
    let copy = || Shared(Box::leak(Box::new([fast])).as_slice());
    Some(kept.entry(fast.address() as usize).or_insert_with(copy).0)
}

/// The template of a class with its methods; of its parent too.
fn class_template<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    all: &'static [OpCtx],
    classes: &Classes,
    (decl, start): &(OpMethodDecl, usize),
) -> Option<v8::Local<'s, v8::FunctionTemplate>> {
    let type_name = (decl.type_name)();
    let bound = BOUND.with(|bound| {
        let bound = bound.borrow();
        bound
            .get(type_name)
            .map(|class| v8::Local::new(scope, class))
    });
    if bound.is_some() {
        return bound;
    }
    let mut next = all.len() - classes.ops + start;
    let mut take = |count: usize| {
        next += count;
        all.get(next - count..next)
    };
    let class = match (
        decl.constructor,
        take(usize::from(decl.constructor.is_some()))?,
    ) {
        (Some(constructor), [context]) => {
            template(scope, context, &constructor, v8::ConstructorBehavior::Allow)
        }
        _ => v8::FunctionTemplate::new(scope, no_constructor),
    };
    class.set_class_name(decl.name.1.v8_string(scope).ok()?);
    let prototype = class.prototype_template(scope);
    let methods = decl.methods.iter().zip(take(decl.methods.len())?);
    for (method, context) in methods.clone() {
        let key = key(scope, method)?;
        match method.accessor_type {
            AccessorType::None => {
                let function = template(scope, context, method, v8::ConstructorBehavior::Throw);
                prototype.set(key, function.into());
            }
            AccessorType::Getter => {
                let getter = template(scope, context, method, v8::ConstructorBehavior::Throw);
                let setter = methods.clone().find(|(other, _)| {
                    other.accessor_type == AccessorType::Setter && other.name == method.name
                });
                let setter = setter.map(|(setter, context)| {
                    template(scope, context, setter, v8::ConstructorBehavior::Throw)
                });
                let attributes = v8::PropertyAttribute::default();
                prototype.set_accessor_property(key, Some(getter), setter, attributes);
            }
            AccessorType::Setter => {}
        }
    }
    let statics = take(decl.static_methods.len())?;
    for (method, context) in decl.static_methods.iter().zip(statics) {
        let key = key(scope, method)?;
        let function = template(scope, context, method, v8::ConstructorBehavior::Throw);
        class.set(key, function.into());
    }
    if let Some(parent) = (decl.inherits_type_name)() {
        let parent = classes
            .list
            .iter()
            .find(|(decl, _)| (decl.type_name)() == parent)?;
        let parent = class_template(scope, all, classes, parent)?;
        class.inherit(parent);
    }
    let kept = v8::Global::new(scope, class);
    BOUND.with(|bound| bound.borrow_mut().insert(type_name, kept));
    Some(class)
}

fn no_constructor(
    _: &mut v8::PinScope,
    _: v8::FunctionCallbackArguments,
    _: v8::ReturnValue<v8::Value>,
) {
}

/// The name of a method: a string, or the registered symbol of that name.
fn key<'s>(scope: &mut v8::PinScope<'s, '_>, decl: &OpDecl) -> Option<v8::Local<'s, v8::Name>> {
    let name = decl.name_fast.v8_string(scope).ok()?;
    Some(if decl.symbol_for {
        v8::Symbol::for_key(scope, name).into()
    } else {
        name.into()
    })
}

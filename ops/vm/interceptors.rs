//! The global object of a contextified object: every access to a property goes to that object first.
//!
//! Node documents the rules at <https://nodejs.org/api/vm.html#what-does-it-mean-to-contextify-an-object>; what is
//! intercepted and what V8 goes on with is visible to programs, and is the same here.

use deno_core::v8;
use v8::Intercepted::{self, kNo, kYes};

use crate::bindings;
use crate::context::SANDBOX;

/// The template of such global objects.
pub(crate) fn template<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::ObjectTemplate> {
    let class = v8::FunctionTemplate::new(
        scope,
        |_: &mut v8::PinScope, _: v8::FunctionCallbackArguments, _: v8::ReturnValue| {},
    );
    let template = class.instance_template(scope);
    template.set_named_property_handler(
        v8::NamedPropertyHandlerConfiguration::new()
            .getter(get)
            .setter(set)
            .query(query)
            .deleter(delete)
            .enumerator(names)
            .definer(define)
            .descriptor(describe)
            .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT),
    );
    template.set_indexed_property_handler(
        v8::IndexedPropertyHandlerConfiguration::new()
            .getter(get_index)
            .setter(set_index)
            .query(query_index)
            .deleter(delete_index)
            .enumerator(indices)
            .definer(define_index)
            .descriptor(describe_index)
            .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT),
    );
    template
}

/// What an access is about.
struct Target<'s> {
    context: v8::Local<'s, v8::Context>,
    sandbox: v8::Local<'s, v8::Object>,
    /// The global proxy: what `globalThis` is.
    global: v8::Local<'s, v8::Object>,
}

/// `None` while the context is being made.
fn target<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::PropertyCallbackArguments<'s>,
) -> Option<Target<'s>> {
    let context = args.holder().get_creation_context(scope)?;
    let sandbox = bindings::embedder_data(scope, context, SANDBOX)?;
    Some(Target {
        context,
        sandbox: v8::Local::<v8::Object>::try_from(sandbox).ok()?,
        global: context.global(scope),
    })
}

fn name_of<'s>(scope: &mut v8::PinScope<'s, '_>, index: u32) -> Option<v8::Local<'s, v8::Name>> {
    let number = v8::Integer::new_from_unsigned(scope, index);
    Some(number.to_string(scope)?.into())
}

fn bits(attributes: &v8::PropertyAttribute) -> i32 {
    i32::from(attributes.is_read_only())
        | i32::from(attributes.is_dont_enum()) << 1
        | i32::from(attributes.is_dont_delete()) << 2
}

/// The same of a descriptor that was made for JS.
fn described_bits(scope: &mut v8::PinScope, descriptor: v8::Local<v8::Object>) -> i32 {
    let lacks = |name: &str| {
        v8::String::new(scope, name)
            .and_then(|name| descriptor.get(scope, name.into()))
            .is_none_or(|value| value.is_false())
    };
    ["writable", "enumerable", "configurable"]
        .into_iter()
        .map(lacks)
        .enumerate()
        .map(|(at, lacks)| i32::from(lacks) << at)
        .sum()
}

fn query<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    args: v8::PropertyCallbackArguments<'s>,
    mut rv: v8::ReturnValue<v8::Integer>,
) -> Intercepted {
    let Some(target) = target(scope, &args) else {
        return kNo;
    };
    let scope = &mut v8::ContextScope::new(scope, target.context);
    if target.sandbox.is_proxy() {
        let Some(found) = target.sandbox.get_own_property_descriptor(scope, key) else {
            // A trap of it has thrown.
            return kNo;
        };
        if let Ok(found) = v8::Local::<v8::Object>::try_from(found) {
            rv.set_int32(described_bits(scope, found));
            return kYes;
        }
    }
    for object in [target.sandbox, target.global] {
        match object.has_real_named_property(scope, key) {
            Some(true) => {
                let Some(found) = object.get_real_named_property_attributes(scope, key) else {
                    return kNo;
                };
                rv.set_int32(bits(&found));
                return kYes;
            }
            Some(false) => {}
            // A trap of a proxy has thrown.
            None => return kNo,
        }
    }
    kNo
}

fn get<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    args: v8::PropertyCallbackArguments<'s>,
    mut rv: v8::ReturnValue<v8::Value>,
) -> Intercepted {
    let Some(target) = target(scope, &args) else {
        return kNo;
    };
    let scope = &mut v8::ContextScope::new(scope, target.context);
    v8::tc_scope!(let scope, scope);
    let value = target
        .sandbox
        .get_real_named_property(scope, key)
        .or_else(|| target.global.get_real_named_property(scope, key));
    // What a getter of the sandbox throws counts only when the global object has the property too, as in Node.
    let Some(value) = value else { return kNo };
    if scope.has_caught() && !scope.has_terminated() {
        scope.rethrow();
        return kYes;
    }
    // The sandbox itself is never seen from inside.
    if value.strict_equals(target.sandbox.into()) {
        rv.set(target.global.into());
    } else {
        rv.set(value);
    }
    kYes
}

fn set<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    value: v8::Local<'s, v8::Value>,
    args: v8::PropertyCallbackArguments<'s>,
    _rv: v8::ReturnValue<()>,
) -> Intercepted {
    let Some(target) = target(scope, &args) else {
        return kNo;
    };
    let scope = &mut v8::ContextScope::new(scope, target.context);
    let on_global = target.global.get_real_named_property_attributes(scope, key);
    let on_sandbox = target
        .sandbox
        .get_real_named_property_attributes(scope, key);
    let read_only = |found: &Option<v8::PropertyAttribute>| {
        found
            .as_ref()
            .is_some_and(v8::PropertyAttribute::is_read_only)
    };
    if read_only(&on_global) || read_only(&on_sandbox) {
        return kNo;
    }
    if on_global.is_none() && on_sandbox.is_none() && key.is_symbol() {
        return kNo;
    }
    if target.sandbox.set(scope, key.into(), value).is_none() {
        return kNo;
    }
    if on_sandbox.is_some() && has_accessor(scope, target.sandbox, key) {
        // The setter has run; the global object must not get a data property of that name.
        return kYes;
    }
    // A declaration of a function comes here too, and makes a property of the global object's own. Nothing but its name
    // tells it from an assignment.
    if on_global.is_none()
        && on_sandbox.is_none()
        && let Ok(function) = v8::Local::<v8::Function>::try_from(value)
        && v8::Local::<v8::Value>::from(function.get_name(scope)).strict_equals(key.into())
    {
        return kNo;
    }
    kept(scope, &target, key)
}

/// What the sandbox has taken is its own alone. V8 goes on with the global object when the sandbox refused it, or when
/// `var` or `function` made it the global object's own before.
fn kept(scope: &mut v8::PinScope, target: &Target, key: v8::Local<v8::Name>) -> Intercepted {
    if target.sandbox.has_own_property(scope, key) == Some(true)
        && target.global.has_real_named_property(scope, key) == Some(false)
    {
        kYes
    } else {
        kNo
    }
}

fn has_accessor(
    scope: &mut v8::PinScope,
    object: v8::Local<v8::Object>,
    key: v8::Local<v8::Name>,
) -> bool {
    let Some(descriptor) = object.get_own_property_descriptor(scope, key) else {
        return false;
    };
    let Ok(descriptor) = v8::Local::<v8::Object>::try_from(descriptor) else {
        return false;
    };
    ["get", "set"].into_iter().any(|name| {
        v8::String::new(scope, name)
            .is_some_and(|name| descriptor.has_own_property(scope, name.into()) == Some(true))
    })
}

fn describe<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    args: v8::PropertyCallbackArguments<'s>,
    mut rv: v8::ReturnValue<v8::Value>,
) -> Intercepted {
    let Some(target) = target(scope, &args) else {
        return kNo;
    };
    let scope = &mut v8::ContextScope::new(scope, target.context);
    if target.sandbox.has_own_property(scope, key) == Some(true)
        && let Some(descriptor) = target.sandbox.get_own_property_descriptor(scope, key)
    {
        rv.set(descriptor);
        return kYes;
    }
    kNo
}

fn define<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    descriptor: &v8::PropertyDescriptor,
    args: v8::PropertyCallbackArguments<'s>,
    _rv: v8::ReturnValue<()>,
) -> Intercepted {
    let Some(target) = target(scope, &args) else {
        return kNo;
    };
    let scope = &mut v8::ContextScope::new(scope, target.context);
    let on_global = target.global.get_real_named_property_attributes(scope, key);
    if on_global.is_some_and(|found| found.is_read_only() && found.is_dont_delete()) {
        return kNo;
    }
    let undefined: v8::Local<v8::Value> = v8::undefined(scope).into();
    let mut copy = if descriptor.has_get() || descriptor.has_set() {
        let getter = if descriptor.has_get() {
            descriptor.get()
        } else {
            undefined
        };
        let setter = if descriptor.has_set() {
            descriptor.set()
        } else {
            undefined
        };
        v8::PropertyDescriptor::new_from_get_set(getter, setter)
    } else {
        let value = if descriptor.has_value() {
            descriptor.value()
        } else {
            undefined
        };
        if descriptor.has_writable() {
            v8::PropertyDescriptor::new_from_value_writable(value, descriptor.writable())
        } else {
            v8::PropertyDescriptor::new_from_value(value)
        }
    };
    if descriptor.has_enumerable() {
        copy.set_enumerable(descriptor.enumerable());
    }
    if descriptor.has_configurable() {
        copy.set_configurable(descriptor.configurable());
    }
    match target.sandbox.define_property(scope, key, &copy) {
        Some(true) => kept(scope, &target, key),
        // V8 says what is wrong.
        _ => kNo,
    }
}

fn delete<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    args: v8::PropertyCallbackArguments<'s>,
    mut rv: v8::ReturnValue<v8::Boolean>,
) -> Intercepted {
    let Some(target) = target(scope, &args) else {
        return kNo;
    };
    let scope = &mut v8::ContextScope::new(scope, target.context);
    if target.sandbox.delete(scope, key.into()) == Some(true) {
        return kNo;
    }
    rv.set_bool(false);
    kYes
}

fn keys<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    sandbox: v8::Local<'s, v8::Object>,
    property_filter: v8::PropertyFilter,
    index_filter: v8::IndexFilter,
) -> Option<v8::Local<'s, v8::Array>> {
    sandbox.get_property_names(
        scope,
        v8::GetPropertyNamesArgs {
            mode: v8::KeyCollectionMode::OwnOnly,
            property_filter,
            index_filter,
            key_conversion: v8::KeyConversionMode::KeepNumbers,
        },
    )
}

/// Own names and symbols, also those that are not enumerable: V8 filters them with the query.
fn names<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::PropertyCallbackArguments<'s>,
    mut rv: v8::ReturnValue<v8::Array>,
) {
    let Some(target) = target(scope, &args) else {
        return;
    };
    let scope = &mut v8::ContextScope::new(scope, target.context);
    let filter = v8::PropertyFilter::ALL_PROPERTIES;
    let Some(found) = keys(scope, target.sandbox, filter, v8::IndexFilter::SkipIndices) else {
        return;
    };
    // Those of a proxy are among them; V8 ends the process over a key here that is no name.
    let mut names = Vec::new();
    for at in 0..found.length() {
        match found.get_index(scope, at) {
            Some(key) if key.is_name() => names.push(key),
            _ => {}
        }
    }
    rv.set(v8::Array::new_with_elements(scope, &names));
}

fn indices<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::PropertyCallbackArguments<'s>,
    mut rv: v8::ReturnValue<v8::Array>,
) {
    let Some(target) = target(scope, &args) else {
        return;
    };
    let scope = &mut v8::ContextScope::new(scope, target.context);
    let filter = v8::PropertyFilter::SKIP_SYMBOLS;
    let Some(found) = keys(
        scope,
        target.sandbox,
        filter,
        v8::IndexFilter::IncludeIndices,
    ) else {
        return;
    };
    let mut numbers = Vec::new();
    for at in 0..found.length() {
        match found.get_index(scope, at) {
            Some(key) if key.is_number() => numbers.push(key),
            _ => {}
        }
    }
    rv.set(v8::Array::new_with_elements(scope, &numbers));
}

fn query_index<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    args: v8::PropertyCallbackArguments<'s>,
    rv: v8::ReturnValue<v8::Integer>,
) -> Intercepted {
    name_of(scope, index).map_or(kNo, |key| query(scope, key, args, rv))
}

fn get_index<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    args: v8::PropertyCallbackArguments<'s>,
    rv: v8::ReturnValue<v8::Value>,
) -> Intercepted {
    name_of(scope, index).map_or(kNo, |key| get(scope, key, args, rv))
}

fn set_index<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    value: v8::Local<'s, v8::Value>,
    args: v8::PropertyCallbackArguments<'s>,
    rv: v8::ReturnValue<()>,
) -> Intercepted {
    name_of(scope, index).map_or(kNo, |key| set(scope, key, value, args, rv))
}

fn describe_index<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    args: v8::PropertyCallbackArguments<'s>,
    rv: v8::ReturnValue<v8::Value>,
) -> Intercepted {
    name_of(scope, index).map_or(kNo, |key| describe(scope, key, args, rv))
}

fn define_index<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    descriptor: &v8::PropertyDescriptor,
    args: v8::PropertyCallbackArguments<'s>,
    rv: v8::ReturnValue<()>,
) -> Intercepted {
    name_of(scope, index).map_or(kNo, |key| define(scope, key, descriptor, args, rv))
}

fn delete_index<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    args: v8::PropertyCallbackArguments<'s>,
    rv: v8::ReturnValue<v8::Boolean>,
) -> Intercepted {
    name_of(scope, index).map_or(kNo, |key| delete(scope, key, args, rv))
}

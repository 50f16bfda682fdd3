//! What kind of object a value is, for the copies that `structuredClone()` makes without a serializer.

use deno_core::{op2, v8};

use crate::mark;

const OTHER: u32 = 0;
const ORDINARY: u32 = 1;
const ARRAY: u32 = 2;
const DATE: u32 = 3;
const MAP: u32 = 4;
const SET: u32 = 5;
const ARRAY_BUFFER: u32 = 6;
const REG_EXP: u32 = 7;

/// 0 for what only the serializer knows how to copy, 1 for an ordinary object of whatever prototype, and so on. An array
/// with further properties is 0.
#[op2(fast)]
pub fn op_messaging_kind(scope: &mut v8::PinScope, value: v8::Local<v8::Value>) -> u32 {
    let Ok(object) = v8::Local::<v8::Object>::try_from(value) else {
        return OTHER;
    };
    if value.is_proxy() || object.is_api_wrapper() || mark::has_own(scope, object) {
        return OTHER;
    }
    if value.is_array() {
        return match has_names(scope, object) {
            Some(false) => ARRAY,
            _ => OTHER,
        };
    }
    if value.is_date() {
        DATE
    } else if value.is_map() {
        MAP
    } else if value.is_set() {
        SET
    } else if value.is_array_buffer() {
        ARRAY_BUFFER
    } else if value.is_reg_exp() {
        REG_EXP
    } else if is_special(value) {
        OTHER
    } else {
        ORDINARY
    }
}

/// Whether an array has properties that are not elements.
fn has_names(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> Option<bool> {
    let names = object.get_property_names(
        scope,
        v8::GetPropertyNamesArgs {
            mode: v8::KeyCollectionMode::OwnOnly,
            property_filter: v8::PropertyFilter::ONLY_ENUMERABLE | v8::PropertyFilter::SKIP_SYMBOLS,
            index_filter: v8::IndexFilter::SkipIndices,
            key_conversion: v8::KeyConversionMode::KeepNumbers,
        },
    )?;
    Some(names.length() > 0)
}

/// Objects with more to them than properties.
fn is_special(value: v8::Local<v8::Value>) -> bool {
    value.is_native_error()
        || value.is_arguments_object()
        || value.is_function()
        || value.is_array_buffer_view()
        || value.is_shared_array_buffer()
        || value.is_promise()
        || value.is_number_object()
        || value.is_string_object()
        || value.is_boolean_object()
        || value.is_big_int_object()
        || value.is_symbol_object()
        || value.is_weak_map()
        || value.is_weak_set()
        || value.is_generator_object()
        || value.is_map_iterator()
        || value.is_set_iterator()
        || value.is_wasm_memory_object()
        || value.is_wasm_module_object()
        || value.is_module_namespace_object()
        || value.is_external()
}

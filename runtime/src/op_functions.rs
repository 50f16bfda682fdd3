//! The native functions of an `OpDecl`. deno_core keeps them to itself; where they lie in the struct is found by looking
//! at declarations whose functions are known, since all values of one type have one layout.

use std::mem::size_of;
use std::sync::OnceLock;

use deno_core::_ops::OpDecl;
use deno_core::{AccessorType, OpMetadata, ascii_str, v8};
use v8::fast_api::{CFunction, CFunctionInfo, Int64Representation, Type};

unsafe extern "C" fn known_slow(_: *const v8::FunctionCallbackInfo) {}

fn known_implementation(_: *const v8::FunctionCallbackInfo) -> usize {
    1
}

/// Unlike the others in what it does, so that the linker does not make one function of two.
extern "C" fn known_fast() -> u32 {
    2
}

const FAST: CFunction = CFunction::new(
    known_fast as *const std::ffi::c_void,
    &CFunctionInfo::new(Type::Void.as_info(), &[], Int64Representation::Number),
);

const fn known(fast: Option<CFunction>) -> OpDecl {
    OpDecl::new_internal_op2(
        ("known", ascii_str!("known")),
        false,
        false,
        false,
        0,
        false,
        false,
        known_slow,
        known_implementation,
        AccessorType::None,
        fast,
        None,
        OpMetadata::default(),
    )
}

const WITH_FAST: OpDecl = known(Some(FAST));
const WITHOUT_FAST: OpDecl = known(None);

/// Declarations and their functions, for all threads.
pub(crate) struct Shared<T>(pub(crate) T);

// SAFETY: what the pointers in a declaration point to is in static memory and is never written.
unsafe impl<T> Send for Shared<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Shared<T> {}

const WORDS: usize = size_of::<OpDecl>() / size_of::<usize>();

/// One word of a declaration.
fn word(decl: &OpDecl, index: usize) -> usize {
    debug_assert!(index < WORDS);
    // SAFETY: the word lies inside the struct, which is aligned for words since it holds pointers; a volatile read takes
    // what is there, be it padding.
    unsafe {
        std::ptr::from_ref(decl)
            .cast::<usize>()
            .add(index)
            .read_volatile()
    }
}

struct Layout {
    slow: usize,
    has_fast: usize,
}

fn layout() -> &'static Layout {
    static LAYOUT: OnceLock<Layout> = OnceLock::new();
    LAYOUT.get_or_init(|| {
        let find = |is: &dyn Fn(usize) -> bool| {
            let mut found = (0..WORDS).filter(|index| is(*index));
            match (found.next(), found.next()) {
                (Some(index), None) => index,
                _ => unreachable!("OpDecl has another shape than the one this file knows"),
            }
        };
        Layout {
            slow: find(&|index| word(&WITH_FAST, index) == known_slow as *const () as usize),
            has_fast: find(&|index| {
                (word(&WITH_FAST, index), word(&WITHOUT_FAST, index)) == (1, 0)
            }),
        }
    })
}

/// The callback that V8 calls when there is no faster way.
pub(crate) fn slow(decl: &OpDecl) -> v8::FunctionCallback {
    let address = word(decl, layout().slow);
    // SAFETY: the word holds a function of this type.
    unsafe { std::mem::transmute::<usize, v8::FunctionCallback>(address) }
}

/// The function that optimised code calls, where the op has one.
pub(crate) fn fast(decl: &OpDecl) -> Option<CFunction> {
    (word(decl, layout().has_fast) == 1).then(|| decl.fast_fn())
}

#[cfg(test)]
mod tests {
    use super::*;
    use deno_core::op2;

    #[op2(fast)]
    fn op_quick(number: u32) -> u32 {
        number
    }

    #[op2(nofast)]
    fn op_slow(number: u32) -> u32 {
        number
    }

    #[test]
    fn finds_the_functions_of_a_declaration() {
        assert!(fast(&op_quick()).is_some());
        assert!(fast(&op_slow()).is_none());
        assert!(slow(&WITHOUT_FAST) as usize == known_slow as *const () as usize);
        assert!(slow(&op_slow()) as usize != slow(&op_quick()) as usize);
    }
}

//! What code may do.

use super::super::{Flag, Takes, flag};

pub(in super::super) static FLAGS: &[Flag] = &[
    flag(
        "disable-proto",
        Takes::Text,
        true,
        "disable Object.prototype.__proto__",
    ),
    flag(
        "frozen-intrinsics",
        Takes::Switch,
        true,
        "experimental frozen intrinsics support",
    ),
    flag(
        "zero-fill-buffers",
        Takes::Switch,
        true,
        "automatically zero-fill all newly allocated Buffer instances",
    ),
    flag(
        "force-context-aware",
        Takes::Switch,
        true,
        "disable loading non-context-aware addons",
    ),
];

//! Which categories are written down.

use std::sync::{PoisonError, RwLock};

use ops_core::trace;

static ENABLED: RwLock<Vec<String>> = RwLock::new(Vec::new());

/// From now on these, and no others.
pub(crate) fn set(list: &str) {
    let list: Vec<String> = list
        .split(',')
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    *ENABLED.write().unwrap_or_else(PoisonError::into_inner) = list;
    trace::set_kinds(
        [
            (trace::ENVIRONMENT, "node,node.environment"),
            (trace::BOOTSTRAP, "node,node.bootstrap"),
            (
                trace::POOL,
                "node,node.threadpoolwork,node.threadpoolwork.sync,node.threadpoolwork.async",
            ),
        ]
        .into_iter()
        .filter(|(_, group)| is_enabled(group))
        .fold(0, |all, (kind, _)| all | kind),
    );
}

/// Those that are written down, with commas.
pub(crate) fn get() -> String {
    ENABLED
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .join(",")
}

/// Whether one of the categories that `group` lists is written down.
pub(crate) fn is_enabled(group: &str) -> bool {
    let enabled = ENABLED.read().unwrap_or_else(PoisonError::into_inner);
    !enabled.is_empty()
        && group
            .split(',')
            .any(|name| enabled.iter().any(|e| e == name))
}

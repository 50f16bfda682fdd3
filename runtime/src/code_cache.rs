//! Code caches of the builtins, made by the build script with the flags of the running program.

#[cfg(feature = "snapshot")]
mod table {
    include!(concat!(env!("OUT_DIR"), "/code_cache.rs"));
}

/// The code cache of a builtin; `None` without one (then it is compiled from source).
pub(crate) fn find(id: &str) -> Option<&'static [u8]> {
    #[cfg(feature = "snapshot")]
    {
        let at = table::CODE_CACHE
            .binary_search_by(|row| row.0.cmp(id))
            .ok()?;
        Some(table::CODE_CACHE[at].1)
    }
    #[cfg(not(feature = "snapshot"))]
    {
        let _ = id;
        None
    }
}

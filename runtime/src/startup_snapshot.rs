//! The snapshot that the build script made.

#[cfg(feature = "snapshot")]
static SNAPSHOT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/snapshot.bin"));

/// The snapshot that an isolate starts from; `None` without the feature, and where the builtins come from disk.
pub(crate) fn bytes() -> Option<&'static [u8]> {
    #[cfg(all(feature = "snapshot", debug_assertions))]
    if std::env::var_os("HEDDLE_JS").is_some_and(|v| v == "disk") {
        return None;
    }
    #[cfg(feature = "snapshot")]
    return Some(SNAPSHOT);
    #[cfg(not(feature = "snapshot"))]
    None
}

/// Whether the builtins that every program runs are evaluated in it.
pub(crate) fn has_builtins() -> bool {
    bytes().is_some()
}

//! Writes the startup snapshot and, in a second process of its own, the code caches of the builtins outside it.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=snapshot_modules.txt");
    println!("cargo::rerun-if-changed=../js/bootstrap/realm.js");
    for shared in [
        "bootstrap",
        "builtins",
        "extensions",
        "snapshot",
        "v8_flags",
    ] {
        println!("cargo::rerun-if-changed=src/{shared}.rs");
    }
    #[cfg(feature = "snapshot")]
    snapshot::write();
}

#[cfg(feature = "snapshot")]
#[path = "src/bootstrap.rs"]
mod bootstrap;
#[cfg(feature = "snapshot")]
#[path = "src/builtins.rs"]
mod builtins;
#[cfg(feature = "snapshot")]
#[path = "src/extensions.rs"]
mod extensions;
#[cfg(feature = "snapshot")]
#[path = "src/snapshot.rs"]
mod snapshot;
#[cfg(feature = "snapshot")]
#[path = "src/v8_flags.rs"]
mod v8_flags;

/// While the snapshot is made there is no code cache yet.
#[cfg(feature = "snapshot")]
mod code_cache {
    pub(crate) fn find(_: &str) -> Option<&'static [u8]> {
        None
    }
}

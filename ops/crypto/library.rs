//! Starting OpenSSL: at the first call that needs it.

use std::ffi::{CString, c_ulong};
use std::ptr;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use openssl_sys as ffi;

use crate::ffi as more;

/// `OPENSSL_INIT_*`. Nothing is cleaned up at the exit: threads of the pool may still be at work.
const NO_ATEXIT: u64 = 0x0008_0000;
const LOAD_CONFIG: u64 = 0x40;
/// `CONF_MFLAGS_DEFAULT_SECTION` and `CONF_MFLAGS_IGNORE_MISSING_FILE`.
const CONFIG_FLAGS: c_ulong = 0x20 | 0x10;

/// What the command line says of the library; empty texts and false are the defaults.
#[derive(Default)]
pub struct Options {
    pub config: String,
    pub shared_config: bool,
    pub legacy: bool,
}

static STARTED: Once = Once::new();
/// Whether only some of the providers may be used: then nothing goes around them.
static RESTRICTED: AtomicBool = AtomicBool::new(false);

/// Whether the program chose its providers itself.
pub fn restricted() -> bool {
    RESTRICTED.load(Ordering::Relaxed)
}

/// The program chose its providers.
pub fn restrict() {
    RESTRICTED.store(true, Ordering::Relaxed);
}

/// Whether it has started.
pub fn has_started() -> bool {
    STARTED.is_completed()
}

/// Starts it with the defaults unless it has started.
pub fn ensure() {
    STARTED.call_once(|| start(&Options::default()));
}

/// Starts it with options, before anything else has needed it.
pub fn ensure_with(options: &Options) {
    STARTED.call_once(|| start(options));
}

fn start(options: &Options) {
    let file = match options.config.is_empty() {
        true => std::env::var("OPENSSL_CONF").unwrap_or_default(),
        false => options.config.clone(),
    };
    let section = match options.shared_config {
        true => c"openssl_conf",
        false => c"nodejs_conf",
    };
    if !file.is_empty() {
        restrict();
    }
    // SAFETY: the settings are freed here; the texts end with a zero and are copied.
    unsafe {
        let settings = more::OPENSSL_INIT_new();
        if let (false, Ok(file)) = (file.is_empty(), CString::new(&*file)) {
            more::OPENSSL_INIT_set_config_filename(settings, file.as_ptr());
        }
        more::OPENSSL_INIT_set_config_appname(settings, section.as_ptr());
        more::OPENSSL_INIT_set_config_file_flags(settings, CONFIG_FLAGS);
        more::OPENSSL_init_crypto(NO_ATEXIT | LOAD_CONFIG, settings);
        more::OPENSSL_INIT_free(settings);
        if options.legacy {
            // The default provider would not be loaded by itself any more.
            ffi::OSSL_PROVIDER_load(ptr::null_mut(), c"legacy".as_ptr());
            ffi::OSSL_PROVIDER_load(ptr::null_mut(), c"default".as_ptr());
        }
    }
    crate::error::clear();
}

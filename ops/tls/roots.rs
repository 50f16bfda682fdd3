//! The default authorities: Mozilla's list, which is part of the program, the system's, and those of the environment.
//! <https://nodejs.org/docs/latest-v26.x/api/tls.html#tlsgetcacertificatestype>

use std::cell::RefCell;

use foreign_types_shared::ForeignType;
use openssl::x509::X509;
use openssl_sys as ffi;
use webpki_root_certs::TLS_SERVER_ROOT_CERTS;

use crate::{ffi as more, pem};

/// Where the default authorities come from.
#[derive(Default, Clone)]
pub struct Sources {
    /// `--use-openssl-ca`: the library's own places, which `SSL_CERT_FILE` and `SSL_CERT_DIR` move.
    pub openssl: bool,
    pub system: bool,
    /// The text of `NODE_EXTRA_CA_CERTS`.
    pub extra: Vec<u8>,
    /// What `setDefaultCACertificates` said, in PEM, instead of all others.
    pub instead: Option<Vec<Vec<u8>>>,
}

thread_local! {
    static SOURCES: RefCell<Sources> = RefCell::default();
    static STORE: RefCell<Option<Store>> = const { RefCell::new(None) };
}

struct Store(*mut ffi::X509_STORE);

impl Drop for Store {
    fn drop(&mut self) {
        // SAFETY: contexts hold references of their own.
        unsafe { ffi::X509_STORE_free(self.0) };
    }
}

/// Changes the sources: contexts from now on see it.
pub fn change(f: impl FnOnce(&mut Sources)) {
    SOURCES.with(|cell| f(&mut cell.borrow_mut()));
    let last = STORE.with(|cell| cell.borrow_mut().take());
    drop(last);
}

/// Mozilla's list in DER.
pub fn bundled() -> impl Iterator<Item = &'static [u8]> {
    TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|certificate| certificate.as_ref())
}

/// The files in which systems keep their authorities, the usual first.
const SYSTEM_FILES: &[&str] = &[
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// The system's authorities: `SSL_CERT_FILE` and `SSL_CERT_DIR` if set, else the first of the known files.
pub fn system() -> Vec<X509> {
    let file = std::env::var_os("SSL_CERT_FILE");
    let folder = std::env::var_os("SSL_CERT_DIR");
    let mut list = Vec::new();
    if file.is_none() && folder.is_none() {
        let text = SYSTEM_FILES
            .iter()
            .find_map(|file| std::fs::read(file).ok());
        list = pem::certificates(&text.unwrap_or_default()).0;
    }
    if let Some(text) = file.and_then(|file| std::fs::read(file).ok()) {
        list.extend(pem::certificates(&text).0);
    }
    for entry in folder
        .and_then(|folder| std::fs::read_dir(folder).ok())
        .into_iter()
        .flatten()
        .flatten()
    {
        if let Ok(text) = std::fs::read(entry.path()) {
            list.extend(pem::certificates(&text).0);
        }
    }
    crate::context::clear();
    list
}

fn add(store: *mut ffi::X509_STORE, certificate: &X509) {
    // SAFETY: the store takes a reference of its own.
    unsafe { ffi::X509_STORE_add_cert(store, certificate.as_ptr()) };
}

fn build() -> *mut ffi::X509_STORE {
    let sources = SOURCES.with(|cell| cell.borrow().clone());
    // SAFETY: a new store, given to the caller.
    let store = unsafe { ffi::X509_STORE_new() };
    if let Some(list) = &sources.instead {
        for text in list {
            pem::certificates(text)
                .0
                .iter()
                .for_each(|x509| add(store, x509));
        }
        crate::context::clear();
        return store;
    }
    if sources.openssl {
        // SAFETY: the store is ours.
        unsafe { ffi::X509_STORE_set_default_paths(store) };
    } else {
        for der in bundled() {
            if let Ok(x509) = X509::from_der(der) {
                add(store, &x509);
            }
        }
    }
    if sources.system {
        system().iter().for_each(|x509| add(store, x509));
    }
    pem::certificates(&sources.extra)
        .0
        .iter()
        .for_each(|x509| add(store, x509));
    crate::context::clear();
    store
}

/// Gives the default authorities to a context: a store that it shares with others, or its own.
pub fn fill(context: *mut ffi::SSL_CTX, own: bool) {
    if own {
        // SAFETY: the context becomes the owner of the new store.
        unsafe { ffi::SSL_CTX_set_cert_store(context, build()) };
        return;
    }
    STORE.with(|cell| {
        let mut slot = cell.borrow_mut();
        let store = slot.get_or_insert_with(|| Store(build()));
        // SAFETY: the context takes a reference of its own.
        unsafe { more::SSL_CTX_set1_cert_store(context, store.0) };
    });
}

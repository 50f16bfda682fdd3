//! What `openssl-sys` does not declare.

use std::ffi::{c_char, c_int, c_long, c_uchar, c_uint, c_void};

use openssl_sys::{
    BIO, EVP_PKEY, SSL, SSL_CIPHER, SSL_CTX, SSL_SESSION, X509_CRL, X509_STORE, stack_st_X509_NAME,
};

pub type PskClient = unsafe extern "C" fn(
    *mut SSL,
    *const c_char,
    *mut c_char,
    c_uint,
    *mut c_uchar,
    c_uint,
) -> c_uint;
pub type PskServer = unsafe extern "C" fn(*mut SSL, *const c_char, *mut c_uchar, c_uint) -> c_uint;
pub type CertCallback = unsafe extern "C" fn(*mut SSL, *mut c_void) -> c_int;
pub type InfoCallback = unsafe extern "C" fn(*const SSL, c_int, c_int);

pub const SSL_CB_HANDSHAKE_START: c_int = 0x10;
pub const SSL_CB_HANDSHAKE_DONE: c_int = 0x20;

pub const SSL_CTRL_GET_PEER_TMP_KEY: c_int = 109;
pub const SSL_CTRL_SET_DH_AUTO: c_int = 118;
pub const SSL_CTRL_SET_SIGALGS_LIST: c_int = 98;
pub const SSL_CTRL_SET_GROUPS_LIST: c_int = 92;
pub const SSL_CTRL_SET_MIN_PROTO_VERSION: c_int = 123;
pub const SSL_CTRL_SET_MAX_PROTO_VERSION: c_int = 124;
pub const SSL_CTRL_GET_MIN_PROTO_VERSION: c_int = 130;
pub const SSL_CTRL_GET_MAX_PROTO_VERSION: c_int = 131;
pub const SSL_CTRL_SET_SESS_CACHE_MODE: c_int = 44;
pub const SSL_CTRL_MODE: c_int = 33;
pub const SSL_CTRL_CLEAR_EXTRA_CHAIN_CERTS: c_int = 83;
pub const SSL_CTRL_CHAIN_CERT: c_int = 89;
pub const SSL_CTRL_SET_TLSEXT_HOSTNAME: c_int = 55;
pub const SSL_CTRL_SET_TLSEXT_STATUS_REQ_TYPE: c_int = 65;
pub const SSL_CTRL_SET_MAX_SEND_FRAGMENT: c_int = 52;

pub type TicketKey = unsafe extern "C" fn(
    *mut SSL,
    *mut c_uchar,
    *mut c_uchar,
    *mut openssl_sys::EVP_CIPHER_CTX,
    *mut c_void,
    c_int,
) -> c_int;

unsafe extern "C" {
    pub fn SSL_CTX_set_tlsext_ticket_key_evp_cb(
        context: *mut SSL_CTX,
        callback: Option<TicketKey>,
    ) -> c_int;
    pub fn EVP_MAC_CTX_set_params(
        context: *mut c_void,
        parameters: *const openssl_sys::OSSL_PARAM,
    ) -> c_int;
    pub fn OSSL_PARAM_construct_octet_string(
        key: *const c_char,
        data: *mut c_void,
        length: usize,
    ) -> openssl_sys::OSSL_PARAM;
    pub fn OSSL_PARAM_construct_utf8_string(
        key: *const c_char,
        text: *mut c_char,
        length: usize,
    ) -> openssl_sys::OSSL_PARAM;
    pub fn OSSL_PARAM_construct_end() -> openssl_sys::OSSL_PARAM;
    pub fn SSL_set_cert_cb(ssl: *mut SSL, callback: Option<CertCallback>, argument: *mut c_void);
    pub fn SSL_set_psk_client_callback(ssl: *mut SSL, callback: Option<PskClient>);
    pub fn SSL_set_psk_server_callback(ssl: *mut SSL, callback: Option<PskServer>);
    pub fn SSL_use_psk_identity_hint(ssl: *mut SSL, hint: *const c_char) -> c_int;
    pub fn SSL_CTX_set_info_callback(context: *mut SSL_CTX, callback: Option<InfoCallback>);
    pub fn SSL_get_shared_sigalgs(
        ssl: *mut SSL,
        index: c_int,
        sign: *mut c_int,
        hash: *mut c_int,
        both: *mut c_int,
        raw_sign: *mut c_uchar,
        raw_hash: *mut c_uchar,
    ) -> c_int;
    pub fn SSL_renegotiate(ssl: *mut SSL) -> c_int;
    pub fn SSL_renegotiate_pending(ssl: *const SSL) -> c_int;
    pub fn SSL_SESSION_get0_ticket(
        session: *const SSL_SESSION,
        ticket: *mut *const c_uchar,
        length: *mut usize,
    );
    pub fn X509_STORE_add_crl(store: *mut X509_STORE, crl: *mut X509_CRL) -> c_int;
    pub fn SSL_CTX_set1_cert_store(context: *mut SSL_CTX, store: *mut X509_STORE);
    pub fn SSL_CTX_get_ciphers(context: *const SSL_CTX) -> *mut c_void;
    pub fn ERR_print_errors(bio: *mut BIO);
    pub fn ERR_lib_error_string(number: std::ffi::c_ulong) -> *const c_char;
    pub fn SSL_CTX_set_timeout(context: *mut SSL_CTX, seconds: c_long) -> c_long;
    pub fn EVP_PKEY_get_group_name(
        key: *const EVP_PKEY,
        name: *mut c_char,
        size: usize,
        length: *mut usize,
    ) -> c_int;
    pub fn OPENSSL_sk_num(stack: *const c_void) -> c_int;
    pub fn OPENSSL_sk_value(stack: *const c_void, index: c_int) -> *mut c_void;
    pub fn SSL_CIPHER_standard_name(cipher: *const SSL_CIPHER) -> *const c_char;
    pub fn OBJ_nid2sn(nid: c_int) -> *const c_char;
    pub fn SSL_get0_peer_certificate(ssl: *const SSL) -> *mut openssl_sys::X509;
    pub fn PEM_read_bio_X509_AUX(
        bio: *mut BIO,
        out: *mut *mut openssl_sys::X509,
        callback: openssl_sys::pem_password_cb,
        user: *mut c_void,
    ) -> *mut openssl_sys::X509;
    pub fn PEM_read_bio_Parameters(bio: *mut BIO, out: *mut *mut EVP_PKEY) -> *mut EVP_PKEY;
    pub fn SSL_CTX_get_client_CA_list(context: *const SSL_CTX) -> *mut stack_st_X509_NAME;
    pub fn X509_STORE_CTX_get1_issuer(
        issuer: *mut *mut openssl_sys::X509,
        context: *mut openssl_sys::X509_STORE_CTX,
        certificate: *mut openssl_sys::X509,
    ) -> c_int;
    pub fn SSL_dup_CA_list(list: *const stack_st_X509_NAME) -> *mut stack_st_X509_NAME;
    pub fn ERR_peek_error() -> std::ffi::c_ulong;
}

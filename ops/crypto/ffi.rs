//! What `openssl-sys` does not declare.

use std::ffi::{c_char, c_int, c_void};

use openssl_sys::{EVP_CIPHER, EVP_MD, OSSL_PARAM};

/// `MD5_CTX`.
#[repr(C)]
#[derive(Clone)]
pub struct Md5Context {
    state: [u32; 4],
    length: [u32; 2],
    data: [u32; 16],
    number: u32,
}

/// `EC_builtin_curve`.
#[repr(C)]
pub struct Curve {
    pub nid: c_int,
    pub comment: *const c_char,
}

/// `X509_ALGOR`.
#[repr(C)]
pub struct AlgorithmIdentifier {
    pub algorithm: *mut openssl_sys::ASN1_OBJECT,
    pub parameter: *mut c_void,
}

unsafe extern "C" {
    pub fn ERR_error_string_n(number: std::ffi::c_ulong, text: *mut c_char, length: usize);
    pub fn MD5_Init(context: *mut Md5Context) -> c_int;
    pub fn MD5_Update(context: *mut Md5Context, data: *const c_void, length: usize) -> c_int;
    pub fn MD5_Final(out: *mut u8, context: *mut Md5Context) -> c_int;
    pub fn EVP_MD_get_flags(digest: *const EVP_MD) -> std::ffi::c_ulong;
    pub fn EVP_MD_get0_name(digest: *const EVP_MD) -> *const c_char;
    pub fn EVP_MD_do_all_sorted(
        f: unsafe extern "C" fn(*const EVP_MD, *const c_char, *const c_char, *mut c_void),
        data: *mut c_void,
    );
    pub fn EVP_CIPHER_do_all_sorted(
        f: unsafe extern "C" fn(*const EVP_CIPHER, *const c_char, *const c_char, *mut c_void),
        data: *mut c_void,
    );
    pub fn EVP_MD_do_all_provided(
        context: *mut openssl_sys::OSSL_LIB_CTX,
        f: unsafe extern "C" fn(*mut EVP_MD, *mut c_void),
        data: *mut c_void,
    );
    pub fn EVP_MD_names_do_all(
        digest: *const EVP_MD,
        f: unsafe extern "C" fn(*const c_char, *mut c_void),
        data: *mut c_void,
    ) -> c_int;
    pub fn EVP_CIPHER_do_all_provided(
        context: *mut openssl_sys::OSSL_LIB_CTX,
        f: unsafe extern "C" fn(*mut EVP_CIPHER, *mut c_void),
        data: *mut c_void,
    );
    pub fn EVP_CIPHER_names_do_all(
        cipher: *const EVP_CIPHER,
        f: unsafe extern "C" fn(*const c_char, *mut c_void),
        data: *mut c_void,
    ) -> c_int;
    pub fn NETSCAPE_SPKI_b64_decode(text: *const c_char, length: c_int) -> *mut c_void;
    pub fn NETSCAPE_SPKI_free(spki: *mut c_void);
    pub fn NETSCAPE_SPKI_get_pubkey(spki: *mut c_void) -> *mut openssl_sys::EVP_PKEY;
    pub fn NETSCAPE_SPKI_verify(spki: *mut c_void, key: *mut openssl_sys::EVP_PKEY) -> c_int;
    pub fn ASN1_STRING_to_UTF8(out: *mut *mut u8, text: *const openssl_sys::ASN1_STRING) -> c_int;
    pub fn CRYPTO_free(memory: *mut c_void, file: *const c_char, line: c_int);
    pub fn BN_cmp(a: *const openssl_sys::BIGNUM, b: *const openssl_sys::BIGNUM) -> c_int;
    pub fn BN_secure_new() -> *mut openssl_sys::BIGNUM;
    pub fn OPENSSL_init_crypto(options: u64, settings: *mut c_void) -> c_int;
    pub fn OPENSSL_INIT_new() -> *mut c_void;
    pub fn OPENSSL_INIT_free(settings: *mut c_void);
    pub fn OPENSSL_INIT_set_config_filename(settings: *mut c_void, file: *const c_char) -> c_int;
    pub fn OPENSSL_INIT_set_config_appname(settings: *mut c_void, name: *const c_char) -> c_int;
    pub fn OPENSSL_INIT_set_config_file_flags(settings: *mut c_void, flags: std::ffi::c_ulong);
    pub fn ERR_peek_error() -> std::ffi::c_ulong;
    pub fn d2i_PrivateKey(
        kind: c_int,
        out: *mut *mut openssl_sys::EVP_PKEY,
        data: *mut *const u8,
        length: std::ffi::c_long,
    ) -> *mut openssl_sys::EVP_PKEY;
    pub fn d2i_PublicKey(
        kind: c_int,
        out: *mut *mut openssl_sys::EVP_PKEY,
        data: *mut *const u8,
        length: std::ffi::c_long,
    ) -> *mut openssl_sys::EVP_PKEY;
    pub fn PEM_bytes_read_bio(
        out: *mut *mut u8,
        length: *mut std::ffi::c_long,
        name: *mut *mut c_char,
        wanted: *const c_char,
        bio: *mut openssl_sys::BIO,
        callback: openssl_sys::pem_password_cb,
        data: *mut c_void,
    ) -> c_int;
    pub fn EVP_PKEY_get0_RSA(key: *const openssl_sys::EVP_PKEY) -> *const openssl_sys::RSA;
    pub fn EVP_PKEY_get0_type_name(key: *const openssl_sys::EVP_PKEY) -> *const c_char;
    pub fn RSA_get0_pss_params(rsa: *const openssl_sys::RSA) -> *const c_void;
    pub fn i2d_RSAPublicKey_bio(bio: *mut openssl_sys::BIO, rsa: *const openssl_sys::RSA) -> c_int;
    pub fn EC_curve_nist2nid(name: *const c_char) -> c_int;
    pub fn PEM_write_bio_PrivateKey_traditional(
        bio: *mut openssl_sys::BIO,
        key: *const openssl_sys::EVP_PKEY,
        cipher: *const EVP_CIPHER,
        text: *mut u8,
        length: c_int,
        callback: openssl_sys::pem_password_cb,
        data: *mut c_void,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set1_rsa_keygen_pubexp(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        exponent: *mut openssl_sys::BIGNUM,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set_rsa_pss_keygen_md(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        digest: *const EVP_MD,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set_rsa_pss_keygen_mgf1_md(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        digest: *const EVP_MD,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set_rsa_pss_keygen_saltlen(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        length: c_int,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set_dsa_paramgen_bits(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        bits: c_int,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set_dsa_paramgen_q_bits(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        bits: c_int,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set_ec_paramgen_curve_nid(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        curve: c_int,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set_ec_param_enc(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        encoding: c_int,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set_dh_paramgen_prime_len(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        bits: c_int,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set_dh_paramgen_generator(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        generator: c_int,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set_rsa_oaep_md(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        digest: *const EVP_MD,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set0_rsa_oaep_label(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        label: *mut c_void,
        length: c_int,
    ) -> c_int;
    pub fn CRYPTO_memdup(
        data: *const c_void,
        length: usize,
        file: *const c_char,
        line: c_int,
    ) -> *mut c_void;
    pub fn DH_check_pub_key(
        dh: *const openssl_sys::DH,
        key: *const openssl_sys::BIGNUM,
        codes: *mut c_int,
    ) -> c_int;
    pub fn DH_compute_key_padded(
        out: *mut u8,
        key: *const openssl_sys::BIGNUM,
        dh: *mut openssl_sys::DH,
    ) -> c_int;
    pub fn EVP_PKEY_CTX_set_dh_pad(context: *mut openssl_sys::EVP_PKEY_CTX, pad: c_int) -> c_int;
    pub fn BN_get_rfc2409_prime_768(out: *mut openssl_sys::BIGNUM) -> *mut openssl_sys::BIGNUM;
    pub fn BN_get_rfc2409_prime_1024(out: *mut openssl_sys::BIGNUM) -> *mut openssl_sys::BIGNUM;
    pub fn EC_GROUP_get0_order(group: *const openssl_sys::EC_GROUP) -> *const openssl_sys::BIGNUM;
    pub fn EC_GROUP_get_degree(group: *const openssl_sys::EC_GROUP) -> c_int;
    pub fn ECDH_compute_key(
        out: *mut c_void,
        length: usize,
        point: *const openssl_sys::EC_POINT,
        key: *const openssl_sys::EC_KEY,
        derive: Option<unsafe extern "C" fn()>,
    ) -> c_int;
    pub fn EC_get_builtin_curves(list: *mut Curve, count: usize) -> usize;
    pub fn OSSL_PARAM_construct_size_t(key: *const c_char, value: *mut usize) -> OSSL_PARAM;
    pub fn EVP_PKEY_CTX_set_kem_op(
        context: *mut openssl_sys::EVP_PKEY_CTX,
        name: *const c_char,
    ) -> c_int;
    pub fn X509_check_host(
        certificate: *mut openssl_sys::X509,
        name: *const c_char,
        length: usize,
        flags: u32,
        found: *mut *mut c_char,
    ) -> c_int;
    pub fn X509_check_email(
        certificate: *mut openssl_sys::X509,
        name: *const c_char,
        length: usize,
        flags: u32,
    ) -> c_int;
    pub fn X509_check_ip_asc(
        certificate: *mut openssl_sys::X509,
        address: *const c_char,
        flags: u32,
    ) -> c_int;
    pub fn X509_check_ca(certificate: *mut openssl_sys::X509) -> c_int;
    pub fn X509_check_issued(
        issuer: *mut openssl_sys::X509,
        subject: *mut openssl_sys::X509,
    ) -> c_int;
    pub fn X509_check_private_key(
        certificate: *const openssl_sys::X509,
        key: *const openssl_sys::EVP_PKEY,
    ) -> c_int;
    pub fn OPENSSL_sk_num(stack: *const c_void) -> c_int;
    pub fn OPENSSL_sk_value(stack: *const c_void, index: c_int) -> *mut c_void;
    pub fn OPENSSL_sk_pop_free(stack: *mut c_void, free: unsafe extern "C" fn(*mut c_void));
    pub fn ASN1_OBJECT_free(object: *mut c_void);
    pub fn GENERAL_NAME_free(name: *mut c_void);
    pub fn ACCESS_DESCRIPTION_free(access: *mut c_void);
    pub fn X509_get0_tbs_sigalg(
        certificate: *const openssl_sys::X509,
    ) -> *const openssl_sys::X509_ALGOR;
    pub fn X509_NAME_print_ex(
        bio: *mut openssl_sys::BIO,
        name: *const openssl_sys::X509_NAME,
        indent: c_int,
        flags: std::ffi::c_ulong,
    ) -> c_int;
    pub fn OPENSSL_sk_free(stack: *mut c_void);
    pub fn EVP_MAC_do_all_provided(
        context: *mut openssl_sys::OSSL_LIB_CTX,
        f: unsafe extern "C" fn(*mut openssl_sys::EVP_MAC, *mut c_void),
        data: *mut c_void,
    );
    pub fn EVP_MAC_names_do_all(
        mac: *const openssl_sys::EVP_MAC,
        f: unsafe extern "C" fn(*const c_char, *mut c_void),
        data: *mut c_void,
    ) -> c_int;
    pub fn EVP_get_cipherbyname(name: *const c_char) -> *const EVP_CIPHER;
    pub fn EVP_CIPHER_get0_name(cipher: *const EVP_CIPHER) -> *const c_char;
    pub fn EVP_CipherFinal_ex(
        context: *mut openssl_sys::EVP_CIPHER_CTX,
        out: *mut u8,
        written: *mut c_int,
    ) -> c_int;
    pub fn EVP_CIPHER_get_mode(cipher: *const EVP_CIPHER) -> c_int;
    pub fn OBJ_nid2sn(nid: c_int) -> *const c_char;
    pub fn CRYPTO_secure_malloc_init(size: usize, minimum: usize) -> c_int;
    pub fn CRYPTO_secure_malloc_initialized() -> c_int;
    pub fn CRYPTO_secure_used() -> usize;
    pub fn CRYPTO_memcmp(a: *const c_void, b: *const c_void, length: usize) -> c_int;
    pub fn OSSL_set_max_threads(context: *mut openssl_sys::OSSL_LIB_CTX, threads: u64) -> c_int;
    pub fn OSSL_PARAM_construct_utf8_string(
        key: *const c_char,
        text: *mut c_char,
        length: usize,
    ) -> OSSL_PARAM;
    pub fn OSSL_PARAM_construct_uint32(key: *const c_char, value: *mut u32) -> OSSL_PARAM;
    pub fn OSSL_PARAM_construct_uint64(key: *const c_char, value: *mut u64) -> OSSL_PARAM;
}

//! What a connection tells of its keys and signatures.

use std::ffi::CStr;
use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;

use crate::engine::TlsInner;
use crate::{ffi as more, value};

impl TlsInner {
    pub(crate) fn ephemeral_key<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> v8::Local<'s, v8::Value> {
        if self.server {
            return v8::null(scope).into();
        }
        let object = v8::Object::new(scope);
        let mut key: *mut ffi::EVP_PKEY = ptr::null_mut();
        // SAFETY: the SSL lives; the key is freed here.
        unsafe {
            let found = ffi::SSL_ctrl(
                self.ssl(),
                more::SSL_CTRL_GET_PEER_TMP_KEY,
                0,
                (&raw mut key).cast(),
            );
            if found != 1 || key.is_null() {
                return object.into();
            }
            let id = ffi::EVP_PKEY_id(key);
            let kind = match id {
                ffi::EVP_PKEY_DH => Some("DH"),
                ffi::EVP_PKEY_EC | ffi::NID_X25519 | ffi::NID_X448 => Some("ECDH"),
                _ => None,
            };
            if let Some(kind) = kind {
                let kind_text = value::string(scope, kind);
                value::set(scope, object, "type", kind_text);
                if kind == "ECDH" {
                    let name = if id == ffi::EVP_PKEY_EC {
                        let mut room = [0; 64];
                        let mut length = 0;
                        more::EVP_PKEY_get_group_name(
                            key,
                            room.as_mut_ptr(),
                            room.len(),
                            &raw mut length,
                        );
                        value::text(scope, room.as_ptr())
                    } else {
                        value::text(scope, more::OBJ_nid2sn(id))
                    };
                    value::set(scope, object, "name", name);
                }
                let bits = v8::Integer::new(scope, ffi::EVP_PKEY_bits(key)).into();
                value::set(scope, object, "size", bits);
            }
            ffi::EVP_PKEY_free(key);
        }
        object.into()
    }

    pub(crate) fn shared_sigalgs<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> v8::Local<'s, v8::Value> {
        let ssl = self.ssl();
        let none = ptr::null_mut;
        let mut list = Vec::new();
        // SAFETY: the SSL lives; null means that a part is not wanted.
        unsafe {
            let count = more::SSL_get_shared_sigalgs(
                ssl,
                0,
                none(),
                none(),
                none(),
                ptr::null_mut(),
                ptr::null_mut(),
            );
            for index in 0..count {
                let (mut sign, mut hash) = (0, 0);
                more::SSL_get_shared_sigalgs(
                    ssl,
                    index,
                    &raw mut sign,
                    &raw mut hash,
                    none(),
                    ptr::null_mut(),
                    ptr::null_mut(),
                );
                let short = |nid| {
                    let text = more::OBJ_nid2sn(nid);
                    match text.is_null() {
                        true => "UNDEF".to_owned(),
                        false => CStr::from_ptr(text).to_string_lossy().into_owned(),
                    }
                };
                let name = match sign {
                    ffi::EVP_PKEY_RSA => "RSA".to_owned(),
                    ffi::EVP_PKEY_RSA_PSS => "RSA-PSS".to_owned(),
                    ffi::EVP_PKEY_DSA => "DSA".to_owned(),
                    ffi::EVP_PKEY_EC => "ECDSA".to_owned(),
                    ffi::NID_ED25519 => "Ed25519".to_owned(),
                    ffi::NID_ED448 => "Ed448".to_owned(),
                    other => short(other),
                };
                list.push(format!("{name}+{}", short(hash)));
            }
        }
        let list: Vec<v8::Local<v8::Value>> =
            list.iter().map(|text| value::string(scope, text)).collect();
        v8::Array::new_with_elements(scope, &list).into()
    }
}

//! Settings between `settingsBuffer`, nghttp2 and a session.

use std::cell::RefCell;

use libnghttp2_sys as ffi;

use crate::session::Session;
use crate::shared;

/// The numbers of the settings in the order of `settingsBuffer`, and their defaults.
const NAMED: [(i32, u32); 7] = [
    (1, 4096),
    (2, 1),
    (4, 65_535),
    (5, 16_384),
    (3, u32::MAX),
    (6, 65_535),
    (8, 0),
];
const CONNECT_PROTOCOL: i32 = 8;
const FLAGS: usize = NAMED.len();
const CUSTOM: usize = FLAGS + 1;
const MAX_CUSTOM: usize = 10;

/// A setting that Node has no name for. The value is missing until the peer has sent it.
pub type Custom = RefCell<Vec<(i32, Option<u32>)>>;

/// Fills `settingsBuffer` with the defaults.
pub fn refresh_defaults() {
    let mut values: Vec<(usize, u32)> = NAMED.iter().map(|(_, value)| *value).enumerate().collect();
    values.push((FLAGS, (1 << NAMED.len()) - 1));
    values.push((CUSTOM, 0));
    shared::set_settings(&values);
}

/// What `settingsBuffer` holds, for a frame.
pub fn entries() -> Vec<ffi::nghttp2_settings_entry> {
    let buffer = shared::settings();
    let mut entries = Vec::new();
    for (index, (id, _)) in NAMED.iter().enumerate() {
        if buffer[FLAGS] & (1 << index) != 0 {
            entries.push(ffi::nghttp2_settings_entry {
                settings_id: *id,
                value: buffer[index],
            });
        }
    }
    // The order of a frame is that of the numbers.
    entries.sort_by_key(|entry| entry.settings_id);
    let pairs = buffer[CUSTOM + 1..].chunks_exact(2);
    for pair in pairs.take((buffer[CUSTOM] as usize).min(MAX_CUSTOM)) {
        entries.push(ffi::nghttp2_settings_entry {
            settings_id: pair[0] as i32,
            value: pair[1],
        });
    }
    entries
}

/// `settingsBuffer` as the payload of a frame; `None` when a value is out of its range.
pub fn pack() -> Option<Vec<u8>> {
    let entries = entries();
    let mut payload = vec![0; entries.len() * 6];
    // SAFETY: the lengths are those of the slices.
    let length = unsafe {
        ffi::nghttp2_pack_settings_payload2(
            payload.as_mut_ptr(),
            payload.len(),
            entries.as_ptr(),
            entries.len(),
        )
    };
    if length < 0 {
        return None;
    }
    payload.truncate(length as usize);
    Some(payload)
}

/// The custom settings that a session wants to hear of: `settingsBuffer` when it is made.
pub fn wanted() -> Vec<(i32, Option<u32>)> {
    let buffer = shared::settings();
    let pairs = buffer[CUSTOM + 1..].chunks_exact(2);
    let pairs = pairs.take((buffer[CUSTOM] as usize).min(MAX_CUSTOM));
    pairs
        .map(|pair| ((pair[0] & 0xffff) as i32, None))
        .collect()
}

impl Session {
    /// Fills `settingsBuffer` with the local or the peer's settings.
    pub fn refresh_settings(&self, local: bool) {
        let raw = self.raw();
        if raw.is_null() {
            return;
        }
        let mut values = Vec::with_capacity(NAMED.len() + 1);
        for (index, (id, _)) in NAMED.iter().enumerate() {
            // SAFETY: the session lives, and it knows the number.
            let value = unsafe {
                if local {
                    ffi::nghttp2_session_get_local_settings(raw, *id as u32)
                } else {
                    ffi::nghttp2_session_get_remote_settings(raw, *id as u32)
                }
            };
            values.push((index, value));
        }
        let custom = if local {
            self.local_custom.borrow()
        } else {
            self.remote_custom.borrow()
        };
        let mut count = 0;
        for (id, value) in custom.iter() {
            if let Some(value) = value {
                values.push((CUSTOM + 1 + count * 2, *id as u32));
                values.push((CUSTOM + 2 + count * 2, *value));
                count += 1;
            }
        }
        values.push((CUSTOM, count as u32));
        shared::set_settings(&values);
    }

    /// Sends what `settingsBuffer` holds.
    pub fn send_settings(&self) {
        let entries = entries();
        let mut custom = self.local_custom.borrow_mut();
        for entry in &entries {
            if entry.settings_id == CONNECT_PROTOCOL && entry.value == 1 {
                self.connect_protocol.set(true);
            }
            if entry.settings_id < NAMED.len() as i32 {
                continue;
            }
            let full = custom.len() >= MAX_CUSTOM;
            match custom.iter_mut().find(|(id, _)| *id == entry.settings_id) {
                Some((_, value)) => *value = Some(entry.value),
                None if full => {}
                None => custom.push((entry.settings_id, Some(entry.value))),
            }
        }
        drop(custom);
        // SAFETY: the session lives as long as `self.raw()` is not null; the entries are copied.
        unsafe {
            ffi::nghttp2_submit_settings(self.raw(), 0, entries.as_ptr(), entries.len());
        }
    }

    /// Notes the custom settings of a frame of the peer's that JS wants to hear of.
    pub fn note_remote(&self, entries: &[ffi::nghttp2_settings_entry]) {
        let mut custom = self.remote_custom.borrow_mut();
        for entry in entries {
            if entry.settings_id >= NAMED.len() as i32
                && let Some((_, value)) = custom.iter_mut().find(|(id, _)| *id == entry.settings_id)
            {
                *value = Some(entry.value);
            }
        }
    }
}

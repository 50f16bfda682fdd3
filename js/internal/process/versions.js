// process.version, process.versions, process.release and process.config: what programs read to know their runtime.
// https://nodejs.org/api/process.html#processversions
'use strict';

const { ObjectDefineProperty, ObjectFreeze, ObjectKeys } = primordials;

const version = 'v26.10.0';

// What programs ask before they use node:crypto, node:tls, node:https and node:http2: true when all four are there.
const hasCrypto = true;

// The versions of Node's parts that this runtime behaves as, in Node's order.
const versions = {
  node: '26.10.0',
  acorn: '8.18.0',
  ada: '4.0.0',
  amaro: '1.1.11',
  ares: '1.34.8',
  brotli: '1.2.0',
  cldr: '48.0',
  icu: '78.3',
  libffi: '3.8.0',
  lief: '0.17.0',
  llhttp: '9.4.3',
  merve: '1.2.2',
  modules: '147',
  napi: '10',
  nbytes: '0.1.4',
  ...(hasCrypto ? { ncrypto: '0.0.1' } : undefined),
  nghttp2: '1.70.0',
  nghttp3: '',
  ngtcp2: '',
  ...(hasCrypto ? { openssl: '3.5.8' } : undefined),
  simdjson: '4.6.11',
  simdutf: '7.7.0',
  sqlite: '3.54.1',
  tz: '2026c',
  undici: '8.10.2',
  unicode: '17.0',
  uv: '1.52.1',
  uvwasi: '0.0.23',
  v8: '14.6.202.34-node.34',
  zlib: '1.3.2.1-motley-285e94b',
  zstd: '1.5.7',
};
// Not enumerable: programs compare the list of keys with Node's.
ObjectDefineProperty(versions, 'heddle', { __proto__: null, value: '0.1.0' });

const release = {
  name: 'node',
  sourceUrl: `https://nodejs.org/download/release/${version}/node-${version}.tar.gz`,
  headersUrl: `https://nodejs.org/download/release/${version}/node-${version}-headers.tar.gz`,
};

const config = {
  variables: {
    host_arch: 'x64',
    target_arch: 'x64',
    node_byteorder: 'little',
    node_builtin_shareable_builtins: [],
    node_module_version: 147,
    node_no_browser_globals: false,
    node_prefix: '/',
    node_release_urlbase: 'https://nodejs.org/download/release/',
    node_shared: false,
    node_target_type: 'executable',
    node_use_amaro: true,
    node_use_dtls: false,
    node_use_ffi: true,
    node_use_lief: true,
    node_use_openssl: hasCrypto,
    node_use_quic: false,
    node_use_sqlite: true,
    node_without_node_options: false,
    napi_build_version: '10',
    openssl_is_boringssl: false,
    openssl_is_fips: false,
    asan: 0,
    coverage: false,
    debug_node: false,
    icu_small: false,
    is_debug: 0,
    v8_enable_i18n_support: 1,
    v8_enable_inspector: 1,
    v8_enable_pointer_compression: 0,
    v8_enable_temporal_support: 1,
    v8_enable_webassembly: 1,
  },
  target_defaults: {
    cflags: [],
    configurations: { Release: {}, Debug: {} },
    default_configuration: 'Release',
    defines: [],
    include_dirs: [],
    libraries: [],
  },
};
for (const part of [config.variables.node_builtin_shareable_builtins, config.target_defaults.cflags,
                    config.target_defaults.configurations.Release, config.target_defaults.configurations.Debug,
                    config.target_defaults.configurations, config.target_defaults.defines,
                    config.target_defaults.include_dirs, config.target_defaults.libraries,
                    config.variables, config.target_defaults, config]) {
  ObjectFreeze(part);
}

// Read-only each, and a program may add others.
for (const object of [release, versions]) {
  for (const key of ObjectKeys(object)) ObjectDefineProperty(object, key, { __proto__: null, writable: false });
}

module.exports = { config, hasCrypto, release, version, versions };

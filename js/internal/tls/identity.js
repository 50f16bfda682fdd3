// tls.checkServerIdentity(): whether a certificate names the host, as RFC 6125 and RFC 9110 say.
// https://nodejs.org/docs/latest-v26.x/api/tls.html#tlscheckserveridentityhostname-cert
'use strict';

const net = require('net');
const {
  codes: { ERR_TLS_CERT_ALTNAME_FORMAT, ERR_TLS_CERT_ALTNAME_INVALID },
} = require('internal/errors');

const toLowerCase = (text) => text.replace(/[A-Z]/g, (letter) => String.fromCharCode(32 + letter.charCodeAt(0)));
const unfqdn = (host) => host.replace(/[.]$/, '');
const splitHost = (host) => unfqdn(toLowerCase(host)).split('.');

// A name is one of printable ASCII. Others are not compared.
const odd = /[^\u0021-\u007F]/u;

function check(hostParts, pattern, wildcards) {
  if (!pattern) return false;
  const patternParts = splitHost(pattern);
  if (hostParts.length !== patternParts.length || patternParts.includes('')) return false;
  if (patternParts.some((part) => odd.test(part))) return false;

  // All parts but the first must be equal.
  for (let i = hostParts.length - 1; i > 0; i--) {
    if (hostParts[i] !== patternParts[i]) return false;
  }

  const [hostSubdomain] = hostParts;
  const [patternSubdomain] = patternParts;
  const pieces = patternSubdomain.split('*', 3);
  // A literal, or an A-label, in which a star is no wildcard.
  if (pieces.length === 1 || patternSubdomain.includes('xn--')) return hostSubdomain === patternSubdomain;
  if (!wildcards) return false;
  if (pieces.length > 2) return false;
  // *.tld would match too much.
  if (patternParts.length <= 2) return false;

  const [prefix, suffix] = pieces;
  if (prefix.length + suffix.length > hostSubdomain.length) return false;
  return hostSubdomain.startsWith(prefix) && hostSubdomain.endsWith(suffix);
}

const jsonString = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/;

// `DNS:a, "quoted, text", ...`: names may be JSON strings, in which a comma means nothing.
function splitEscapedAltNames(altNames) {
  const result = [];
  let current = '';
  let offset = 0;
  while (offset !== altNames.length) {
    const separator = altNames.indexOf(', ', offset);
    const quote = altNames.indexOf('"', offset);
    if (quote !== -1 && (separator === -1 || quote < separator)) {
      current += altNames.substring(offset, quote);
      const match = jsonString.exec(altNames.substring(quote));
      if (!match) throw new ERR_TLS_CERT_ALTNAME_FORMAT();
      current += JSON.parse(match[0]);
      offset = quote + match[0].length;
    } else if (separator !== -1) {
      current += altNames.substring(offset, separator);
      result.push(current);
      current = '';
      offset = separator + 2;
    } else {
      current += altNames.substring(offset);
      offset = altNames.length;
    }
  }
  result.push(current);
  return result;
}

function canonicalizeIP(ip) {
  if (net.isIPv4(ip)) return ip;
  if (!net.isIPv6(ip)) return undefined;
  return new net.SocketAddress({ address: ip, family: 'ipv6' }).address;
}

function checkServerIdentity(hostname, cert) {
  const { subject, subjectaltname: altNames } = cert;
  const dnsNames = [];
  const ips = [];

  hostname = `${hostname}`;
  if (altNames) {
    const names = altNames.includes('"') ? splitEscapedAltNames(altNames) : altNames.split(', ');
    for (const name of names) {
      if (name.startsWith('DNS:')) dnsNames.push(name.slice(4));
      else if (name.startsWith('IP Address:')) ips.push(canonicalizeIP(name.slice(11)));
    }
  }

  let valid = false;
  let reason = 'Unknown reason';

  hostname = unfqdn(hostname);
  if (net.isIP(hostname)) {
    valid = ips.includes(canonicalizeIP(hostname));
    if (!valid) reason = `IP: ${hostname} is not in the cert's list: ` + ips.join(', ');
  } else if (dnsNames.length > 0 || subject?.CN) {
    const hostParts = splitHost(hostname);
    const wildcard = (pattern) => check(hostParts, pattern, true);
    if (dnsNames.length > 0) {
      valid = dnsNames.some(wildcard);
      if (!valid) reason = `Host: ${hostname}. is not in the cert's altnames: ${altNames}`;
    } else {
      // The common name counts only when there is no name of the kind that is meant for it.
      const { CN: cn } = subject;
      valid = Array.isArray(cn) ? cn.some(wildcard) : wildcard(cn);
      if (!valid) reason = `Host: ${hostname}. is not cert's CN: ${cn}`;
    }
  } else {
    reason = 'Cert does not contain a DNS name';
  }

  return valid ? undefined : new ERR_TLS_CERT_ALTNAME_INVALID(reason, hostname, cert);
}

module.exports = { checkServerIdentity };

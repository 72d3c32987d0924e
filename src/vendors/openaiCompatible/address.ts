import { MaestroError } from '../../core/failure.ts';

type Read = { readonly base: URL; readonly problem: null } | { readonly base: null; readonly problem: string };

/**
 * What is wrong with the text as a server's base URL as one sentence, or `null`. `https:` may lead anywhere. `http:`
 * may lead to this computer and to the private network, where servers of one's own are found and seldom have a
 * certificate: the person has typed the address, and the key beside it, for that server, and neither goes anywhere
 * else. It never leads to a public host, with or without a key.
 */
export function addressProblem(text: string): string | null {
  return readAddress(text).problem;
}

/**
 * The base URL without a slash at the end. What people copy along from examples, the path of a question, is taken
 * off. Throws `bad-setting`.
 */
export function addressOf(text: string): URL {
  const { base, problem } = readAddress(text);
  if (base === null) throw new MaestroError({ code: 'bad-setting', setting: 'base URL', detail: problem });
  return base;
}

function readAddress(text: string): Read {
  const wrong = (problem: string): Read => ({ base: null, problem });
  if (!/^https?:\/\//i.test(text)) return wrong('It must begin with https:// or http://.');
  if (!URL.canParse(text)) return wrong('It is not an address.');
  const base = new URL(text);
  if (base.username !== '' || base.password !== '') return wrong('It must not contain a user name or password.');
  if (base.search !== '' || base.hash !== '') return wrong('It must not contain ? or #.');
  if (base.protocol === 'http:' && !isNear(base)) {
    return wrong('It must begin with https://; http:// is only for this computer and your own network.');
  }
  base.pathname = base.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|completions|models)$/, '');
  return { base, problem: null };
}

const ipv4 = /^\d+\.\d+\.\d+\.\d+$/;
/** This computer (RFC 1122 section 3.2.1.3) and the private networks (RFC 1918). */
const nearIpv4 = /^(0\.0\.0\.0$|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;
/** The same in IPv6 (RFC 4291 section 2.5.3, RFC 4193). */
const nearIpv6 = /^\[(::1\]$|f[cd][\da-f]{2}:)/;
/** Names that the public DNS does not have (RFC 6761, RFC 6762, RFC 8375, and `internal`, which ICANN reserved). */
const nearName = /(^|\.)(localhost|local|home\.arpa|internal)$/;

/**
 * Whether the host is this computer or in the private network. A name without a dot is one of the network's own, but with
 * one at its end it is looked up in the public DNS only, and some top-level domains have addresses (RFC 1034 section 3.1).
 */
export function isNear({ hostname }: URL): boolean {
  if (ipv4.test(hostname)) return nearIpv4.test(hostname);
  if (hostname.startsWith('[')) return nearIpv6.test(hostname);
  const name = hostname.replace(/\.$/, '');
  return !hostname.includes('.') || nearName.test(name);
}

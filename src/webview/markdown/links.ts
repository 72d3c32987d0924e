const longestHref = 4_096;

/** Endings that look like a top-level domain but are nearly always a file's name in a chat about code. */
const fileEndings = new Set(
  'c cc cs css go h html java js json jsx kt lock log md mjs php pl ps py rb rs sh sql svg toml ts tsx txt xml yaml yml zip'.split(
    ' ',
  ),
);

/** Characters that are drawn like a full stop (UTS #39, confusables of U+002E) or that a URL takes for one (UTS #46). */
const likeDots = /[\u0660\u06F0\u0701\u0702\u3002\uA4F8\uA60E\u{10A50}\u{1D16D}]/gu;

const label = '[\\p{L}\\p{M}\\p{N}\\p{So}_-]';
/** What reads as an address: all that follows `://`, or words with dots between them; the `rest` is its path. */
const addresses = new RegExp(
  `(?<!${label})(?:${label}*:[\\\\/]+(?<authority>[^\\s\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\\\/?#"',;]*)` +
    `|(?<name>${label}+(?:\\.${label}+)+(?::\\d+)?))(?<rest>[\\\\/?#][!-~]*)?`,
  'gu',
);
/** The last name of a host, as far as a reader can tell: not `2` as in `1.2`, not `g` as in `e.g.`. */
const isWord = /\p{L}.|.\p{L}/u;
const isIpv4 = /^\d+(?:\.\d+){3}(?::\d+)?$/;

/**
 * The address in the form that is opened (host in punycode), or `null` for anything but `http`, `https` and a plain
 * `mailto` address: other schemes reach programs on the reader's computer.
 */
export function openableHref(href: string): string | null {
  if (href.length > longestHref || !URL.canParse(href)) return null;
  const url = new URL(href);
  if (url.href.length > longestHref) return null;
  switch (url.protocol) {
    case 'https:':
    case 'http:':
      return url.username === '' && url.password === '' ? url.href : null;
    case 'mailto:':
      return url.search === '' && /^[^\s@]+@[^\s@]+$/.test(url.pathname) ? url.href : null;
    default:
      return null;
  }
}

/**
 * The host to show beside a link, else `null`: where the text names another host anywhere, where it has characters that
 * are not what they look like and anything of an address, and where the host itself is not plain ASCII.
 */
export function hostToShow(text: string, href: string): string | null {
  const { host: site, pathname } = new URL(href);
  const host = site === '' ? pathname.slice(pathname.lastIndexOf('@') + 1) : site;
  const read = asRead(text);
  const named = [...read.matchAll(addresses)].map((found) => hostNamed(found.groups ?? {}, read === text));
  const isTrue = named.every((name) => name === null || withoutWww(name) === withoutWww(host));
  const isOdd = read !== text && /[^\s.]\.[^\s.]|:[\\/]/.test(read);
  return isTrue && !isOdd && !host.includes('xn--') ? null : host;
}

/** The text without what cannot be seen, with the plain characters that its characters are taken for. */
function asRead(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(likeDots, '.');
}

/** The host that one of {@link addresses} names, or `null` if it reads as a file, an abbreviation or a version. */
function hostNamed(
  { authority, name = '', rest = '' }: Readonly<Record<string, string | undefined>>,
  mayBeFile: boolean,
): string | null {
  const written = authority ?? name;
  if (authority === undefined) {
    const ending = /\.(?<ending>[^.:]+)(?::\d+)?$/u.exec(name)?.groups?.['ending'] ?? '';
    const isFile = mayBeFile && fileEndings.has(ending.toLowerCase()) && !/^[\\/?]/.test(rest);
    if (isFile || !(isWord.test(ending) || isIpv4.test(name))) return null;
  }
  const address = `https://${written}`;
  return URL.canParse(address) && !written.includes('@') ? new URL(address).host : written;
}

function withoutWww(host: string): string {
  return host.toLowerCase().replace(/^www\./, '');
}

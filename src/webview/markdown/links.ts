const longestHref = 4_096;

/** Endings that look like a top-level domain but are nearly always a file's name in a chat about code. */
const fileEndings = new Set(
  'c cc cs css go h html java js json jsx kt lock log md mjs php pl ps py rb rs sh sql svg toml ts tsx txt xml yaml yml zip'.split(
    ' ',
  ),
);

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

/** The host to show beside a link whose text names another host or whose host is not plain ASCII, else `null`. */
export function hostToShow(text: string, href: string): string | null {
  const host = new URL(href).host;
  if (host === '') return null;
  const named = hostNamed(text.trim());
  if (named === null) return host.includes('xn--') ? host : null;
  return withoutWww(named) === withoutWww(host) ? null : host;
}

function hostNamed(text: string): string | null {
  const found = /^(?<scheme>[a-z][a-z0-9+.-]*:\/\/)?(?<host>[^\s/?#]+)/iu.exec(text);
  const { scheme, host } = found?.groups ?? {};
  if (host === undefined) return null;
  if (scheme === undefined) {
    const ending = /^[^\s@:]+\.(?<ending>\p{L}{2,})(?::\d+)?$/u.exec(host)?.groups?.['ending'];
    if (ending === undefined || fileEndings.has(ending.toLowerCase())) return null;
  }
  const address = `https://${host}`;
  return URL.canParse(address) ? new URL(address).host : host;
}

function withoutWww(host: string): string {
  return host.replace(/^www\./, '');
}

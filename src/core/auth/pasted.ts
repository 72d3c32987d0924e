/** Longest text that is looked at, in characters: codes are at most some thousand long (faults OA-60). */
const maxLength = 16_384;
/** What comes along unseen when text is copied from a page or a chat. */
const unseen = /[\u200B-\u200F\u202A-\u202E\u2060\uFEFF\r\n]/g;

/**
 * The answer to an authorization in what a person pasted: the whole address that the browser ended at, which must be at
 * `redirectUri`, its query alone, or the `code#state` that a vendor's page shows. `null` when it is none of these.
 */
export function readPasted(text: string, redirectUri: string): URLSearchParams | null {
  if (text.length > maxLength) return null;
  const trimmed = text
    .replaceAll(unseen, '')
    .trim()
    .replaceAll(/^["'<]|["'>]$/g, '')
    .replace(/^bearer\s+/i, '');
  if (URL.canParse(trimmed) && trimmed.includes('://')) {
    const address = new URL(trimmed);
    return isAt(address, redirectUri) ? withCode(address.searchParams) : null;
  }
  if (/^\??[\w.]+=/.test(trimmed)) return withCode(new URLSearchParams(trimmed));
  const [code = '', state = '', ...more] = trimmed.split('#');
  if (code === '' || state === '' || more.length > 0 || /\s/.test(trimmed)) return null;
  return new URLSearchParams({ code, state });
}

function isAt(address: URL, redirectUri: string): boolean {
  const wanted = new URL(redirectUri);
  return address.protocol === wanted.protocol && address.host === wanted.host && address.pathname === wanted.pathname;
}

function withCode(query: URLSearchParams): URLSearchParams | null {
  return query.has('state') && (query.has('code') || query.has('error')) ? query : null;
}

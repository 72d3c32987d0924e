/**
 * The answer to an authorization in what a person pasted: the whole address that the browser ended at, its query alone, or
 * the `code#state` that a vendor's page shows. `null` when it is none of these.
 */
export function readPasted(text: string): URLSearchParams | null {
  const trimmed = text.trim();
  if (URL.canParse(trimmed)) return withCode(new URL(trimmed).searchParams);
  if (/^\??[\w.]+=/.test(trimmed)) return withCode(new URLSearchParams(trimmed));
  const [code = '', state = '', ...more] = trimmed.split('#');
  if (code === '' || state === '' || more.length > 0 || /\s/.test(trimmed)) return null;
  return new URLSearchParams({ code, state });
}

function withCode(query: URLSearchParams): URLSearchParams | null {
  return query.has('state') && (query.has('code') || query.has('error')) ? query : null;
}

import { cleanText, htmlTitle } from './cleanText.ts';
import type { Failure } from './failure.ts';
import type { ErrorAnswer } from './vendor.ts';

/**
 * What a web page in the place of an error means: a firewall or a portal in the way, or a proxy whose server is down. `null`
 * for other bodies. Cloudflare's ray id is what a vendor's support asks for.
 */
export function explainWebPage({ host, status, header, body }: ErrorAnswer): Failure | null {
  const declared = (header('content-type') ?? '').toLowerCase().includes('html');
  if (!declared && !/^\s*</.test(body)) return null;
  if (status >= 500) return { code: 'server', status };
  const title = htmlTitle(body);
  const ray = header('cf-ray');
  return { code: 'web-page', host, title: ray === null ? title : cleanText(`${title} (Cloudflare ${ray})`, 100) };
}

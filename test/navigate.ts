import { get } from 'node:http';

/** A top-level navigation as a browser makes it, without following redirects; the status, or 0 if nobody answers. */
export function navigate(url: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    get(url, { headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', () => resolve(0));
  });
}

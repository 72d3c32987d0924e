import { cutting, type FaultCatalogue } from './faultCatalogue.ts';

/** What goes wrong in the same way at every vendor: networks, proxies, and servers that stop in the middle. */
export const anyVendorFaults = {
  firewall: () => ({
    status: 403,
    headers: { 'content-type': 'text/html; charset=UTF-8', 'cf-ray': '9f00sim000000000-FRA', server: 'cloudflare' },
    body: '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>',
  }),
  html: () => ({
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!DOCTYPE html><html><head><title>Welcome to Airport WiFi</title></head><body><script>location="/login"</script></body></html>',
  }),
  'json-list': () => ({ status: 200, body: [] }),
  'json-null': () => ({ status: 200, body: null }),
  empty: () => ({ status: 200, body: '' }),
  redirect: () => ({ status: 307, headers: { location: 'http://127.0.0.1:9/stolen' }, body: '' }),
  'bad-gateway': () => ({
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
  }),
  reset: () => ({ reset: true }),
  'reset-in-stream': () => cutting({ afterEvents: 6, next: 'reset' }),
  'fin-in-stream': () => cutting({ afterEvents: 6, next: 'fin' }),
  truncated: () => cutting({ afterEvents: 6, next: 'end' }),
  hang: () => cutting({ afterEvents: 6, next: 'hang' }),
  drip: () => ({ chunkBytes: 1 }),
  'kept-open': () => ({ keepOpen: true }),
  'broken-event': () => cutting({ afterEvents: 6, send: 'data: {"type":\n\n', next: 'go-on' }),
  'huge-event': () => cutting({ afterEvents: 6, send: `data: ${'x'.repeat(20_000_000)}\n\n`, next: 'go-on' }),
  'tokens-without-access': () => ({ tokens: { omit: ['access_token'] } }),
  'tokens-with-text-lifetime': () => ({ tokens: { set: { expires_in: '3600' } } }),
} as const satisfies FaultCatalogue;

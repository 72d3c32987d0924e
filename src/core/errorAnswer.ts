import type { HttpResponse } from './ports.ts';
import type { ErrorAnswer } from './vendor.ts';

/** A response with as much of its body as was read, as a vendor's `explain` wants it. */
export function errorAnswer(host: string, response: HttpResponse, body: string): ErrorAnswer {
  return { host, status: response.status, header: (name) => response.header(name), body };
}

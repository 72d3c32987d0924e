import { mediaTypeOf, type Received } from './received.ts';

export type FormFields = Readonly<Record<string, string>>;

/** The fields of a form-encoded body, or a sentence that says why it is none (RFC 6749, 3.2: no parameter twice). */
export function readForm(request: Received): FormFields | string {
  if (mediaTypeOf(request) !== 'application/x-www-form-urlencoded') {
    return 'The Content-Type must be application/x-www-form-urlencoded.';
  }
  const fields: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(request.body)) {
    if (Object.hasOwn(fields, name)) return `The parameter ${name} is given twice.`;
    fields[name] = value;
  }
  return fields;
}

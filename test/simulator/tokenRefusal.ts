import type { FormFields } from './form.ts';
import { json, type Reply } from './reply.ts';

/** An error of RFC 6749, 5.2. */
export function refuse(error: string, description: string, status = 400): Reply {
  return json(status, { error, error_description: description }, { 'cache-control': 'no-store' });
}

/** What is wrong with the names of the fields, or `null`. The vendor's clients send these and no others. */
export function wrongFields(
  form: FormFields,
  required: readonly string[],
  optional: readonly string[] = [],
): string | null {
  const missing = required.find((name) => (form[name] ?? '') === '');
  if (missing !== undefined) return `The parameter ${missing} is missing.`;
  const extra = Object.keys(form).find((name) => !required.includes(name) && !optional.includes(name));
  return extra === undefined ? null : `The parameter ${extra} does not belong here.`;
}

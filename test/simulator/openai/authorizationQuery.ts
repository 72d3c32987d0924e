/** One parameter of an authorization request and what it must be. */
export type Rule = readonly [name: string, isRight: (value: string) => boolean, rule: string];

/**
 * What is wrong with the query of an authorization request, or `null`. Every rule's parameter must be there; one whose
 * name is in `optional` need not. No parameter may be given twice (RFC 6749, 3.1), and none that no rule knows.
 */
export function wrongQuery(query: URLSearchParams, rules: readonly Rule[], optional: readonly string[]): string | null {
  const names = [...query.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `The parameter ${twice} is given twice.`;
  const unknown = names.find((name) => !rules.some(([known]) => known === name));
  if (unknown !== undefined) return `The parameter ${unknown} is not known.`;
  for (const [name, isRight, rule] of rules) {
    const value = query.get(name);
    if (value === null && !optional.includes(name)) return `The parameter ${name} is missing.`;
    if (value !== null && !isRight(value)) return `The parameter ${name} is wrong: it must be ${rule}.`;
  }
  return null;
}

export function is(wanted: string): (value: string) => boolean {
  return (value) => value === wanted;
}

/** The rules for PKCE (RFC 7636, 4.3) and for the state, which both kinds of sign-in share. */
export const proofRules: readonly Rule[] = [
  ['code_challenge', (value) => /^[\w-]{43}$/.test(value), '43 characters of base64url'],
  ['code_challenge_method', is('S256'), 'S256'],
  ['state', isUnguessable, 'at least 128 bits long'],
];

/** Long enough for 128 bits of base64url. */
export function isUnguessable(value: string): boolean {
  return value.length >= 22;
}

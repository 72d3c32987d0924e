import type { HeaderPairs } from './received.ts';

/**
 * What is wrong with the presence, case or relative order of these headers, or `null`. Headers that are not named may
 * stand anywhere. `required` of them must be there; the others only keep their place.
 */
export function wrongHeaderOrder(
  headers: HeaderPairs,
  order: readonly string[],
  required: readonly string[] = order,
): string | null {
  const sent = headers.map(([name]) => name).filter((name) => includesIgnoringCase(order, name));
  const missing = required.find((name) => !includesIgnoringCase(sent, name));
  if (missing !== undefined) return `The header ${missing} is missing.`;
  const expected = order.filter((name) => includesIgnoringCase(sent, name));
  if (sent.length === expected.length && sent.every((name, index) => name === expected[index])) return null;
  return `The headers must be ${expected.join(', ')} in this order and case, not ${sent.join(', ')}.`;
}

function includesIgnoringCase(names: readonly string[], name: string): boolean {
  return names.some((one) => one.toLowerCase() === name.toLowerCase());
}

import type { PersonaId } from './personas.ts';

/** The API key that a person has made on the platform's own pages: always the same, so that it can be typed. */
export function platformKeyOf(persona: PersonaId): string {
  return `sk-proj-Simulated-${persona}-${'0'.repeat(24)}`;
}

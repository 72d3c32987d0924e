/** A made-up owner of a key of Google AI Studio, and what the key may do. */
export interface GeminiPersona {
  readonly id: GeminiPersonaId;
  readonly name: string;
  readonly email: string;
  /** The project's tier; the free one has no Pro models. */
  readonly tier: 'free' | 'paid';
  /** Whether the key may be used for this API at all. */
  readonly isRestricted: boolean;
}

export const geminiPersonaIds = ['paid', 'free', 'colleague', 'restricted'] as const;
export type GeminiPersonaId = (typeof geminiPersonaIds)[number];

export const geminiPersonas: readonly GeminiPersona[] = [
  { id: 'paid', name: 'Ada Lovelace', email: 'ada@example.com', tier: 'paid', isRestricted: false },
  { id: 'free', name: 'Mary Somerville', email: 'mary@example.net', tier: 'free', isRestricted: false },
  { id: 'colleague', name: 'Grace Hopper', email: 'grace@example.com', tier: 'paid', isRestricted: false },
  { id: 'restricted', name: 'Alan Turing', email: 'alan@bletchley.example', tier: 'paid', isRestricted: true },
];

/** The key that a person has made in AI Studio: always the same, so that it can be typed. One has the newer shape. */
export function geminiKeyOf(persona: GeminiPersonaId): string {
  return persona === 'colleague'
    ? `AQ.Simulated-${persona}-${'0'.repeat(30)}`
    : `AIzaSySimulated-${persona}-${'0'.repeat(23 - persona.length)}`;
}

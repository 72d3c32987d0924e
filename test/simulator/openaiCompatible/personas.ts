/** A made-up owner of a key: of OpenRouter, or of the company's own vLLM. */
export interface CompatiblePersona {
  readonly id: CompatiblePersonaId;
  readonly host: 'openrouter' | 'vllm';
  readonly name: string;
  readonly email: string;
  /** US dollars that are left. */
  readonly credit: number;
}

export const compatiblePersonaIds = ['paid', 'colleague', 'broke', 'company'] as const;
export type CompatiblePersonaId = (typeof compatiblePersonaIds)[number];

export const compatiblePersonas: readonly CompatiblePersona[] = [
  { id: 'paid', host: 'openrouter', name: 'Ada Lovelace', email: 'ada@example.com', credit: 12.5 },
  { id: 'colleague', host: 'openrouter', name: 'Grace Hopper', email: 'grace@example.com', credit: 3 },
  { id: 'broke', host: 'openrouter', name: 'Mary Somerville', email: 'mary@example.net', credit: 0 },
  { id: 'company', host: 'vllm', name: 'Katherine Johnson', email: 'katherine@corp.example', credit: 0 },
];

/** The key of a person: always the same, so that it can be typed. */
export function compatibleKeyOf(persona: CompatiblePersonaId): string {
  return persona === 'company' ? `token-simulated-${'0'.repeat(16)}` : `sk-or-v1-simulated-${persona.padEnd(40, '0')}`;
}

/** A made-up person in one organization: what the vendor knows of them. */
export interface Persona {
  readonly id: AnthropicPersonaId;
  /** What the consent page shows beside the name. */
  readonly about: string;
  readonly name: string;
  readonly email: string;
  readonly accountId: string;
  readonly organization: { readonly id: string; readonly name: string };
  /** What becomes of this person's requests for inference. */
  readonly standing: 'good' | 'no-credit' | 'on-hold' | 'other-product-only';
}

export const anthropicPersonaIds = [
  'developer',
  'company',
  'company-second-organization',
  'no-credit',
  'on-hold',
  'claude-plan',
] as const;
export type AnthropicPersonaId = (typeof anthropicPersonaIds)[number];

export function isAnthropicPersonaId(value: unknown): value is AnthropicPersonaId {
  return anthropicPersonaIds.some((id) => id === value);
}

const company = persona(2, 'company', 'Katherine Johnson', 'katherine@corp.example', 'Corp', 'Company');

/** Everyone who can sign in or has a key, in the order of the consent page. One is in two organizations. */
export const anthropicPersonas: readonly Persona[] = [
  persona(1, 'developer', 'Ada Lovelace', 'ada@example.com', 'Ada’s Organization', 'Pays by use'),
  company,
  {
    ...persona(3, 'company-second-organization', company.name, company.email, 'Corp Research', 'Second organization'),
    accountId: company.accountId,
  },
  { ...persona(4, 'no-credit', 'Mary Somerville', 'mary@example.net', 'Mary', 'No credit'), standing: 'no-credit' },
  { ...persona(5, 'on-hold', 'Hedy Lamarr', 'hedy@studio.example', 'Studio', 'On hold'), standing: 'on-hold' },
  {
    ...persona(6, 'claude-plan', 'Grace Hopper', 'grace@example.com', 'Grace', 'Plan for another product'),
    standing: 'other-product-only',
  },
];

export function anthropicPersona(id: AnthropicPersonaId): Persona {
  const found = anthropicPersonas.find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no persona ${id}`);
  return found;
}

function persona(
  number: number,
  id: AnthropicPersonaId,
  name: string,
  email: string,
  organization: string,
  about: string,
): Persona {
  return {
    id,
    about,
    name,
    email,
    accountId: `acc00000-0000-4000-8000-00000000000${number}`,
    organization: { id: `00a00000-0000-4000-8000-00000000000${number}`, name: organization },
    standing: 'good',
  };
}

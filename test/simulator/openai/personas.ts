/** A made-up person of one ChatGPT workspace: what the vendor knows, and what its tokens say. */
export interface Persona {
  readonly id: PersonaId;
  /** What the consent page shows beside the plan. */
  readonly about: string;
  readonly name: string;
  readonly email: string;
  readonly sub: string;
  readonly accountId: string;
  readonly userId: string;
  /** The vendor's word for the plan, `chatgpt_plan_type`. */
  readonly plan: string;
  /** Whether the workspace is under the rules of the United States government. */
  readonly isFedramp: boolean;
  /** The platform organisation that the token exchange needs, if the person has one. */
  readonly organization: { readonly id: string; readonly projectId: string; readonly title: string } | null;
}

export const personaIds = [
  'plus',
  'pro',
  'team',
  'free',
  'enterprise',
  'business',
  'edu',
  'enterprise-without-organization',
  'openai-staff',
  'fedramp',
  'freelancer',
  'freelancer-at-client',
] as const;
export type PersonaId = (typeof personaIds)[number];

export function isPersonaId(value: unknown): value is PersonaId {
  return typeof value === 'string' && personaIds.some((id) => id === value);
}

const freelancer = persona(11, 'freelancer', 'Margaret Hamilton', 'margaret@example.org', 'plus', 'Personal');

/**
 * Everyone who can sign in, in the order of the consent page. No two share an account id; only the freelancer is one
 * person with two workspaces.
 */
export const personas: readonly Persona[] = [
  persona(1, 'plus', 'Ada Lovelace', 'ada@example.com', 'plus', 'Personal'),
  // A personal plan with a platform organisation of its own: only the plan may decide which host it talks to.
  persona(2, 'pro', 'Grace Hopper', 'grace@example.com', 'pro', 'With organisation', 'Grace'),
  persona(3, 'team', 'Alan Turing', 'alan@bletchley.example', 'team', 'Workspace'),
  persona(4, 'free', 'Mary Somerville', 'mary@example.net', 'free', 'Personal'),
  persona(5, 'enterprise', 'Katherine Johnson', 'katherine@corp.example', 'enterprise', 'Workspace', 'Corp'),
  persona(6, 'business', 'Hedy Lamarr', 'hedy@studio.example', 'business', 'Workspace', 'Studio'),
  persona(7, 'edu', 'Emmy Noether', 'emmy@university.example', 'edu', 'Workspace', 'University'),
  persona(8, 'enterprise-without-organization', 'Annie Easley', 'annie@bank.example', 'enterprise', 'No organisation'),
  persona(9, 'openai-staff', 'Joan Clarke', 'joan@openai.com', 'enterprise', 'Personal address', 'Staff'),
  { ...persona(10, 'fedramp', 'Mary Jackson', 'mary@agency.example', 'enterprise', 'Government'), isFedramp: true },
  freelancer,
  {
    ...persona(12, 'freelancer-at-client', freelancer.name, freelancer.email, 'business', 'Client', 'Client'),
    sub: freelancer.sub,
    userId: freelancer.userId,
  },
];

export function personaOf(id: PersonaId): Persona {
  const found = personas.find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no persona ${id}`);
  return found;
}

/** Whether the plan may be used by other programs: only Plus and Pro are listed ("Sign in with ChatGPT"). */
export function canSharePlan({ plan }: Persona): boolean {
  return plan === 'plus' || plan === 'pro';
}

function persona(
  number: number,
  id: PersonaId,
  name: string,
  email: string,
  plan: string,
  about: string,
  organization: string | null = null,
): Persona {
  const digits = String(number).padStart(2, '0');
  return {
    id,
    about,
    name,
    email,
    sub: `auth0|6f00000000000000000000${digits}`,
    accountId: `acc00000-0000-4000-8000-0000000000${digits}`,
    userId: `user-Sim${id.replaceAll('-', '')}${digits}`,
    plan,
    isFedramp: false,
    organization:
      organization === null
        ? null
        : { id: `org-Sim${organization}${digits}`, projectId: `proj_Sim${organization}${digits}`, title: organization },
  };
}

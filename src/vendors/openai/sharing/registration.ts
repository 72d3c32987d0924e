import { member, parseJson, stringAt } from '../../../core/json.ts';
import type { Memory } from '../../../core/ports.ts';
import type { Hear } from '../tokenEndpoint.ts';

/** What this installation is to OpenAI's plan sharing: a program of its own, which registers itself at its first sign-in. */
export interface Registration {
  /** `urn:uuid:…`, made once. OpenAI ties the registration to it. */
  readonly hostId: string;
  /** `oaiapp_…`; `null` until the first sign-in brings it. */
  readonly clientId: string | null;
  /** Whether the next sign-in asks for the plan again: the permission was withheld or is gone. */
  readonly asksAgain: boolean;
}

/** The registration with this authorization server, made and kept before anything is asked for the first time. */
export async function registrationAt(memory: Memory, issuer: string): Promise<Registration> {
  const kept = readRegistration(memory.get(keyFor(issuer)));
  if (kept !== null) return kept;
  const made = { hostId: `urn:uuid:${crypto.randomUUID()}`, clientId: null, asksAgain: false };
  await memory.set(keyFor(issuer), JSON.stringify(made));
  return made;
}

/** Keeps what is new about the registration. */
export async function changeRegistration(
  memory: Memory,
  issuer: string,
  change: Partial<Omit<Registration, 'hostId'>>,
): Promise<void> {
  const before = await registrationAt(memory, issuer);
  await memory.set(keyFor(issuer), JSON.stringify({ ...before, ...change }));
}

/** Whether an error code of the sign-in page or the token endpoint says that OpenAI does not know the client (any more). */
export function isUnknownClient(code: string): boolean {
  return code === 'invalid_client' || code === 'unauthorized_client';
}

/** Asks the token endpoint as this client, which is forgotten if OpenAI does not know it any more: the next sign-in registers anew. */
export async function asClient<T>(
  memory: Memory,
  issuer: string,
  clientId: string,
  ask: (hear: Hear) => Promise<T>,
): Promise<T> {
  let isLost = false;
  try {
    return await ask((code) => {
      isLost = isUnknownClient(code);
    });
  } finally {
    // Another sign-in may have registered anew meanwhile.
    const isKept = isLost && (await registrationAt(memory, issuer)).clientId === clientId;
    if (isKept) await changeRegistration(memory, issuer, { clientId: null });
  }
}

/** Neither id is a secret, but each sign-in server has its own. */
function keyFor(issuer: string): string {
  return `maestro.openai.sharing.${issuer}`;
}

function readRegistration(text: string | undefined): Registration | null {
  const root = text === undefined ? undefined : parseJson(text);
  const hostId = stringAt(root, 'hostId');
  if (hostId === null) return null;
  return { hostId, clientId: stringAt(root, 'clientId'), asksAgain: member(root, 'asksAgain') === true };
}

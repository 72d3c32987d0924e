import type { Simulator } from '../../simulator.ts';
import { postForm } from '../../wire.ts';
import type { PersonaId } from '../personas.ts';

/** Plays a person who opens the device page and types the code; gives the status of the page that answers. */
export async function typeDeviceCode(
  simulator: Simulator,
  userCode: string,
  decision: PersonaId | 'deny',
): Promise<number> {
  const fields = decision === 'deny' ? { decision, persona: 'plus' } : { decision: 'continue', persona: decision };
  const answer = await postForm(`${simulator.authBaseUrl}/codex/device`, { user_code: userCode, ...fields });
  return answer.status;
}

import { navigate } from './navigate.ts';
import { decideConsent } from './simulator/openai/person.ts';
import type { PersonaId } from './simulator/openai/personas.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator/simulator.ts';
import type { Person } from './testSignInUi.ts';

/** What a person does in a browser, without a browser: opens the page, chooses, and follows the redirects. */
export class PersonAtBrowser implements Person {
  readonly persona: PersonaId;
  readonly decision: 'continue' | 'deny';
  /** The address that the callback was sent to, and what it was answered with. */
  callbackUrl = '';
  callbackStatus = 0;

  constructor(persona: PersonaId = 'plus', decision: 'continue' | 'deny' = 'continue') {
    this.persona = persona;
    this.decision = decision;
  }

  /** Opens the authorize URL and consents; resolves when the callback was answered. Throws with the page's text if refused. */
  async open(authorizeUrl: URL): Promise<void> {
    const decision = this.decision === 'deny' ? 'deny' : this.persona;
    this.callbackUrl = (await decideConsent(authorizeUrl.href, decision)).href;
    this.callbackStatus = await navigate(this.callbackUrl);
  }
}

/** A simulator that accepts any callback port and answers without pauses. */
export function quickSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator({ redirectPorts: 'any', deltaMs: 0, ...options });
}

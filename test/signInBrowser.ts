import { get } from 'node:http';
import type { PersonaId } from './simulator/personas.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator/simulator.ts';

/** What a person does in a browser, without a browser: opens the page, chooses, and follows the redirects. */
export class PersonAtBrowser {
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
    const page = await fetch(authorizeUrl);
    const html = await page.text();
    if (page.status !== 200)
      throw new Error(`The consent page said ${page.status}: ${html.replaceAll(/<[^>]+>/g, ' ')}`);
    const request = /name="request" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const consent = await fetch(new URL('consent', authorizeUrl), {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ request, persona: this.persona, decision: this.decision }),
    });
    this.callbackUrl = consent.headers.get('location') ?? '';
    this.callbackStatus = await navigate(this.callbackUrl);
  }
}

/** A top-level navigation as a browser makes it, without following redirects; the status, or 0 if nobody answers. */
export function navigate(url: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    get(url, { headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', () => resolve(0));
  });
}

/** A simulator that accepts any callback port and answers without pauses. */
export function quickSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator({ redirectPorts: 'any', deltaMs: 0, ...options });
}

import { headerOf, type Received } from '../received.ts';
import type { Secrets } from '../secrets.ts';
import { type CompatiblePersona, compatibleKeyOf, compatiblePersonas } from './personas.ts';

/** Every person's key. */
export class Keys {
  readonly #owners: ReadonlyMap<string, CompatiblePersona>;
  readonly #secrets: Secrets;
  #isRevoked = false;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
    this.#owners = new Map(compatiblePersonas.map((persona) => [secrets.add(compatibleKeyOf(persona.id)), persona]));
  }

  /** Whose key the request bears; `null` if it bears none that is good at its host. */
  bearer(request: Received): CompatiblePersona | null {
    const key = /^Bearer (\S+)$/.exec(headerOf(request, 'authorization') ?? '')?.[1];
    if (key === undefined) return null;
    this.#secrets.add(key);
    const owner = this.#owners.get(key);
    return owner === undefined || owner.host !== request.host || this.#isRevoked ? null : owner;
  }

  revokeAll(): void {
    this.#isRevoked = true;
  }
}

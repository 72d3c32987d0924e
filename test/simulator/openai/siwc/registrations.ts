import { randomBytes } from 'node:crypto';

/** The programs that registered themselves at their first sign-in: one client id for each host they run on. */
export class Registrations {
  readonly #clientIds = new Map<string, string>();

  /** The client id of the host, made now if it is the first time. */
  register(hostId: string): string {
    const known = this.#clientIds.get(hostId);
    if (known !== undefined) return known;
    const clientId = `oaiapp_${randomBytes(16).toString('hex')}`;
    this.#clientIds.set(hostId, clientId);
    return clientId;
  }

  isKnown(clientId: string): boolean {
    return [...this.#clientIds.values()].includes(clientId);
  }

  isClientOf(clientId: string, hostId: string): boolean {
    return this.#clientIds.get(hostId) === clientId;
  }
}

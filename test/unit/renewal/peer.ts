import type { ChildProcess } from 'node:child_process';
import { isObject, type Json, member, numberAt, stringAt } from '../../../src/core/json.ts';

export type Handlers = { readonly [name: string]: (...args: readonly Json[]) => Json | Promise<Json> };

interface Waiting {
  readonly resolve: (value: Json) => void;
  readonly reject: (reason: Error) => void;
}

/** The two ends of a process's channel, which call each other's functions. Values are JSON. */
export class Peer {
  readonly #channel: ChildProcess | NodeJS.Process;
  readonly #handlers: Handlers;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  constructor(channel: ChildProcess | NodeJS.Process, handlers: Handlers) {
    this.#channel = channel;
    this.#handlers = handlers;
    channel.on('message', (message: unknown) => this.#receive(message));
    channel.once('disconnect', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The other process has ended.'));
      this.#waiting.clear();
    });
  }

  /** What the other end's function gives. Rejects with what it throws, and when the other process ends. */
  call(name: string, ...args: readonly Json[]): Promise<Json> {
    const call = ++this.#calls;
    if (!this.#channel.connected) return Promise.reject(new Error('The other process has ended.'));
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      this.#send({ call, name, args });
    });
  }

  #receive(message: unknown): void {
    const call = numberAt(message, 'call');
    const name = stringAt(message, 'name');
    if (!isObject(message) || call === null) return;
    if (name !== null) {
      const args = member(message, 'args');
      void this.#answer(call, name, Array.isArray(args) ? args : []);
      return;
    }
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    const error = stringAt(message, 'error');
    if (error === null) waiting?.resolve(member(message, 'value') ?? null);
    else waiting?.reject(new Error(error));
  }

  async #answer(call: number, name: string, args: readonly Json[]): Promise<void> {
    try {
      const handler = this.#handlers[name];
      if (handler === undefined) throw new Error(`There is no ${name}.`);
      this.#send({ call, value: await handler(...args) });
    } catch (error) {
      this.#send({ call, error: String(error) });
    }
  }

  #send(message: object): void {
    // Whoever has ended answers nobody and is answered by nobody.
    if (this.#channel.connected) this.#channel.send?.(message);
  }
}

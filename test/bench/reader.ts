import type { Outcome } from './job.ts';
import { type AnswerServer, type Runner, startRunner } from './processes.ts';
import type { Contender, Protocol } from './protocols.ts';
import { answerAt, pathOf, type Workload } from './workload.ts';

/** A contender in a process of its own, which reads answers of one protocol. */
export class Reader implements AsyncDisposable {
  readonly contender: Contender;
  readonly #protocol: Protocol;
  readonly #server: AnswerServer;
  readonly #runner: Runner;
  readonly #amounts = new Map<string, number>();

  private constructor(contender: Contender, protocol: Protocol, server: AnswerServer, runner: Runner) {
    this.contender = contender;
    this.#protocol = protocol;
    this.#server = server;
    this.#runner = runner;
  }

  static async start(contender: Contender, protocol: Protocol, server: AnswerServer): Promise<Reader> {
    return new Reader(contender, protocol, server, await startRunner(protocol, contender));
  }

  /** Reads the same answer until so much CPU time is spent. Throws if the contender did not get all of it. */
  async read(workload: Workload, spendMs: number): Promise<Outcome> {
    return await this.#read(workload, spendMs, false);
  }

  /** Bytes by which the heap grows while the answer is read. */
  async heapGrowth(workload: Workload): Promise<number> {
    return (await this.#read(workload, 0, true)).heapGrowth;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runner[Symbol.asyncDispose]();
  }

  async #read(workload: Workload, spendMs: number, watchesHeap: boolean): Promise<Outcome> {
    const path = pathOf(this.#protocol, workload);
    const expected = this.#amount(path);
    const baseUrl = `${this.#server.origin}${path}`;
    const outcome = await this.#runner.run({ baseUrl, spendMs, watchedAmount: watchesHeap ? expected : null });
    if (outcome.amount === expected) return outcome;
    const { name, counts } = this.contender;
    throw new Error(`${name} got ${outcome.amount} of ${expected} ${counts} at ${path}.`);
  }

  #amount(path: string): number {
    const known = this.#amounts.get(path) ?? answerAt(path, this.#server.seed)?.amounts[this.contender.counts] ?? 0;
    this.#amounts.set(path, known);
    return known;
  }
}

import type { DeviceCode, Field, FormValues } from '../src/core/auth/method.ts';
import type { Route } from '../src/core/auth/routes.ts';
import type { SignInUi } from '../src/core/auth/signIn.ts';
import { type Failure, MaestroError } from '../src/core/failure.ts';
import type { NonEmpty } from '../src/core/model.ts';
import { Secret } from '../src/core/secret.ts';
import { fill, type Sentence } from '../src/core/sentence.ts';

/** What the person at a sign-in does; what is left out, they never do. */
export interface Person {
  /** Goes through the vendor's page. What it throws fails the sign-in's {@link TestSignInUi.visit}. */
  open?(page: URL): Promise<void>;
  /** What they paste when asked, for example the code that the page showed them; `null` closes the question. */
  paste?(what: 'code' | 'address'): Promise<string | null>;
  /** Which of the other ways they choose that are offered; without it they paste if they can, and else give up. */
  choose?(routes: readonly Route[], failure: Failure | null): Promise<Route>;
  typeCode?(userCode: string, page: URL): Promise<void>;
  /** What they fill in, by field id; `null` closes the form. */
  readonly values?: Readonly<Record<string, string>> | null;
  readonly confirms?: boolean;
  /** Whether they want the vendor to ask who they are. */
  readonly asksWho?: boolean;
}

/** A person in place of VS Code's dialogs. It takes only what the dialogs would take. */
export class TestSignInUi implements SignInUi {
  readonly #person: Person;
  readonly stages: string[] = [];
  /** What was asked to be confirmed, in order. */
  readonly confirmations: string[] = [];
  /** Why they were asked to go on in another way or to paste again, in order. */
  readonly refusals: Failure[] = [];
  visit: Promise<void> = Promise.resolve();

  constructor(person: Person) {
    this.#person = person;
  }

  async open(page: URL): Promise<boolean> {
    this.visit = this.#person.open?.(page) ?? Promise.resolve();
    this.visit.catch(() => undefined);
    return true;
  }

  progress(stage: string): void {
    this.stages.push(stage);
  }

  async offer(routes: readonly Route[], failure: Failure | null): Promise<Route> {
    const { choose, paste } = this.#person;
    if (failure !== null) this.refusals.push(failure);
    if (choose !== undefined) return choose.call(this.#person, routes, failure);
    if (failure !== null) throw new MaestroError(failure);
    return paste !== undefined && routes.includes('paste') ? 'paste' : new Promise<never>(() => undefined);
  }

  async paste(
    what: 'code' | 'address',
    refusal: Failure | null,
    accepts: (text: string) => boolean,
  ): Promise<string | null> {
    await this.visit;
    if (refusal !== null) this.refusals.push(refusal);
    const { paste } = this.#person;
    if (paste === undefined) return new Promise<never>(() => undefined);
    const text = await paste.call(this.#person, what);
    return text === null || accepts(text) ? text : null;
  }

  showCode({ userCode, page }: Pick<DeviceCode, 'userCode' | 'page'>): void {
    this.visit = this.#person.typeCode?.(userCode, page) ?? Promise.resolve();
    this.visit.catch(() => undefined);
  }

  async fill(fields: NonEmpty<Field>): Promise<FormValues | null> {
    const { values } = this.#person;
    if (values === undefined || values === null) return null;
    const texts = new Map<string, string>();
    const secrets = new Map<string, Secret>();
    for (const field of fields) {
      const text = (values[field.id] ?? field.initial).trim();
      const problem = text === '' ? (field.required ? 'needed' : null) : field.problem(text);
      if (problem !== null) throw new Error(`${field.id}: ${problem}`);
      if (text === '') continue;
      if (field.secret) secrets.set(field.id, new Secret(text));
      else texts.set(field.id, text);
    }
    return { texts, secrets };
  }

  async confirm({ text, values }: Sentence): Promise<boolean> {
    this.confirmations.push(fill(text, ...values));
    return this.#person.confirms ?? true;
  }
}

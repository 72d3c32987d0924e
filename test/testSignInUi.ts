import type { DeviceCode, Field, FormValues } from '../src/core/auth/method.ts';
import type { SignInUi } from '../src/core/auth/signIn.ts';
import type { NonEmpty } from '../src/core/model.ts';
import { Secret } from '../src/core/secret.ts';

/** What the person at a sign-in does; what is left out, they never do. */
export interface Person {
  /** Goes through the vendor's page. What it throws fails the sign-in's {@link TestSignInUi.visit}. */
  open?(page: URL): Promise<void>;
  /** What they paste when asked, for example the code that the page showed them; `null` closes the question. */
  paste?(what: 'code' | 'address'): Promise<string | null>;
  typeCode?(userCode: string, page: URL): Promise<void>;
  /** What they fill in, by field id; `null` closes the form. */
  readonly values?: Readonly<Record<string, string>> | null;
  readonly confirms?: boolean;
}

/** A person in place of VS Code's dialogs. It takes only what the dialogs would take. */
export class TestSignInUi implements SignInUi {
  readonly #person: Person;
  readonly stages: string[] = [];
  /** What was asked to be confirmed, in order. */
  readonly confirmations: string[] = [];
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

  async paste(what: 'code' | 'address', accepts: (text: string) => boolean): Promise<string | null> {
    await this.visit;
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

  async confirm(what: string): Promise<boolean> {
    this.confirmations.push(what);
    return this.#person.confirms ?? true;
  }
}

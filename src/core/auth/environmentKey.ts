import { keyFacts } from '../accounts/identity.ts';
import { MaestroError } from '../failure.ts';
import type { NonEmpty } from '../model.ts';
import { Secret } from '../secret.ts';
import { sentence } from '../sentence.ts';
import type { Call } from '../vendor.ts';
import type { ImportMethod, SignedIn } from './method.ts';

/** A key that a vendor's own libraries would find, and what is to become of it. */
export interface EnvironmentKey {
  readonly id: string;
  readonly label: string;
  /** Names of the variables, in the order in which they count. */
  readonly variables: NonEmpty<string>;
  /** Names of the variables that send the vendor's own libraries to another server. */
  readonly addresses: NonEmpty<string>;
  /** The server that the key may be sent to, and the setting that names it. */
  readonly api: URL;
  readonly setting: string;
  /** What is wrong with the text as one sentence, or `null`. */
  problem(text: string): string | null;
  /** Proves it and makes its account. `variable` is the one that held it. */
  signIn(key: Secret, call: Call, variable: string): Promise<SignedIn>;
}

/**
 * Sign-in with the key that is in the environment that VS Code was started in. `environment` looks a variable up. It throws
 * `nothing-to-import` where no variable is set, or to nothing that can be a key, and `bad-setting` where the environment means
 * the key for another server.
 */
export function environmentKeyMethod(
  { id, label, variables, addresses, api, setting, problem, signIn }: EnvironmentKey,
  environment: (name: string) => string | null,
): ImportMethod {
  const textOf = (name: string): string => environment(name)?.trim() ?? '';
  const names = variables.join(' or ');
  return {
    kind: 'import',
    id,
    label,
    detail: `Copies the key in ${names}`,
    isThere: () => variables.some((name) => environment(name) !== null),
    async find() {
      const name = variables.find((one) => textOf(one) !== '');
      if (name === undefined) throw nothing(`The environment of VS Code has no ${names}.`);
      const elsewhere = addresses.find((one) => textOf(one) !== '' && !isAt(api, textOf(one)));
      if (elsewhere !== undefined) {
        const detail = `${elsewhere} names another server than ${api.host}; set the same address here first`;
        throw new MaestroError({ code: 'bad-setting', setting, detail });
      }
      const wrong = problem(textOf(name));
      if (wrong !== null) throw nothing(`${name} cannot be used. ${wrong}`);
      const key = new Secret(textOf(name));
      const { ending } = await keyFacts(key);
      return {
        kind: 'credential',
        what:
          ending === ''
            ? sentence('{0} holds a key. Maestro checks it at {1} and keeps a copy.', name, api.host)
            : sentence(
                '{0} holds a key that ends in {1}. Maestro checks it at {2} and keeps a copy.',
                name,
                ending,
                api.host,
              ),
        origins: [api.origin],
        take: (call) => signIn(key, call, name),
      };
    },
  };
}

function isAt(api: URL, address: string): boolean {
  return URL.canParse(address) && new URL(address).origin === api.origin;
}

function nothing(detail: string): MaestroError {
  return new MaestroError({ code: 'nothing-to-import', detail });
}

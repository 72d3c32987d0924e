import { accountIdOf, keyFacts, keyLabel } from '../../core/accounts/identity.ts';
import { keyTextProblem } from '../../core/auth/apiKey.ts';
import type { Field, FormMethod, FormValues, SignedIn } from '../../core/auth/method.ts';
import { issuerOf } from '../../core/baseUrl.ts';
import { cleanText } from '../../core/cleanText.ts';
import { type Account, type Credential, type NonEmpty, vendorId } from '../../core/model.ts';
import type { Call } from '../../core/vendor.ts';
import { addressOf, addressProblem } from './address.ts';
import { type Preset, type PresetId, presetOf } from './presets.ts';
import { prove } from './proof.ts';
import type { Server } from './server.ts';
import type { CompatibleSettings } from './settings.ts';

const maxName = 60;

/** Sign-in at a server of one kind: where it is, a key if it wants one, and a name where several are alike. */
export function serverMethod(id: PresetId, settings: CompatibleSettings): FormMethod {
  const preset = presetOf(id);
  const initial = id === 'openrouter' ? issuerOf(settings.openRouter) : preset.baseUrl;
  return {
    kind: 'form',
    id,
    label: preset.label,
    detail: preset.detail,
    fields: fieldsOf(preset, initial),
    origins: ({ texts }) => [addressOf(texts.get('baseUrl') ?? initial).origin],
    submit: (values, call) =>
      signInAt(filledIn(preset, initial, values, settings), values.texts.get('name') ?? null, call),
  };
}

/**
 * Proves a server and makes its account. `name` is what the person calls it. Throws `key-refused`, and what stood in
 * the way of the proof.
 */
export async function signInAt(server: Server, name: string | null, call: Call): Promise<SignedIn> {
  const proven = { ...server, base: await prove(server, call) };
  const { key } = server;
  const credential: Credential =
    key === null ? { kind: 'none' } : { kind: 'api-key', key, organization: null, project: null };
  return { account: await accountFor(proven, name), credential, notice: null };
}

function fieldsOf({ id, needsKey }: Preset, initial: string): NonEmpty<Field> {
  const address: Field = {
    id: 'baseUrl',
    label: 'Base URL',
    example: initial === '' ? 'https://llm.example.com/v1' : initial,
    initial,
    secret: false,
    required: true,
    problem: addressProblem,
  };
  const key: Field = {
    id: 'key',
    label: 'API key',
    example: id === 'openrouter' ? 'sk-or-v1-…' : 'only if the server wants one',
    initial: '',
    secret: true,
    required: needsKey,
    problem: keyTextProblem,
  };
  const name: Field = {
    id: 'name',
    label: 'Name to show',
    example: 'for example: the big machine',
    initial: '',
    secret: false,
    required: false,
    problem: (text) => (text.length <= maxName ? null : `At most ${maxName} characters.`),
  };
  return [address, key, name];
}

function filledIn(
  preset: Preset,
  initial: string,
  { texts, secrets }: FormValues,
  { version }: CompatibleSettings,
): Server {
  return { preset, base: addressOf(texts.get('baseUrl') ?? initial), key: secrets.get('key') ?? null, version };
}

/** The same server with the same key is the same account; other keys and other servers are others. */
async function accountFor({ preset, base, key }: Server, name: string | null): Promise<Account> {
  const baseUrl = issuerOf(base);
  const facts = key === null ? null : await keyFacts(key);
  return {
    vendor: vendorId('openai-compatible'),
    id: await accountIdOf('openai-compatible', preset.id, baseUrl, facts?.fingerprint ?? ''),
    method: preset.id,
    label: cleanText(name ?? '', maxName) || keyLabel(usualName(preset, base), facts?.ending ?? ''),
    email: null,
    plan: null,
    workspace: null,
    baseUrl,
    origins: [base.origin],
  };
}

function usualName({ id, label, baseUrl }: Preset, base: URL): string {
  if (id === 'server') return base.host;
  return issuerOf(base) === baseUrl ? label : `${label} at ${base.host}`;
}

// Finds every text that Maestro says to a person, so that a bundle can be held against all of them.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { member, objectAt, parseJson } from '../../../src/core/json.ts';
import { callbackEnglish } from '../../../src/node/callbackPage.ts';
import { vendors } from '../../../src/vendors/index.ts';
import { english } from '../../../src/webview/english.ts';
import { testSurroundings } from '../../testSurroundings.ts';

const root = path.join(import.meta.dirname, '../../..');

/** What is the same in every language. */
const names: readonly string[] = [
  ...['OpenAI', 'Anthropic', 'Gemini', 'Google Gemini', 'Anthropic OAuth', 'Auto Router'],
  ...['Ollama', 'LM Studio', 'vLLM', 'llama.cpp', 'OpenRouter'],
];

/** What the source says to a model, and a part of a sentence that has an address in it. */
const unsaid: readonly string[] = ['The tool failed.', 'Is the base URL right? Most end in /v1.'];

/** An OAuth client, without which there is no such way to sign in. */
const registration = {
  'maestro.anthropic.oauth.clientId': 'client',
  'maestro.anthropic.oauth.authorizeUrl': 'https://vendor.example/authorize',
  'maestro.anthropic.oauth.redirectUri': 'https://vendor.example/code',
};

const literal = String.raw`'((?:[^'\\\n]|\\.)*)'`;

/** The English texts that bundles have, each once. */
export function texts(): ReadonlySet<string> {
  const { taken, denied, refused, nothing, footer } = callbackEnglish;
  const pages = [taken, denied, refused, nothing].flatMap(({ title, text }) => [title, text]);
  const all = [...hostTexts(), ...Object.values(english), ...pages, footer, ...vendorTexts(), ...details()];
  return new Set(all.filter((text) => !names.includes(text) && !unsaid.includes(text)));
}

/** The first arguments of `l10n.t`. Throws at one that is no plain literal: nobody could find its translation. */
function hostTexts(): readonly string[] {
  return sources('src/vscode/**/*.ts').flatMap((source) => {
    const calls = source.split(/\bl10n\.t\(/).slice(1);
    return calls.map((call) => {
      const text = new RegExp(String.raw`^\s*${literal}[,)\s]`).exec(call)?.[1];
      if (text === undefined) throw new Error(`No plain text: l10n.t(${call.slice(0, 80)}`);
      return unescaped(text);
    });
  });
}

/** What the ways to sign in are called, and the whole sentences that vendors say. */
function vendorTexts(): readonly string[] {
  const known = vendors(testSurroundings({ settings: { ...defaults(), ...registration } }));
  const shown = known.flatMap(({ label, invitation, methods }) => [
    { label, detail: '' },
    ...(invitation === undefined ? [] : [invitation]),
    ...methods.flatMap((method) => [method, ...(method.kind === 'form' ? method.fields : [])]),
  ]);
  const labels = shown.flatMap((one) => [one.label, 'detail' in one ? one.detail : '']);
  const sentence = /'([A-Z](?:[^'\\\n]|\\.)* (?:[^'\\\n]|\\.)*\.)'/g;
  const said = sources('src/{vendors,protocols,core/auth}/**/*.ts').flatMap((source) => found(source, sentence));
  const told = new RegExp(String.raw`\bsentence\(\s*${literal}`, 'g');
  const confirmed = sources('src/{vendors,core}/**/*.ts').flatMap((source) => found(source, told));
  const notices = sources('src/vendors/**/*.ts').flatMap((source) => found(source, /planNotice: .*'(.+)'/g));
  return [...labels, ...said, ...confirmed, ...notices].filter((text) => text !== '');
}

/** What is told beside a failure where no server has said it. What the doctor finds is told in English: it is for reports. */
function details(): readonly string[] {
  const all = globSync('src/{core,vendors,protocols,node}/**/*.ts', { cwd: root });
  const others = all.filter((file) => !file.includes('doctor'));
  // What is said of a mistake of Maestro's own is for reports as well.
  const detail = new RegExp(String.raw`(?<!code: 'internal', )(?:\bdetail(?::| =)\s+|\brefuse\()${literal}`, 'g');
  const said = others.flatMap((file) => found(readFileSync(path.join(root, file), 'utf8'), detail));
  return said.filter((text) => text.includes(' '));
}

/** The settings as they are until somebody changes them. */
function defaults(): Readonly<Record<string, unknown>> {
  const manifest = parseJson(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const properties = objectAt(objectAt(objectAt(manifest, 'contributes'), 'configuration'), 'properties');
  return Object.fromEntries(Object.entries(properties).map(([name, setting]) => [name, member(setting, 'default')]));
}

function sources(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: root }).map((file) => readFileSync(path.join(root, file), 'utf8'));
}

function found(source: string, pattern: RegExp): readonly string[] {
  return [...source.matchAll(pattern)].map((match) => unescaped(match[1] ?? ''));
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}

import { createHash } from 'node:crypto';
import { type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import { type BodyProblem, problem } from './bodyProblem.ts';

interface Facts {
  readonly name: string;
  readonly isListed: boolean;
  readonly efforts: readonly string[];
  readonly modalities: readonly string[];
  readonly takesVerbosity: boolean;
  readonly streams: boolean;
  /** Clients that say they are older do not see the model. */
  readonly since: string;
}

const common: Omit<Facts, 'name'> = {
  isListed: true,
  efforts: ['low', 'medium', 'high', 'xhigh'],
  modalities: ['text', 'image'],
  takesVerbosity: true,
  streams: true,
  since: '0.1.0',
};

const known: Readonly<Record<string, Facts>> = {
  'gpt-5.6-sol': { ...common, name: 'GPT-5.6 Sol', efforts: ['low', 'medium', 'high', 'xhigh', 'max'] },
  'gpt-5.6-terra': { ...common, name: 'GPT-5.6 Terra' },
  'gpt-5.6-luna': { ...common, name: 'GPT-5.6 Luna', efforts: ['low', 'medium', 'high'], since: '0.150.0' },
  'gpt-5.5': { ...common, name: 'GPT-5.5' },
  'gpt-5.4': { ...common, name: 'GPT-5.4', isListed: false },
  'gpt-5.4-mini': { ...common, name: 'GPT-5.4 Mini', isListed: false },
  'gpt-5.3-codex': { ...common, name: 'GPT-5.3 Codex', takesVerbosity: false },
  'gpt-5-pro': { ...common, name: 'GPT-5 Pro', efforts: ['high'], streams: false },
  'gpt-5.2': { ...common, name: 'GPT-5.2', modalities: ['text'] },
};

/** Models that the platform lists beside those that can answer a chat. */
const otherModels = ['gpt-image-1', 'text-embedding-3-small', 'tts-1', 'whisper-1', 'omni-moderation-latest'];

/** The models that every host knows, in the shapes in which the hosts list them. */
export class Catalogue {
  #slugs: readonly string[];

  constructor(slugs: readonly string[]) {
    this.#slugs = slugs;
  }

  get slugs(): readonly string[] {
    return this.#slugs;
  }

  /** Lets models come and go while clients are signed in. */
  replace(slugs: readonly string[]): void {
    this.#slugs = slugs;
  }

  /** Changes whenever the models do. */
  get etag(): string {
    return `W/"${createHash('sha256').update(JSON.stringify(this.#entries())).digest('hex').slice(0, 16)}"`;
  }

  /** What the body asks of its model that the model does not do, or `null`. */
  wrongFor(body: JsonObject): BodyProblem | null {
    const { takesVerbosity, streams } = this.#factsOf(stringAt(body, 'model') ?? '');
    const verbosity = stringAt(member(body, 'text'), 'verbosity') ?? 'medium';
    if (!takesVerbosity && verbosity !== 'medium') return unsupported('text.verbosity', verbosity);
    return !streams && member(body, 'stream') === true ? unsupported('stream', 'true') : null;
  }

  /** The list of the ChatGPT backend, less the models that are too new for the client; `null` for every model. */
  backendList(clientVersion: string | null): JsonObject {
    const entries = this.#entries();
    return { models: entries.filter(({ since }) => isAtLeast(clientVersion, since)).map(({ entry }) => entry) };
  }

  /** The list of the platform API: every model there is, with no word on what it can do. */
  platformList(): JsonObject {
    const ids = [...this.#slugs, ...otherModels];
    const data = ids.map((id) => ({ id, object: 'model', created: 1_780_000_000, owned_by: 'system' }));
    return { object: 'list', data };
  }

  #entries(): readonly { readonly since: string; readonly entry: JsonObject }[] {
    return this.#slugs.map((slug, priority) => {
      const { since, ...rest } = this.#factsOf(slug);
      return { since, entry: entryOf(slug, priority, since, rest) };
    });
  }

  #factsOf(slug: string): Facts {
    const facts = Object.hasOwn(known, slug) ? known[slug] : undefined;
    return facts ?? { ...common, name: slug };
  }
}

function unsupported(param: string, value: string): BodyProblem {
  return problem(
    `Unsupported value: '${param}' does not support '${value}' with this model.`,
    param,
    'unsupported_value',
  );
}

function entryOf(slug: string, priority: number, since: string, facts: Omit<Facts, 'since'>): JsonObject {
  const { name, isListed, efforts, modalities, takesVerbosity } = facts;
  return {
    slug,
    display_name: name,
    description: `The simulated ${name}.`,
    default_reasoning_level: 'medium',
    supported_reasoning_levels: efforts.map((effort) => ({ effort, description: `Thinks with ${effort} effort.` })),
    visibility: isListed ? 'list' : 'hide',
    supported_in_api: true,
    priority,
    support_verbosity: takesVerbosity,
    default_verbosity: takesVerbosity ? 'medium' : null,
    context_window: 272_000,
    max_context_window: 272_000,
    effective_context_window_percent: 95,
    input_modalities: modalities,
    use_responses_lite: false,
    supports_reasoning_summary_parameter: true,
    minimal_client_version: since,
    available_in_plans: ['free', 'plus', 'pro', 'team', 'business', 'enterprise', 'edu'],
  };
}

/** Whether one version of numbers and dots is not before another. */
function isAtLeast(version: string | null, wanted: string): boolean {
  return version === null || version.localeCompare(wanted, 'en', { numeric: true }) >= 0;
}

/** A kind of server that people have, and what is different about it. */
export interface Preset {
  readonly id: PresetId;
  readonly label: string;
  readonly detail: string;
  /** Where it is unless somebody moved it; empty where nobody can know. */
  readonly baseUrl: string;
  readonly needsKey: boolean;
  /** Where a person sees what is left of the credit. */
  readonly usagePage: string | null;
}

export const presetIds = ['ollama', 'lm-studio', 'vllm', 'llama-cpp', 'openrouter', 'server'] as const;
export type PresetId = (typeof presetIds)[number];

const table: Readonly<Record<PresetId, Omit<Preset, 'id'>>> = {
  ollama: local('Ollama', 'http://localhost:11434/v1'),
  'lm-studio': local('LM Studio', 'http://localhost:1234/v1'),
  vllm: local('vLLM', 'http://localhost:8000/v1'),
  'llama-cpp': local('llama.cpp', 'http://localhost:8080/v1'),
  openrouter: {
    label: 'OpenRouter',
    detail: 'Models of many vendors with one key, paid by use',
    baseUrl: 'https://openrouter.ai/api/v1',
    needsKey: true,
    usagePage: 'https://openrouter.ai/settings/credits',
  },
  server: {
    label: 'Another server',
    detail: 'Anything that speaks OpenAI’s Chat Completions',
    baseUrl: '',
    needsKey: false,
    usagePage: null,
  },
};

/** Where OpenRouter's own libraries look for a key. */
export const openRouterVariable = 'OPENROUTER_API_KEY';
/** The id of the method that takes the key from there; it makes the same accounts as OpenRouter's form. */
export const openRouterImport = 'openrouter-environment';

export function presetOf(id: PresetId): Preset {
  return { id, ...table[id] };
}

/** The preset behind an account's sign-in method; any server where the method is unknown. */
export function presetBehind(method: string): Preset {
  return presetOf(presetIds.find((id) => id === method) ?? 'server');
}

function local(label: string, baseUrl: string): Omit<Preset, 'id'> {
  return { label, detail: `${label} on this computer or in your network`, baseUrl, needsKey: false, usagePage: null };
}

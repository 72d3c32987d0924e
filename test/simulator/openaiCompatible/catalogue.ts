import type { JsonObject } from '../../../src/core/json.ts';
import { quirkNames } from './dialect.ts';
import type { CompatibleHost } from './prefixes.ts';

const created = 1_780_000_000;

/** What `GET models` of each host lists, with what the host adds to an entry; some of it cannot be talked to. */
export function catalogueOf(host: CompatibleHost): readonly JsonObject[] {
  switch (host) {
    case 'ollama':
      return ollamaModels.map(({ name }) => ({ id: name, object: 'model', created, owned_by: 'library' }));
    case 'lm-studio':
      return lmStudioModels.map(({ id }) => ({ id, object: 'model', owned_by: 'organization_owner' }));
    case 'llama-cpp':
      return [{ id: 'qwen3-8b.gguf', object: 'model', created, owned_by: 'llamacpp', meta: { n_ctx_train: 40_960 } }];
    case 'vllm':
      return [{ id: 'openai/gpt-oss-120b', object: 'model', created, owned_by: 'vllm', max_model_len: 131_072 }];
    case 'openrouter':
      return openRouterModels;
    case 'plain':
      return ['plain-1', ...quirkNames, 'text-embedding-3-small'].map((id) => ({ id, object: 'model', created }));
    default:
      return host satisfies never;
  }
}

/** The names that the host answers for. */
export function modelNames(host: CompatibleHost): readonly string[] {
  return catalogueOf(host).map(({ id }) => String(id));
}

interface OllamaModel {
  readonly name: string;
  /** What `POST /api/show` says of it. */
  readonly details: JsonObject;
}

export const ollamaModels: readonly OllamaModel[] = [
  {
    name: 'qwen3:8b',
    details: {
      capabilities: ['completion', 'tools', 'thinking'],
      model_info: { 'general.architecture': 'qwen3', 'qwen3.context_length': 40_960 },
    },
  },
  {
    name: 'gemma3:4b',
    details: {
      capabilities: ['completion', 'vision'],
      parameters: 'stop "<end_of_turn>"\nnum_ctx                        8192\ntemperature 1',
      model_info: { 'general.architecture': 'gemma3', 'gemma3.context_length': 131_072 },
    },
  },
  {
    name: 'gpt-oss:20b',
    details: {
      capabilities: ['completion', 'tools', 'thinking'],
      thinking: { values: ['low', 'medium', 'high'], default: 'medium' },
      model_info: { 'general.architecture': 'gptoss', 'gptoss.context_length': 131_072 },
    },
  },
  { name: 'nomic-embed-text:latest', details: { capabilities: ['embedding'], model_info: {} } },
];

export const lmStudioModels: readonly (JsonObject & { readonly id: string })[] = [
  { id: 'qwen/qwen3-8b', type: 'llm', state: 'not-loaded', max_context_length: 40_960, capabilities: ['tool_use'] },
  { id: 'google/gemma-3-4b', type: 'vlm', state: 'loaded', max_context_length: 131_072, loaded_context_length: 8_192 },
  { id: 'text-embedding-nomic', type: 'embeddings', state: 'not-loaded', max_context_length: 2_048 },
];

const openRouterModels: readonly JsonObject[] = [
  {
    id: 'anthropic/claude-sonnet-4.5',
    name: 'Anthropic: Claude Sonnet 4.5',
    created,
    context_length: 1_000_000,
    architecture: { input_modalities: ['text', 'image', 'file'], output_modalities: ['text'] },
    pricing: { prompt: '0.000003', completion: '0.000015', request: '0' },
    top_provider: { context_length: 1_000_000, max_completion_tokens: 64_000, is_moderated: true },
    supported_parameters: ['include_reasoning', 'max_tokens', 'reasoning', 'tool_choice', 'tools'],
  },
  {
    id: 'meta-llama/llama-3.2-1b-instruct',
    name: 'Meta: Llama 3.2 1B Instruct',
    created,
    context_length: 131_072,
    architecture: { input_modalities: ['text'], output_modalities: ['text'] },
    pricing: { prompt: '0.000000005', completion: '0.00000001' },
    top_provider: { context_length: 131_072, max_completion_tokens: null },
    supported_parameters: ['max_tokens', 'temperature'],
  },
  {
    id: 'openrouter/auto',
    name: 'Auto Router',
    created,
    context_length: 2_000_000,
    architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
    pricing: { prompt: '-1', completion: '-1' },
    top_provider: { context_length: null, max_completion_tokens: null },
    supported_parameters: ['reasoning', 'tools'],
  },
  {
    id: 'google/imagen-4',
    name: 'Google: Imagen 4',
    created,
    context_length: 4_096,
    architecture: { input_modalities: ['text'], output_modalities: ['image'] },
    pricing: { prompt: '0', completion: '0.00003' },
    supported_parameters: [],
  },
];

import type { JsonObject } from '../../../src/core/json.ts';

/** A model that the simulator has. */
export interface SimulatedModel {
  readonly id: string;
  readonly name: string;
  readonly methods: readonly string[];
  /** How thinking is asked for; `null` for a model that cannot think. */
  readonly thinking:
    | { readonly control: 'level'; readonly levels: readonly string[] }
    | { readonly control: 'budget'; readonly least: number; readonly most: number; readonly usual: 'on' | 'off' }
    | null;
  /** Whether the free tier has none of it. */
  readonly isPaidOnly: boolean;
}

const four = ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'];
const chat = ['generateContent', 'countTokens', 'createCachedContent', 'batchGenerateContent'];

/** One model of each way in which Google's models think, and some that cannot chat, in no order, as Google lists them. */
export const simulatedModels: readonly SimulatedModel[] = [
  model('embedding-001', 'Embedding 001', { methods: ['embedContent'], thinking: null }),
  model('gemini-2.0-flash', 'Gemini 2.0 Flash', { thinking: null }),
  model('gemini-2.5-flash-lite', 'Gemini 2.5 Flash-Lite', {
    thinking: { control: 'budget', least: 512, most: 24_576, usual: 'off' },
  }),
  model('gemini-2.5-pro', 'Gemini 2.5 Pro', {
    thinking: { control: 'budget', least: 128, most: 32_768, usual: 'on' },
    isPaidOnly: true,
  }),
  model('gemini-2.5-flash-preview-tts', 'Gemini 2.5 Flash Preview TTS', { thinking: null }),
  model('gemini-3.1-pro-preview', 'Gemini 3.1 Pro Preview', {
    thinking: { control: 'level', levels: ['LOW', 'MEDIUM', 'HIGH'] },
    isPaidOnly: true,
  }),
  model('gemini-3.5-flash', 'Gemini 3.5 Flash', { thinking: { control: 'level', levels: four } }),
  model('gemini-3.8-flash', 'Gemini 3.8 Flash', { thinking: { control: 'level', levels: ['LOW', 'MEDIUM', 'HIGH'] } }),
  model('gemini-flash-latest', 'Gemini Flash Latest', { thinking: { control: 'level', levels: four } }),
  model('veo-3.1-generate', 'Veo 3.1', { methods: ['predictLongRunning'], thinking: null }),
];

/** The entry of the vendor's list (Gemini API reference, Model). */
export function modelInfo({ id, name, methods, thinking }: SimulatedModel): JsonObject {
  return {
    name: `models/${id}`,
    version: '001',
    displayName: name,
    description: `${name}, simulated`,
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: methods,
    temperature: 1,
    topP: 0.95,
    topK: 64,
    maxTemperature: 2,
    ...(thinking === null ? {} : { thinking: true }),
  };
}

function model(id: string, name: string, over: Partial<SimulatedModel>): SimulatedModel {
  return { id, name, methods: chat, thinking: null, isPaidOnly: false, ...over };
}

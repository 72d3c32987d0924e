import { type Model, modelId, vendorId } from '../../core/model.ts';
import type { KnownModels } from '../../core/vendor.ts';
import { reasoningOf } from './reasoning.ts';

/** Every model of the list has the same window (Gemini API guide, Models). */
const limits = { inputTokens: 1_048_576, outputTokens: 65_536 };

/**
 * Models that Google offered with API keys, at the price of prompts up to 200,000 tokens (Gemini API guide, Models and
 * Pricing).
 */
export const knownModels: KnownModels = {
  day: '2026-11-10',
  models: [
    model('gemini-3.8-flash', 'Gemini 3.8 Flash', 0.75, 3.75),
    model('gemini-3.5-flash', 'Gemini 3.5 Flash', 1.5, 9),
    model('gemini-3.5-flash-lite', 'Gemini 3.5 Flash-Lite', 0.3, 2.5),
    model('gemini-3.1-flash-lite', 'Gemini 3.1 Flash-Lite', 0.25, 1.5),
    model('gemini-2.5-flash-lite', 'Gemini 2.5 Flash-Lite', 0.1, 0.4),
    model('gemini-3.1-pro-preview', 'Gemini 3.1 Pro Preview', 2, 12),
  ],
};

function model(id: string, label: string, input: number, output: number): Model {
  return {
    vendor: vendorId('gemini'),
    id: modelId(id),
    label,
    limits,
    can: { streaming: true, tools: true, images: true, verbosity: false },
    reasoning: reasoningOf(id),
    price: { input, output },
  };
}

import type { JsonObject } from '../../../src/core/json.ts';

/** A model that the simulator has, in the shape of the vendor's list. */
export interface SimulatedModel {
  readonly id: string;
  readonly name: string;
  readonly created: string;
  readonly contextTokens: number;
  readonly outputTokens: number;
  /** Values of `thinking.type` that it takes. */
  readonly thinking: readonly ('adaptive' | 'enabled' | 'disabled' | 'between_tools')[];
  readonly efforts: readonly string[];
  /** Whether it thinks when nothing is said of thinking. */
  readonly thinksUnasked: boolean;
  /** Whether its thinking is shown when nothing is said of it. */
  readonly showsUnasked: boolean;
  /** Whether its thinking counts only after the very conversation that it came from. */
  readonly bindsThinking: boolean;
}

const levels = ['low', 'medium', 'high', 'xhigh', 'max'];

/** One model of each way in which the vendor's models think, newest first, as the vendor lists them. */
export const simulatedModels: readonly SimulatedModel[] = [
  model('claude-haiku-5-5', 'Claude Haiku 5.5', '2026-10-14', { thinking: ['adaptive', 'disabled'] }),
  model('claude-sonnet-5-5', 'Claude Sonnet 5.5', '2026-09-28', { thinking: ['adaptive', 'between_tools'] }),
  model('claude-opus-5-5', 'Claude Opus 5.5', '2026-09-22', { thinking: ['adaptive'] }),
  model('claude-opus-5', 'Claude Opus 5', '2026-07-24', { thinking: ['adaptive', 'disabled'], bindsThinking: false }),
  model('claude-haiku-4-5', 'Claude Haiku 4.5', '2025-10-01', {
    contextTokens: 200_000,
    outputTokens: 64_000,
    thinking: ['enabled', 'disabled'],
    efforts: [],
    thinksUnasked: false,
    showsUnasked: true,
    bindsThinking: false,
  }),
];

/** The entry of the vendor's list. */
export function modelInfo(one: SimulatedModel): JsonObject {
  const supported = (is: boolean): JsonObject => ({ supported: is });
  const types = ['adaptive', 'enabled', 'disabled', 'between_tools'] as const;
  return {
    type: 'model',
    id: one.id,
    display_name: one.name,
    created_at: `${one.created}T00:00:00Z`,
    lifecycle: 'active',
    max_input_tokens: one.contextTokens,
    max_tokens: one.outputTokens,
    capabilities: {
      image_input: supported(true),
      pdf_input: supported(true),
      effort: {
        ...supported(one.efforts.length > 0),
        ...Object.fromEntries(levels.map((level) => [level, supported(one.efforts.includes(level))])),
      },
      thinking: {
        supported: true,
        types: Object.fromEntries(types.map((type) => [type, supported(one.thinking.includes(type))])),
      },
    },
  };
}

function model(id: string, name: string, created: string, over: Partial<SimulatedModel>): SimulatedModel {
  return {
    id,
    name,
    created,
    contextTokens: 1_000_000,
    outputTokens: 128_000,
    thinking: ['adaptive'],
    efforts: levels,
    thinksUnasked: true,
    showsUnasked: false,
    bindsThinking: true,
    ...over,
  };
}

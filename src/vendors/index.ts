import type { Vendor } from '../core/vendor.ts';
import { anthropic } from './anthropic/index.ts';
import { gemini } from './gemini/index.ts';
import { openai } from './openai/index.ts';
import { openaiCompatible } from './openaiCompatible/index.ts';
import type { Surroundings } from './surroundings.ts';

/** Every vendor, one line each. */
export function vendors(surroundings: Surroundings): readonly Vendor[] {
  return [openai(surroundings), anthropic(surroundings), gemini(surroundings), openaiCompatible(surroundings)];
}

import type { Failure } from '../../../src/core/failure.ts';
import { failureOf } from '../../../src/core/failure.ts';
import type { Account } from '../../../src/core/model.ts';
import type { Product } from '../../product.ts';
import type { Simulator } from '../../simulator/simulator.ts';

type Values = Readonly<Record<string, string>>;

/** Signs in at one of the simulated servers by its own preset, with what a person would fill in. */
export async function signInAt(
  product: Product,
  simulator: Simulator,
  host: 'ollama' | 'lm-studio' | 'llama-cpp' | 'vllm' | 'openrouter' | 'plain',
  values: Values = {},
): Promise<Account> {
  const { openaiCompatible: servers } = simulator;
  const keys: Readonly<Record<string, string>> = {
    vllm: servers.keyOf('company'),
    openrouter: servers.keyOf('paid'),
  };
  const key = keys[host];
  const filled = { baseUrl: servers.baseUrl(host), ...(key === undefined ? {} : { key }), ...values };
  const preset = host === 'plain' ? 'server' : host;
  return (await product.signInBy('openai-compatible', preset, { values: filled })).account;
}

/** Why a sign-in with these values does not work; `null` if it does. */
export function refusal(product: Product, preset: string, values: Values): Promise<Failure | null> {
  return product.signInBy('openai-compatible', preset, { values }).then(() => null, failureOf);
}

import type { Simulator } from '../../simulator/simulator.ts';
import type { Say } from './say.ts';

/** Says where the simulated vendors are, and which of their made-up keys can be pasted. */
export function sayWaysIn({ port, openai, anthropic, gemini }: Simulator, say: Say): void {
  say(
    `The simulated vendors listen on port ${port}. ChatGPT and Anthropic's OAuth sign in on a page of theirs; keys to paste:`,
  );
  say(`  OpenAI     ${openai.keyOf('plus')}`);
  say(`  Anthropic  ${anthropic.keyOf('developer')}`);
  say(`  Gemini     ${gemini.keyOf('paid')}`);
}

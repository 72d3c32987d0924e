import type { Effort, Reasoning } from '../../core/model.ts';

const three: readonly Effort[] = ['low', 'medium', 'high'];
const four: readonly Effort[] = ['minimal', ...three];

/**
 * How each family's thinking can be asked for (Gemini API guide, Thinking, and the models' own pages, as of 2026-11-10). What
 * a family thinks when nothing is asked is `null` where it makes up its own mind.
 */
const families: readonly (readonly [name: RegExp, reasoning: Reasoning])[] = [
  [/^gemini-2\.5-pro/, { control: 'budget', efforts: three, usual: null }],
  [/^gemini-2\.5-flash-lite/, { control: 'budget', efforts: ['none', ...three], usual: 'none' }],
  [/^gemini-2\.5-flash/, { control: 'budget', efforts: ['none', ...three], usual: null }],
  [/^gemini-3-pro/, { control: 'level', efforts: ['low', 'high'], usual: 'high' }],
  [/^gemini-3\.1-pro/, { control: 'level', efforts: three, usual: 'high' }],
  [/^gemini-3-flash/, { control: 'level', efforts: four, usual: 'high' }],
  [/^gemini-3\.[15]-flash-lite/, { control: 'level', efforts: four, usual: 'minimal' }],
  [/^gemini-3\.[56]-flash/, { control: 'level', efforts: four, usual: 'medium' }],
  [/^gemini-3\.[78]-flash/, { control: 'level', efforts: three, usual: 'medium' }],
];

/** The thinking of a model that Google says thinks; `null` for families that are not Gemini, of which nothing is known. */
export function reasoningOf(id: string): Reasoning | null {
  if (!id.startsWith('gemini-')) return null;
  const known = families.find(([name]) => name.test(id));
  // What comes next is taken to be like what came last.
  return known?.[1] ?? { control: 'level', efforts: three, usual: null };
}

import type { Model } from '../../core/model.ts';

/** Of two models that with the smaller numbers comes first: its kind, its version and its tier, in this order. */
type Rank = readonly [kind: number, major: number, minor: number, tier: number];

const tiers: readonly string[] = ['flash', 'pro', 'flash-lite'];

/**
 * The models in the order in which they are offered: stable Gemini models, previews, names that follow the newest version, and
 * the rest; within each the newest first. The default is the newest stable Flash, because no key lacks it.
 */
export function inOrder(models: readonly Model[]): readonly Model[] {
  const sorted = models
    .map((model) => ({ model, rank: rankOf(model.id) }))
    .sort((one, other) => compare(one.rank, other.rank) || (one.model.id < other.model.id ? -1 : 1))
    .map(({ model }) => model);
  const usual = sorted.find(({ id }) => /^gemini-[\d.]+-flash$/.test(id));
  return usual === undefined ? sorted : [usual, ...sorted.filter((model) => model !== usual)];
}

function rankOf(id: string): Rank {
  const [, major, minor, tier = '', rest] = /^gemini-(\d+)(?:\.(\d+))?-(flash-lite|flash|pro)(.*)$/.exec(id) ?? [];
  if (major === undefined) return [id.endsWith('-latest') ? 2 : id.startsWith('gemini-') ? 3 : 4, 0, 0, 0];
  const kind = rest === '' ? 0 : /^-preview/.test(rest ?? '') ? 1 : 3;
  return [kind, -Number(major), -Number(minor ?? 0), tiers.indexOf(tier)];
}

function compare(one: Rank, other: Rank): number {
  for (const [index, number] of one.entries()) {
    const difference = number - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

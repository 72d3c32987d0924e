import { cleanLabel, cleanText } from '../cleanText.ts';
import type { Model } from '../model.ts';

const maxModels = 1_000;
const maxIdLength = 200;
const maxLabelLength = 80;

/**
 * The first models of a foreign list that can be remembered and shown, at most 1,000. One whose id cannot stand on a line is
 * left out: it has more than 200 characters, or invisible ones. Labels are cleaned.
 */
export function presentable(models: readonly Model[]): readonly Model[] {
  const sound: Model[] = [];
  for (const model of models) {
    if (sound.length === maxModels) break;
    if (!isSound(model.id)) continue;
    const label = cleanLabel(model.label, maxLabelLength);
    sound.push({ ...model, label: label === '' ? model.id : label });
  }
  return sound;
}

function isSound(id: string): boolean {
  return id !== '' && !id.includes('$(') && cleanText(id, maxIdLength) === id;
}

import type { ContentPart } from '../parts.ts';

/** Adds a part to those before it: a piece of the block that came last becomes one part with it, its replay kept. */
export function appendPart(parts: ContentPart[], part: ContentPart): void {
  const last = parts.at(-1);
  const joint = last === undefined || last.block !== part.block ? null : join(last, part);
  if (joint === null) parts.push(part);
  else parts[parts.length - 1] = joint;
}

function join(last: ContentPart, part: ContentPart): ContentPart | null {
  if (last.kind === 'text' && part.kind === 'text') {
    const replay = part.replay ?? last.replay;
    return { ...last, delta: last.delta + part.delta, ...(replay === undefined ? {} : { replay }) };
  }
  if (last.kind === 'reasoning' && part.kind === 'reasoning')
    return { ...last, delta: last.delta + part.delta, replay: part.replay ?? last.replay };
  if (last.kind === 'tool-input' && part.kind === 'tool-input') return { ...last, delta: last.delta + part.delta };
  return null;
}

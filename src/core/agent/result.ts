import { type CallId, isNonEmpty, type ToolResult, type UserPart } from '../model.ts';

/** Most that one result brings to the model, in characters of text and in images. */
const maxText = 200_000;
const maxImages = 10;

/** What a tool gave, as the model is told it: cut to what a conversation can bear, and never empty. */
export function resultOf(call: CallId, given: readonly UserPart[], failed: boolean): ToolResult {
  const content: UserPart[] = [];
  let left = maxText;
  let images = 0;
  for (const part of given) {
    if (part.kind === 'image') {
      images++;
      if (images <= maxImages) content.push(part);
      continue;
    }
    if (part.text === '' || left === 0) continue;
    const rest = part.text.length - left;
    const text = rest <= 0 ? part.text : `${part.text.slice(0, left)}\n[Cut here: ${rest} more characters.]`;
    content.push({ kind: 'text', text });
    left = Math.max(0, -rest);
  }
  if (images > maxImages) content.push({ kind: 'text', text: `[${images - maxImages} more images, left out.]` });
  return {
    call,
    content: isNonEmpty(content) ? content : [{ kind: 'text', text: '(The tool gave nothing.)' }],
    failed,
  };
}

/** Something that the model is told in place of a result. */
export function refusal(call: CallId, text: string): ToolResult {
  return { call, content: [{ kind: 'text', text }], failed: true };
}

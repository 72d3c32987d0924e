import type { JsonObject } from '../../core/json.ts';
import type { ImageType, ToolResult, UserPart } from '../../core/model.ts';

type Image = Extract<UserPart, { kind: 'image' }>;

/** What Google's models can look at, of the types there are (Gemini API guide, Image understanding). */
const readable: readonly ImageType[] = ['image/png', 'image/jpeg', 'image/webp'];

export interface Response {
  readonly id: string;
  readonly tool: string;
  readonly result: ToolResult;
}

/** What a person said as parts. In the place of an image that Google refuses stands a sentence that the model can pass on. */
export function userParts(content: readonly UserPart[]): readonly JsonObject[] {
  return content.flatMap((part) => {
    if (part.kind === 'image') return [isReadable(part) ? inline(part) : { text: unreadable(part) }];
    return part.text === '' ? [] : [{ text: part.text }];
  });
}

/**
 * Results of calls (Gemini API reference, FunctionResponse): text as `output`, or as `error` if the tool failed. Images go
 * inside the response where the model takes them there, else beside it.
 */
export function functionResponses(responses: readonly Response[], imagesInside: boolean): readonly JsonObject[] {
  const beside: JsonObject[] = [];
  const parts = responses.map(({ id, tool, result }) => {
    const images = result.content.filter(isImage).filter(isReadable).map(inline);
    const text = result.content.map(textOf).join('');
    const response = result.failed ? { error: text } : { output: text };
    const inside = imagesInside && images.length > 0 ? { parts: images } : {};
    if (!imagesInside) beside.push(...images);
    return { functionResponse: { id, name: tool, response, ...inside } };
  });
  return [...parts, ...beside];
}

function textOf(part: UserPart): string {
  if (part.kind === 'text') return part.text;
  return isReadable(part) ? '' : unreadable(part);
}

function isImage(part: UserPart): part is Image {
  return part.kind === 'image';
}

function isReadable({ type }: Image): boolean {
  return readable.includes(type);
}

function inline({ type, data }: Image): JsonObject {
  return { inlineData: { mimeType: type, data } };
}

function unreadable({ type }: Image): string {
  return `[An image of the type ${type}, which you cannot see.]`;
}

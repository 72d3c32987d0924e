import { attach } from '../../core/chat/attach.ts';
import { contextBudget, fitTexts } from '../../core/chat/contextText.ts';
import { textTokens, tokensPerImage } from '../../core/chat/tokenEstimate.ts';
import type { Attachment } from '../../core/chat/turn.ts';
import type { Model, UserPart } from '../../core/model.ts';
import type { Reading } from '../participant/readReference.ts';
import type { ContextSource } from './contextSource.ts';

/** Most images that go with one question. */
export const maxImages = 10;

/** What a reading is to the model. */
interface Sent {
  readonly content: UserPart;
  /** An estimate. */
  readonly tokens: number;
}

/** What goes with a question to a model, as the journal keeps it, and the names of what is left out. */
export interface QuestionContext {
  readonly attachments: readonly Attachment[];
  readonly leftOut: readonly string[];
}

/** Reads what is to go with a question now, as far as the model can take it; `null` where no model is known. */
export async function readContext(sources: readonly ContextSource[], model: Model | null): Promise<QuestionContext> {
  const read = await Promise.all(sources.map(async (source) => ({ source, reading: await source.read() })));
  const context = contextOf(
    read.map(({ reading }) => reading),
    model,
  );
  const attachments = await Promise.all(
    read.flatMap(({ source: { label, origin, place }, reading }) => {
      const content = context.get(reading)?.content;
      return content === undefined ? [] : attach(label, origin, place?.toString() ?? null, content);
    }),
  );
  const leftOut = read.filter(({ reading }) => !context.has(reading)).map(({ source }) => source.label);
  return { attachments, leftOut };
}

/** What of the readings the model can take, in their order: texts within its budget, and images if it sees any. */
export function contextOf(readings: readonly Reading[], model: Model | null): ReadonlyMap<Reading, Sent> {
  const texts = fitTexts(
    readings.filter((reading) => reading.kind === 'text'),
    contextBudget(model?.limits.inputTokens ?? null),
  );
  const images = readings
    .filter((reading) => reading.kind === 'image')
    .slice(0, model?.can.images === true ? maxImages : 0);
  const context = new Map<Reading, Sent>();
  for (const reading of readings) {
    if (reading.kind === 'image' && images.includes(reading)) {
      context.set(reading, { content: reading.image, tokens: tokensPerImage });
    }
    const text = reading.kind === 'text' ? texts.get(reading) : undefined;
    if (text !== undefined) context.set(reading, { content: { kind: 'text', text }, tokens: textTokens(text) });
  }
  return context;
}

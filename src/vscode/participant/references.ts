import { type ChatPromptReference, Location, Uri } from 'vscode';
import type { Model, UserPart } from '../../core/model.ts';
import { estimateTokens } from '../languageModel/tokens.ts';
import { type Reading, readReference } from './readReference.ts';

/** What the references of a question bring to the model. */
export interface References {
  /** Their texts, to stand before the question; empty for none. */
  readonly text: string;
  readonly images: readonly UserPart[];
  /** Where what was sent is found. */
  readonly places: readonly (Uri | Location)[];
  /** Names of what was not sent: too large, or nothing that the model can read. */
  readonly leftOut: readonly string[];
}

type TextReading = Extract<Reading, { readonly kind: 'text' }>;

/** Most tokens that references may take, and the part of what the model can read. */
const mostTokens = 50_000;
const share = 0.5;
const unknownWindow = 32_000;
/** Fewer tokens of a file than that tell nothing. */
const leastTokens = 50;
const maxImages = 10;

/**
 * Reads what a question refers to, as far as it fits into half of what the model can read. The small ones are taken whole
 * before a large one is cut, so that none pushes the others out.
 */
export async function readReferences(
  references: readonly ChatPromptReference[],
  model: Model | null,
): Promise<References> {
  const readings = await readAll(references);
  const budget = Math.min(mostTokens, Math.floor((model?.limits.inputTokens ?? unknownWindow) * share));
  const texts = fitted(
    readings.filter((reading) => reading.kind === 'text'),
    budget,
  );
  const images = readings
    .filter((reading) => reading.kind === 'image')
    .slice(0, model?.can.images === true ? maxImages : 0);
  const sent = readings.filter((reading) =>
    reading.kind === 'text' ? texts.has(reading) : reading.kind === 'image' && images.includes(reading),
  );
  return {
    text: readings.flatMap((reading) => (reading.kind === 'text' ? (texts.get(reading) ?? []) : [])).join('\n\n'),
    images: images.map(({ image }) => image),
    places: sent.flatMap((reading) => (reading.kind === 'unreadable' ? [] : (reading.place ?? []))),
    leftOut: readings.filter((reading) => !sent.includes(reading)).map(({ name }) => name),
  };
}

/** The images alone. */
export async function readImages(references: readonly ChatPromptReference[]): Promise<readonly UserPart[]> {
  const readings = await readAll(references);
  return readings.flatMap((reading) => (reading.kind === 'image' ? reading.image : [])).slice(0, maxImages);
}

/** VS Code gives the last first; what is named twice is read once. */
function readAll(references: readonly ChatPromptReference[]): Promise<readonly Reading[]> {
  const distinct = new Map(references.toReversed().map((reference) => [keyOf(reference), reference]));
  return Promise.all([...distinct.values()].map(readReference));
}

function keyOf({ id, value }: ChatPromptReference): unknown {
  if (value instanceof Uri) return value.toString();
  if (!(value instanceof Location)) return typeof value === 'string' ? `${id} ${value}` : value;
  const { start, end } = value.range;
  return `${value.uri} ${start.line}:${start.character} ${end.line}:${end.character}`;
}

/** The blocks of text for those that fit, cut where they must be. */
function fitted(readings: readonly TextReading[], budget: number): ReadonlyMap<Reading, string> {
  const blocks = new Map<Reading, string>();
  let left = budget;
  const sized = readings.map((reading) => ({ reading, tokens: estimateTokens(reading.text) }));
  for (const { reading, tokens } of sized.toSorted((a, b) => a.tokens - b.tokens)) {
    if (tokens > left && left < leastTokens) continue;
    blocks.set(reading, block(reading, tokens <= left ? reading.text : cut(reading.text, left / tokens)));
    left -= Math.min(tokens, left);
  }
  return blocks;
}

/** About this part of the text, up to the end of a line, and how much more there is. */
function cut(text: string, part: number): string {
  const rough = text.slice(0, Math.floor(text.length * part));
  const kept = rough.includes('\n') ? rough.slice(0, rough.lastIndexOf('\n')) : rough;
  const rest = text.slice(kept.length).split('\n').length - 1;
  return `${kept}\n[Cut here: ${rest} more lines.]`;
}

/** A fence that is longer than any in the text keeps it together. */
function block({ title, language }: TextReading, text: string): string {
  const longest = (text.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${title}:\n${fence}${language}\n${text}\n${fence}`;
}

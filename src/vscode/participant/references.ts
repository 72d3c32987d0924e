import { type ChatPromptReference, Location, Uri } from 'vscode';
import type { Model, UserPart } from '../../core/model.ts';
import { contextOf, maxImages } from '../context/readContext.ts';
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

/** Reads what a question refers to, as far as the model can take it; `null` where no model is known. */
export async function readReferences(
  references: readonly ChatPromptReference[],
  model: Model | null,
): Promise<References> {
  const readings = await readAll(references);
  const context = contextOf(readings, model);
  const content = readings.flatMap((reading) => context.get(reading)?.content ?? []);
  const sent = readings.filter((reading) => context.has(reading));
  return {
    text: content.flatMap((part) => (part.kind === 'text' ? part.text : [])).join('\n\n'),
    images: content.filter(({ kind }) => kind === 'image'),
    places: sent.flatMap((reading) => (reading.kind === 'unreadable' ? [] : (reading.place ?? []))),
    leftOut: readings.filter((reading) => !context.has(reading)).map(({ name }) => name),
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

import { type ChatPromptReference, Location, Uri } from 'vscode';
import { attach } from '../../core/chat/attach.ts';
import type { Attachment } from '../../core/chat/turn.ts';
import type { Model, UserPart } from '../../core/model.ts';
import { contextOf, maxImages } from '../context/readContext.ts';
import { type Reading, readReference } from './readReference.ts';

/** What the references of a question bring to the model. */
export interface References {
  /** What is sent of them, to stand before the question. */
  readonly attachments: readonly Attachment[];
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
  const attached = readings.flatMap((reading) => {
    const content = context.get(reading)?.content;
    return content === undefined ? [] : attachReading(reading, content);
  });
  const sent = readings.filter((reading) => context.has(reading));
  return {
    attachments: await Promise.all(attached),
    places: sent.flatMap((reading) => placeOf(reading) ?? []),
    leftOut: readings.filter((reading) => !context.has(reading)).map(({ name }) => name),
  };
}

/** The images alone. */
export async function readImages(references: readonly ChatPromptReference[]): Promise<readonly Attachment[]> {
  const readings = await readAll(references);
  const images = readings.flatMap((reading) => (reading.kind === 'image' ? attachReading(reading, reading.image) : []));
  return await Promise.all(images.slice(0, maxImages));
}

function attachReading(reading: Reading, content: UserPart): Promise<Attachment> {
  const place = placeOf(reading);
  if (place === null) return attach(reading.name, 'other', null, content);
  const [origin, uri] = place instanceof Uri ? (['file', place] as const) : (['selection', place.uri] as const);
  return attach(reading.name, origin, uri.toString(), content);
}

function placeOf(reading: Reading): Uri | Location | null {
  return reading.kind === 'unreadable' ? null : reading.place;
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

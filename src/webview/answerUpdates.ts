import { arrayAt, type Json, member, numberAt, objectAt, stringAt } from '../core/json.ts';
import { isImageType } from '../core/model.ts';
import {
  type AnswerUpdate,
  type CodeColours,
  grounds,
  type ShownFile,
  type ShownImage,
  tokenKinds,
} from './answerBridge.ts';

/** The message as an AnswerUpdate, or `null` if it is anything else. */
export function readAnswerUpdate(value: Json): AnswerUpdate | null {
  const kind = stringAt(value, 'kind');
  switch (kind) {
    case 'files': {
      const turn = stringAt(value, 'turn');
      return turn === null ? null : { kind, turn, files: arrayAt(value, 'files').flatMap(readFile) };
    }
    case 'colours': {
      const ground = grounds.find((one) => one === stringAt(value, 'ground'));
      return ground === undefined ? null : { kind, ground, colours: readColours(objectAt(value, 'colours')) };
    }
    default:
      return null;
  }
}

function readColours(value: Json): CodeColours['colours'] {
  const colours = tokenKinds.map((kind) => [kind, stringAt(value, kind) ?? ''] as const);
  return Object.fromEntries(colours.filter(([, colour]) => /^#[\da-f]{6}(?:[\da-f]{2})?$/i.test(colour)));
}

/** The images of a message. What of them is shown is for the view to decide. */
export function readImages(value: Json): readonly ShownImage[] {
  return arrayAt(value, 'images').flatMap((image) => readImage(image) ?? []);
}

export function readImage(value: Json): ShownImage | null {
  const type = member(value, 'type');
  const data = stringAt(value, 'data');
  return isImageType(type) && data !== null ? { type, data } : null;
}

function readFile(value: Json): readonly ShownFile[] {
  const written = stringAt(value, 'written');
  const file = numberAt(value, 'file');
  return written === null || file === null ? [] : [{ written, file }];
}

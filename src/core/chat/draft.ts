import { arrayAt, stringAt } from '../json.ts';
import type { ImageType } from '../model.ts';
import type { AttachmentOrigin } from './turn.ts';

/** Something that goes with a question which was not asked yet, as another window can bring it back. */
export type KeptContext =
  /** A file or a folder by its URI: it is read when the question is asked. */
  | { readonly kind: 'place'; readonly origin: 'file' | 'folder'; readonly place: string }
  | {
      readonly kind: 'text';
      readonly origin: AttachmentOrigin;
      readonly label: string;
      readonly detail: string;
      /** What the model is told that it is. */
      readonly title: string;
      readonly language: string;
      readonly text: string;
    }
  | {
      readonly kind: 'image';
      readonly origin: AttachmentOrigin;
      readonly label: string;
      readonly type: ImageType;
      /** Base64. */
      readonly data: string;
    };

export interface UnaskedQuestion {
  readonly text: string;
  readonly context: readonly KeptContext[];
}

/** What is being written in the place of an earlier question. */
export interface Edit {
  /** The turn that this question begins. */
  readonly turn: string;
  readonly text: string;
}

/** What was not asked yet in a conversation. */
export interface Draft {
  /** What is being written. */
  readonly text: string;
  readonly edits: readonly Edit[];
  /** What is attached to it. */
  readonly context: readonly KeptContext[];
  /** The questions that wait for their turn, in their order. */
  readonly waiting: readonly UnaskedQuestion[];
}

export const emptyDraft: Draft = { text: '', edits: [], context: [], waiting: [] };

/** The `edits` of a value from outside, without what is none. */
export function readEdits(value: unknown): readonly Edit[] {
  return arrayAt(value, 'edits').flatMap((edit) => {
    const [turn, text] = [stringAt(edit, 'turn'), stringAt(edit, 'text')];
    return turn === null || text === null ? [] : [{ turn, text }];
  });
}

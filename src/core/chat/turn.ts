import type {
  AccountId,
  AssistantPart,
  EpochMs,
  ModelId,
  NonEmpty,
  ToolResult,
  TurnId,
  UserPart,
  VendorId,
} from '../model.ts';
import type { Outcome, Usage } from '../parts.ts';

/** Where something that goes with a question was taken from. */
export const attachmentOrigins = [
  'file',
  'folder',
  'selection',
  'problems',
  'changes',
  'terminal',
  'pasted',
  'dropped',
  'other',
] as const;
export type AttachmentOrigin = (typeof attachmentOrigins)[number];

export function isAttachmentOrigin(value: unknown): value is AttachmentOrigin {
  return attachmentOrigins.some((origin) => origin === value);
}

/** Something that goes with a question. */
export interface Attachment {
  /** As it is shown, for example a file's name. */
  readonly name: string;
  readonly origin: AttachmentOrigin;
  /** The URI that it was read from; `null` where it has none. */
  readonly place: string | null;
  /** SHA-256 of the content, base64url: what is attached many times is kept once. */
  readonly hash: string;
  /** Just as the model is sent it, fences included; `null` where a damaged journal has lost it. */
  readonly content: UserPart | null;
}

export interface Question {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** Who answers, as it is shown with the answer and as it was asked. */
export interface Answerer {
  readonly vendor: VendorId;
  /** `null` for an answer that was imported. */
  readonly account: { readonly id: AccountId; readonly label: string } | null;
  /** `null` where none of the account's models is known yet. */
  readonly model: { readonly id: ModelId; readonly label: string } | null;
  /** Why it stepped in for another, as a sentence; `null` for the one that was asked. */
  readonly steppedIn: string | null;
}

/** What makes a model go on after it has stopped: the results of its calls, or the wish to finish what was cut. */
export type Prompting =
  | { readonly kind: 'results'; readonly results: NonEmpty<ToolResult> }
  | { readonly kind: 'continue' };

/** One stream of an answer. An agent's answer has several: each but the last ends in calls, whose results it goes on from. */
export interface Round {
  readonly parts: readonly AssistantPart[];
  /** `null` in the last. */
  readonly next: Prompting | null;
}

/** One question and what came of it. Turns with the same parent are siblings: the question edited, or asked again. */
export interface Turn {
  readonly id: TurnId;
  /** `null` for the beginning of the conversation. */
  readonly parent: TurnId | null;
  readonly question: Question;
  readonly askedAt: EpochMs;
  /** `null` where there was nobody to ask. */
  readonly answerer: Answerer | null;
  /** Never empty. */
  readonly rounds: readonly Round[];
  /** `null` while it is being answered. */
  readonly outcome: Outcome | null;
  readonly usage: Usage;
  readonly endedAt: EpochMs | null;
  /** How long the model was seen to think, in ms; `null` if it was not. */
  readonly reasoningMs: number | null;
}

/** Everything that was said in the answer, round after round. */
export function answerParts(turn: Pick<Turn, 'rounds'>): readonly AssistantPart[] {
  return turn.rounds.flatMap(({ parts }) => parts);
}

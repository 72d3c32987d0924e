import type {
  AccountId,
  ConversationId,
  EpochMs,
  ModelId,
  NonEmpty,
  RunId,
  ToolResult,
  TurnId,
  UserPart,
} from '../model.ts';
import type { ContentPart, Outcome, Usage } from '../parts.ts';
import type { Answerer, Attachment } from './turn.ts';

/** The highest `order` and `step` that is read, so that there is always a higher number. */
export const maxCount = 1e12;

/**
 * One thing that happened in a conversation: a line of its journal. A conversation is what its entries make of it, and is
 * the same in whatever order those of several windows come, as long as each window's own keep theirs. `order` is one more
 * than the highest that its window had seen (a Lamport clock): the highest wins, and on a tie the greater id or text. `step`
 * counts the lines of a run, so that a line that is there twice counts once.
 */
export type Entry =
  | { readonly kind: 'begun'; readonly conversation: ConversationId; readonly at: EpochMs }
  /** Content that questions refer to by its hash. */
  | { readonly kind: 'attached'; readonly hash: string; readonly content: UserPart }
  /** Begins a turn, chooses it among its siblings, and begins the run that has the turn's id. */
  | {
      readonly kind: 'asked';
      readonly turn: TurnId;
      readonly parent: TurnId | null;
      readonly order: number;
      readonly at: EpochMs;
      readonly answerer: Answerer | null;
      readonly text: string;
      readonly attachments: readonly Omit<Attachment, 'content'>[];
    }
  /** Begins another run of the turn, which goes on where the one before was cut. */
  | {
      readonly kind: 'resumed';
      readonly turn: TurnId;
      readonly run: RunId;
      readonly order: number;
      readonly at: EpochMs;
      readonly answerer: Answerer | null;
    }
  /** Another one answers the run. */
  | { readonly kind: 'answerer'; readonly run: RunId; readonly answerer: Answerer }
  | { readonly kind: 'said'; readonly run: RunId; readonly step: number; readonly parts: readonly ContentPart[] }
  /** Ends a round: the next one is said with these results in hand. */
  | { readonly kind: 'results'; readonly run: RunId; readonly step: number; readonly results: NonEmpty<ToolResult> }
  | {
      readonly kind: 'ended';
      readonly run: RunId;
      readonly at: EpochMs;
      readonly outcome: Outcome;
      readonly usage: Usage;
      readonly reasoningMs: number | null;
    }
  | { readonly kind: 'chosen'; readonly turn: TurnId; readonly order: number }
  | { readonly kind: 'titled'; readonly title: string; readonly order: number }
  /** Who answers in this conversation, `null` for whoever does elsewhere, and with which model, `null` for the account's. */
  | {
      readonly kind: 'account';
      readonly account: AccountId | null;
      readonly model: ModelId | null;
      readonly order: number;
    };

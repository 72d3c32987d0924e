import { cleanText } from '../../core/cleanText.ts';
import type { DecodedPart } from '../../core/parts.ts';

/** A candidate's `finishReason` (Gemini API reference, FinishReason) as what it means; `null` for the one that means nothing. */
export function explainFinish(reason: string): Extract<DecodedPart, { kind: 'finish' | 'failure' }> | null {
  switch (reason) {
    case 'FINISH_REASON_UNSPECIFIED':
      return null;
    case 'STOP':
      return { kind: 'finish', reason: 'stop' };
    case 'MAX_TOKENS':
    case 'CONTINUATION':
      return { kind: 'finish', reason: 'length' };
    case 'SAFETY':
    case 'RECITATION':
    case 'BLOCKLIST':
    case 'PROHIBITED_CONTENT':
    case 'SPII':
    case 'MODEL_ARMOR':
    case 'IMAGE_SAFETY':
    case 'IMAGE_PROHIBITED_CONTENT':
    case 'IMAGE_RECITATION':
      return { kind: 'finish', reason: 'refused' };
    // What Google says of a malformed call quotes the answer, so the sentences are our own.
    case 'MALFORMED_FUNCTION_CALL':
      return unreadable('a tool call of the model', reason);
    case 'MALFORMED_RESPONSE':
      return unreadable('the answer of the model', reason);
    case 'UNEXPECTED_TOOL_CALL':
      return declined('the model called a tool that it was not offered', reason);
    case 'TOO_MANY_TOOL_CALLS':
      return declined('the model called too many tools in a row', reason);
    case 'MISSING_THOUGHT_SIGNATURE':
      return { kind: 'failure', failure: { code: 'replay-refused' } };
    case 'LANGUAGE':
      return declined('the language is not supported', reason);
    case 'NO_IMAGE':
    case 'IMAGE_OTHER':
      return declined('the model made no image', reason);
    default:
      return declined('it does not say why', cleanText(reason, 60));
  }
}

/** Why a prompt was not given to the model at all (Gemini API reference, BlockReason); `null` where it was. */
export function explainBlock(reason: string): Extract<DecodedPart, { kind: 'failure' }> | null {
  switch (reason) {
    case 'BLOCK_REASON_UNSPECIFIED':
    case 'BLOCKED_REASON_UNSPECIFIED':
      return null;
    case 'SAFETY':
    case 'IMAGE_SAFETY':
      return declined('the question was blocked for safety', reason);
    case 'BLOCKLIST':
      return declined('the question has a blocked word', reason);
    case 'PROHIBITED_CONTENT':
      return declined('the question has prohibited content', reason);
    default:
      return declined('the question was blocked', cleanText(reason, 60));
  }
}

function declined(why: string, reason: string): Extract<DecodedPart, { kind: 'failure' }> {
  return { kind: 'failure', failure: { code: 'policy', detail: `${why} (${reason})` } };
}

function unreadable(what: string, reason: string): Extract<DecodedPart, { kind: 'failure' }> {
  return { kind: 'failure', failure: { code: 'unreadable', detail: `${what} (${reason})` } };
}

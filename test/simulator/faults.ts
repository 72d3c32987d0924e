import type { Json, JsonObject } from '../../src/core/json.ts';
import type { HostName } from './hosts.ts';
import type { FaultName } from './namedFaults.ts';
import type { IdTokenFault } from './openai/idTokenFaults.ts';

/** Which requests misbehave: the next `times` (default 1) that match. Without host and path all of them do. */
interface Where {
  readonly host?: HostName;
  /** Below the host's base URL, for example `/codex/responses`. */
  readonly path?: string;
  readonly times?: number;
}

interface Delays {
  /** Wait before the answer's headers. */
  readonly delayHeadersMs?: number;
  /** Wait between the headers and the first byte of the body. */
  readonly delayBodyMs?: number;
}

/** Another answer than the host's, as if something in front of the host gave it; only delays: the host's own, late. */
export interface AnswerFault extends Where, Delays {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: Json;
  /** The body never ends, whatever is in it. */
  readonly hang?: boolean;
  /** The socket is reset instead. */
  readonly reset?: boolean;
}

/** A streamed answer, mistreated on the way. Counts only when the host was going to stream. */
export interface StreamFault extends Where, Delays {
  /** File to send instead: `.sse` byte for byte, anything else one JSON text a line. */
  readonly replay?: string;
  /** End the body cleanly after so many events. The same as a `cut` that ends. */
  readonly truncateAfterEvents?: number;
  readonly cut?: Cut;
  /** Write the body in pieces of so many bytes. */
  readonly chunkBytes?: number;
  /** Do not end the body after the last event. */
  readonly keepOpen?: boolean;
  /** Compress the body, flushed after every write. */
  readonly encoding?: 'gzip' | 'deflate' | 'br' | 'zstd';
  /** More headers, or other values, for the answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What happens in mid-stream: raw text is sent, then the stream goes on, ends, breaks or falls silent. */
export interface Cut {
  /** After so many events; after the last one if there are fewer. */
  readonly afterEvents: number;
  readonly send?: string;
  /** `end`: a complete HTTP body. `fin`: the socket closes inside the body. `hang`: silence until the client closes. */
  readonly next: 'go-on' | 'end' | 'fin' | 'reset' | 'hang';
}

/** A successful answer of the token endpoint, made wrong. Counts only when the endpoint was going to grant. */
export interface TokensFault extends Where {
  readonly tokens: {
    readonly omit?: readonly string[];
    readonly set?: JsonObject;
    /** Where the endpoint gives ID tokens: what is wrong with this one. */
    readonly idToken?: IdTokenFault;
  };
}

/** The browser's way back after the consent page. Counts only when it was going to be redirected. */
export interface RedirectFault extends Where {
  readonly redirect: {
    readonly delayMs?: number;
    readonly omit?: readonly string[];
    readonly set?: Readonly<Record<string, string>>;
    /** Parameters to give a second time or on top. */
    readonly add?: Readonly<Record<string, string>>;
    readonly stateSuffix?: string;
  };
}

/** One of the ready-made faults, in the words of the vendor that is asked. Vendors that have none of that name go well. */
export interface NamedFault extends Where {
  readonly named: FaultName;
}

/** Anything that {@link Simulator.script} takes. */
export type Fault = AnswerFault | StreamFault | TokensFault | RedirectFault | NamedFault;

/** Where in the handling of a request a fault comes in. */
export type Phase = 'answer' | 'stream' | 'tokens' | 'redirect';
export type FaultOf<P extends Phase> = {
  readonly answer: AnswerFault;
  readonly stream: StreamFault;
  readonly tokens: TokensFault;
  readonly redirect: RedirectFault;
}[P];

const streamFields = ['replay', 'truncateAfterEvents', 'cut', 'chunkBytes', 'keepOpen', 'encoding'] as const;

/** Whether the fault belongs to the phase. Every fault but a named one belongs to exactly one. */
export function isOfPhase<P extends Phase>(fault: Fault, phase: P): fault is Fault & FaultOf<P> {
  return phaseOf(fault) === phase;
}

function phaseOf(fault: Fault): Phase {
  if ('tokens' in fault) return 'tokens';
  if ('redirect' in fault) return 'redirect';
  return streamFields.some((field) => field in fault) ? 'stream' : 'answer';
}

import type { JsonObject } from './json.ts';
import type { Secret } from './secret.ts';

declare const brand: unique symbol;
type Id<T extends string> = string & { readonly [brand]: T };
export type VendorId = Id<'vendor'>;
export type AccountId = Id<'account'>;
export type ModelId = Id<'model'>;
export type CallId = Id<'call'>;
export type EpochMs = number & { readonly [brand]: 'epoch-ms' };
export type NonEmpty<T> = readonly [T, ...T[]];

export const vendorId = (text: string): VendorId => text as VendorId;
export const accountId = (text: string): AccountId => text as AccountId;
export const modelId = (text: string): ModelId => text as ModelId;
export const callId = (text: string): CallId => text as CallId;
export const epochMs = (ms: number): EpochMs => ms as EpochMs;

export function isNonEmpty<T>(list: readonly T[]): list is NonEmpty<T> {
  return list.length > 0;
}

/** The session that an OAuth sign-in gives. `id` is the ID token: it is needed again for a token exchange. */
export interface OAuthTokens {
  readonly access: Secret;
  readonly refresh: Secret | null;
  readonly id: Secret | null;
  readonly obtainedAt: EpochMs;
  readonly expiresAt: EpochMs;
  readonly scopes: readonly string[];
}

/** What proves an account to its vendor. An exchanged key is one that an OAuth session was traded for (RFC 8693). */
export type Credential =
  | { readonly kind: 'oauth'; readonly tokens: OAuthTokens }
  | {
      readonly kind: 'exchanged-key';
      readonly key: Secret;
      readonly organization: string | null;
      readonly project: string | null;
      readonly tokens: OAuthTokens;
    };

/** One identity at one vendor: what a person calls "my account". It never holds a credential. */
export interface Account {
  readonly vendor: VendorId;
  /** Derived from issuer, subject and workspace: signing in again gives the same id. */
  readonly id: AccountId;
  /** Unique among the accounts, shown everywhere. */
  readonly label: string;
  readonly email: string | null;
  /** The vendor's own word, for example `plus`. */
  readonly plan: string | null;
  /** The vendor's id of the workspace the person signed in to. */
  readonly workspace: string | null;
  /** Origins that this account's credential was made for. It goes nowhere else, whatever the settings say later. */
  readonly origins: NonEmpty<string>;
}

export interface Model {
  readonly vendor: VendorId;
  readonly id: ModelId;
  readonly label: string;
  /** Most tokens that one request may bring and one answer may have. */
  readonly limits: { readonly inputTokens: number; readonly outputTokens: number };
}

export type UserPart = { readonly kind: 'text'; readonly text: string };
export type AssistantPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'tool-call'; readonly call: CallId; readonly tool: string; readonly input: JsonObject };
export type Message =
  | { readonly role: 'user'; readonly content: NonEmpty<UserPart> }
  | { readonly role: 'assistant'; readonly content: NonEmpty<AssistantPart> }
  | { readonly role: 'tool'; readonly results: NonEmpty<ToolResult> };

/** What came of a tool call, as text for the model. */
export interface ToolResult {
  readonly call: CallId;
  readonly content: string;
}

/** A function that the model may ask for. `parameters` is a JSON schema. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
}

export type ToolUse =
  | { readonly mode: 'none' }
  | { readonly mode: 'auto' | 'required'; readonly tools: NonEmpty<Tool> };

export interface ChatRequest {
  readonly model: Model;
  /** What the model is told before the conversation. */
  readonly instructions: string;
  readonly messages: NonEmpty<Message>;
  readonly tools: ToolUse;
  readonly verbosity: 'low' | 'medium' | 'high';
}

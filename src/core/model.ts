import type { JsonObject } from './json.ts';
import type { Secret } from './secret.ts';

declare const brand: unique symbol;
type Id<T extends string> = string & { readonly [brand]: T };
export type VendorId = Id<'vendor'>;
export type AccountId = Id<'account'>;
export type ModelId = Id<'model'>;
export type CallId = Id<'call'>;
export type ConversationId = Id<'conversation'>;
export type TurnId = Id<'turn'>;
export type RunId = Id<'run'>;
export type EpochMs = number & { readonly [brand]: 'epoch-ms' };
export type NonEmpty<T> = readonly [T, ...T[]];

export const vendorId = (text: string): VendorId => text as VendorId;
export const accountId = (text: string): AccountId => text as AccountId;
export const modelId = (text: string): ModelId => text as ModelId;
export const callId = (text: string): CallId => text as CallId;
export const conversationId = (text: string): ConversationId => text as ConversationId;
export const turnId = (text: string): TurnId => text as TurnId;
export const runId = (text: string): RunId => text as RunId;
export const epochMs = (ms: number): EpochMs => ms as EpochMs;

export function mapNonEmpty<T, U>([first, ...rest]: NonEmpty<T>, change: (item: T) => U): NonEmpty<U> {
  return [change(first), ...rest.map(change)];
}

export function isNonEmpty<T>(list: readonly T[]): list is NonEmpty<T> {
  return list.length > 0;
}

/** The session that an OAuth sign-in gives. `id` is the ID token: it is needed again for a token exchange. */
export interface OAuthTokens {
  /** The client that they were issued to; only it can renew them (RFC 6749 section 6). */
  readonly clientId: string;
  readonly access: Secret;
  readonly refresh: Secret | null;
  readonly id: Secret | null;
  readonly obtainedAt: EpochMs;
  readonly expiresAt: EpochMs;
  readonly scopes: readonly string[];
}

/** An API key and whom its use is billed to, where the vendor has organizations and projects. */
export interface ApiKey {
  readonly key: Secret;
  readonly organization: string | null;
  readonly project: string | null;
}

/** A credential with an OAuth session behind it, which can be renewed. An exchanged key is one it was traded for (RFC 8693). */
export type SessionCredential =
  | { readonly kind: 'oauth'; readonly tokens: OAuthTokens }
  | ({ readonly kind: 'exchanged-key'; readonly tokens: OAuthTokens } & ApiKey);

/** What proves an account to its vendor. A bearer is a token that somebody else renews; some servers ask for nothing. */
export type Credential =
  | SessionCredential
  | ({ readonly kind: 'api-key' } & ApiKey)
  | { readonly kind: 'bearer'; readonly token: Secret }
  | { readonly kind: 'none' };

export function isSession(credential: Credential): credential is SessionCredential {
  return credential.kind === 'oauth' || credential.kind === 'exchanged-key';
}

/** One identity at one vendor: what a person calls "my account". It never holds a credential. */
export interface Account {
  readonly vendor: VendorId;
  /** Derived from issuer, subject and workspace: signing in again gives the same id. */
  readonly id: AccountId;
  /** The id of the sign-in method that made it: what it may do and whom it talks to follow from it. */
  readonly method: string;
  /** Unique among the accounts, shown everywhere. */
  readonly label: string;
  readonly email: string | null;
  /** The vendor's own word, for example `plus`. */
  readonly plan: string | null;
  /** The vendor's id of the workspace the person signed in to. */
  readonly workspace: string | null;
  /** The server's base URL where each account has its own; `null` where the vendor has one for all. */
  readonly baseUrl: string | null;
  /** Origins that this account's credential was made for. It goes nowhere else, whatever the settings say later. */
  readonly origins: NonEmpty<string>;
}

/** How hard a model thinks, from not at all to as long as it likes; each model knows some of them. */
export const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
export type Effort = (typeof efforts)[number];

export function isEffort(value: unknown): value is Effort {
  return efforts.some((effort) => effort === value);
}

/** How a model's thinking is asked for. `control` is the vendor's way to say it where the vendor has several. */
export interface Reasoning {
  readonly efforts: readonly Effort[];
  /** What the model does when nothing is asked; `null` where the vendor does not say. */
  readonly usual: Effort | null;
  readonly control: 'effort' | 'adaptive' | 'budget' | 'level';
}

/** What a model can do besides answering a text. */
export interface Abilities {
  /** Its answer can come piece by piece; else it comes as a whole. */
  readonly streaming: boolean;
  readonly tools: boolean;
  readonly images: boolean;
  /** It can be told how much to say. */
  readonly verbosity: boolean;
}

export interface Model {
  readonly vendor: VendorId;
  readonly id: ModelId;
  readonly label: string;
  /** Most tokens that one request may bring and one answer may have; `null` where the vendor does not say. */
  readonly limits: { readonly inputTokens: number | null; readonly outputTokens: number | null };
  readonly can: Abilities;
  /** `null` for a model that does not think. */
  readonly reasoning: Reasoning | null;
  /** US dollars for a million tokens; `null` where the vendor does not say. */
  readonly price: { readonly input: number; readonly output: number } | null;
}

export const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
export type ImageType = (typeof imageTypes)[number];

export function isImageType(value: unknown): value is ImageType {
  return imageTypes.some((type) => type === value);
}

/** `data` is base64 (RFC 4648 section 4), as every vendor wants it. */
export type UserPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly type: ImageType; readonly data: string };

/** Something opaque that a model gave with a part, to be given back with it, and only to whom it came from. */
export interface Replay {
  readonly vendor: VendorId;
  readonly account: AccountId;
  readonly model: ModelId;
  readonly token: string;
}

/** Whose answer is being read: what a {@link Replay} is bound to. */
export type Issuer = Omit<Replay, 'token'>;

export type AssistantPart =
  | { readonly kind: 'text'; readonly text: string; readonly replay: Replay | null }
  | { readonly kind: 'reasoning'; readonly text: string; readonly replay: Replay | null }
  | { readonly kind: 'citation'; readonly source: Source }
  | {
      readonly kind: 'tool-call';
      readonly call: CallId;
      readonly tool: string;
      readonly input: JsonObject;
      readonly replay: Replay | null;
    };

/** Where an answer says it has something from. */
export interface Source {
  readonly url: string;
  readonly title: string;
}

export type Message =
  | { readonly role: 'user'; readonly content: NonEmpty<UserPart> }
  | { readonly role: 'assistant'; readonly content: NonEmpty<AssistantPart> }
  | { readonly role: 'tool'; readonly results: NonEmpty<ToolResult> };

/** What came of a tool call. `failed` says that the content is an error. */
export interface ToolResult {
  readonly call: CallId;
  readonly content: NonEmpty<UserPart>;
  readonly failed: boolean;
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
  /** `null`: as the model usually does. */
  readonly effort: Effort | null;
}

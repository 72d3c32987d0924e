// Illegal states that must not compile: the type checker fails when one of these errors goes away.
import type { ValidRedirect } from '../../src/core/auth/authorize.ts';
import type { Account, AccountId, Credential, Message, NonEmpty, OAuthTokens, VendorId } from '../../src/core/model.ts';
import type { DecodedPart, Outcome, StreamPart } from '../../src/core/parts.ts';
import { noUsage } from '../../src/core/parts.ts';
import { Secret } from '../../src/core/secret.ts';

declare const account: AccountId;
declare const tokens: OAuthTokens;
declare const origins: NonEmpty<string>;

// @ts-expect-error an account id is not a vendor id
export const crossedId: VendorId = account;
// @ts-expect-error a bare string is not an id
export const bareId: VendorId = 'openai';
// @ts-expect-error a message says something
export const emptyMessage: Message = { role: 'user', content: [] };
// @ts-expect-error an assistant does not speak for the user
export const wrongRole: Message = { role: 'assistant', content: [{ kind: 'image' }] };
// @ts-expect-error an exchanged key without its key
export const keyless: Credential = { kind: 'exchanged-key', organization: null, project: null, tokens };
// @ts-expect-error a credential in an account
export const leaky: Account = { vendor: 'openai', credential: tokens, origins };
// @ts-expect-error a completed turn carries no failure
export const happyFailure: Outcome = { kind: 'complete', reason: 'stop', failure: { code: 'overloaded' } };
// @ts-expect-error a failed turn says why
export const silentFailure: Outcome = { kind: 'failed' };
// @ts-expect-error a decoder cannot end a stream itself
export const decodedEnd: DecodedPart = { kind: 'end', outcome: { kind: 'cancelled' }, usage: noUsage };
// @ts-expect-error a token is not text
export const text: string = new Secret('x');
// @ts-expect-error a tool call is whole or it is tool input
export const halfCall: StreamPart = { kind: 'tool-call', block: 0, tool: 't' };
// @ts-expect-error only readCallback makes one
export const forged: ValidRedirect = { code: new Secret('c'), redirectUri: 'r', verifier: new Secret('v') };

import { arrayAt, isObject, type JsonObject, member, numberAt, parseJson, stringAt } from '../json.ts';
import {
  type Account,
  type ApiKey,
  accountId,
  type Credential,
  epochMs,
  isNonEmpty,
  type OAuthTokens,
  vendorId,
} from '../model.ts';
import { Secret } from '../secret.ts';

/** What is kept of one account: identity and credential in one JSON text, because two writes could be torn apart. */
export interface AccountRecord {
  readonly account: Account;
  readonly credential: Credential;
  /** Names one sign-in and all renewals of it: a new sign-in to the same account is a new lineage. */
  readonly lineage: string;
  /** Grows with everything that is stored of the lineage, from 1. */
  readonly generation: number;
}

export type RecordResult =
  | { readonly kind: 'ok'; readonly record: AccountRecord }
  /** Written by a newer Maestro: to be left alone. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'broken' };

const version = 1;
/** It becomes the name of a file. */
const lineagePattern = /^[\w-]{22}$/;

/** The record as text for the secret store. Nothing else turns a credential into text. */
export function writeRecord({ account, credential, lineage, generation }: AccountRecord): string {
  return JSON.stringify({ v: version, lineage, gen: generation, account, credential: plainCredential(credential) });
}

/** Reads a stored text, trusting nothing in it. */
export function readRecord(text: string): RecordResult {
  const root = parseJson(text);
  const v = numberAt(root, 'v');
  if (v !== null && v > version) return { kind: 'newer' };
  const account = readAccount(member(root, 'account'));
  const credential = readCredential(member(root, 'credential'));
  const lineage = stringAt(root, 'lineage');
  const generation = numberAt(root, 'gen');
  if (v !== version || account === null || credential === null) return { kind: 'broken' };
  if (lineage === null || !lineagePattern.test(lineage)) return { kind: 'broken' };
  if (generation === null || !Number.isSafeInteger(generation) || generation < 1) return { kind: 'broken' };
  return { kind: 'ok', record: { account, credential, lineage, generation } };
}

/** Whether `a` is a later step of the same lineage. */
export function isLater(a: AccountRecord, b: AccountRecord): boolean {
  return a.lineage === b.lineage && a.generation > b.generation;
}

function plainCredential(credential: Credential): JsonObject {
  switch (credential.kind) {
    case 'oauth':
      return { kind: 'oauth', tokens: plainTokens(credential.tokens) };
    case 'exchanged-key':
      return { kind: 'exchanged-key', ...plainKey(credential), tokens: plainTokens(credential.tokens) };
    case 'api-key':
      return { kind: 'api-key', ...plainKey(credential) };
    case 'bearer':
      return { kind: 'bearer', token: credential.token.reveal() };
    case 'none':
      return { kind: 'none' };
    default:
      return credential satisfies never;
  }
}

function plainKey({ key, organization, project }: ApiKey): JsonObject {
  return { key: key.reveal(), organization, project };
}

function plainTokens(tokens: OAuthTokens): JsonObject {
  return {
    clientId: tokens.clientId,
    access: tokens.access.reveal(),
    refresh: tokens.refresh?.reveal() ?? null,
    id: tokens.id?.reveal() ?? null,
    obtainedAt: tokens.obtainedAt,
    expiresAt: tokens.expiresAt,
    scopes: tokens.scopes,
  };
}

function readAccount(value: unknown): Account | null {
  if (!isObject(value)) return null;
  const vendor = stringAt(value, 'vendor');
  const id = stringAt(value, 'id');
  const method = stringAt(value, 'method');
  const label = stringAt(value, 'label');
  const origins = strings(value, 'origins');
  if (vendor === null || id === null || method === null || label === null || !isNonEmpty(origins)) return null;
  return {
    vendor: vendorId(vendor),
    id: accountId(id),
    method,
    label,
    email: stringAt(value, 'email'),
    plan: stringAt(value, 'plan'),
    workspace: stringAt(value, 'workspace'),
    baseUrl: stringAt(value, 'baseUrl'),
    origins,
  };
}

function readCredential(value: unknown): Credential | null {
  if (!isObject(value)) return null;
  const tokens = readStoredTokens(member(value, 'tokens'));
  const key = readStoredKey(value);
  switch (stringAt(value, 'kind')) {
    case 'oauth':
      return tokens === null ? null : { kind: 'oauth', tokens };
    case 'exchanged-key':
      return tokens === null || key === null ? null : { kind: 'exchanged-key', ...key, tokens };
    case 'api-key':
      return key === null ? null : { kind: 'api-key', ...key };
    case 'bearer': {
      const token = secretAt(value, 'token');
      return token === null ? null : { kind: 'bearer', token };
    }
    case 'none':
      return { kind: 'none' };
    default:
      return null;
  }
}

function readStoredKey(value: JsonObject): ApiKey | null {
  const key = secretAt(value, 'key');
  if (key === null) return null;
  return { key, organization: stringAt(value, 'organization'), project: stringAt(value, 'project') };
}

function readStoredTokens(value: unknown): OAuthTokens | null {
  if (!isObject(value)) return null;
  const clientId = stringAt(value, 'clientId');
  const access = secretAt(value, 'access');
  const obtainedAt = numberAt(value, 'obtainedAt');
  const expiresAt = numberAt(value, 'expiresAt');
  if (clientId === null || access === null || obtainedAt === null || expiresAt === null) return null;
  return {
    clientId,
    access,
    refresh: secretAt(value, 'refresh'),
    id: secretAt(value, 'id'),
    obtainedAt: epochMs(obtainedAt),
    expiresAt: epochMs(expiresAt),
    scopes: strings(value, 'scopes'),
  };
}

function secretAt(object: JsonObject, key: string): Secret | null {
  const text = stringAt(object, key);
  return text === null || text === '' ? null : new Secret(text);
}

function strings(object: JsonObject, key: string): readonly string[] {
  return arrayAt(object, key).filter((item): item is string => typeof item === 'string');
}

import { arrayAt, isObject, type JsonObject, member, numberAt, parseJson, stringAt } from '../json.ts';
import { type Account, accountId, type Credential, epochMs, isNonEmpty, type OAuthTokens, vendorId } from '../model.ts';
import { Secret } from '../secret.ts';

/** What is kept of one account: identity and credential in one JSON text, because two writes could be torn apart. */
export interface AccountRecord {
  readonly account: Account;
  readonly credential: Credential;
}

export type RecordResult =
  | { readonly kind: 'ok'; readonly record: AccountRecord }
  /** Written by a newer Maestro: to be left alone. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'broken' };

const version = 1;

/** The record as text for the secret store. Nothing else turns a credential into text. */
export function writeRecord({ account, credential }: AccountRecord): string {
  return JSON.stringify({ v: version, account, credential: plainCredential(credential) });
}

/** Reads a stored text, trusting nothing in it. */
export function readRecord(text: string): RecordResult {
  const root = parseJson(text);
  const v = numberAt(root, 'v');
  if (v !== null && v > version) return { kind: 'newer' };
  const account = readAccount(member(root, 'account'));
  const credential = readCredential(member(root, 'credential'));
  if (v !== version || account === null || credential === null) return { kind: 'broken' };
  return { kind: 'ok', record: { account, credential } };
}

function plainCredential(credential: Credential): JsonObject {
  const { tokens } = credential;
  const plainTokens = {
    access: tokens.access.reveal(),
    refresh: tokens.refresh?.reveal() ?? null,
    id: tokens.id?.reveal() ?? null,
    obtainedAt: tokens.obtainedAt,
    expiresAt: tokens.expiresAt,
    scopes: tokens.scopes,
  };
  switch (credential.kind) {
    case 'oauth':
      return { kind: 'oauth', tokens: plainTokens };
    case 'exchanged-key': {
      const { organization, project } = credential;
      return { kind: 'exchanged-key', key: credential.key.reveal(), organization, project, tokens: plainTokens };
    }
    default:
      return credential satisfies never;
  }
}

function readAccount(value: unknown): Account | null {
  if (!isObject(value)) return null;
  const vendor = stringAt(value, 'vendor');
  const id = stringAt(value, 'id');
  const label = stringAt(value, 'label');
  const origins = strings(value, 'origins');
  if (vendor === null || id === null || label === null || !isNonEmpty(origins)) return null;
  return {
    vendor: vendorId(vendor),
    id: accountId(id),
    label,
    email: stringAt(value, 'email'),
    plan: stringAt(value, 'plan'),
    workspace: stringAt(value, 'workspace'),
    origins,
  };
}

function readCredential(value: unknown): Credential | null {
  if (!isObject(value)) return null;
  const tokens = readStoredTokens(member(value, 'tokens'));
  if (tokens === null) return null;
  switch (stringAt(value, 'kind')) {
    case 'oauth':
      return { kind: 'oauth', tokens };
    case 'exchanged-key': {
      const key = secretAt(value, 'key');
      if (key === null) return null;
      const organization = stringAt(value, 'organization');
      return { kind: 'exchanged-key', key, organization, project: stringAt(value, 'project'), tokens };
    }
    default:
      return null;
  }
}

function readStoredTokens(value: unknown): OAuthTokens | null {
  if (!isObject(value)) return null;
  const access = secretAt(value, 'access');
  const obtainedAt = numberAt(value, 'obtainedAt');
  const expiresAt = numberAt(value, 'expiresAt');
  if (access === null || obtainedAt === null || expiresAt === null) return null;
  return {
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

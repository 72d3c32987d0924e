import { base64url } from '../base64.ts';

/** 128 random bits as 22 characters, which any file system takes for a name. */
export function newId(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(16)));
}

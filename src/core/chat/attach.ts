import type { UserPart } from '../model.ts';
import { sha256 } from '../sha256.ts';
import type { Attachment, AttachmentOrigin } from './turn.ts';

/** Something to go with a question; `content` is just what the model is sent of it. */
export async function attach(
  name: string,
  origin: AttachmentOrigin,
  place: string | null,
  content: UserPart,
): Promise<Attachment> {
  return { name, origin, place, hash: await contentHash(content), content };
}

/** What tells one content from another. */
export async function contentHash(content: UserPart): Promise<string> {
  return await sha256(content.kind === 'text' ? `text ${content.text}` : `${content.type} ${content.data}`);
}

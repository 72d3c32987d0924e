import { type Json, member, stringAt } from '../../../src/core/json.ts';
import { type BodyProblem, missing, problem } from './bodyProblem.ts';

const details = ['low', 'high', 'auto', 'original'];
const dataUrl = /^data:image\/(?:png|jpeg|gif|webp);base64,([A-Za-z\d+/]+={0,2})$/;

/** What is wrong with an image of the input: it is a link, or a data URL of one of four formats in base64. */
export function wrongImage(part: Json, at: string): BodyProblem | null {
  const url = stringAt(part, 'image_url');
  if (url === null) return stringAt(part, 'file_id') === null ? missing(`${at}.image_url`) : null;
  const detail = member(part, 'detail') ?? 'auto';
  if (typeof detail !== 'string' || !details.includes(detail)) {
    return problem(`Invalid value for '${at}.detail'.`, `${at}.detail`, 'invalid_value');
  }
  if (isLink(url) || isImageData(url)) return null;
  const message = `Invalid '${at}.image_url'. Expected a valid URL of an image, but got a value with an invalid format.`;
  return problem(message, `${at}.image_url`, 'invalid_value');
}

function isLink(url: string): boolean {
  return url.startsWith('https://') && URL.canParse(url);
}

function isImageData(url: string): boolean {
  const base64 = dataUrl.exec(url)?.[1];
  return base64 !== undefined && Buffer.from(base64, 'base64').toString('base64') === base64;
}

import { arrayAt, isObject, type Json, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import type { SimulatedModel } from './catalogue.ts';
import type { Signatures } from './signatures.ts';
import { unknownName } from './wrongBody.ts';
import { wrongTurns } from './wrongTurns.ts';

/** Whose request it is, and to which model. */
export interface Asking {
  readonly owner: string;
  readonly model: SimulatedModel;
  readonly signatures: Signatures;
}

const data = ['text', 'inlineData', 'functionCall', 'functionResponse'];
const both = ['thought', 'thoughtSignature'];
const ofModel = ['functionCall', 'thought', 'thoughtSignature'];
const imageTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif'];

/** The first rule that the contents break (Gemini API reference, Content and Part), or `null`. */
export function wrongContents(contents: readonly Json[], asking: Asking): string | null {
  if (contents.length === 0) return '* GenerateContentRequest.contents: contents is not specified';
  for (const [index, content] of contents.entries()) {
    const wrong = wrongContent(content, `contents[${index}]`, asking);
    if (wrong !== null) return wrong;
  }
  return wrongTurns(contents, asking.model);
}

function wrongContent(content: Json, at: string, asking: Asking): string | null {
  const role = stringAt(content, 'role');
  if (role !== 'user' && role !== 'model') return 'Please use a valid role: user, model.';
  const unknown = isObject(content) ? Object.keys(content).find((name) => !['role', 'parts'].includes(name)) : '';
  if (unknown !== undefined) return unknownName(unknown, at);
  const parts = arrayAt(content, 'parts');
  if (parts.length === 0) return `* GenerateContentRequest.${at}.parts: contents.parts must not be empty.`;
  for (const [index, part] of parts.entries()) {
    const wrong = isObject(part) ? wrongPart(part, role, `${at}.parts[${index}]`, asking) : 'A part is an object.';
    if (wrong !== null) return wrong;
  }
  return null;
}

function wrongPart(part: JsonObject, role: string, at: string, asking: Asking): string | null {
  const names = Object.keys(part);
  const unknown = names.find((name) => !data.includes(name) && !both.includes(name));
  if (unknown !== undefined) return unknownName(unknown, at);
  const kinds = names.filter((name) => data.includes(name));
  if (kinds.length !== 1)
    return `* GenerateContentRequest.${at}.data: required oneof field 'data' must have one initialized field`;
  const foreign = names.find((name) => role === 'user' && ofModel.includes(name));
  if (foreign !== undefined) return `* GenerateContentRequest.${at}: ${foreign} belongs to the model.`;
  if (role === 'model' && kinds[0] === 'functionResponse')
    return `* GenerateContentRequest.${at}: it belongs to the user.`;
  return (
    wrongText(part, at) ??
    wrongImage(member(part, 'inlineData'), at) ??
    wrongCall(member(part, 'functionCall'), at) ??
    wrongResponse(member(part, 'functionResponse'), at, asking) ??
    asking.signatures.wrongOn(part, asking.owner, asking.model.id)
  );
}

function wrongText(part: JsonObject, at: string): string | null {
  const text = member(part, 'text');
  if (text === undefined) return null;
  if (typeof text !== 'string') return `Invalid value at '${at}.text' (TYPE_STRING)`;
  if (text === '' && member(part, 'thoughtSignature') === undefined) return `${at}: a part must not be empty.`;
  return member(part, 'thought') === true && member(part, 'thoughtSignature') === undefined
    ? `${at}: a thought without its signature is of no use.`
    : null;
}

function wrongImage(value: Json | undefined, at: string): string | null {
  if (value === undefined) return null;
  const type = stringAt(value, 'mimeType') ?? '';
  if (!imageTypes.includes(type)) return `Unsupported MIME type: ${type}`;
  return /^[A-Za-z0-9+/]+={0,2}$/.test(stringAt(value, 'data') ?? '')
    ? null
    : `Invalid value at '${at}.inline_data.data' (TYPE_BYTES), Base64 decoding failed`;
}

function wrongCall(value: Json | undefined, at: string): string | null {
  if (value === undefined) return null;
  if ((stringAt(value, 'name') ?? '') === '')
    return `* GenerateContentRequest.${at}.function_call.name: Name cannot be empty.`;
  if (!isObject(member(value, 'args'))) return `Invalid value at '${at}.function_call.args' (google.protobuf.Struct)`;
  return wrongId(value, `${at}.function_call`);
}

function wrongResponse(value: Json | undefined, at: string, { model }: Asking): string | null {
  if (value === undefined) return null;
  if (!isObject(member(value, 'response'))) {
    return `Invalid value at '${at}.function_response.response' (google.protobuf.Struct)`;
  }
  const parts = member(value, 'parts');
  if (parts !== undefined && model.thinking?.control !== 'level') {
    return 'Multimodal function responses are not supported for this model.';
  }
  for (const part of arrayAt(value, 'parts')) {
    const wrong = wrongImage(member(part, 'inlineData') ?? null, at);
    if (wrong !== null) return wrong;
  }
  return wrongId(value, `${at}.function_response`);
}

function wrongId(value: Json, at: string): string | null {
  const id = member(value, 'id');
  const isFit = id === undefined || (typeof id === 'string' && /^[\w-]{1,64}$/.test(id));
  return isFit ? null : `Invalid value at '${at}.id'`;
}

import { arrayAt, type Json, member, objectAt, stringAt } from '../../../src/core/json.ts';
import type { SimulatedModel } from './catalogue.ts';

/** What is wrong with who speaks when, and with calls and their responses (Gemini API guide, Function calling), or `null`. */
export function wrongTurns(contents: readonly Json[], model: SimulatedModel): string | null {
  for (const [index, content] of contents.entries()) {
    const wrong = wrongTurn(content, contents[index - 1] ?? null, contents[index + 1] ?? null);
    if (wrong !== null) return wrong;
  }
  if (stringAt(contents.at(-1), 'role') !== 'user') {
    return 'Please ensure that the last turn is of the user: requests that end with a turn of the model are not supported.';
  }
  return model.thinking?.control === 'level' ? unsignedCall(contents) : null;
}

function wrongTurn(content: Json, before: Json, after: Json): string | null {
  const calls = inside(content, 'functionCall');
  if (calls.length > 0) {
    if (stringAt(before, 'role') !== 'user') {
      return 'Please ensure that function call turn comes immediately after a user turn or after a function response turn.';
    }
    if (inside(after, 'functionResponse').length !== calls.length) {
      return 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.';
    }
  }
  const responses = inside(content, 'functionResponse');
  if (responses.length === 0) return null;
  const asked = inside(before, 'functionCall');
  if (asked.length === 0) {
    return 'Please ensure that function response turn comes immediately after a function call turn.';
  }
  for (const response of responses) {
    const call = asked.find((one) => stringAt(one, 'id') === stringAt(response, 'id') && sameName(one, response));
    if (call === undefined) return `No function call matches the response of ${stringAt(response, 'name')}.`;
  }
  return null;
}

function sameName(call: Json, response: Json): boolean {
  return stringAt(call, 'name') === stringAt(response, 'name');
}

/** Since the person spoke last, the first call of each step must be signed; calls in parallel share that signature. */
function unsignedCall(contents: readonly Json[]): string | null {
  const spoke = contents.findLastIndex(
    (content) => stringAt(content, 'role') === 'user' && inside(content, 'functionResponse').length === 0,
  );
  for (const [index, content] of contents.entries()) {
    if (index <= spoke) continue;
    const first = arrayAt(content, 'parts').find((part) => member(part, 'functionCall') !== undefined);
    if (first === undefined || member(first, 'thoughtSignature') !== undefined) continue;
    return (
      'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, ' +
      'and missing thought_signature may lead to degraded model performance. Additional data, function call ' +
      `\`default_api:${stringAt(objectAt(first, 'functionCall'), 'name')}\` , position ${index + 1}.`
    );
  }
  return null;
}

function inside(content: Json, kind: string): readonly Json[] {
  return arrayAt(content, 'parts').flatMap((part) => {
    const found = member(part, kind);
    return found === undefined ? [] : [found];
  });
}

import { arrayAt, isObject, type Json, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import type { SimulatedModel } from './catalogue.ts';
import { wrongThinking } from './wrongThinking.ts';

const known: Readonly<Record<string, readonly string[]>> = {
  '': ['contents', 'systemInstruction', 'tools', 'toolConfig', 'safetySettings', 'generationConfig', 'cachedContent'],
  generation_config: [
    'stopSequences',
    'responseMimeType',
    'responseSchema',
    'responseJsonSchema',
    'candidateCount',
    'maxOutputTokens',
    'temperature',
    'topP',
    'topK',
    'seed',
    'thinkingConfig',
  ],
  'generation_config.thinking_config': ['includeThoughts', 'thinkingBudget', 'thinkingLevel'],
};

/** The first rule that the body breaks outside its contents (Gemini API reference, GenerateContentRequest), or `null`. */
export function wrongBody(body: JsonObject, model: SimulatedModel): string | null {
  const config = member(body, 'generationConfig');
  const thinking = member(config, 'thinkingConfig');
  return (
    unknownMember(body, '') ??
    unknownMember(config, 'generation_config') ??
    unknownMember(thinking, 'generation_config.thinking_config') ??
    wrongInstruction(member(body, 'systemInstruction')) ??
    wrongTools(body) ??
    wrongThinking(thinking, model)
  );
}

/** The sentence for a member that Google does not know. */
export function unknownName(name: string, at: string): string {
  const place = at === '' ? '' : ` at '${at}'`;
  return `Invalid JSON payload received. Unknown name "${name}"${place}: Cannot find field.`;
}

function unknownMember(value: Json | undefined, at: string): string | null {
  if (value === undefined) return null;
  if (!isObject(value)) return `Invalid value at '${at}' (type.googleapis.com/google.protobuf.Message)`;
  const name = Object.keys(value).find((one) => !known[at]?.includes(one));
  return name === undefined ? null : unknownName(name, at);
}

function wrongInstruction(value: Json | undefined): string | null {
  if (value === undefined) return null;
  const texts = arrayAt(value, 'parts').map((part) => stringAt(part, 'text') ?? '');
  return texts.length > 0 && texts.every((text) => text !== '') ? null : 'System instruction should not be empty.';
}

function wrongTools(body: JsonObject): string | null {
  const tools = arrayAt(body, 'tools').flatMap((tool) => arrayAt(tool, 'functionDeclarations'));
  const names = tools.map((tool) => stringAt(tool, 'name') ?? '');
  for (const [index, tool] of tools.entries()) {
    const at = `GenerateContentRequest.tools[0].function_declarations[${index}]`;
    if (!/^[A-Za-z_][\w.:-]{0,63}$/.test(names[index] ?? '')) {
      return `${at}.name: Invalid function name. Must start with a letter or an underscore.`;
    }
    if (names.indexOf(names[index] ?? '') !== index) return `Duplicate function declaration found: ${names[index]}`;
    const unknown = isObject(tool) ? Object.keys(tool).find((name) => !declarationMembers.includes(name)) : '';
    if (unknown !== undefined) return unknownName(unknown, `tools[0].function_declarations[${index}]`);
    if (member(tool, 'parameters') !== undefined && member(tool, 'parametersJsonSchema') !== undefined) {
      return `${at}: parameters and parameters_json_schema are mutually exclusive.`;
    }
  }
  const calling = member(member(body, 'toolConfig'), 'functionCallingConfig');
  if (calling === undefined) return null;
  if (tools.length === 0) return 'Function calling config is set without function_declarations.';
  const mode = stringAt(calling, 'mode') ?? '';
  return ['AUTO', 'ANY', 'NONE', 'VALIDATED'].includes(mode)
    ? null
    : `Invalid value at 'tool_config.function_calling_config.mode': "${mode}"`;
}

const declarationMembers = ['name', 'description', 'parameters', 'parametersJsonSchema', 'response', 'behavior'];

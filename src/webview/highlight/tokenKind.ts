import type { TokenKind } from '../answerBridge.ts';

/** Names of styles in CodeMirror's grammars, the older ones too. The first that a style is made of decides. */
const kinds = new Map<string, TokenKind>([
  ['comment', 'comment'],
  ['lineComment', 'comment'],
  ['string', 'string'],
  ['character', 'string'],
  ['attributeValue', 'string'],
  ['string-2', 'escape'],
  ['escape', 'escape'],
  ['regexp', 'escape'],
  ['number', 'number'],
  ['integer', 'number'],
  ['unit', 'number'],
  ['atom', 'constant'],
  ['bool', 'constant'],
  ['null', 'constant'],
  ['self', 'constant'],
  ['color', 'constant'],
  ['keyword', 'keyword'],
  ['controlKeyword', 'keyword'],
  ['definitionKeyword', 'keyword'],
  ['operatorKeyword', 'keyword'],
  ['modifier', 'keyword'],
  ['qualifier', 'tag'],
  ['type', 'type'],
  ['typeName', 'type'],
  ['className', 'type'],
  ['namespace', 'type'],
  ['builtin', 'function'],
  ['macroName', 'function'],
  ['def', 'variable'],
  ['variable-2', 'variable'],
  ['variable-3', 'type'],
  ['property', 'variable'],
  ['propertyName', 'variable'],
  ['labelName', 'variable'],
  ['tag', 'tag'],
  ['tagName', 'tag'],
  ['heading', 'tag'],
  ['header', 'tag'],
  ['attribute', 'attribute'],
  ['attributeName', 'attribute'],
  ['meta', 'meta'],
  ['annotation', 'meta'],
  ['processingInstruction', 'meta'],
  ['documentMeta', 'meta'],
  ['link', 'string'],
  ['url', 'string'],
  ['inserted', 'inserted'],
  ['deleted', 'deleted'],
]);
/** What a name says only together with its modifier. */
const modified = new Map<string, TokenKind>([
  ['variableName.definition', 'variable'],
  ['variableName.function', 'function'],
  ['variableName.standard', 'function'],
  ['variableName.constant', 'constant'],
  ['variableName.special', 'variable'],
  ['propertyName.function', 'function'],
]);
const callable = new Set(['def', 'variable', 'variableName', 'property', 'propertyName']);

/**
 * The kind of a piece by the style that a grammar gives it, `null` for one without a colour. A name that a parenthesis
 * follows is a function: most of these grammars do not say so.
 */
export function tokenKind(style: string | null | undefined, isCalled: boolean): TokenKind | null {
  if (style === null || style === undefined) return null;
  for (const name of style.split(' ')) {
    const [base = ''] = name.split('.');
    if (isCalled && callable.has(base)) return 'function';
    const kind = modified.get(name) ?? kinds.get(base);
    if (kind !== undefined) return kind;
  }
  return null;
}

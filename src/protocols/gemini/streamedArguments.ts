import { type Json, type JsonObject, member, numberAt, stringAt } from '../../core/json.ts';
import { readPath, type Step } from './jsonPath.ts';

type Node = Container | Leaf;
type Leaf =
  | { readonly kind: 'text'; text: string }
  | { readonly kind: 'value'; readonly value: null | boolean | number };
type Container = ObjectNode | { readonly kind: 'list'; readonly items: Node[] };
type ObjectNode = { readonly kind: 'object'; readonly members: Map<string, Node> };

/** Where a value is: in these containers, outermost first, of which the first so many were there before. */
interface Place {
  readonly path: readonly Step[];
  readonly containers: readonly Container[];
  readonly known: number;
}

/**
 * The arguments of a function call that come as values at JSON paths (Vertex AI reference, PartialArg). They are kept as a
 * tree, and told to the reader as JSON text that grows: each value is looked at once.
 */
export class StreamedArguments {
  readonly #root: ObjectNode = { kind: 'object', members: new Map() };
  /** The containers whose closing bracket is not yet told, outermost first. */
  #told: Container[] = [this.#root];
  #openText: Node | null = null;
  /** Whether everything came in the order in which JSON is written; what did not cannot be told as it grows. */
  #inOrder = true;

  /** The text before all values. */
  readonly start = '{';

  /** Whether a text has been announced to go on and has not. */
  get cut(): boolean {
    return this.#openText !== null;
  }

  /** Takes one value and returns the JSON text that it adds; `null` if it cannot be read. */
  add(partial: Json): string | null {
    const path = readPath(stringAt(partial, 'jsonPath') ?? '');
    const value = readValue(partial);
    if (path === null || value === null) return null;
    let parent: Container = this.#root;
    const containers: Container[] = [parent];
    let known = 1;
    let [step] = path;
    for (const next of path.slice(1)) {
      const child = childAt(parent, step);
      if (child?.kind === 'text' || child?.kind === 'value') return null;
      const made = typeof next === 'number' ? emptyList() : emptyObject();
      const container: Container | null = child ?? put(parent, step, made);
      if (container === null) return null;
      if (child !== undefined) known++;
      containers.push(container);
      parent = container;
      step = next;
    }
    const place = { path, containers, known };
    const before = childAt(parent, step);
    const isOpen = member(partial, 'willContinue') === true;
    if (before !== undefined) return this.#goOn(before, value, isOpen);
    return put(parent, step, value) === null ? null : this.#begin(place, value, isOpen);
  }

  /** The text after all values. */
  end(): string {
    if (!this.#inOrder) return '';
    const quote = this.#openText === null ? '' : '"';
    return quote + this.#told.toReversed().map(closing).join('');
  }

  get value(): JsonObject {
    return toObject(this.#root);
  }

  /** More of a text that is there; anything else is told only once. */
  #goOn(before: Node, value: Leaf, isOpen: boolean): string | null {
    if (before.kind !== 'text' || value.kind !== 'text') return null;
    before.text += value.text;
    if (before !== this.#openText) this.#inOrder = false;
    this.#openText = isOpen ? before : null;
    return this.#inOrder ? escaped(value.text) + (isOpen ? '' : '"') : '';
  }

  /** A new leaf: closes what it is not in, opens what it is in, and names it. */
  #begin({ path, containers, known }: Place, leaf: Leaf, isOpen: boolean): string {
    const quote = this.#openText === null ? '' : '"';
    this.#openText = isOpen && leaf.kind === 'text' ? leaf : null;
    let common = 0;
    while (common < containers.length && containers[common] === this.#told[common]) common++;
    // It lies in something that was there before and is closed already.
    if (common < known) this.#inOrder = false;
    if (!this.#inOrder) return '';
    let text = quote + this.#told.slice(common).reverse().map(closing).join('');
    for (const [index, container] of containers.entries()) {
      if (index >= common) text += label(containers[index - 1], path[index - 1]) + opening(container);
    }
    this.#told = [...containers];
    text += label(containers.at(-1), path.at(-1));
    if (leaf.kind === 'value') return text + JSON.stringify(leaf.value);
    return `${text}"${escaped(leaf.text)}${isOpen ? '' : '"'}`;
  }
}

function readValue(partial: Json): Leaf | null {
  const text = stringAt(partial, 'stringValue');
  if (text !== null) return { kind: 'text', text };
  const number = numberAt(partial, 'numberValue');
  if (number !== null) return { kind: 'value', value: number };
  const boolean = member(partial, 'boolValue');
  if (typeof boolean === 'boolean') return { kind: 'value', value: boolean };
  return member(partial, 'nullValue') === undefined ? null : { kind: 'value', value: null };
}

function emptyObject(): Container {
  return { kind: 'object', members: new Map() };
}

function emptyList(): Container {
  return { kind: 'list', items: [] };
}

function childAt(parent: Container, step: Step): Node | undefined {
  if (parent.kind === 'object') return typeof step === 'string' ? parent.members.get(step) : undefined;
  return typeof step === 'number' ? parent.items[step] : undefined;
}

/** Adds a child; `null` if it does not fit there. A list has no holes. */
function put<T extends Node>(parent: Container, step: Step, child: T): T | null {
  if (parent.kind === 'object' && typeof step === 'string') parent.members.set(step, child);
  else if (parent.kind === 'list' && step === parent.items.length) parent.items.push(child);
  else return null;
  return child;
}

/** What stands before the newest child: a comma after its elder, and its name. */
function label(parent: Container | undefined, step: Step | undefined): string {
  if (parent === undefined || step === undefined) return '';
  const isFirst = parent.kind === 'object' ? parent.members.size === 1 : parent.items.length === 1;
  return (isFirst ? '' : ',') + (parent.kind === 'object' ? `${JSON.stringify(step)}:` : '');
}

function opening({ kind }: Container): string {
  return kind === 'object' ? '{' : '[';
}

function closing({ kind }: Container): string {
  return kind === 'object' ? '}' : ']';
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function toObject({ members }: ObjectNode): JsonObject {
  // Unlike an assignment, this makes even `__proto__` a member like any other.
  return Object.fromEntries([...members].map(([name, node]) => [name, toJson(node)]));
}

function toJson(node: Node): Json {
  switch (node.kind) {
    case 'object':
      return toObject(node);
    case 'list':
      return node.items.map(toJson);
    case 'text':
      return node.text;
    case 'value':
      return node.value;
    default:
      return node satisfies never;
  }
}

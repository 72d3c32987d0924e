import { arrayAt, type Json, type JsonObject, objectAt, stringAt } from '../../core/json.ts';
import type { Source } from '../../core/model.ts';
import { webSource } from '../../core/source.ts';

/** Most sources that one answer names. */
const maxSources = 64;

/** Where an answer says it has something from, each address once. */
export class Sources {
  readonly #byUrl = new Map<string, Source>();

  /**
   * `annotations` of a message or a delta (OpenAI API reference, `url_citation`; OpenRouter's web plugin does the
   * same).
   */
  addAnnotations(annotations: readonly Json[]): void {
    for (const annotation of annotations) this.#add(objectAt(annotation, 'url_citation'));
  }

  /** Lists beside the choices: `search_results` (Perplexity), `citations` as bare addresses (Perplexity, xAI). */
  addLists(event: JsonObject): void {
    for (const result of arrayAt(event, 'search_results')) this.#add(result);
    for (const citation of arrayAt(event, 'citations')) {
      this.#add(typeof citation === 'string' ? { url: citation } : citation);
    }
  }

  get list(): readonly Source[] {
    return [...this.#byUrl.values()];
  }

  #add(source: Json): void {
    const url = stringAt(source, 'url') ?? '';
    if (this.#byUrl.has(url) || this.#byUrl.size === maxSources) return;
    const read = webSource(url, stringAt(source, 'title') || url);
    if (read !== null) this.#byUrl.set(url, read);
  }
}

import { Uri, workspace } from 'vscode';
import { searchPaths } from '../../core/chat/pathSearch.ts';
import { isObject } from '../../core/json.ts';
import { value } from '../settings.ts';
import { type ContextSource, fileSource, folderSource } from './contextSource.ts';

/** Of a larger workspace only so many files are searched. */
const mostFiles = 20_000;
/** A list is taken for as long as somebody types. */
const freshMs = 10_000;

interface Listing {
  readonly listedAt: number;
  readonly sources: Promise<ReadonlyMap<string, () => ContextSource>>;
}

/** The files and folders of the workspace by their relative paths, without those that VS Code's own search leaves out. */
export class FileSearch {
  #listing: Listing | null = null;

  /** What the query finds, the best first. Never rejects. */
  async search(query: string, most: number): Promise<readonly ContextSource[]> {
    const sources = await this.#list().catch(() => new Map<string, () => ContextSource>());
    return searchPaths([...sources.keys()], query, most).flatMap((path) => sources.get(path)?.() ?? []);
  }

  #list(): Listing['sources'] {
    const now = Date.now();
    if (this.#listing === null || now - this.#listing.listedAt > freshMs) {
      this.#listing = { listedAt: now, sources: listed() };
    }
    return this.#listing.sources;
  }
}

async function listed(): Promise<ReadonlyMap<string, () => ContextSource>> {
  const files = await workspace.findFiles('**/*', excluded(), mostFiles);
  const sources = new Map<string, () => ContextSource>();
  for (const file of files) {
    const path = workspace.asRelativePath(file);
    sources.set(path, () => fileSource(file));
    let folder = Uri.joinPath(file, '..');
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const uri = folder;
      // Whoever is there already has its own parents there as well.
      if (sources.has(path.slice(0, end))) break;
      sources.set(path.slice(0, end), () => folderSource(uri));
      folder = Uri.joinPath(folder, '..');
    }
  }
  return sources;
}

/** What VS Code’s own search leaves out, as one pattern. */
export function excluded(): string {
  const patterns = ['files.exclude', 'search.exclude'].flatMap((name) => {
    const setting = value(name);
    return isObject(setting) ? Object.keys(setting).filter((pattern) => setting[pattern] === true) : [];
  });
  return `{${patterns.join(',')}}`;
}

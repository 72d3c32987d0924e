import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseJson, stringAt } from '../../../src/core/json.ts';
import { cacheFolder } from './paths.ts';
import type { Result } from './tally.ts';

/**
 * Runs tests that report through `LineReport` to a file and returns their results. `run` gets the file and returns all
 * output, which is the reason if the tests died before their end.
 */
export async function reported(run: (file: string) => Promise<string>): Promise<readonly Result[]> {
  const folder = await mkdtemp(path.join(cacheFolder, 'report-'));
  const file = path.join(folder, 'results.jsonl');
  try {
    const output = await run(file);
    const lines = existsSync(file) ? (await readFile(file, 'utf8')).trimEnd().split('\n') : [];
    const hasEnded = lines.some((line) => stringAt(parseJson(line), 'state') === 'ended');
    const results = lines.flatMap(readResult);
    if (hasEnded) return results;
    return [...results, { state: 'failed', title: 'the tests ended before their end', reason: output }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readResult(line: string): readonly Result[] {
  const value = parseJson(line);
  const state = stringAt(value, 'state');
  if (state !== 'passed' && state !== 'failed' && state !== 'skipped') return [];
  return [{ state, title: stringAt(value, 'title') ?? '', reason: stringAt(value, 'reason') }];
}

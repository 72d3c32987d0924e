import { hideSecrets } from '../redact.ts';
import type { Finding, Section, Verdict } from './finding.ts';

const marks: Readonly<Record<Verdict, string>> = { ok: 'OK', warn: 'LOOK', fail: 'FAIL' };
const email = /[\w.+-]+@[\w-]+(\.[\w-]+)+/g;

/**
 * The report as Markdown: a line for each finding, what fails first in a list of its own. `head` says where it was made, a fact a
 * line. Nothing secret is in the findings; what looks like a secret or an e-mail address, and each of `names` (ids of accounts),
 * is taken out nevertheless.
 */
export function report(head: readonly string[], sections: readonly Section[], names: readonly string[]): string {
  const all = sections.flatMap(({ findings }) => findings);
  const trouble = (['fail', 'warn'] as const).flatMap((verdict) => all.filter((one) => one.verdict === verdict));
  const lines = [
    '# Maestro Doctor',
    '',
    ...head.map((fact) => `- ${fact}`),
    '',
    'No name, e-mail address, id, key, question or answer is in this report. Names of hosts are: read it before you share it.',
    '',
    `**${count(all, 'fail')} failed, ${count(all, 'warn')} to look at, ${count(all, 'ok')} fine.**`,
    ...(trouble.length === 0 ? [] : ['', '## What to do', '', ...trouble.flatMap(lineOf)]),
    ...sections.flatMap(({ title, findings }) => ['', `## ${title}`, '', ...findings.flatMap(lineOf)]),
    '',
  ];
  return redact(lines.join('\n'), names);
}

function lineOf({ verdict, title, sentence, wayOut }: Finding): readonly string[] {
  const line = `- ${marks[verdict]} · **${title}**: ${sentence}`;
  return wayOut === null ? [line] : [line, `  - ${wayOut}`];
}

function count(findings: readonly Finding[], verdict: Verdict): number {
  return findings.filter((one) => one.verdict === verdict).length;
}

function redact(text: string, names: readonly string[]): string {
  const long = names.filter((name) => name.length >= 8);
  const unnamed = long.reduce((left, name) => left.replaceAll(name, '[id]'), text);
  return hideSecrets(unnamed).replace(email, '[e-mail]');
}

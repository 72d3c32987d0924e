import { type ChatContext, type ChatResponseStream, ChatResponseTurn, l10n } from 'vscode';
import type { Maestro } from '../../core/maestro.ts';
import type { Account } from '../../core/model.ts';
import { noUsage, type Usage } from '../../core/parts.ts';
import { shownState, usageLines } from '../accountState.ts';
import { number, translated } from '../language.ts';
import { dailyLimit } from '../settings.ts';
import { actionLabel } from '../words.ts';
import { plain } from './sentences.ts';
import { readTurn } from './turnRecord.ts';

/** `/usage`: what is known of the plan's limits, today's questions and the tokens of this conversation. */
export function tellUsage(maestro: Maestro, account: Account, context: ChatContext, stream: ChatResponseStream): void {
  const limits = [shownState(maestro, account).sentence ?? '', ...usageLines(maestro, account)].filter(
    (line) => line !== '',
  );
  const unknown = l10n.t(
    '{0} has not said yet what is left; it may do so with its next answer.',
    vendorLabel(maestro, account),
  );
  const lines = [...(limits.length === 0 ? [unknown] : limits), ...today(maestro, account), conversation(context)];
  stream.markdown([`**${plain(account.label)}**\n`, ...lines.map((line) => `- ${plain(line)}`)].join('\n'));
  if (maestro.vendor(account.vendor).usagePage(account) === null) return;
  const given = [{ account: account.id }];
  stream.button({ command: 'maestro.openUsage', title: actionLabel('open-usage'), arguments: given });
}

/** A line for each model that was asked today, or that the person has limited. */
function today(maestro: Maestro, account: Account): readonly string[] {
  return maestro.models.known(account).models.flatMap((model) => {
    const asked = maestro.dailyUse.of(account.id, model.id);
    const limit = dailyLimit(model);
    if (limit !== null) return [l10n.t('{0} today: {1} of {2} questions', model.label, asked, limit)];
    if (asked === 1) return [l10n.t('{0} today: 1 question', model.label)];
    return asked === 0 ? [] : [l10n.t('{0} today: {1} questions', model.label, asked)];
  });
}

function conversation({ history }: ChatContext): string {
  const turns = history.map((turn) =>
    turn instanceof ChatResponseTurn ? readTurn(turn.result.metadata)?.turn.usage : null,
  );
  const known = turns.filter((usage) => usage != null);
  const sum = known.reduce(added, noUsage);
  if (sum.input === null || sum.output === null) return l10n.t('This conversation: no tokens are known yet.');
  const read = number(sum.input);
  const written = number(sum.output);
  return sum.cached === null || sum.cached === 0
    ? l10n.t('This conversation: {0} tokens read, {1} written', read, written)
    : l10n.t(
        'This conversation: {0} tokens read ({1} of them kept by the vendor), {2} written',
        read,
        number(sum.cached),
        written,
      );
}

function added(sum: Usage, turn: Usage): Usage {
  const plus = (name: keyof Usage): number | null =>
    sum[name] === null && turn[name] === null ? null : (sum[name] ?? 0) + (turn[name] ?? 0);
  return { input: plus('input'), output: plus('output'), cached: plus('cached'), reasoning: plus('reasoning') };
}

function vendorLabel(maestro: Maestro, { vendor }: Account): string {
  return translated(maestro.vendor(vendor).label);
}

import { type ChatResponseStream, l10n } from 'vscode';
import { member, stringAt } from '../../core/json.ts';
import type { Maestro } from '../../core/maestro.ts';
import { accountId } from '../../core/model.ts';
import { shownState } from '../accountState.ts';
import { translated } from '../language.ts';
import { entryId, modelVendor } from '../languageModel/entries.ts';
import { planName } from '../planName.ts';
import { pickInChat } from '../undocumented.ts';
import { whyChosen } from '../words.ts';
import type { Asked } from './asked.ts';
import { plain } from './sentences.ts';

/** More accounts than these have no button of their own; there is one that lists all. */
const mostButtons = 4;

/** `/account`: who answers here and why, and buttons that let another account answer. */
export function tellAccount(maestro: Maestro, { account, model }: Asked, stream: ChatResponseStream): void {
  const shown = model ?? maestro.models.pick(account, null);
  const vendor = translated(maestro.vendor(account.vendor).label);
  const about = [vendor, planName(account), shown?.label].filter(Boolean).join(' · ');
  const current = maestro.choice.current;
  const why =
    model !== null ? l10n.t('Its model is picked in Chat.') : current === null ? '' : whyChosen(current.because);
  const lines = [about, why, shownState(maestro, account).sentence ?? ''].filter((line) => line !== '');
  stream.markdown([`**${plain(account.label)}**`, ...lines.map(plain)].join('  \n'));
  const others = maestro.accounts.list.filter(({ id }) => id !== account.id);
  for (const { id, label } of others.slice(0, mostButtons)) {
    const given = { account: id, isPicked: model !== null };
    stream.button({ command: 'maestro.useAccount', title: l10n.t('Use {0}', label), arguments: [given] });
  }
  if (others.length > mostButtons) stream.button({ command: 'maestro.switchAccount', title: l10n.t('Other Account…') });
  stream.button({ command: 'maestro.signIn', title: l10n.t('Sign In to Another…') });
}

/** What the buttons do. Where a model of ours is picked in Chat, one of the other account takes its place. */
export async function useAccount(maestro: Maestro, given: unknown): Promise<void> {
  const record = maestro.accounts.find(accountId(stringAt(given, 'account') ?? ''));
  if (record === null) return;
  const { account } = record;
  await maestro.choice.switchTo(account.id);
  const model = maestro.models.pick(account, null);
  if (member(given, 'isPicked') !== true || model === null) return;
  await pickInChat({ vendor: modelVendor, id: entryId({ account, model }), family: model.id });
}

import type { Action } from '../bridge.ts';
import { words } from '../words.ts';
import type { MenuItem } from './menu.ts';

/** What is behind a `/`: something to do, or the beginning of a question about code. */
export interface SlashCommand extends MenuItem {
  readonly name: string;
  readonly does:
    | { readonly kind: 'action'; readonly action: Action }
    | { readonly kind: 'prompt'; readonly text: string }
    | { readonly kind: 'export' };
}

const { commands } = words;

const list: readonly SlashCommand[] = [
  prompt('explain', 'comment-discussion', commands.explain),
  prompt('fix', 'wrench', commands.fix),
  prompt('tests', 'beaker', commands.tests),
  action('new', 'add', 'new-chat', commands.newChat),
  action('clear', 'clear-all', 'new-chat', commands.newChat),
  action('model', 'symbol-misc', 'choose-model', commands.model),
  action('account', 'account', 'switch-account', commands.account),
  { name: 'export', icon: 'export', label: '/export', detail: commands.exportChat, does: { kind: 'export' } },
];

/** The commands whose name begins with this. */
export function slashCommands(query: string): readonly SlashCommand[] {
  const wanted = query.toLowerCase();
  return list.filter(({ name }) => name.startsWith(wanted));
}

function prompt(name: string, icon: string, { detail, text }: { detail: string; text: string }): SlashCommand {
  return { name, icon, label: `/${name}`, detail, does: { kind: 'prompt', text } };
}

function action(name: string, icon: string, does: Action, detail: string): SlashCommand {
  return { name, icon, label: `/${name}`, detail, does: { kind: 'action', action: does } };
}

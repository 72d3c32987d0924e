import { commands, l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { SignInMethod } from '../core/auth/method.ts';
import { stringAt } from '../core/json.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Vendor } from '../core/vendor.ts';
import { translated } from './language.ts';
import { describe } from './words.ts';

/** One way to sign in at one vendor. */
export interface Way {
  readonly vendor: Vendor;
  readonly method: SignInMethod;
}

/** Which way is wanted, by the ids of vendor and method; `null` is for the user to choose. */
export interface WantedWay {
  readonly vendor: string | null;
  readonly method: string | null;
  /** Whether the vendor is to ask which account, where it can be told to. */
  readonly asksWho: boolean;
}

export const anyWay: WantedWay = { vendor: null, method: null, asksWho: false };

/** The way that a key binding, the page or an account names: `{ "vendor": "openai", "method": "api-key" }`, or the vendor alone. */
export function wantedWay(value: unknown): WantedWay {
  return { ...anyWay, vendor: stringAt(value, 'vendor'), method: stringAt(value, 'method') };
}

interface WayItem extends QuickPickItem {
  readonly way?: Way;
  /** The setting that keeps a vendor from being used. */
  readonly setting?: string;
}

/**
 * The way that is wanted, or the one that the user chooses: among a vendor's ways where one is named, else among all, grouped
 * by vendor. `null` when the user gave up.
 */
export async function chooseWay(maestro: Maestro, { vendor: id, method }: WantedWay): Promise<Way | null> {
  const only = maestro.vendors.find((vendor) => vendor.id === id) ?? null;
  const named = only === null ? null : namedWay(maestro, only, method);
  if (named !== null) return named;
  const vendors = only === null ? maestro.vendors : [only];
  const items = vendors.flatMap((vendor) => itemsOf(maestro, vendor));
  const ways = items.flatMap(({ way }) => (way === undefined ? [] : [way]));
  if (only !== null && ways.length === 1) return ways[0] ?? null;
  const options = {
    title: l10n.t('Sign in to {0}', translated(only?.label ?? 'Maestro')),
    placeHolder: only === null ? l10n.t('Which account?') : l10n.t('In which way?'),
    matchOnDescription: true,
    matchOnDetail: true,
  };
  const picked = await window.showQuickPick(items, options);
  if (picked?.setting !== undefined) {
    await commands.executeCommand('workbench.action.openSettings', picked.setting);
  }
  return picked?.way ?? null;
}

function namedWay(maestro: Maestro, vendor: Vendor, id: string | null): Way | null {
  const methods = maestro.methods(vendor);
  const method = isList(methods) ? methods.find((one) => one.id === id) : undefined;
  return method === undefined ? null : { vendor, method };
}

function itemsOf(maestro: Maestro, vendor: Vendor): readonly WayItem[] {
  const label = translated(vendor.label);
  const separator = { label, kind: QuickPickItemKind.Separator };
  const methods = maestro.methods(vendor);
  if (isList(methods)) {
    return [
      separator,
      ...methods.filter(isThere).map((method) => ({
        label: `$(${iconOf(method)}) ${translated(method.label)}`,
        detail: translated(method.detail),
        way: { vendor, method },
      })),
    ];
  }
  const detail = describe(methods).sentence;
  const setting = methods.code === 'bad-setting' ? methods.setting : 'maestro';
  return [separator, { label: `$(warning) ${l10n.t('Open Settings')}`, description: label, detail, setting }];
}

/** Nobody is offered to import what is not there. */
function isThere(method: SignInMethod): boolean {
  return method.kind !== 'import' || method.isThere === undefined || method.isThere();
}

function isList<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}

function iconOf({ kind }: SignInMethod): string {
  switch (kind) {
    case 'browser':
      return 'globe';
    case 'device':
      return 'device-mobile';
    case 'form':
      return 'key';
    case 'import':
      return 'desktop-download';
    default:
      return kind satisfies never;
  }
}

import { commands, l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { SignInMethod } from '../core/auth/method.ts';
import { stringAt } from '../core/json.ts';
import type { Maestro } from '../core/maestro.ts';
import type { VendorId } from '../core/model.ts';
import type { Vendor } from '../core/vendor.ts';
import { describe } from './words.ts';

/** One way to sign in at one vendor. */
export interface Way {
  readonly vendor: Vendor;
  readonly method: SignInMethod;
}

interface WayItem extends QuickPickItem {
  readonly way?: Way;
  /** The setting that keeps a vendor from being used. */
  readonly setting?: string;
}

/** Asks which way to sign in, grouped by vendor; only this vendor's ways where one is given. `null` when the user gave up. */
export async function chooseWay(maestro: Maestro, only: VendorId | null): Promise<Way | null> {
  const vendors = maestro.vendors.filter((vendor) => only === null || vendor.id === only);
  const items = vendors.flatMap((vendor) => itemsOf(maestro, vendor));
  const ways = items.flatMap(({ way }) => (way === undefined ? [] : [way]));
  if (only !== null && ways.length === 1) return ways[0] ?? null;
  const options = {
    title: l10n.t('Sign in to Maestro'),
    placeHolder: l10n.t('Which account?'),
    matchOnDescription: true,
    matchOnDetail: true,
  };
  const picked = await window.showQuickPick(items, options);
  if (picked?.setting !== undefined) {
    await commands.executeCommand('workbench.action.openSettings', picked.setting);
  }
  return picked?.way ?? null;
}

/** The way that a key binding or another command names: `{ "vendor": "openai", "method": "api-key" }`. */
export function namedWay(maestro: Maestro, value: unknown): Way | null {
  const vendor = maestro.vendors.find(({ id }) => id === stringAt(value, 'vendor'));
  const methods = vendor === undefined ? [] : maestro.methods(vendor);
  const method = isList(methods) ? methods.find(({ id }) => id === stringAt(value, 'method')) : undefined;
  return vendor === undefined || method === undefined ? null : { vendor, method };
}

function itemsOf(maestro: Maestro, vendor: Vendor): readonly WayItem[] {
  const separator = { label: vendor.label, kind: QuickPickItemKind.Separator };
  const methods = maestro.methods(vendor);
  if (isList(methods)) {
    return [
      separator,
      ...methods.filter(isThere).map((method) => ({
        label: `$(${iconOf(method)}) ${method.label}`,
        detail: method.detail,
        way: { vendor, method },
      })),
    ];
  }
  const detail = describe(methods).sentence;
  const setting = methods.code === 'bad-setting' ? methods.setting : 'maestro';
  return [separator, { label: `$(warning) ${l10n.t('Open Settings')}`, description: vendor.label, detail, setting }];
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

import type { SignInMethod } from '../auth/method.ts';
import type { Maestro } from '../maestro.ts';
import type { LoopbackRedirect } from '../ports.ts';
import { type Finding, failing, fine } from './finding.ts';

const title = 'Settings';

/** Which settings were changed, by name alone, and which vendors cannot work with theirs. */
export function settingFindings(maestro: Maestro, changed: readonly string[]): readonly Finding[] {
  const names = changed.length === 0 ? 'All are at their defaults.' : `Changed: ${changed.join(', ')}.`;
  const broken = maestro.vendors.flatMap((vendor) => {
    const methods = maestro.methods(vendor);
    if (isMethods(methods)) return [];
    const setting = methods.code === 'bad-setting' ? methods.setting : `one of ${vendor.label}’s settings`;
    return [failing(title, `${setting} cannot be used (${methods.code}).`, `Correct ${setting}.`)];
  });
  return [fine(title, names), ...broken];
}

/** Where the browser sign-ins of all vendors want to come back to this machine. */
export function loopbackTargets(maestro: Maestro): readonly LoopbackRedirect[] {
  return maestro.vendors.flatMap((vendor) => {
    const methods = maestro.methods(vendor);
    if (!isMethods(methods)) return [];
    return methods.flatMap((method) =>
      method.kind === 'browser' && method.redirect.kind === 'loopback' ? [method.redirect] : [],
    );
  });
}

function isMethods(methods: ReturnType<Maestro['methods']>): methods is readonly SignInMethod[] {
  return Array.isArray(methods);
}

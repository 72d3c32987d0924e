import { MaestroError } from '../failure.ts';
import type { NonEmpty } from '../model.ts';
import type { Place } from '../ports.ts';
import type { BrowserMethod, DeviceMethod, SignInMethod } from './method.ts';

/**
 * How the vendor's answer gets here: a listener on this machine (RFC 8252 section 7.3), VS Code's own address (section 7.1), a
 * code typed at the vendor (RFC 8628), or what the person pastes.
 */
export type Route = 'loopback' | 'own-address' | 'device' | 'paste';

/** The routes by where Maestro runs, the best first. A vendor offers only some of them. */
export const routesAt: Readonly<Record<Place, NonEmpty<Route>>> = {
  desktop: ['loopback', 'own-address', 'device', 'paste'],
  'ui-host': ['loopback', 'own-address', 'device', 'paste'],
  // VS Code forwards the listener's port to the browser's machine, where it may be taken.
  'remote-host': ['own-address', 'loopback', 'device', 'paste'],
  'near-web': ['loopback', 'own-address', 'device', 'paste'],
  // A browser on another machine never comes to a listener here.
  'far-web': ['own-address', 'device', 'paste'],
};

export interface BrowserAttempt {
  readonly route: Exclude<Route, 'device'>;
  readonly method: BrowserMethod;
}

export interface DeviceAttempt {
  readonly route: 'device';
  readonly method: DeviceMethod;
}

/** One way through a sign-in: a route, and the vendor's method that can be finished by it. */
export type Attempt = BrowserAttempt | DeviceAttempt;

/**
 * The ways through a sign-in by this method, the best first: its own routes and those of the method that leads to the same
 * account. Who chose a code on another device begins with it.
 */
export function attemptsAt(
  place: Place,
  method: BrowserMethod | DeviceMethod,
  methods: readonly SignInMethod[],
): NonEmpty<Attempt> {
  const browser =
    method.kind === 'browser' ? method : (methods.filter(isBrowser).find(({ id }) => id === method.insteadOf) ?? null);
  const device =
    method.kind === 'device'
      ? method
      : (methods.filter(isDevice).find(({ insteadOf }) => insteadOf === method.id) ?? null);
  const all = routesAt[place].flatMap((route): readonly Attempt[] => {
    if (route === 'device') return device === null ? [] : [{ route, method: device }];
    return browser !== null && canReturnBy(browser, route) ? [{ route, method: browser }] : [];
  });
  const [first, ...rest] = method.kind === 'browser' ? all : all.toSorted((a, b) => rank(a) - rank(b));
  if (first === undefined) throw new MaestroError({ code: 'internal', detail: `no way to sign in by ${method.id}` });
  return [first, ...rest];
}

/**
 * Those that are left when all of a vendor's ports are taken. On the machine of the browser, whoever took them would get what
 * is meant for Maestro, so that the person cannot bring it either.
 */
export function withoutPorts(attempts: readonly Attempt[], place: Place): readonly Attempt[] {
  return attempts.filter(({ route }) => route !== 'loopback' && (route !== 'paste' || place === 'remote-host'));
}

function canReturnBy({ redirect }: BrowserMethod, route: BrowserAttempt['route']): boolean {
  return route === 'paste' || redirect.kind === route;
}

function isBrowser(method: SignInMethod): method is BrowserMethod {
  return method.kind === 'browser';
}

function isDevice(method: SignInMethod): method is DeviceMethod {
  return method.kind === 'device';
}

function rank({ route }: Attempt): number {
  return route === 'device' ? 0 : 1;
}

import { failureOf, MaestroError } from '../failure.ts';
import type { Call } from '../vendor.ts';
import type { DeviceMethod, SignedIn } from './method.ts';
import type { SignInDeps } from './signIn.ts';

/** What `slow_down` adds to the interval (RFC 8628 section 3.5). */
const slowDownMs = 5_000;

/**
 * Signs in by a code that the person types on the vendor's page, on this or another device. Passing trouble between two
 * questions is no end. Throws `device-code-expired` and what the vendor's part throws.
 */
export async function signInByDevice({ clock, ui }: SignInDeps, method: DeviceMethod, call: Call): Promise<SignedIn> {
  const code = await method.begin(call);
  const done = new AbortController();
  ui.progress('waiting-for-browser');
  ui.showCode(code, AbortSignal.any([call.signal, done.signal]));
  try {
    let { intervalMs } = code;
    for (;;) {
      await clock.sleep(intervalMs, call.signal);
      if (clock.now() >= code.expiresAt) throw new MaestroError({ code: 'device-code-expired' });
      const answer = await pollOnce(code.poll.bind(code), call);
      if (answer === 'slow-down') intervalMs += slowDownMs;
      else if (answer !== 'pending') return answer;
    }
  } finally {
    done.abort();
  }
}

async function pollOnce(poll: (call: Call) => Promise<SignedIn | 'pending' | 'slow-down'>, call: Call) {
  try {
    return await poll(call);
  } catch (error) {
    call.signal.throwIfAborted();
    const { code } = failureOf(error);
    if (code === 'unreachable' || code === 'timeout' || code === 'server' || code === 'interrupted') return 'pending';
    throw error;
  }
}

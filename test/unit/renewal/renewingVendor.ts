import { formPost, readJsonAnswer, readOAuthError, readTokens } from '../../../src/core/auth/token.ts';
import { MaestroError } from '../../../src/core/failure.ts';
import type { Vendor } from '../../../src/core/vendor.ts';
import { testVendor } from '../../testVendor.ts';

export const clientId = 'maestro-test';

/** A vendor that does nothing but renew, as RFC 6749 section 6 has it, and says which window asks. */
export function renewingVendor(origin: string, name: string): Vendor {
  return testVendor({
    async renew({ plan }, { tokens }, call) {
      const { refresh, scopes } = tokens;
      if (refresh === null) throw new MaestroError({ code: 'credential-rejected' });
      const form = formPost(new URL('/oauth/token', origin), [
        ['grant_type', 'refresh_token'],
        ['refresh_token', refresh],
        ['client_id', clientId],
      ]);
      const request = { ...form, headers: [...form.headers, ['x-window', name] as const] };
      const response = await call.http.send(request, call.signal);
      const body = await readJsonAnswer(request, response);
      if (response.status === 200) {
        const renewed = readTokens(body, { clientId, now: call.clock.now(), kept: refresh, typeOptional: false });
        return { credential: { kind: 'oauth', tokens: { ...renewed, scopes } }, plan };
      }
      const { code, detail } = readOAuthError(body);
      if (code === 'invalid_grant') throw new MaestroError({ code: 'credential-rejected' });
      throw new MaestroError({ code: 'rejected', status: response.status, detail });
    },
  });
}

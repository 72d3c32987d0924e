import { type Account, accountId, vendorId } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { runTurn, type TurnDeps } from '../../../src/core/stream/turn.ts';
import { watched } from '../../../src/core/stream/watched.ts';
import type { Vendor, Wire } from '../../../src/core/vendor.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { directHttp } from '../../directHttp.ts';
import { MemoryLog } from '../../memoryStorage.ts';
import { asked } from '../../testMessages.ts';
import { questionTo } from '../question.ts';
import type { Client } from './client.ts';

const id = vendorId('bench');
const silenceMs = 90_000;

const request = questionTo({ vendor: id }, asked([], 'Go on.'));

/** Maestro as it ships, from the socket to the batches that a surface gets, with this decoder. */
export function maestro(decoder: Wire['decoder']): Client {
  const deps: TurnDeps = {
    http: directHttp(),
    clock: systemClock,
    credentials: { current: async () => ({ kind: 'none' }), refused: () => Promise.reject(new Error('refused')) },
    log: new MemoryLog(),
    random: () => 0,
  };
  return async (baseUrl, got) => {
    const url = new URL(baseUrl);
    const turn = runTurn(deps, vendorAt(url, decoder), accountAt(url), request, new AbortController().signal);
    for await (const batch of watched(turn, systemClock, silenceMs)) {
      const amount = batch.reduce((sum, part) => sum + lengthOf(part), 0);
      if (amount > 0) got(amount);
    }
  };
}

function lengthOf(part: StreamPart): number {
  return 'delta' in part ? part.delta.length : 0;
}

function accountAt(url: URL): Account {
  return {
    vendor: id,
    id: accountId('a1'),
    method: 'none',
    label: 'bench',
    email: null,
    plan: null,
    workspace: null,
    baseUrl: url.href,
    origins: [url.origin],
  };
}

/** A vendor that only answers. */
function vendorAt(url: URL, decoder: Wire['decoder']): Vendor {
  const never = (): Promise<never> => Promise.reject(new Error('The bench does not sign in.'));
  return {
    id,
    label: 'Bench',
    icon: 'dashboard',
    methods: [{ kind: 'import', id: 'none', label: 'None', detail: '', find: never }],
    knownModels: () => ({ models: [request.model], day: '' }),
    listModels: never,
    usagePage: () => null,
    wire: async () => ({
      encode: () => ({ method: 'POST', url, headers: [['Content-Type', 'application/json']], body: '{}' }),
      decoder,
      explain: () => ({ code: 'server', status: 500 }),
      limits: () => [],
    }),
    renew: never,
  };
}

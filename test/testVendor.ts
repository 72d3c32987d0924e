import { MaestroError } from '../src/core/failure.ts';
import { vendorId } from '../src/core/model.ts';
import type { RenewalTask, Vendor, Wire } from '../src/core/vendor.ts';
import { testModel } from './testModel.ts';

/** A renewal of what is only due, whose steps are not kept. */
export const dueRenewal: RenewalTask = { refused: false, keep: async () => undefined };

/** A vendor for tests that are about what happens around one. What is not overridden must not be called. */
export function testVendor(over: Partial<Vendor> = {}): Vendor {
  return {
    id: vendorId('openai'),
    label: 'Test',
    icon: 'beaker',
    methods: [{ kind: 'import', id: 'none', label: '', detail: '', find: unused }],
    knownModels: () => ({ models: [testModel()], day: '2026-11-20' }),
    listModels: unused,
    usagePage: () => null,
    wire: async () => testWire(),
    renew: unused,
    ...over,
  };
}

/** The same of how a vendor is asked and its answers read. */
export function testWire(over: Partial<Wire> = {}): Wire {
  return { encode: unused, decoder: unused, explain: unused, limits: () => [], ...over };
}

function unused(): never {
  throw new MaestroError({ code: 'internal', detail: 'a test vendor was used' });
}

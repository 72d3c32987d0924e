import { MaestroError } from '../src/core/failure.ts';
import { vendorId } from '../src/core/model.ts';
import type { RenewalTask, Vendor } from '../src/core/vendor.ts';
import { testModel } from './testModel.ts';

/** A renewal of what is only due, whose steps are not kept. */
export const dueRenewal: RenewalTask = { refused: false, keep: async () => undefined };

/** A vendor for tests that are about what happens around one. What is not overridden must not be called. */
export function testVendor(over: Partial<Vendor> = {}): Vendor {
  const unused = (): never => {
    throw new MaestroError({ code: 'internal', detail: 'a test vendor was used' });
  };
  return {
    id: vendorId('openai'),
    label: 'Test',
    icon: 'beaker',
    methods: [{ kind: 'import', id: 'none', label: '', detail: '', find: unused }],
    knownModels: () => ({ models: [testModel()], day: '2026-11-20' }),
    listModels: unused,
    usagePage: () => null,
    encode: unused,
    decoder: unused,
    explain: unused,
    limits: () => [],
    renew: unused,
    ...over,
  };
}

import type { Whereabouts } from '../src/core/ports.ts';

/** A desktop, or what a test says instead. */
export function testWhereabouts(over: Partial<Whereabouts> = {}): Whereabouts {
  return { place: 'desktop', reaches: async () => true, ownAddress: async () => null, ...over };
}

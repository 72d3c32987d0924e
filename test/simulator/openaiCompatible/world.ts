import type { Shared } from '../vendor.ts';
import type { Keys } from './keys.ts';
import type { Signatures } from './signatures.ts';

/** Everything that the compatible servers share while the simulator runs. */
export interface CompatibleWorld extends Shared {
  readonly keys: Keys;
  readonly signatures: Signatures;
}

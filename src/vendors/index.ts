import type { Vendor } from '../core/vendor.ts';
import { openai } from './openai/index.ts';
import type { OpenAiSettings } from './openai/settings.ts';

/** What vendors are told from outside, read at each use. Each throws `bad-setting`. */
export interface VendorSettings {
  openai(): OpenAiSettings;
}

/** Every vendor, one line each. */
export function vendors(settings: VendorSettings): readonly Vendor[] {
  return [openai(() => settings.openai())];
}

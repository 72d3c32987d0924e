import { arrayAt, type Json, stringAt } from '../../core/json.ts';

/** What the details of an error say (google.rpc, error_details.proto), as far as it tells failures apart. */
export interface ErrorDetails {
  /** ErrorInfo's `reason`; empty where there is none. */
  readonly reason: string;
  /** RetryInfo's `retryDelay`. */
  readonly retryMs: number | null;
  /** QuotaFailure's violations: the quota, for example `…PerDayPerProjectPerModel-FreeTier`, and its limit. */
  readonly quotas: readonly { readonly id: string; readonly value: string }[];
}

/** Reads the details of an error; what is missing or wrong counts as not there. */
export function readDetails(error: Json | undefined): ErrorDetails {
  const details = arrayAt(error, 'details');
  const ofType = (type: string): readonly Json[] =>
    details.filter((detail) => stringAt(detail, '@type')?.endsWith(`.${type}`) === true);
  return {
    reason: ofType('ErrorInfo').map((info) => stringAt(info, 'reason'))[0] ?? '',
    retryMs: ofType('RetryInfo').map((info) => toMs(stringAt(info, 'retryDelay')))[0] ?? null,
    quotas: ofType('QuotaFailure')
      .flatMap((failure) => arrayAt(failure, 'violations'))
      .map((violation) => ({
        id: stringAt(violation, 'quotaId') ?? '',
        value: stringAt(violation, 'quotaValue') ?? '',
      })),
  };
}

/** A duration as JSON has it: seconds with up to nine decimals (google.protobuf.Duration). */
function toMs(duration: string | null): number | null {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(duration ?? '')?.[1];
  return seconds === undefined ? null : Math.round(Number(seconds) * 1_000);
}

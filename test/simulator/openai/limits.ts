import type { JsonObject } from '../../../src/core/json.ts';
import type { ReplyHeaders } from '../reply.ts';
import type { Persona } from './personas.ts';
import type { World } from './world.ts';

/** The two windows in which the ChatGPT backend counts, the same for everybody. */
const windows = {
  primary: { usedPercent: 12, minutes: 300, resetSeconds: 900 },
  secondary: { usedPercent: 34, minutes: 10_080, resetSeconds: 200_000 },
} as const;
type Window = (typeof windows)[keyof typeof windows];

/** How much of the plan is used, in the headers of every answer of the ChatGPT backend. */
export function planHeaders(persona: Persona, world: World): ReplyHeaders {
  const { has_credits: hasCredits, unlimited, balance } = creditsOf(persona);
  return {
    'x-request-id': `req-sim-${Math.floor(world.now())}`,
    'x-models-etag': world.catalogue.etag,
    ...windowHeaders('primary', windows.primary, world),
    ...windowHeaders('secondary', windows.secondary, world),
    'x-codex-credits-has-credits': String(hasCredits),
    'x-codex-credits-unlimited': String(unlimited),
    'x-codex-credits-balance': balance,
  };
}

/** The same as an event in the stream. */
export function planEvent(persona: Persona, world: World): JsonObject & { readonly type: string } {
  const windowOf = ({ usedPercent, minutes, resetSeconds }: Window): JsonObject => ({
    used_percent: usedPercent,
    window_minutes: minutes,
    reset_at: resetAt(resetSeconds, world),
  });
  return {
    type: 'codex.rate_limits',
    plan_type: persona.plan,
    rate_limits: { primary: windowOf(windows.primary), secondary: windowOf(windows.secondary) },
    credits: { ...creditsOf(persona) },
    metered_limit_name: null,
  };
}

/** The same as the answer of `GET /wham/usage`. */
export function planUsage(persona: Persona, world: World): JsonObject {
  const windowOf = ({ usedPercent, minutes, resetSeconds }: Window): JsonObject => ({
    used_percent: usedPercent,
    limit_window_seconds: minutes * 60,
    reset_after_seconds: resetSeconds,
    reset_at: resetAt(resetSeconds, world),
  });
  return {
    plan_type: persona.plan,
    rate_limit: {
      allowed: true,
      limit_reached: false,
      primary_window: windowOf(windows.primary),
      secondary_window: windowOf(windows.secondary),
    },
    credits: { ...creditsOf(persona) },
    additional_rate_limits: [],
    rate_limit_reached_type: null,
  };
}

/** How many requests and tokens are left, in the headers of every answer of the platform API. */
export function platformHeaders(world: World): ReplyHeaders {
  return {
    'x-request-id': `req_sim_${Math.floor(world.now())}`,
    'x-ratelimit-limit-requests': '10000',
    'x-ratelimit-remaining-requests': '9999',
    'x-ratelimit-reset-requests': '6ms',
    'x-ratelimit-limit-tokens': '2000000',
    'x-ratelimit-remaining-tokens': '1999000',
    'x-ratelimit-reset-tokens': '6m0s',
  };
}

function windowHeaders(name: string, { usedPercent, minutes, resetSeconds }: Window, world: World): ReplyHeaders {
  return {
    [`x-codex-${name}-used-percent`]: String(usedPercent),
    [`x-codex-${name}-window-minutes`]: String(minutes),
    [`x-codex-${name}-reset-at`]: String(resetAt(resetSeconds, world)),
  };
}

/** Only companies buy credits. */
function creditsOf({ plan }: Persona) {
  const hasCredits = plan === 'business';
  return { has_credits: hasCredits, unlimited: false, balance: hasCredits ? '25.50' : '0' } as const;
}

function resetAt(seconds: number, world: World): number {
  return Math.floor(world.now() / 1000) + seconds;
}

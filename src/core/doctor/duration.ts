const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A time in ms as `40 s`, `12 min`, `3 h` or `9 days`, rounded down. */
export function duration(ms: number): string {
  if (ms >= 2 * dayMs) return `${Math.floor(ms / dayMs)} days`;
  if (ms >= 2 * hourMs) return `${Math.floor(ms / hourMs)} h`;
  if (ms >= 2 * minuteMs) return `${Math.floor(ms / minuteMs)} min`;
  return `${Math.max(0, Math.floor(ms / 1_000))} s`;
}

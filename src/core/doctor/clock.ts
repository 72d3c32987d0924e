import { type Finding, failing, fine, warning } from './finding.ts';

/** What a host's `Date` header said (RFC 9110 section 6.6.1), and when it was asked and answered by our clock; all in ms. */
export interface Reading {
  readonly host: string;
  readonly date: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}

const title = 'Clock';
/** A header has whole seconds, and an ID token may be this far off. */
const bearableMs = 60_000;
/** Certificates and tokens are refused for a clock that is so far off. */
const harmfulMs = 5 * 60_000;

/** How far this computer's clock is from what most hosts say. */
export function clockFinding(readings: readonly Reading[]): Finding {
  const sorted = readings.map(aheadMs).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) return fine(title, 'No host told the time over TLS, so it was not compared.');
  const offMs = Math.abs(middle);
  const seconds = Math.round(offMs / 1_000);
  if (offMs <= bearableMs) {
    return fine(
      title,
      seconds === 0 ? 'It agrees with the hosts.' : `It is within ${seconds} s of what the hosts say.`,
    );
  }
  const sentence = `It is ${seconds} s ${middle > 0 ? 'ahead of' : 'behind'} what the hosts say.`;
  const wayOut = 'Let the system set its time by itself; in a container or a virtual machine, the host’s.';
  return offMs <= harmfulMs ? warning(title, sentence, wayOut) : failing(title, sentence, wayOut);
}

/** How far we are ahead. The header's second began up to a second ago, and the answer was on its way for a while. */
function aheadMs({ date, askedAt, answeredAt }: Reading): number {
  if (answeredAt < date) return answeredAt - date;
  return Math.max(0, askedAt - (date + 1_000));
}

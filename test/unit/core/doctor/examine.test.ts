import assert from 'node:assert/strict';
import { checkLimitMs, examine } from '../../../../src/core/doctor/examine.ts';
import { type Check, fine } from '../../../../src/core/doctor/finding.ts';
import { HandClock } from '../../../handClock.ts';

function check(title: string, run: Check['run']): Check {
  return { title, ifLate: 'Wait less.', run };
}

const never = (): Promise<never> => new Promise(() => undefined);
const unheard = (): void => undefined;

describe('an examination', () => {
  it('tells of each check in the order given, whatever becomes of the others', async () => {
    const clock = new HandClock();
    const checks = [
      check('stuck', never),
      check('broken', async () => {
        throw Object.assign(new Error('/home/ada/secret is not there'), { code: 'EACCES' });
      }),
      check('good', async () => [fine('good', 'It works.')]),
    ];
    const done: string[] = [];
    const examined = examine(checks, clock, new AbortController().signal, ({ title }) => done.push(title));
    await clock.sleeping(checkLimitMs);
    clock.advance(checkLimitMs);
    const sections = await examined;
    assert.deepEqual(
      sections.map(({ title, findings }) => [title, ...findings.map(({ verdict }) => verdict)]),
      [
        ['stuck', 'warn'],
        ['broken', 'fail'],
        ['good', 'ok'],
      ],
    );
    assert.deepEqual(done.toSorted(), ['broken', 'good', 'stuck']);
    assert.deepEqual(sections[0]?.findings[0]?.wayOut, 'Wait less.');
    assert.match(JSON.stringify(sections[1]), /EACCES/);
    assert.doesNotMatch(JSON.stringify(sections), /ada/);
  });

  it('that is cancelled ends at once, and with it what a check is doing', async () => {
    const stop = new AbortController();
    let wasTold = false;
    const waiting = check('stuck', async (signal) => {
      signal.addEventListener('abort', () => {
        wasTold = true;
      });
      return never();
    });
    const examined = examine([waiting], new HandClock(), stop.signal, unheard);
    stop.abort(new Error('cancelled'));
    await assert.rejects(examined, /cancelled/);
    assert.ok(wasTold);
  });
});

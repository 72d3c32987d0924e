import assert from 'node:assert/strict';
import { isMeant, readContinuation, writeContinuation } from '../../../src/vscode/participant/continuation.ts';
import { newPlace, readPlace, writePlace } from '../../../src/vscode/participant/threadPlace.ts';
import { readTurn, readTurnId } from '../../../src/vscode/participant/turnRecord.ts';

describe('a question to /continue', () => {
  it('names its conversation whatever the title has in it', () => {
    for (const title of [
      'Capital of France?',
      'Say "hello" and "bye"',
      '  two\nlines ',
      '"',
      '@maestro /fix',
      '’s-Hertogenbosch',
    ]) {
      const query = writeContinuation(title);
      const prompt = query.slice('@maestro /continue'.length);
      const { title: written, question } = readContinuation(`${prompt}What is "this"?\nAnd that?`);
      assert.ok(written !== null && isMeant(title, written), query);
      assert.equal(question, 'What is "this"?\nAnd that?');
      assert.doesNotMatch(query, /\n/);
    }
  });

  it('may name none, or ask nothing yet', () => {
    assert.deepEqual(readContinuation(' go on'), { title: null, question: 'go on' });
    assert.deepEqual(readContinuation('"" go on'), { title: null, question: '"" go on' });
    assert.deepEqual(readContinuation('"open'), { title: null, question: '"open' });
    assert.deepEqual(readContinuation('"Paris"'), { title: 'Paris', question: '' });
  });
});

describe('what the metadata of a result say of its thread', () => {
  it('is read as it was written', () => {
    const place = newPlace();
    assert.deepEqual(readPlace(writePlace(place)), place);
  });

  it('is nothing where it is not ours', () => {
    const { thread } = writePlace(newPlace());
    const strange = [
      null,
      7,
      'x',
      [],
      { thread: null },
      { thread: { conversation: '../../etc/passwd' } },
      { maestro: thread },
    ];
    for (const metadata of strange) assert.equal(readPlace(metadata), null);
    assert.equal(readPlace({ thread: { ...Object(thread), after: '../x', isLinked: 'yes' } })?.after, null);
    for (const lines of [null, 7, '', '{', '{"kind":"asked"}', '{"kind":"begun","v":99}']) {
      assert.equal(readTurn({ maestro: 2, turn: '../x', lines }), null);
    }
    assert.equal(readTurnId({ turn: '../x' }), null);
  });
});

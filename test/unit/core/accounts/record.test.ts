import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readRecord, writeRecord } from '../../../../src/core/accounts/record.ts';
import { arrayAt, isObject, type JsonObject, parseJson } from '../../../../src/core/json.ts';
import type { Credential } from '../../../../src/core/model.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { testAccount, testCredential } from '../../../testAccount.ts';

const { tokens } = testCredential();
const key = { key: new Secret('sk-1'), organization: 'org-1', project: null };
const credentials: readonly Credential[] = [
  testCredential(),
  testCredential('access-1', null),
  { kind: 'exchanged-key', ...key, tokens },
  { kind: 'api-key', ...key },
  { kind: 'bearer', token: new Secret('bearer-1') },
  { kind: 'none' },
];

const step = { lineage: 'aBcDeFgHiJkLmNoPqRs-_9', generation: 7 };

/** What is stored, as an object to break. */
function stored(credential: Credential): JsonObject {
  const value = parseJson(writeRecord({ account: testAccount(), credential, ...step }));
  assert.ok(isObject(value));
  return value;
}

/** Every way to leave out one member or to give it another type, at any depth. */
function* broken(value: JsonObject): Generator<JsonObject> {
  for (const [name, inner] of Object.entries(value)) {
    const { [name]: _, ...rest } = value;
    yield rest;
    for (const other of [null, 7, 'x', [], {}, true]) yield { ...value, [name]: other };
    if (isObject(inner)) for (const deeper of broken(inner)) yield { ...value, [name]: deeper };
  }
}

describe('account record', () => {
  for (const credential of credentials) {
    it(`${credential.kind} survives being written and read`, () => {
      const record = { account: testAccount({ baseUrl: 'http://localhost:11434/v1' }), credential, ...step };
      const result = readRecord(writeRecord(record));
      assert.ok(result.kind === 'ok');
      assert.deepEqual(result.record.account, record.account);
      assert.equal(writeRecord(result.record), writeRecord(record));
    });

    it(`${credential.kind} broken anywhere is told from a good one and never throws`, () => {
      for (const value of broken(stored(credential))) {
        const result = readRecord(JSON.stringify(value));
        if (result.kind !== 'ok') continue;
        // What is let through is whole: it has an origin to be bound to and can be written again.
        assert.ok(arrayAt(result.record.account, 'origins').length > 0);
        assert.equal(readRecord(writeRecord(result.record)).kind, 'ok');
      }
    });
  }

  it('with a lineage that is no name for a file, or a generation that cannot be counted, is broken', () => {
    const wrong = [
      ...['../../etc', '', 'x'.repeat(23), `${step.lineage}/`].map((lineage) => ({ lineage })),
      ...[0, -1, 1.5, 2 ** 60].map((gen) => ({ gen })),
    ];
    for (const part of wrong) {
      assert.equal(readRecord(JSON.stringify({ ...stored({ kind: 'none' }), ...part })).kind, 'broken');
    }
  });

  it('is read or told to be broken, whatever the store gives', () => {
    const names = ['v', 'gen', 'lineage', 'account', 'credential', 'tokens', 'origins', 'kind', 'key', '__proto__'];
    const plain = fc.oneof(fc.string(), fc.double(), fc.constantFrom(null, true, 1, 2, step.lineage));
    const inner = fc.dictionary(fc.constantFrom(...names), fc.oneof(plain, fc.array(plain)), { maxKeys: 4 });
    const value = fc.oneof(plain, inner, fc.dictionary(fc.constantFrom(...names), inner, { maxKeys: 4 }));
    const changed = fc
      .tuple(fc.constantFrom(...credentials), fc.dictionary(fc.constantFrom(...names), value))
      .map(([credential, members]) => JSON.stringify({ ...stored(credential), ...members }));
    const cut = fc
      .tuple(fc.constantFrom(...credentials), fc.nat(1_000))
      .map(([credential, length]) => JSON.stringify(stored(credential)).slice(0, length));
    fc.assert(
      fc.property(fc.oneof(fc.string(), changed, cut), (text) => {
        const result = readRecord(text);
        if (result.kind !== 'ok') return;
        assert.ok(result.record.account.origins.every((origin) => typeof origin === 'string'));
        assert.deepEqual(readRecord(writeRecord(result.record)).kind, 'ok');
      }),
      { numRuns: 1_000 },
    );
  });

  it('of a newer version is left alone', () => {
    assert.equal(readRecord(JSON.stringify({ ...stored({ kind: 'none' }), v: 2 })).kind, 'newer');
  });
});

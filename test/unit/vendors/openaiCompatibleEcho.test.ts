import assert from 'node:assert/strict';
import { failureOf } from '../../../src/core/failure.ts';
import { Product } from '../../product.ts';
import { answerText, type RawExchange, RawServer } from '../../rawServer.ts';

const key = 'Zq7-opaque+key/of.a~server';
const list = JSON.stringify({ object: 'list', data: [{ id: 'm' }] });

/** Refuses what it is asked, in words that repeat the request. */
function echo({ socket, head }: RawExchange): void {
  const message = `I do not understand ${head.find((line) => line.startsWith('Authorization')) ?? ''}.`;
  const body = JSON.stringify({ error: { message } });
  socket.write(answerText(body, ['Content-Type: application/json'], '400 Bad Request'));
}

describe('A server that repeats the request in its errors', () => {
  let server: RawServer;
  let product: Product;
  let lists: boolean;

  beforeEach(async () => {
    lists = true;
    product = new Product({ settings: {} });
    server = await RawServer.start((exchange) => {
      if (lists) exchange.socket.write(answerText(list, ['Content-Type: application/json']));
      else echo(exchange);
    });
  });
  afterEach(async () => {
    await product.close();
    await server.close();
  });

  const signIn = (): ReturnType<Product['signInBy']> =>
    product.signInBy('openai-compatible', 'server', { values: { baseUrl: `${server.origin}/v1`, key } });

  it('does not get the key into the failure of a sign-in, a listing or a turn', async () => {
    const { account } = await signIn();
    await product.maestro.models.list(account);
    const request = product.request(account);
    lists = false;
    const { problem } = await product.maestro.models.refresh(account);
    const failures = [problem, await signIn().then(() => null, failureOf)];
    for await (const batch of product.maestro.runTurn(account, request, new AbortController().signal)) {
      for (const part of batch) {
        if (part.kind === 'end' && part.outcome.kind === 'failed') failures.push(part.outcome.failure);
      }
    }
    const redacted = 'I do not understand Authorization: Bearer [secret].';
    const refused = { code: 'rejected', status: 400, detail: redacted };
    assert.deepEqual(failures, [refused, refused, refused]);
  });
});

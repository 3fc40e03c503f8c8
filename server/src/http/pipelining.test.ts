import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it } from 'vitest';
import { limitPipelining } from './pipelining.ts';

/** Sends so many requests on one connection at once to a server that answers none of them. @returns how many it began to work on. */
async function begun(requests: number, wrap: (next: RequestListener) => RequestListener): Promise<number> {
  let [count, isCutOff] = [0, false];
  const all = Promise.withResolvers<null>();
  const server = createServer(wrap(() => {
    count += 1;
    if (count === requests) all.resolve(null);
  }));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const caller = connect((server.address() as AddressInfo).port, '127.0.0.1', () => caller.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(requests)));
  caller.on('error', () => undefined).resume().once('close', () => {
    isCutOff = true;
    all.resolve(null);
  });
  await all.promise;
  expect(isCutOff).toBe(count < requests);
  caller.destroy();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  return count;
}

it('cuts off who sends more on one connection than waits for an answer, and works on no more', async () => {
  expect(await begun(40, limitPipelining)).toBe(8);
  expect(await begun(8, limitPipelining)).toBe(8);
});

it('where nobody does, all are worked on at once', async () => {
  expect(await begun(40, (next) => next)).toBe(40);
});

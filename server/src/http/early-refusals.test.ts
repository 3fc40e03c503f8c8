import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { Metrics } from '../telemetry/metrics.ts';
import { Admission } from './admission.ts';
import { refuseEarly } from './early-refusals.ts';

/** A server that says to each request what its body was, and has room or has none. */
const admission = new Admission({ most: 0, log: createLog('silent'), metrics: new Metrics() });
let isFull = false;
Object.defineProperty(admission, 'isFull', { get: () => isFull });
const parsed: string[] = [];
const server = createServer((request, response) => {
  parsed.push(`${request.method} ${request.url}`);
  // As the usual way refuses: from the head alone.
  if (request.headers['x-from-head'] !== undefined) return void response.end('from the head;');
  void bodyOf(request).then((body) => (body === 'slow' ? slow.push(() => response.end('slow;')) : response.end(`${body};`)));
});
/** Answers that somebody waits for. */
const slow: (() => void)[] = [];
const readiness = { isWanted: true };
refuseEarly(server, admission, readiness);
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
afterAll(() => void server.close());

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** A caller with one connection, who sends pieces as they are and reads answers as they come. */
class Caller {
  readonly #socket: Socket;
  #text = '';
  #hasEnded = false;

  constructor() {
    this.#socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk: Buffer) => (this.#text += chunk.toString('latin1')));
    this.#socket.on('close', () => (this.#hasEnded = true));
  }

  /** Sends it, and waits until the server has read it: what is sent next is a piece of its own. */
  async send(piece: string): Promise<void> {
    await new Promise((resolve) => this.#socket.write(piece, 'latin1', resolve));
    for (let turns = 0; turns < 6; turns++) await new Promise(setImmediate);
  }

  /** So many answers, each as its status and the body. */
  async answers(count: number): Promise<string[]> {
    await expect.poll(() => this.#hasEnded || [...this.#text.matchAll(/HTTP\/1\.1 /g)].length >= count, { interval: 2 }).toBe(true);
    await expect.poll(() => /(?:;|\}|0\r\n\r\n)$/.test(this.#text) || this.#hasEnded, { interval: 2 }).toBe(true);
    return this.#text.split('HTTP/1.1 ').slice(1).map((answer) => `${answer.slice(0, 3)} ${/\r\n\r\n([^]*)$/.exec(answer)?.[1]?.replaceAll(/\{.*\}/g, 'too much') ?? ''}`);
  }

  get text(): string {
    return this.#text;
  }

  leave(): void {
    this.#socket.destroy();
  }
}

let caller: Caller;
beforeEach(async () => {
  isFull = false;
  caller = new Caller();
  await caller.send(request('first'));
  await caller.answers(1);
  isFull = true;
  parsed.length = 0;
});
afterEach(() => caller.leave());

function request(body: string, { head = '', line = 'POST /graphql HTTP/1.1', length = `content-length: ${body.length}\r\n` } = {}): string {
  return `${line}\r\nhost: x\r\ncontent-type: application/json\r\n${head}${length}\r\n${body}`;
}

describe('a request that comes too much', () => {
  it('is refused before it is parsed, with all that a refusal says, in the language of the caller', async () => {
    await caller.send(request('{}', { head: 'accept-language: en-GB\r\nconnection: keep-alive\r\n' }));
    await caller.answers(2);
    const [head = '', body = ''] = (caller.text.split('HTTP/1.1 ')[2] ?? '').split('\r\n\r\n');
    expect(parsed).toEqual([]);
    expect(head.split('\r\n')).toEqual(['503 Service Unavailable', `content-length: ${body.length}`, 'content-type: application/json; charset=utf-8', 'cache-control: no-store', expect.stringMatching(/^retry-after: [2-5]$/), expect.stringMatching(/^x-request-id: [0-9a-f-]{36}$/), 'x-content-type-options: nosniff']);
    expect(JSON.parse(body)).toEqual({ errors: [{ message: 'The service is not available at the moment. Please try again later.', extensions: { code: 'SERVICE_UNAVAILABLE', requestId: /x-request-id: (\S+)/.exec(head)?.[1] } }] });
  });

  it('is not, once there is room again', async () => {
    await caller.send(request('one'));
    await caller.answers(2);
    isFull = false;
    await caller.send(request('two'));
    isFull = true;
    await caller.send(request('three'));
    expect(await caller.answers(4)).toEqual(['200 first;', '503 too much', '200 two;', '503 too much']);
  });

  it.each([
    ['that cannot wait', request('x', { head: 'priority: u=0\r\n' })],
    ['after which the connection is to be closed', request('x', { head: 'connection: close\r\n' })],
    ['that goes through another door', request('x', { line: 'POST /fhir/Consent HTTP/1.1' })],
    ['that reads', request('', { line: 'GET /graphql?x HTTP/1.1', length: '' })],
    ['whose body comes in chunks', request('1\r\nx\r\n0\r\n\r\n', { length: 'transfer-encoding: chunked\r\n' })],
    ['that says its length twice', request('x', { head: 'content-length: 1\r\n' })],
    ['with a folded line', request('x', { head: 'x-one: a\r\n b\r\n' })],
    ['with an end of line that some read and some do not', request('x', { head: 'x-one: a\nx-two: b\r\n' })],
    ['with a second length that is none', request('x', { head: 'content-length: 5, 6\r\n' })],
    ['to no host', request('x').replace('host: x\r\n', '')],
    ['to two hosts', request('x', { head: 'host: y\r\n' })],
    ['after which a proxy is to close the connection', request('x', { head: 'proxy-connection: close\r\n' })],
    ['with a very long head', request('x', { head: `x-one: ${'a'.repeat(5_000)}\r\n` })],
    ['in an old spelling', request('x', { line: 'POST /graphql HTTP/1.0' })],
    ['that waits to be asked for its body', request('x', { head: 'expect: 100-continue\r\n' })],
  ])('is left to the usual way when it is one %s', async (_name, text) => {
    await caller.send(text);
    await caller.answers(2);
    expect(caller.text).not.toContain('too much');
    expect(caller.text).not.toContain('SERVICE_UNAVAILABLE');
  });

  it('is left to the usual way by a server that is about to stop', async () => {
    readiness.isWanted = false;
    await caller.send(request('x'));
    expect(await caller.answers(2)).toEqual(['200 first;', '200 x;']);
    readiness.isWanted = true;
  });

  it('is left to the usual way as the first of its connection, which Node would take for idle', async () => {
    const other = new Caller();
    await other.send(request('one'));
    await other.send(request('two'));
    expect(await other.answers(2)).toEqual(['200 one;', '503 too much']);
    other.leave();
  });
});

describe('on a connection that many share, nobody is answered for another', () => {
  const inner = request('inner');

  it('when a body in a piece of its own looks like a request', async () => {
    const [head = ''] = request(inner).split(inner);
    await caller.send(head);
    await caller.send(inner);
    await caller.send(request('next'));
    expect(await caller.answers(3)).toEqual(['200 first;', `200 ${inner};`, '200 next;']);
  });

  it('when the rest of a head looks like a request, behind one that was whole', async () => {
    await caller.send(`${request('one', { head: 'priority: u=0\r\n' })}POST /graphql HTTP/1.1\r\nhost: x\r\nx-one: `);
    await caller.send(inner);
    await caller.send(request('next'));
    expect(await caller.answers(4)).toEqual(['200 first;', '200 one;', '200 inner;', '200 next;']);
  });

  it('when empty lines before a request hide that its body is still to come', async () => {
    // Four bytes of empty lines, and a length that ends where the piece ends if one takes them for the end of a head.
    const head = (pad: number, length: number) => `\r\n\r\n${request('', { head: `x-from-head: ${'z'.repeat(pad)}\r\n`, length: `content-length: ${length}\r\n` })}`;
    const length = head(200, 200).length - 4;
    const body = request('y'.repeat(length - request('y'.repeat(150)).length + 150));
    expect([head(200, length).length - 4, body.length]).toEqual([length, length]);
    await caller.send(head(200, length));
    await caller.answers(2);
    await caller.send(body);
    await caller.send(request('next'));
    expect(await caller.answers(3)).toEqual(['200 first;', '200 from the head;', '200 next;']);
  });

  it('when the one before is not answered yet', async () => {
    isFull = false;
    await caller.send(request('slow'));
    isFull = true;
    await caller.send(request('next'));
    expect(caller.text).not.toContain('503');
    for (const answer of slow.splice(0)) answer();
    expect(await caller.answers(3)).toEqual(['200 first;', '200 slow;', '200 next;']);
  });

  it('however requests are cut and put together, with and without room', async () => {
    let seed = 20_261_127;
    const draw = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % below;
    let refused = 0;
    for (let run = 0; run < 60; run++) {
      const one = new Caller();
      const bodies = Array.from({ length: 8 }, (_, at) => (draw(3) === 0 ? request(`fake${at}`) : `body ${at}`));
      const pieces = [];
      for (let text = bodies.map((body) => request(body)).join(''); text.length > 0; ) {
        const whole = request(bodies[0] ?? '').length;
        const cut = draw(2) === 0 ? whole : 1 + draw(400);
        pieces.push(text.slice(0, cut));
        text = text.slice(cut);
      }
      for (const piece of pieces) {
        isFull = draw(2) === 0;
        await one.send(piece);
      }
      const answers = await one.answers(bodies.length);
      refused += answers.filter((answer) => answer === '503 too much').length;
      expect(answers).toEqual(bodies.map((body, at) => (answers[at] === '503 too much' ? answers[at] : `200 ${body};`)));
      one.leave();
    }
    expect(refused).toBeGreaterThan(20);
  });
});

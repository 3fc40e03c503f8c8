/** Callers who want to use up a server's memory: by what they send, and by not reading what they are sent. */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { OrganisationsDocument } from '../../schema/generated/graphql.ts';

/** As much as one caller sends at most, in bytes. */
const HUGE = 400_000_000;

const block = Buffer.alloc(65_536, '[');

/** The bodies of one round: each as large as is let in, deep, full of text, or asking for as much as one may; and one that has no end for whoever reads it. */
const bodies: readonly (readonly [name: string, body: Buffer | null])[] = [
  ['the longest list', Buffer.from(JSON.stringify({ documentId: OrganisationsDocument.id, variables: { first: 100 } }))],
  ['deep brackets', Buffer.from(`{"documentId":"${OrganisationsDocument.id}","variables":${'['.repeat(45_000)}${']'.repeat(45_000)}}`)],
  ['a long text', Buffer.from(JSON.stringify({ documentId: OrganisationsDocument.id, variables: { first: 1, after: '献'.repeat(30_000) } }))],
  ['many fields', Buffer.from(JSON.stringify({ query: `{ ${'__typename '.repeat(8_000)}}` }))],
  ['no end', null],
];

/** Sends all bodies again and again, so many callers at once, until told to stop. @returns how many answers there were of which status; 0 for none. */
export async function flood(origin: string, callers: number, isOver: () => boolean): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  const call = async (caller: number): Promise<void> => {
    for (let turn = caller; !isOver(); turn++) {
      const [, body = null] = bodies[turn % bodies.length] ?? [];
      const status = await send(origin, body);
      answers[status] = (answers[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  return answers;
}

async function send(origin: string, body: Buffer | null): Promise<number> {
  let status = 0;
  return new Promise((answered) => {
    const sending = request(`${origin}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...(body ? { 'content-length': body.length } : {}) } }, (answer) => {
      answer.resume();
      status = answer.statusCode ?? 0;
      answer.once('end', () => sending.destroy());
    });
    sending.setTimeout(20_000, () => sending.destroy());
    sending.once('error', () => answered(status));
    sending.once('close', () => answered(status));
    if (body) sending.end(body);
    else pour(sending, HUGE);
  });
}

/** Writes as fast as it is taken. */
function pour(into: ReturnType<typeof request>, bytes: number): void {
  let left = bytes;
  const more = (): void => {
    while (left > 0 && !into.destroyed) {
      left -= block.length;
      if (!into.write(block)) {
        into.once('drain', more);
        return;
      }
    }
    into.end();
  };
  more();
}

/** The ports of those whose connections with a port of this machine stand, by what Linux says (proc(5), `/proc/net/tcp`). */
function establishedOn(local: number): number[] {
  return readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1).flatMap((line) => {
    const [, here = '', there = '', state] = line.trim().split(/\s+/);
    return state === '01' && portIn(here) === local ? [portIn(there)] : [];
  });
}

function portIn(address: string): number {
  return Number.parseInt(address.split(':')[1] ?? '', 16);
}

/** Callers who ask for much on one connection, and read one byte a second of it. */
export class SlowReaders {
  readonly #sockets: readonly Socket[];
  readonly #reading: NodeJS.Timeout;
  readonly #port: number;

  /** @param path a file of the server's that weighs much. */
  constructor(origin: string, count: number, path: string) {
    const { port, hostname } = new URL(origin);
    this.#port = Number(port);
    const body = JSON.stringify({ documentId: OrganisationsDocument.id, variables: { first: 100 } });
    // Each asks in a form of its own, so that the database is asked and not what the server remembers for everybody.
    const listFor = (reader: number) => `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length + reader}\r\n\r\n${body}${' '.repeat(reader)}`;
    const file = `GET ${path} HTTP/1.1\r\nhost: x\r\naccept-encoding: identity\r\n\r\n`;
    this.#sockets = Array.from({ length: count }, (_, reader) => {
      const socket = connect(this.#port, hostname, () => socket.write(listFor(reader).repeat(20) + file.repeat(100)));
      socket.on('error', () => undefined).pause();
      return socket;
    });
    this.#reading = setInterval(() => {
      for (const socket of this.#sockets) socket.read(1);
    }, 1_000);
  }

  /** How many the server has not cut off. Who does not read cannot know: the kernel does. */
  get left(): number {
    const own = new Set(this.#sockets.map(({ localPort }) => localPort));
    return establishedOn(this.#port).filter((port) => own.has(port)).length;
  }

  close(): void {
    clearInterval(this.#reading);
    for (const socket of this.#sockets) socket.destroy();
  }
}

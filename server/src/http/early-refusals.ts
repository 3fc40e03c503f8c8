import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { requestFaults } from '../graphql/request-faults.ts';
import { type Admission, refusal } from './admission.ts';

/**
 * Refuses what comes too much before Node makes a request and a response of it, only to throw them away: at ten times its capacity a server answers up to
 * twice as many others that way (docs/performance.md). Only a request that cannot be mistaken is refused here: a whole one in one piece, to the door of GraphQL, with nothing in its head that would need judgement. All other goes its usual way, where it is refused as well.
 *
 * Whoever shares a connection, as the callers behind a proxy do, must never be given the answer to another's request: so it is known of each connection
 * whether Node's parser stands between two requests, from its first byte on, and where that cannot be known any more, nothing is refused here again.
 * A server that is about to stop leaves everything to the usual way, which closes connections.
 */
export function refuseEarly(server: Server, admission: Admission, readiness: { readonly isWanted: boolean }): void {
  const connections = new WeakMap<Socket, Connection>();
  server.on('connection', (socket: Socket) => {
    const [parse, ...others] = socket.listeners('data');
    // Node reads in another way than it did: everything goes the usual way.
    if (!parse || others.length > 0) return;
    const connection = new Connection((piece) => void parse.call(socket, piece));
    connections.set(socket, connection);
    socket.removeListener('data', parse as () => void);
    socket.on('data', (piece: Piece) => {
      const answer = readiness.isWanted && connection.mayRefuse() && isIdle(socket) && admission.isFull ? refusalOf(piece) : null;
      if (answer === null) return connection.pass(piece);
      admission.noteTurnedAway();
      socket.write(answer);
    });
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => connections.get(request.socket)?.heard(request, response));
}

/** Whether all that was written has gone, and more may be. */
function isIdle({ writable, writableLength }: Socket): boolean {
  return writable && writableLength === 0;
}

/** What arrives at once. */
type Piece = Buffer<ArrayBuffer>;

/** What is known of a connection: whether Node's parser stands between two requests. */
class Connection {
  readonly #parse: (piece: Piece) => void;
  /** Those that the parser has found in the piece that it is given just now. */
  #found: IncomingMessage[] = [];
  #unanswered = 0;
  #isKnown = false;
  #isOrderly = true;

  constructor(parse: (piece: Piece) => void) {
    this.#parse = parse;
  }

  heard(request: IncomingMessage, response: ServerResponse): void {
    this.#isKnown = true;
    this.#found.push(request);
    this.#unanswered += 1;
    response.once('close', () => (this.#unanswered -= 1));
  }

  /** Whether the parser was given whole requests only, and all are answered. The first of a connection is never refused early: until Node has heard one, it takes the connection for idle. */
  mayRefuse(): boolean {
    return this.#isOrderly && this.#isKnown && this.#unanswered === 0;
  }

  /**
   * Has Node read it, and looks whether it was one request from its first byte to its last: Node must have read the request to its end, and by its length
   * the piece must end there, too. Each alone can be deceived: the length by empty lines before a request, its end by what comes behind.
   */
  pass(piece: Piece): void {
    this.#parse(piece);
    const [request] = this.#found;
    this.#found = [];
    this.#isOrderly &&= request !== undefined && request.complete && bytesOf(request, piece) === piece.length;
  }
}

/** How many bytes of the piece that begins with a request are its own, by the length that Node has read in its head; NaN where none stands there. */
function bytesOf({ headers }: IncomingMessage, piece: Piece): number {
  const end = piece.indexOf(HEAD_ENDS);
  return end < 0 || headers['transfer-encoding'] !== undefined ? Number.NaN : end + HEAD_ENDS.length + Number(headers['content-length'] ?? 0);
}

const HEAD_ENDS = '\r\n\r\n';

/** A head as pages of ours send it: lines that each have a name and a value, none folded, and ends of lines that no parser reads in another way. */
const PLAIN_HEAD = /^POST \/graphql HTTP\/1\.1\r\n(?:[\w-]+:[\t\x20-\x7e\x80-\xff]*\r\n)+$/;

/** What Node is to judge: how the connection goes on, a body without a length, and whether the request can wait (ADR 48). */
const NEEDS_JUDGEMENT = /\n(?:proxy-connection|connection:(?![ \t]*keep-alive[ \t]*\r)|transfer-encoding|te|trailer|upgrade|expect|priority)/i;

/** The longest head that is read here, in bytes: far below what Node takes in length and in number of lines, so that nothing is refused as busy that Node would refuse for good. */
const LONGEST_HEAD = 4_096;
const HOSTS = /\nhost:/gi;
const LENGTHS = /\ncontent-length:([^\r]*)/gi;
const PLAIN_LENGTH = /^[ \t]*(\d{1,6})[ \t]*$/;
const LANGUAGE = /\naccept-language:([^\r]*)/i;

/** The refusal of the request that a piece is, as it goes over the wire; null where it is no whole request that can wait, or may be mistaken for one. */
function refusalOf(piece: Piece): string | null {
  const end = piece.indexOf(HEAD_ENDS);
  if (end < 0 || end > LONGEST_HEAD) return null;
  const requestHead = piece.toString('latin1', 0, end + 2);
  const length = PLAIN_LENGTH.exec(onlyOf(requestHead, LENGTHS)?.[1] ?? '')?.[1];
  if (length === undefined || end + HEAD_ENDS.length + Number(length) !== piece.length || !onlyOf(requestHead, HOSTS)) return null;
  if (!PLAIN_HEAD.test(requestHead) || NEEDS_JUDGEMENT.test(requestHead)) return null;
  const { status } = requestFaults.SERVICE_UNAVAILABLE;
  const { head, text } = refusal(randomUUID(), LANGUAGE.exec(requestHead)?.[1]);
  const lines = head.map((word, at) => (at % 2 === 0 ? `${word}: ` : `${word}\r\n`));
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${text}`;
}

/** The only match; undefined where there are none or several. */
function onlyOf(text: string, pattern: RegExp): RegExpMatchArray | undefined {
  const [match, ...more] = text.matchAll(pattern);
  return more.length === 0 ? match : undefined;
}

import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** How many requests of one connection may wait for their answers to be written. Browsers and proxies send one, and then wait. */
const MOST_AT_ONCE = 8;

/**
 * Cuts off who sends more and more requests on one connection and does not read the answers: Node answers all of them at once and keeps what
 * is not taken, some megabytes for each connection (F17 of docs/resilience.md).
 */
export function limitPipelining(next: RequestListener): RequestListener {
  const unanswered = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    const count = (unanswered.get(socket) ?? 0) + 1;
    if (count > MOST_AT_ONCE) {
      socket.destroy();
      return;
    }
    unanswered.set(socket, count);
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    next(request, response);
  };
}

/** A receiver of events: `WEBHOOK_SECRET=whsec_… PORT=8080 node receive.ts`. */
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

interface Event {
  readonly id: string;
  readonly type: string;
  readonly subject?: string;
}

const webhook = new Webhook(process.env['WEBHOOK_SECRET'] ?? '');
const seen = new Set<string>(); // Keep the ids in your database.

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (part: string) => (body += part));
  request.on('end', () => {
    let event: Event;
    try {
      event = webhook.verify(body, request.headers as Record<string, string>) as Event;
    } catch {
      response.writeHead(401).end();
      return;
    }
    // Answer first, work afterwards: after 10 seconds it counts as not received.
    response.writeHead(204).end();
    if (seen.has(event.id)) return;
    seen.add(event.id);
    console.log(`${event.type} ${event.subject ?? ''}`);
  });
});
server.listen(Number(process.env['PORT'] ?? 8080), () => console.log('listening'));

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves on a free port, prints the address for whoever started this process, and ends together with them. */
export function announce(server: Server): void {
  // Who started us is gone: nobody asks any more.
  process.on('disconnect', () => process.exit());
  server.listen(0, '127.0.0.1', () => {
    console.log(`http://localhost:${(server.address() as AddressInfo).port}`);
  });
}

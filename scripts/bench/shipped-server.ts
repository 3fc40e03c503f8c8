/** Sanxian as shipped: what `pnpm start` runs, ended together with the process that started it. */

// The way of a service manager: requests under way are answered first.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
await import('../start.ts');

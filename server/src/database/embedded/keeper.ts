import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import type { Account } from './account.ts';

/** A running PostgreSQL server and the pipe that keeps it alive. */
export interface KeptServer {
  readonly process: ChildProcess;
  /** Tells the keeper that the server ended and that it has nothing left to do. */
  release(): void;
}

/**
 * A shell that becomes the server, after leaving a keeper behind.
 *
 * The keeper reads a pipe whose other end only our process holds. However our process ends, `kill -9` included, the
 * kernel closes that end, and the keeper asks the server for a fast shutdown: transactions are rolled back, the
 * cluster is written out, nothing is left to recover. A line on the pipe means that the server ended before us; the
 * keeper then must not touch the id any more, for it may be somebody else's by now.
 *
 * - `( ( … ) & )` makes the keeper nobody's child: the server would wonder about a child it did not start.
 * - `exec` gives the server the shell's process id, which is the one `spawn` reports and `$$` names.
 * - The keeper ignores the signals a terminal sends, so it cannot go before the server.
 */
const KEEPER = `
remove=$1
shift
( (
  trap '' HUP INT TERM
  exec >/dev/null 2>&1
  if ! read -r _ <&3; then
    kill -INT $$
    waited=0
    while kill -0 $$; do
      if [ $waited -eq 60 ]; then kill -QUIT $$; fi
      if [ $waited -eq 75 ]; then kill -KILL $$; break; fi
      sleep 1
      waited=$((waited + 1))
    done
    if [ -n "$remove" ]; then rm -rf "$remove"; fi
  fi
) & )
exec 3<&-
exec "$@"
`;

/**
 * Starts a server under a keeper, in a session of its own: Ctrl-C in a terminal reaches every process of the
 * foreground group, and the database must not go before the requests that use it are answered.
 *
 * @param remove a folder the keeper deletes after it stopped the server, for databases that live as long as a test run.
 */
export function startKept(
  account: Account,
  command: readonly string[],
  options: { log: number; environment: NodeJS.ProcessEnv; remove: string },
): KeptServer {
  const [program = 'sh', ...words] = [...account.prefix, 'sh', '-c', KEEPER, 'sanxian-keeper', options.remove, ...command];
  const child = spawn(program, words, {
    ...account.spawn,
    env: options.environment,
    detached: true,
    stdio: ['ignore', options.log, options.log, 'pipe'],
  });
  const pipe = child.stdio[3] as Writable | null;
  pipe?.on('error', () => undefined); // the keeper may have been killed; the server then ends with stop() or the next start
  return {
    process: child,
    release() {
      pipe?.end('\n');
    },
  };
}

/**
 * Starts the register with one of its guarantees replaced by nothing, to see what it costs. The server that is shipped has no switch for
 * that: a build of its own takes other modules in the place of some (`without/`), and lies where only the benchmark looks.
 */
import { join } from 'node:path';
import { buildReplacing } from '../replacing-build.ts';
import { root } from '../stages.ts';
import { type Contender, type Start, startSanxian } from './contenders.ts';
import type { Operation } from './operations.ts';

/** What can be replaced: the module of the server, and by which of `without/`. */
const replacements = {
  fingerprints: 'donors/canonical-decision.ts',
  decryption: 'vault/sealed-value.ts',
  'access-rules': 'graphql/field-guard.ts',
  'turning-away': 'http/admission.ts',
  audit: 'audit/record-audit.ts',
  database: 'database/readings.ts',
} as const;

/** What a server can be started without. */
type Part = keyof typeof replacements;

/** Whom the operations about the register alone compare with it: started anew for each kind, in this order. */
export const variants: Readonly<Record<Exclude<Operation['among'], 'rivals' | 'public'>, readonly ((start: Start) => Promise<Contender>)[]>> = {
  guarantees: [
    (start) => startWithout('without-fingerprints', 'no decision is held against its fingerprint', ['fingerprints'], start),
    (start) => startWithout('without-decryption', 'what was opened once is remembered in plain text: identity of the session, contact', ['decryption'], start),
    (start) => startWithout('without-access-rules', 'no field asks the table who may see it', ['access-rules'], start),
    (start) => startWithout('without-turning-away', 'nobody is counted and nobody turned away', ['turning-away'], start),
    (start) => startShippedAs('without-log', 'no line in the log', { ...start, settings: { ...start.settings, LOG_LEVEL: 'silent' } }),
  ],
  'register-guarantees': [
    async (start) => ({ ...(await startWithout('without-audit', 'deeds leave no audit entry; the decisions themselves are sealed all the same', ['audit'], start)), deeds: ['donor', 'decision', 'outbox_event'] }),
    (start) => startWithout('without-access-rules', 'no field asks the table who may see it', ['access-rules'], start),
  ],
  'from-memory': [
    (start) => startWithout('from-memory', 'PostgreSQL answers each question once, after that memory does; everything is opened and checked', ['database'], start),
    (start) => startWithout('door-alone', 'the same, and nothing is opened or checked again: the door with stubbed data', ['database', 'decryption', 'fingerprints'], start),
  ],
};

/** Builds and starts a register without some of its parts, under a name of its own. */
async function startWithout(name: string, what: string, parts: readonly Part[], start: Start): Promise<Contender> {
  return startSanxian(name, what, await build(name, parts), start);
}

function startShippedAs(name: string, what: string, start: Start): Promise<Contender> {
  return startSanxian(name, what, 'shipped-server.ts', start);
}

/** @returns the built file. */
function build(name: string, parts: readonly Part[]): Promise<string> {
  const replaced = new Map(parts.map((part) => [join(root, 'server/src', replacements[part]), join(import.meta.dirname, 'without', `${part}.ts`)]));
  return buildReplacing({ input: join(import.meta.dirname, 'without-server.ts'), folder: join(root, 'server/dist/bench', name), replaced });
}

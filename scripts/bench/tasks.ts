/** What each operation asks of contenders, after it was seen that all of them answer alike. */
import type { Contender } from './contenders.ts';
import type { Setting } from './measure.ts';
import type { Operation } from './operations.ts';
import type { Plan } from './rounds.ts';
import { assertSameAnswers, assertSameLists, assertSameRegistrations } from './same-answer.ts';

/** How many people's answers are compared before anything is measured. */
const COMPARED = 50;
/** And how many registrations: each is checked in the tables, too. */
const COMPARED_REGISTRATIONS = 5;
/** Requests a second to be ready for before the first was seen, and by how much more than the fastest stretch so far. */
const FIRST_GUESS = 1_000;
const HEADROOM = 1.5;

/** The part of a plan that depends on the operation. */
export type Task = Pick<Plan, 'shortestAnswer' | 'requestsFor' | 'once' | 'kept' | 'settle'>;

/** @throws Error when contenders answer differently. */
export function taskOf(asks: Operation['asks'], setting: Setting): Promise<Task> {
  return { 'look-up': lookUps, list: lists, register: registrations }[asks](setting);
}

async function lookUps({ contenders, people }: Setting): Promise<Task> {
  const shortestAnswer = await assertSameAnswers(contenders, people.slice(0, COMPARED));
  return { shortestAnswer, requestsFor: (contender) => Promise.resolve(people.map(({ token }) => contender.request(token))) };
}

async function lists({ pool, contenders, connections }: Setting): Promise<Task> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int from organisation');
  const shortestAnswer = await assertSameLists(contenders, rows[0]?.count ?? 0);
  return { shortestAnswer, requestsFor: (contender) => Promise.resolve(Array.from({ length: connections }, () => contender.listRequest())) };
}

async function registrations({ pool, contenders, connections, fresh, seal }: Setting): Promise<Task> {
  const signIn = (contender: Contender, wanted: number) => fresh.signIn(wanted, contender.name === 'postgraphile');
  const kept = async ({ deeds }: Contender): Promise<number> => {
    const { rows } = await pool.query<{ least: number }>(`select least(${deeds.map((table) => `(select count(*)::int from ${table})`).join(', ')}) least`);
    return rows[0]?.least ?? 0;
  };
  return {
    shortestAnswer: await assertSameRegistrations(contenders, (contender) => signIn(contender, COMPARED_REGISTRATIONS), kept),
    kept,
    once: true,
    async requestsFor(contender, seconds, fastest) {
      const each = Math.ceil(((fastest || FIRST_GUESS) * seconds * HEADROOM) / connections);
      const people = await signIn(contender, each * connections);
      return people.map((person) => contender.registerRequest(person));
    },
    // Others leave nothing behind: they have no audit that is sealed.
    settle: async ({ deeds }) => {
      if (deeds.includes('decision')) await seal();
    },
  };
}

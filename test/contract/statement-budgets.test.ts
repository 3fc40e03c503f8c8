/**
 * How many statements each operation sends to the database: what grows here grows for everybody who asks. Whoever makes it fewer says so in the table. A list has its own test of the same few statements whatever its length (`test/api/citizen/find-an-office.test.ts`).
 */
import { createRequire } from 'node:module';
import { beforeAll, expect, it } from 'vitest';
import { MyDecisionDocument, OrganisationsDocument } from '../../schema/generated/graphql.ts';
import { deciding } from '../kit/decisions.ts';
import { asked, AT_ONCE, lookingUp, questionAbout, twoClinicians } from '../kit/look-ups.ts';
import { createWorld, person } from '../kit/world.ts';

/** What `pg` sends for one statement: `query` in text, `execute` prepared. The beginning and the end of a transaction count, too. */
interface Wire {
  query(...words: readonly unknown[]): unknown;
  execute(...words: readonly unknown[]): unknown;
}

// Nothing from memory that another question has brought.
const world = await createWorld({ SANXIAN_PUBLIC_ANSWER_MILLISECONDS: '0' });
let statements = 0;

// The mapper brings a `pg` of its own beside ours.
const ofServer = createRequire(new URL('../../server/package.json', import.meta.url));
const ofMapper = createRequire(ofServer.resolve('@mikro-orm/postgresql'));
for (const { Connection } of [ofServer('pg'), ofMapper('pg')] as readonly { readonly Connection: { readonly prototype: Wire } }[]) {
  const wire = Connection.prototype;
  for (const way of ['query', 'execute'] as const) {
    const send = wire[way];
    wire[way] = function (this: Wire, ...words) {
      statements += 1;
      return Reflect.apply(send, this, words);
    };
  }
}

async function spent(work: () => Promise<unknown>): Promise<number> {
  statements = 0;
  await work();
  return statements;
}

const list = () => world.anonymous().run(OrganisationsDocument, { first: 100 });
const somebody = person();
const [doctor, second] = await twoClinicians(world);

// Each new connection says a word first, which is none of anybody's question.
beforeAll(async () => {
  const citizen = await world.citizen(somebody);
  await Promise.all([deciding.register(citizen), ...Array.from({ length: 20 }, () => citizen.run(MyDecisionDocument, {})), ...Array.from({ length: 12 }, () => lookingUp.desk(doctor))]);
  await list();
});

it('an operation costs the statements that stand in the table', async () => {
  const citizen = await world.citizen();
  const costs = {
    'sign in': await spent(() => world.citizen()),
    'my decision, of somebody who has none': await spent(() => citizen.run(MyDecisionDocument, {})),
    register: await spent(() => deciding.register(citizen)),
    'my decision': await spent(() => citizen.run(MyDecisionDocument, {})),
    edit: await spent(() => deciding.edit(citizen, 1)),
    reaffirm: await spent(() => deciding.reaffirm(citizen, 2)),
    withdraw: await spent(() => deciding.withdraw(citizen, 3)),
    refuse: await spent(() => deciding.refuse(citizen, 4)),
    'a hundred bodies': await spent(list),
    'ask about somebody': 0,
    'ask about somebody at once': await spent(() => asked(doctor, questionAbout(somebody, AT_ONCE))),
    confirm: 0,
    open: 0,
    desk: await spent(() => lookingUp.desk(doctor)),
  };
  let id = '';
  costs['ask about somebody'] = await spent(async () => (id = await asked(doctor, questionAbout(somebody))));
  costs.confirm = await spent(() => lookingUp.confirm(second, id));
  costs.open = await spent(() => lookingUp.open(doctor, id));
  expect(costs).toEqual({
    ...{ 'sign in': 6, 'my decision, of somebody who has none': 1, 'my decision': 2, 'a hundred bodies': 2 },
    // Three or four that read, what is written as one message, and what is shown of it afterwards.
    ...{ register: 11, edit: 13, reaffirm: 12, withdraw: 11, refuse: 13 },
    // Behind the doors of staff each statement stands in a transaction of its own that names door and scope: four for one.
    ...{ 'ask about somebody': 35, 'ask about somebody at once': 59, confirm: 43, open: 67, desk: 21 },
  });
});

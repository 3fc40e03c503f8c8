import { describe, expect, it } from 'vitest';
import { DecisionState } from '../../server/src/donors/decision.entity.ts';
import { DonorAction } from '../../server/src/donors/donor.policy.ts';
import type { Caller } from '../kit/caller.ts';
import { standingOf } from '../../server/src/donors/standing.queries.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { deciding, disavow, latestOf, ownPage, queueWithdrawal } from '../kit/decisions.ts';
import { paper, tableBelow } from '../kit/papers.ts';
import { createWorld } from '../kit/world.ts';

const world = await createWorld();
const text = paper('docs/decision-states.md');

/** A fresh person in each state. */
const inState: Readonly<Record<string, () => Promise<Caller>>> = {
  SILENT: () => world.citizen(),
  AGREED: async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    return citizen;
  },
  REFUSED: async () => {
    const citizen = await world.citizen();
    await deciding.refuse(citizen, null);
    return citizen;
  },
  WITHDRAWN: async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    await deciding.withdraw(citizen, 1);
    return citizen;
  },
};

/** Each action as a person sends it who last read `version`; a person without a record has nothing to edit, so any number will do. */
const acting: Readonly<Record<string, (citizen: Caller, version: number | null, state: string) => Promise<{ readonly __typename: string }>>> = {
  register: (citizen, version) => deciding.register(citizen, { expectedVersion: version }),
  edit: (citizen, version) => deciding.edit(citizen, version ?? 1),
  reaffirm: (citizen, version, state) => deciding.reaffirm(citizen, version ?? 1, state === 'REFUSED' ? 'REFUSE' : 'AGREE'),
  refuse: (citizen, version) => deciding.refuse(citizen, version),
  withdraw: (citizen, version) => deciding.withdraw(citizen, version ?? 1),
};

interface Cell {
  readonly state: string;
  readonly action: string;
  readonly outcome: string;
}

function cellsBelow(heading: string): readonly Cell[] {
  return tableBelow(text, heading).flatMap(({ state = '', ...actions }) => Object.entries(actions).map(([action, outcome]) => ({ state, action, outcome })));
}

const states = Object.values(DecisionState);
const actions = Object.values(DonorAction).map((action) => action.toLowerCase());
const everyCell = states.flatMap((state) => actions.map((action) => `${state} ${action}`)).toSorted();
const headings = ['What each action does', 'When the record changed meanwhile', 'What the app offers'];

/** What the register holds about a person: all that an action may change. */
async function standing(citizen: Caller): Promise<{ readonly state: string | null; readonly version: number | null; readonly decisions: number }> {
  const { state, donor } = await ownPage(citizen);
  return { state, version: donor?.version ?? null, decisions: donor?.history.totalCount ?? 0 };
}

describe('the table of states', () => {
  it.each(headings)('“%s” has a cell for every state and action', (heading) => {
    expect(cellsBelow(heading).map(({ state, action }) => `${state} ${action}`).toSorted()).toEqual(everyCell);
  });

  it('explains every state in law', () => {
    expect(tableBelow(text, 'What each state means in law').map(({ state }) => state).toSorted()).toEqual(states.toSorted());
  });
});

describe('a person who is', () => {
  it.each(cellsBelow('What each action does'))('$state and sends $action ends as $outcome', async ({ state, action, outcome }) => {
    const citizen = await inState[state]?.();
    if (!citizen) throw new Error(`Nobody can be ${state}`);
    const before = await standing(citizen);
    const answer = await acting[action]?.(citizen, before.version, state);
    const after = await standing(citizen);
    if (states.includes(outcome as DecisionState)) {
      expect(answer?.__typename).toMatch(/Success$/);
      expect(after).toMatchObject({ state: outcome, decisions: before.decisions + 1 });
    } else {
      expect(answer?.__typename).toBe(outcome);
      expect(after).toEqual(before);
    }
  });

  it.each(cellsBelow('When the record changed meanwhile'))('$state and sends $action with another version is told $outcome', async ({ state, action, outcome }) => {
    const citizen = await inState[state]?.();
    if (!citizen) throw new Error(`Nobody can be ${state}`);
    const before = await standing(citizen);
    const answer = await acting[action]?.(citizen, 99, state);
    expect(answer?.__typename).toBe(outcome);
    expect(await standing(citizen)).toEqual(before);
  });

  it.each(states)('%s is offered what the table says', async (state) => {
    const citizen = await inState[state]?.();
    if (!citizen) throw new Error(`Nobody can be ${state}`);
    const offered = (await ownPage(citizen)).abilities.map(({ action, allowed, reason }) => ({ state, action: action.toLowerCase(), outcome: allowed ? 'open' : (reason ?? 'null') }));
    expect(offered).toEqual(cellsBelow('What the app offers').filter((cell) => cell.state === state));
  });
});

describe('while their decision is disavowed, a person who is', () => {
  const cells = cellsBelow('While a decision is disavowed');

  it('has a cell for every state that can be disavowed and every action', () => {
    expect(cells.map(({ state, action }) => `${state} ${action}`).toSorted()).toEqual(everyCell.filter((cell) => !cell.startsWith('SILENT')));
  });

  it.each(cells)('$state and sends $action ends as $outcome', async ({ state, action, outcome }) => {
    const citizen = await inState[state]?.();
    if (!citizen) throw new Error(`Nobody can be ${state}`);
    await disavow(citizen, (await latestOf(citizen)).id);
    const before = await standing(citizen);
    const answer = await acting[action]?.(citizen, before.version, state);
    expect(states.includes(outcome as DecisionState) ? answer?.__typename.replace(/^.*Success$/, outcome) : answer?.__typename).toBe(outcome);
    expect((await standing(citizen)).state).toBe(states.includes(outcome as DecisionState) ? outcome : before.state);
  });
});

describe('others may rely', () => {
  const rows = tableBelow(text, 'On what others may rely');
  const [latest = '', nothing = '', noRefusal = '', refusal = '', queued = ''] = Object.keys(rows[0] ?? {});
  const own: Readonly<Record<string, (citizen: Caller) => Promise<number>>> = {
    [nothing]: () => Promise.resolve(0),
    [noRefusal]: () => Promise.resolve(0),
    [refusal]: async (citizen) => (await deciding.refuse(citizen, null), 1),
    [queued]: () => Promise.resolve(0),
  };
  const cells = rows.flatMap((row) => [nothing, noRefusal, refusal, queued].map((doubt) => ({ state: row[latest] ?? '', doubt, outcome: row[doubt] ?? '' }))).filter(({ outcome }) => outcome !== '–');

  it.each(cells)('on $outcome when the latest decision is $state and: $doubt', async ({ state, doubt, outcome }) => {
    const citizen = await world.citizen();
    const version = await own[doubt]?.(citizen);
    const forged = await forging[state]?.(citizen, version ?? 0);
    if (doubt === noRefusal || doubt === refusal) for (const decisionId of forged ?? []) await disavow(citizen, decisionId);
    if (doubt === queued) {
      world.provider.isDown = true;
      world.wait(31_000);
      expect(await queueWithdrawal(citizen, (await standing(citizen)).version ?? 0)).toMatchObject({ __typename: 'QueueWithdrawalSuccess' });
      world.provider.isDown = false;
    }
    const em = world.orm.em.fork();
    const { registrationNumber } = (await ownPage(citizen)).donor ?? { registrationNumber: '' };
    expect((await standingOf(em, await em.findOneOrFail(Donor, { registrationNumber }))).state).toBe(outcome);
  });
});

/** Decisions made in a person's name after `version`, ending in a state; their ids. */
const forging: Readonly<Record<string, (citizen: Caller, version: number) => Promise<string[]>>> = {
  AGREED: async (citizen, version) => {
    if (version > 0) await deciding.edit(citizen, version);
    else await deciding.register(citizen);
    return [(await latestOf(citizen)).id];
  },
  REFUSED: async (citizen, version) => {
    if (version > 0) await deciding.reaffirm(citizen, version, 'REFUSE');
    else await deciding.refuse(citizen, null);
    return [(await latestOf(citizen)).id];
  },
  WITHDRAWN: async (citizen, version) => {
    if (version === 0) await deciding.register(citizen);
    await deciding.withdraw(citizen, Math.max(version, 1));
    return [(await latestOf(citizen)).id];
  },
};

import { describe, expect, it } from 'vitest';
import { type FindingKind, findBrokenPromises, type HeldDecision } from './checker.ts';
import { History, type Intention } from './history.ts';

const person = 'aa';
const choices = { HEART: 'AGREE', LUNG: 'REFUSE' } as const;
const registering: Intention = { id: 1, person, deed: 'register', choices };
const editing: Intention = { id: 2, person, deed: 'edit', choices: { ...choices, LUNG: 'AGREE' } };

function held(sequence: number, changed: Partial<HeldDecision> = {}): HeldDecision {
  const first = sequence === 1;
  return {
    ...{ id: `decision-${sequence}`, person, registrationNumber: 'R1', sequence, action: first ? 'REGISTERED' : 'EDITED' },
    ...{ choices: first ? choices : { ...choices, LUNG: 'AGREE' }, recordedAt: 1_000 * sequence, key: `key-${sequence}`, isAudited: true, isAnnounced: true, isQueuedForNation: true },
    ...changed,
  };
}

const told = (sequence: number) => ({ decisionId: `decision-${sequence}`, sequence, registrationNumber: 'R1' });

/** Somebody registers and changes, and is told so both times. */
function innocent(): History {
  const history = new History();
  history.sent(registering, 'key-1', 0);
  history.ended('ok', registering, 'key-1', '', told(1));
  history.sent(editing, 'key-2', 0);
  history.ended('ok', editing, 'key-2', '', told(2));
  return history;
}

function kindsIn(history: History, decisions: readonly HeldDecision[], latestSequence = decisions.length): FindingKind[] {
  return findBrokenPromises(history, { decisions, records: [{ person, latestSequence }] }).map(({ kind }) => kind);
}

describe('the checker', () => {
  it('finds nothing where everything is as it was told', () => {
    expect(kindsIn(innocent(), [held(1), held(2)])).toEqual([]);
  });

  it('finds nothing wrong with what nobody was told of, there or not', () => {
    const history = innocent();
    const third: Intention = { ...editing, id: 3 };
    history.sent(third, 'key-3', 0);
    history.ended('unknown', third, 'key-3', 'ECONNRESET');
    expect(kindsIn(history, [held(1), held(2)])).toEqual([]);
    expect(kindsIn(history, [held(1), held(2), held(3)])).toEqual([]);
  });

  it.each<[string, FindingKind, readonly HeldDecision[]]>([
    ['an acknowledged decision is gone', 'LOST', [held(1)]],
    ['it is held with other choices', 'ALTERED', [held(1), held(2, { choices })]],
    ['it is held as something else', 'ALTERED', [held(1), held(2, { action: 'WITHDRAWN' })]],
    ['another decision is held under its key', 'ALTERED', [held(1), held(2, { id: 'other' })]],
    ['a number is missing', 'BROKEN_CHAIN', [held(1), held(2, { sequence: 3 })]],
    ['one is dated before what it changes', 'BACK_IN_TIME', [held(1), held(2, { recordedAt: 0 })]],
    ['nobody asked for one', 'STRAY', [held(1), held(2), held(3, { key: 'key-of-nobody' })]],
    ['one has no key', 'STRAY', [held(1), held(2), held(3, { key: null })]],
    ['one is not in the audit', 'INCOMPLETE', [held(1), held(2, { isAudited: false })]],
    ['one is not in the outbox', 'INCOMPLETE', [held(1), held(2, { isAnnounced: false })]],
    ['one does not wait for the national register', 'INCOMPLETE', [held(1, { isQueuedForNation: false }), held(2)]],
  ])('sees that %s', (_what, kind, decisions) => {
    expect(kindsIn(innocent(), decisions)).toContain(kind);
  });

  it('sees that the record does not know its latest decision', () => {
    expect(kindsIn(innocent(), [held(1), held(2)], 1)).toEqual(['BROKEN_CHAIN']);
  });

  it('sees two records of one person', () => {
    const records = [{ person, latestSequence: 2 }, { person, latestSequence: 2 }];
    expect(findBrokenPromises(innocent(), { decisions: [held(1), held(2)], records })[0]?.kind).toBe('TWO_RECORDS');
  });

  it('sees that one intention led to two decisions, under two keys', () => {
    const history = innocent();
    history.sent(editing, 'key-3', 0);
    history.ended('ok', editing, 'key-3', '', told(3));
    expect(kindsIn(history, [held(1), held(2), held(3)])).toEqual(['DOUBLED']);
  });

  it('sees that something was done which was refused', () => {
    const history = innocent();
    const again: Intention = { ...editing, id: 3 };
    history.sent(again, 'key-3', 0);
    history.ended('refused', again, 'key-3', 'NO_STANDING_DECISION');
    expect(kindsIn(history, [held(1), held(2), held(3)])).toEqual(['UNWANTED']);
  });

  it('sees that an answer goes back in time', () => {
    const history = innocent();
    history.ended('ok', registering, 'key-1', '', told(1));
    expect(kindsIn(history, [held(1), held(2)])).toEqual(['OUT_OF_ORDER']);
  });

  it('sees that somebody was shown what was before, but not when they had asked before', () => {
    const late = innocent();
    late.looked(person, 0, 1);
    expect(kindsIn(late, [held(1), held(2)])).toEqual([]);
    const stale = innocent();
    stale.looked(person, stale.now(), 1);
    expect(kindsIn(stale, [held(1), held(2)])).toEqual(['STALE']);
  });

  it('sees choices that a withdrawal left behind', () => {
    const history = innocent();
    const withdrawing: Intention = { id: 3, person, deed: 'withdraw', choices: null };
    history.sent(withdrawing, 'key-3', 0);
    history.ended('ok', withdrawing, 'key-3', '', told(3));
    expect(kindsIn(history, [held(1), held(2), held(3, { action: 'WITHDRAWN', choices: { HEART: 'NOT_STATED' } })])).toEqual([]);
    expect(kindsIn(history, [held(1), held(2), held(3, { action: 'WITHDRAWN' })])).toEqual(['ALTERED']);
  });
});

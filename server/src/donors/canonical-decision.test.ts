import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalDecision, type DecisionContent, fingerprintOf } from './canonical-decision.ts';
import { allItems, Choice, listChoices, sameForAll, type Choices } from './donation-kinds.ts';

const number = 'SX-2222-2222-2222';
const decision: DecisionContent = {
  sequence: 1,
  action: 'REGISTERED',
  state: 'AGREED',
  choices: { ...sameForAll('AGREE'), LUNG: 'REFUSE', DURA_MATER: 'NOT_STATED' },
  channel: 'ZHELIBAN_APP',
  assuranceLevel: 'ADVANCED_REAL_NAME',
  consentPurpose: 'AGREE',
  consentVersion: '2026-11-23',
  consentHash: 'ab'.repeat(32),
  recordedAt: new Date('2026-11-23T08:00:00.000Z'),
};

/** The same form written out by hand: the published vector of docs/canonical-decision.md. */
const written = `sanxian-decision=1
registration=SX-2222-2222-2222
sequence=1
action=REGISTERED
state=AGREED
HEART=AGREE
LUNG=REFUSE
LIVER=AGREE
KIDNEY=AGREE
PANCREAS=AGREE
SMALL_INTESTINE=AGREE
EYE_TISSUE=AGREE
SKIN=AGREE
BONE=AGREE
HEART_VALVE=AGREE
BRAIN_TISSUE=AGREE
DURA_MATER=NOT_STATED
channel=ZHELIBAN_APP
assurance=ADVANCED_REAL_NAME
consent=AGREE 2026-11-23 abababababababababababababababababababababababababababababababab
recorded=2026-11-23T08:00:00.000Z
`;

describe('the canonical form of a decision', () => {
  it('is the published one', () => {
    expect(canonicalDecision(number, decision)).toBe(written);
    expect(fingerprintOf(number, decision).toString('hex')).toBe(createHash('sha256').update(written).digest('hex'));
  });

  it('states only what is stored: an item that came later is not in it', () => {
    const { DURA_MATER, ...older } = decision.choices;
    expect(DURA_MATER).toBe('NOT_STATED');
    expect(canonicalDecision(number, { ...decision, choices: older })).not.toContain('DURA_MATER');
  });

  it('changes with every single part of a decision', () => {
    const others: Partial<DecisionContent>[] = [
      { sequence: 2 },
      { action: 'EDITED' },
      { state: 'REFUSED' },
      { channel: 'OPEN_WEB' },
      { assuranceLevel: 'BASIC_REAL_NAME' },
      { consentPurpose: 'REFUSE' },
      { consentVersion: '2026-11-24' },
      { consentHash: 'cd'.repeat(32) },
      { recordedAt: new Date('2026-11-23T08:00:00.001Z') },
    ];
    const prints = [fingerprintOf(number, decision), fingerprintOf('SX-3333-3333-3333', decision), ...others.map((part) => fingerprintOf(number, { ...decision, ...part }))];
    expect(new Set(prints.map((print) => print.toString('hex'))).size).toBe(others.length + 2);
  });

  it('tells all 531,441 combinations of choices apart, and each reads back as it was said', () => {
    const options = Object.values(Choice);
    const prints = new Set<string>();
    let faults = 0;
    for (let combination = 0; combination < options.length ** allItems.length; combination++) {
      const said = combinationOf(combination, options);
      prints.add(fingerprintOf(number, { ...decision, choices: said }).toString('latin1'));
      // Through the form in which PostgreSQL keeps it, and through the list that people see.
      const stored = JSON.parse(JSON.stringify(said)) as Choices;
      const shown = listChoices(stored);
      if (shown.length !== allItems.length || shown.some(({ item, choice }) => said[item] !== choice)) faults += 1;
    }
    expect([prints.size, faults]).toEqual([3 ** 12, 0]);
  }, 60_000);
});

function combinationOf(combination: number, options: readonly Choice[]): Choices {
  return Object.fromEntries(allItems.map((item, place) => [item, options[Math.floor(combination / 3 ** place) % 3]]));
}

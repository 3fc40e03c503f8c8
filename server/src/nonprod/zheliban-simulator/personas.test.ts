import { describe, expect, it } from 'vitest';
import { createDemoAccounts } from './personas.ts';

const accounts = createDemoAccounts(new Date('2026-11-23T08:00:00Z'));
const people = accounts.filter((account) => account.kind === 'PERSON');

/** The check character by the table of GB 11643; the generator uses the recursive form. */
function checkCharacter(number: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return '10X98765432'[sum % 11] ?? '';
}

describe('the demo accounts', () => {
  it('are ten people and one organisation with keys and user ids of their own', () => {
    expect(people).toHaveLength(10);
    expect(accounts).toHaveLength(11);
    expect(new Set(accounts.map(({ key }) => key)).size).toBe(11);
    expect(new Set(people.map(({ userId }) => userId)).size).toBe(10);
  });

  it('carry identity numbers whose check character, birthday and sex agree', () => {
    const numbered = people.filter(({ document }) => document.number.length === 18);
    expect(numbered).toHaveLength(8);
    for (const { document, birthday, sex } of numbered) {
      expect(document.number.at(-1)).toBe(checkCharacter(document.number));
      expect(document.number.slice(6, 14)).toBe(birthday.replaceAll('-', ''));
      expect(Number(document.number[16]) % 2).toBe(sex === '1' ? 1 : 0);
    }
  });

  it.each(['2026-01-01', '2026-11-23', '2031-06-30', '2044-12-31'])('hold a minor of 15 or 16 on %s', (day) => {
    const minor = createDemoAccounts(new Date(`${day}T08:00:00Z`)).find(({ key }) => key === 'minor');
    const birthday = minor?.kind === 'PERSON' ? minor.birthday : '';
    const age = Number(day.slice(0, 4)) - Number(birthday.slice(0, 4)) - (day.slice(5) < birthday.slice(5) ? 1 : 0);
    expect([15, 16]).toContain(age);
  });
});

import type { AssuranceCode, DemoAccount, Persona } from './personas.ts';

/** The demo accounts with the assurance levels they have reached since the process started. */
export class SignedInAccounts {
  readonly all: readonly DemoAccount[];
  readonly #raised = new Map<string, AssuranceCode>();

  constructor(accounts: readonly DemoAccount[]) {
    this.all = accounts;
  }

  /** The account with this key, whatever its kind. */
  account(key: unknown): DemoAccount | undefined {
    return this.all.find((account) => account.key === key);
  }

  /** The individual with this key; undefined for organisations, which generation A does not serve. */
  person(key: unknown): Persona | undefined {
    const account = this.account(key);
    return account?.kind === 'PERSON' ? account : undefined;
  }

  /** The individuals, in the order of the picker. */
  persons(): readonly Persona[] {
    return this.all.filter((account) => account.kind === 'PERSON');
  }

  /** The level that this person has now. */
  levelOf(person: Persona): AssuranceCode {
    return this.#raised.get(person.key) ?? person.assuranceLevel;
  }

  /** Raises a person's level; a level never falls. */
  raise(person: Persona, level: AssuranceCode): void {
    if (level > this.levelOf(person)) this.#raised.set(person.key, level);
  }
}

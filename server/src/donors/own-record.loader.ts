import type { Em } from '../database/orm.ts';
import type { Citizen } from '../identity/actor.ts';
import type { Brought } from '../graphql/brought.ts';
import type { Decision } from './decision.entity.ts';
import type { DisavowalRecord } from './disavowal.queries.ts';
import type { Donor } from './donor.entity.ts';
import { shownDecisionsBefore, shownRecord, shownRecordById, type ShownDecision, type ShownRecord } from './donor.queries.ts';
import type { NationalSync } from './national-sync.entity.ts';

/** What comes along with a decision that is shown. */
interface Along {
  readonly nationalSync: Brought<NationalSync>;
  readonly disavowal: Brought<DisavowalRecord | null>;
}

/** The caller's own record, read once for all the fields of a page that need it. */
export class OwnRecordLoader {
  readonly #em: Em;
  readonly #along: Along;
  readonly #records = new Map<string, Promise<ShownRecord | null>>();
  readonly #standing = new WeakMap<Donor, Decision>();

  constructor(em: Em, along: Along) {
    [this.#em, this.#along] = [em, along];
  }

  load(citizen: Citizen): Promise<ShownRecord | null> {
    const key = keyOf(citizen);
    const record = this.#records.get(key) ?? this.#read(citizen);
    this.#records.set(key, record);
    return record;
  }

  /** Takes the record that was read together with the caller's session; undefined: it was not. */
  expect(citizen: Citizen, record: ShownRecord | null | undefined): void {
    if (record !== undefined) this.#records.set(keyOf(citizen), Promise.resolve(this.#note(record)));
  }

  /** The record of a donor whose id the caller's own command has just named, as the register now holds it, not as this request read it before. */
  async written(donorId: string): Promise<ShownRecord> {
    const record = this.#note(await shownRecordById(this.#em, donorId));
    if (!record) throw new Error('A donor is gone');
    return record;
  }

  /** The decision that was read together with a record that came from here; undefined for one that a command has changed. */
  latestWith(donor: Donor): Decision | undefined {
    return this.#standing.get(donor);
  }

  /** The newest decisions first, at most `limit`, before a sequence (null: from the newest on). */
  async history(donor: Donor, before: number | null, limit: number): Promise<Decision[]> {
    return (await shownDecisionsBefore(this.#em, donor, before, limit)).map((shown) => this.#bring(shown));
  }

  async #read(citizen: Citizen): Promise<ShownRecord | null> {
    return this.#note(await shownRecord(this.#em, citizen));
  }

  #note(record: ShownRecord | null): ShownRecord | null {
    if (record) this.#standing.set(record.donor, this.#bring({ ...record, decision: record.latest }));
    return record;
  }

  #bring({ decision, nationalSync, disavowal }: ShownDecision): Decision {
    this.#along.nationalSync.bring(decision.id, nationalSync);
    this.#along.disavowal.bring(decision.id, disavowal);
    return decision;
  }
}

function keyOf({ personIndex }: Citizen): string {
  return personIndex.toString('base64');
}

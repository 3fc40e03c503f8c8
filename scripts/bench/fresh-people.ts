/** People who have just signed in and have never decided: each can register once. */
import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { RegisterDonorMutationVariables } from '../../schema/generated/graphql.ts';
import { allItems } from '../../server/src/donors/donation-kinds.ts';
import { newRegistrationNumber } from '../../server/src/donors/registration-number.ts';
import { personIndexOf } from '../../server/src/identity/sessions.ts';
import { consentInForce } from '../../server/src/policy/consent-texts.ts';
import type { Vault } from '../../server/src/vault/vault.ts';
import { hex, identityOf, Rows, sessionRow } from './population.ts';

/** Somebody who can register. */
export interface FreshPerson {
  readonly token: string;
  /** For PostGraphile, which knows no session: their record in the plain schema, still without a decision; nobody else's. */
  readonly enrolmentId: string;
}

const BATCH = 1_000;

/** What a phone sends to register, with an idempotency key of its own. */
export function newRegistration(): RegisterDonorMutationVariables {
  const { version, hash } = consentInForce('AGREE', 'zh-CN');
  return {
    input: {
      idempotencyKey: randomUUID(),
      expectedVersion: null,
      choices: allItems.map((item) => ({ item, choice: 'AGREE' })),
      contact: { phone: null, residenceCode: '330106', familyKnows: 'YES', emergencyContact: { name: '演示亲属', relation: 'SPOUSE', phone: '19900000000' }, keepEmergencyContact: false },
      consent: { version, hash },
    },
  };
}

/** Signs in people whom nobody has seen before, one number after the other. */
export class FreshPeople {
  readonly #pool: pg.Pool;
  readonly #vault: Vault;
  #next: number;

  /** `first`: the number of the first of them; lower ones are on the register. */
  constructor(pool: pg.Pool, vault: Vault, first: number) {
    this.#pool = pool;
    this.#vault = vault;
    this.#next = first;
  }

  /** Signs in so many; `withEnrolment` puts each into the plain schema, too. */
  async signIn(wanted: number, withEnrolment: boolean): Promise<FreshPerson[]> {
    const people: FreshPerson[] = [];
    while (people.length < wanted) {
      const rows = new Rows();
      for (let left = Math.min(BATCH, wanted - people.length); left > 0; left--) people.push(this.#signInOne(rows, withEnrolment));
      await rows.write(this.#pool);
    }
    return people;
  }

  #signInOne(rows: Rows, withEnrolment: boolean): FreshPerson {
    const identity = identityOf(this.#next++);
    const personIndex = personIndexOf(this.#vault, identity);
    const [token, enrolmentId, signedInAt] = [randomBytes(32).toString('base64url'), randomUUID(), new Date()];
    rows.add('plain_person', { person_index: hex(personIndex), identity, kin: null });
    rows.add('session', sessionRow(this.#vault, { identity, personIndex, token, signedInAt, lastSeenAt: signedInAt }));
    if (withEnrolment) {
      const registrationNumber = newRegistrationNumber();
      rows.add('plain.enrolment', { id: enrolmentId, person_index: hex(personIndex), registration_number: registrationNumber, registered_at: signedInAt, version: 1, residence_code: '330106', family_knows: 'YES', kin: { name: '演示亲属', relation: 'SPOUSE', phone: '19900000000' }, latest_sequence: 1 });
    }
    return { token, enrolmentId };
  }
}

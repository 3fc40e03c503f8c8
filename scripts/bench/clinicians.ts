/** Doctors of a made-up hospital, each of whom breaks the glass for as many patients as one may in a day. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Request } from 'autocannon';
import type pg from 'pg';
import { secretDigest } from '../../server/src/identity/sessions.ts';
import { accountPlace } from '../../server/src/staff/staff-account.entity.ts';
import { STAFF_TOKEN_PREFIX } from '../../server/src/staff/staff-sessions.ts';
import type { Vault } from '../../server/src/vault/vault.ts';
import { identityOf } from './population.ts';

/** What stands in an answer that says what a patient decided; in no refusal. */
export const LOOKED_UP = '"searchset"';

/** For so many a doctor may break the glass in a day (docs/look-ups.md). */
const EACH = 6;
const AREA = '330106';
const SINCE = '2026-01-01';

/** Where they work. */
export interface Ward {
  readonly pool: pg.Pool;
  readonly vault: Vault;
  /** The register's own address. */
  readonly publicUrl: string;
  /** Patients are made-up people of the register from this number on; each is looked up once. */
  readonly firstPatient: number;
}

/** Signs doctors in, and says what their hospital's system sends. */
export class Clinicians {
  readonly #ward: Ward;
  readonly #hospitalKey = 'demo-hospital';
  #hospitalId: string | null = null;
  #patient: number;

  constructor(ward: Ward) {
    this.#ward = ward;
    this.#patient = ward.firstPatient;
  }

  /** The look-ups of so many patients, each by a doctor who may do so. */
  async requests(wanted: number): Promise<Request[]> {
    const requests: Request[] = [];
    while (requests.length < wanted) {
      const token = await this.#signIn();
      for (let left = Math.min(EACH, wanted - requests.length); left > 0; left--) requests.push(this.#lookUp(token));
    }
    return requests;
  }

  async #signIn(): Promise<string> {
    const { pool, vault } = this.#ward;
    this.#hospitalId ??= await this.#openHospital();
    const [accountId, token, now] = [randomUUID(), `${STAFF_TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`, new Date()];
    await pool.query(
      `insert into staff_account (id, issuer, subject, sealed_name, role, hospital_id, outside_transplant_chain, valid_from, created_at)
       values ($1, 'https://staff.example', $2, $3, 'CLINICIAN', $4, true, $5, $6)`,
      [accountId, randomUUID(), vault.seal('演示医生', accountPlace(accountId)), this.#hospitalId, SINCE, now],
    );
    await pool.query(
      `insert into staff_session (id, token_hash, account_id, authenticated_at, methods, signed_in_at, last_seen_at) values ($1, $2, $3, $4, '["pwd", "otp"]', $4, $4)`,
      [randomUUID(), secretDigest(token), accountId, now],
    );
    return token;
  }

  async #openHospital(): Promise<string> {
    const id = randomUUID();
    await this.#ward.pool.query(`insert into hospital (id, registry_key, name, division_code, source, valid_from) values ($1, $2, '演示医院', $3, '演示数据', $4)`, [id, this.#hospitalKey, AREA, SINCE]);
    return id;
  }

  #lookUp(token: string): Request {
    const { documentNumber, fullName } = identityOf(this.#patient++);
    const form = {
      ...{ 'patient.identifier': `${this.#ward.publicUrl}/fhir/identifier/resident-id-card|${documentNumber}`, 'patient.name': fullName, category: 'http://loinc.org|64300-7' },
      ...{ '-hospital': this.#hospitalKey, '-area': AREA, '-case': `CASE-${this.#patient}`, '-occasion': 'DEATH_EXPECTED', '-purpose': 'CLARIFY_WILL', '-break-glass': 'MINUTES_MATTER' },
    };
    return {
      ...{ method: 'POST', path: '/fhir/Consent/_search', body: new URLSearchParams(form).toString() },
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/fhir+json', 'idempotency-key': randomUUID() },
    };
  }
}

/** People on the register who have signed in to withdraw: each can do so once. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Request } from 'autocannon';
import type pg from 'pg';
import { WithdrawDecisionDocument, type WithdrawDecisionMutationVariables } from '../../schema/generated/graphql.ts';
import { personIndexOf } from '../../server/src/identity/sessions.ts';
import { consentInForce } from '../../server/src/policy/consent-texts.ts';
import type { Vault } from '../../server/src/vault/vault.ts';
import { addSession, decisionsOf, identityOf, Rows } from './population.ts';

/** What stands in an answer that says that somebody has withdrawn. */
export const WITHDRAWN = '"WithdrawDecisionSuccess"';

const BATCH = 1_000;

/** Who they are, of all whom `populate` has made. */
export interface Crowd {
  readonly pool: pg.Pool;
  readonly vault: Vault;
  readonly donors: number;
  /** How the app asks. */
  readonly headers: Request['headers'];
  /** Who is wanted for something else. */
  readonly isTaken: (index: number) => boolean;
}

/** Signs people in who are on the register, one after the other, and says what their phones send to withdraw. */
export class Withdrawers {
  readonly #crowd: Crowd;
  #next = 0;

  constructor(crowd: Crowd) {
    this.#crowd = crowd;
  }

  /** The requests of so many who have just signed in. @throws Error when there are no more. */
  async requests(wanted: number): Promise<Request[]> {
    const requests: Request[] = [];
    while (requests.length < wanted) {
      const rows = new Rows();
      for (let left = Math.min(BATCH, wanted - requests.length); left > 0; left--) requests.push(this.#signIn(rows));
      await rows.write(this.#crowd.pool);
    }
    return requests;
  }

  #signIn(rows: Rows): Request {
    const { vault, donors, headers, isTaken } = this.#crowd;
    while (isTaken(this.#next)) this.#next += 1;
    const index = this.#next++;
    if (index >= donors) throw new Error('Nobody is left who could withdraw: ask with more --donors');
    const identity = identityOf(index);
    const token = randomBytes(32).toString('base64url');
    addSession(rows, vault, identity, personIndexOf(vault, identity), token, 0);
    return {
      ...{ method: 'POST', path: '/graphql', headers: { ...headers, authorization: `Bearer ${token}`, priority: 'u=0' } },
      body: JSON.stringify({ documentId: WithdrawDecisionDocument.id, operationName: WithdrawDecisionDocument.operationName, variables: withdrawal(decisionsOf(index)) }),
    };
  }
}

function withdrawal(expectedVersion: number): WithdrawDecisionMutationVariables {
  const { version, hash } = consentInForce('WITHDRAW', 'zh-CN');
  return { input: { idempotencyKey: randomUUID(), expectedVersion, consent: { version, hash } } };
}

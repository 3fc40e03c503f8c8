import type { Organisation } from '../organisations/organisation.entity.ts';
import type { PartnerScope } from '../partners/partner-scope.ts';
import type { Partner, PartnerKind } from '../partners/partner.entity.ts';
import type { Hospital } from '../staff/hospital.entity.ts';
import type { StaffAccount } from '../staff/staff-account.entity.ts';
import type { StaffRole } from '../staff/staff-role.ts';
import type { StaffSession } from '../staff/staff-session.entity.ts';
import type { VerifiedIdentity } from './identity-provider.ts';
import type { IndexSlot } from '../vault/vault.ts';
import type { Session } from './session.entity.ts';

/** A signed-in citizen: who they are comes from the session, never from an argument. */
export interface Citizen {
  readonly kind: 'CITIZEN';
  readonly session: Session;
  /** @throws KeyServiceUnavailable while the key service is away: what needs it fails closed. */
  readonly identity: VerifiedIdentity;
  /** The blind index of the identity document: the one key by which this person is found. */
  readonly personIndex: Buffer;
  /** The column of the index in which it stands (`Vault.indexSlot`). */
  readonly indexSlot: IndexSlot;
  /** The same under the other index key, while that is being replaced; else null. */
  readonly otherPersonIndex: Buffer | null;
}

/** A named person of a body of the Red Cross; their scope is the body's division and everything below it. */
export interface Staff {
  readonly kind: 'STAFF';
  readonly session: StaffSession;
  readonly account: StaffAccount;
  readonly role: StaffRole;
  readonly organisation: Organisation;
}

/** A named person of a hospital, outside the transplant chain. */
export interface Clinician {
  readonly kind: 'CLINICIAN';
  readonly session: StaffSession;
  readonly account: StaffAccount;
  readonly hospital: Hospital;
}

/** Another system that calls in its own name, never in a person's: to citizens' and staff's fields it is nobody. */
export interface PartnerSystem {
  readonly kind: PartnerKind;
  readonly partner: Partner;
  /** What its token was given for, as far as it is still allowed. */
  readonly scopes: readonly PartnerScope[];
}

/** A caller who is not signed in. `sessionEnded`: they showed a token, but its session is over, which they must be told. */
export interface Anonymous {
  readonly kind: 'ANONYMOUS';
  readonly sessionEnded: boolean;
}

/** Who is calling. */
export type Actor = Anonymous | Citizen | Staff | Clinician | PartnerSystem;

/** The kinds of callers, as the audit names them; `SYSTEM` acts without a caller. */
export type ActorKind = Actor['kind'] | 'SYSTEM';

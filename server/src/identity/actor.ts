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

/** A caller who is not signed in. `sessionEnded`: they showed a token, but its session is over, which they must be told. */
export interface Anonymous {
  readonly kind: 'ANONYMOUS';
  readonly sessionEnded: boolean;
}

/** Who is calling. */
export type Actor = Anonymous | Citizen;

import { enterLookUpDoor } from '../database/door.ts';
import type { Donor } from '../donors/donor.entity.ts';
import { donorOfLookUp } from '../donors/donor.queries.ts';
import { personalValuesOf } from '../donors/personal-values.ts';
import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import { normalisedDocument } from '../identity/identity-document.ts';
import { DataDisclosure, DataDisclosureKind } from '../rights/data-disclosure.entity.ts';
import { requestStaff } from '../rights/rights.policy.ts';
import { RequestClosed } from '../rights/rights-refusals.types.ts';
import { isRestricted, mayNearKinSee } from '../rights/rights.queries.ts';
import type { KinStatement } from './kin-statement.entity.ts';

/** What staff are told once they have seen the papers and a second person confirmed them. To the relative the last two are one. */
export const KinFinding = {
  /** Something is held, and the person did not arrange that nobody sees it. */
  MAY_SEE: 'MAY_SEE',
  /** The person arranged in life that nobody sees it, or that it is only stored (个人信息保护法 art. 49, 44). */
  ARRANGED_OTHERWISE: 'ARRANGED_OTHERWISE',
  /** Nothing is held under this number and this name. */
  NOTHING_HELD: 'NOTHING_HELD',
} as const;
export type KinFinding = (typeof KinFinding)[keyof typeof KinFinding];

/**
 * Looks, for the first time, whether the dead person is on the register; only after the papers were seen and confirmed. The index is made
 * of what was stated, so that it is the one of today. Lets exactly this person through the wall, wherever they lived.
 * @throws Refused RequestClosed when who asked was erased.
 */
export async function findDeceased(context: Context, statement: KinStatement): Promise<{ readonly finding: KinFinding; readonly donor: Donor | null }> {
  const { em } = context;
  if (!statement.confirmedAt) throw new Error('The dead are looked for only after a second person confirmed the papers');
  const donor = await recordOfDeceased(context, statement);
  if (!donor) return { finding: KinFinding.NOTHING_HELD, donor: null };
  // Should they be alive, they see that somebody was told; and each look is on record, also the second one.
  em.create(DataDisclosure, { donor, personIndex: null, kind: DataDisclosureKind.NEAR_KIN_READ, dataRequest: statement.dataRequest, bodyDonation: null, homeVisit: null, account: requestStaff(context.actor).account, at: context.now() });
  const mayBeShown = (await mayNearKinSee(em, donor.id)) && !(await isRestricted(em, donor.id));
  return { finding: mayBeShown ? KinFinding.MAY_SEE : KinFinding.ARRANGED_OTHERWISE, donor };
}

/** The record of the dead person, by number and name; puts nothing on record. @throws Refused RequestClosed when who asked was erased. */
export async function recordOfDeceased(context: Context, statement: KinStatement): Promise<Donor | null> {
  const { em, vault } = context;
  const stated = statement.stated(vault);
  // Who asked was erased meanwhile, and with them about whom: there is nobody left to hand anything to.
  if (!stated) throw new Refused(new RequestClosed());
  const personIndex = vault.blindIndex('identity-document', normalisedDocument('RESIDENT_ID_CARD', stated.deceased.documentNumber, null));
  enterLookUpDoor(em, personIndex);
  const donor = await donorOfLookUp(em, personIndex);
  return donor && (await personalValuesOf(context, donor)).fullName() === stated.deceased.fullName ? donor : null;
}

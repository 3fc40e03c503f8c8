import type { LookUpFieldsFragment } from '../../../../../schema/generated/graphql.ts';

/** Whether a look-up can lead to a package: answered, and made for the committee’s review (docs/evidence.md). The server has the last word. */
export const isForCommittee = ({ purpose, answeredAt }: LookUpFieldsFragment): boolean => purpose === 'ETHICS_REVIEW' && answeredAt !== null;

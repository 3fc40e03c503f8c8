import type { DataRequestKind } from '../../../../schema/generated/graphql.ts';
import { isStanding } from '../../parts/decision/record.ts';
import type { DataRequest, MyData } from './use-my-data.ts';

/** What can be asked for, in the order in which it is offered. */
export const kinds: readonly DataRequestKind[] = ['CORRECTION', 'EXPLANATION', 'RESTRICTION', 'ERASURE', 'COMPLAINT'];

/** Whether a request says nothing without words. */
export const needsText = (kind: DataRequestKind): boolean => kind === 'CORRECTION' || kind === 'EXPLANATION' || kind === 'COMPLAINT';

/** Whether somebody still has to answer. */
export const isOpen = ({ status }: Pick<DataRequest, 'status'>): boolean => status === 'FILED' || status === 'IN_PROGRESS';

/** Why a request would be refused, by the name of the refusal. */
export type Obstacle = 'NothingOnRecord' | 'StandingDecisionRemains' | 'RequestAlreadyOpen';

/** What is known beforehand to stand in the way of a request, so that nobody writes one in vain; the register asks again. */
export function obstacleOf(kind: DataRequestKind, { viewer, personalData }: Pick<MyData, 'viewer' | 'personalData'>): Obstacle | null {
  const isAboutRecord = kind === 'CORRECTION' || kind === 'RESTRICTION' || kind === 'ERASURE';
  if (isAboutRecord && viewer.value?.donor === null) return 'NothingOnRecord';
  if (kind === 'ERASURE' && viewer.value?.state && isStanding(viewer.value.state)) return 'StandingDecisionRemains';
  return personalData.value?.requests.nodes.some((request) => request.kind === kind && isOpen(request)) ? 'RequestAlreadyOpen' : null;
}

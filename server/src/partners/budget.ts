import type { Response } from 'express';
import type { Em } from '../database/orm.ts';
import { budgetOf, spend } from './partner.queries.ts';
import type { Partner } from './partner.entity.ts';

/** What a request cost a partner, told in `extensions.cost` of every answer. */
export interface Cost {
  /** The points that this request asks for. */
  readonly requested: number;
  /** What is left until the reset. */
  readonly remaining: number;
  readonly resetAt: string;
  /** All points of an hour. */
  readonly limit: number;
}

const COST = 'cost';

/** What the request that is being answered cost; null when nothing was counted. */
export function costOf({ locals }: Response): Cost | null {
  return (locals[COST] as Cost | undefined) ?? null;
}

/** What a partner may still spend in its hour. */
export interface PointsLeft {
  readonly remaining: number;
  readonly limit: number;
  readonly resetAt: Date;
}

/** What is left of a partner's budget now. */
export async function pointsLeft(em: Em, partner: Partner, usual: number, now: Date): Promise<PointsLeft> {
  const limit = partner.pointsPerHour ?? usual;
  const { spent, resetsAt } = await budgetOf(em, partner.id, now);
  return { remaining: Math.max(0, limit - spent), limit, resetAt: resetsAt };
}

/**
 * Takes the points of a request off its partner's budget and keeps what is to be told.
 * @returns the seconds to wait when they are not there, else null.
 */
export async function charge(response: Response, { em, partner, points, usual, now }: { em: Em; partner: Partner; points: number; usual: number; now: Date }): Promise<number | null> {
  const limit = partner.pointsPerHour ?? usual;
  const spent = await spend(em, partner.id, points, limit, now);
  const state = spent ?? (await budgetOf(em, partner.id, now));
  const cost: Cost = { requested: points, remaining: Math.max(0, limit - state.spent), resetAt: state.resetsAt.toISOString(), limit };
  response.locals[COST] = cost;
  return spent ? null : Math.ceil((state.resetsAt.getTime() - now.getTime()) / 1_000);
}

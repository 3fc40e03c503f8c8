import DataLoader from 'dataloader';
import type { Em } from '../database/orm.ts';
import type { KinStatement } from './kin-statement.entity.ts';
import { statementsOf } from './kin-statement.queries.ts';

/** What belongs to many requests of near relatives, in one query. */
export function kinStatementLoader(em: Em): DataLoader<string, KinStatement | null> {
  return new DataLoader<string, KinStatement | null>(async (ids) => {
    const statements = await statementsOf(em, ids);
    return ids.map((id) => statements.find((each) => each.dataRequest.id === id) ?? null);
  });
}

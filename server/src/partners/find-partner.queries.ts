import type { Em } from '../database/orm.ts';
import { PartnerFault } from './partner-fault.ts';
import { PartnerKey } from './partner-key.entity.ts';
import { Partner } from './partner.entity.ts';

/** A partner by the `client_id` or the name that an operator typed. */
export async function findPartner(em: Em, word: string): Promise<Partner> {
  const partner = await em.findOne(Partner, /^[0-9a-f-]{36}$/.test(word) ? { id: word } : { name: word });
  if (!partner) throw new PartnerFault(`no partner has this client_id or name: ${word}`);
  return partner;
}

/** The keys of a partner, ended ones included, the oldest first. */
export function keysOf(em: Em, partner: Partner): Promise<PartnerKey[]> {
  return em.find(PartnerKey, { partner }, { orderBy: { addedAt: 'asc', id: 'asc' } });
}

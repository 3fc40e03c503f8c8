import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../database/columns.ts';

const ErasedPersonSchema = defineEntity({
  name: 'ErasedPerson',
  schema: 'key_store',
  tableName: 'erased_person',
  properties: { personId: p.uuid().primary(), erasedAt: instant() },
});

/** That a person was erased, by a random number that says nothing about them: an older copy of the register is erased again by it. */
export class ErasedPerson extends ErasedPersonSchema.class {}
ErasedPersonSchema.setClass(ErasedPerson);

import { defineEntity, p } from '@mikro-orm/core';
import { instant, sealed } from '../database/columns.ts';

const PersonKeySchema = defineEntity({
  name: 'PersonKey',
  schema: 'key_store',
  tableName: 'person_key',
  primaryKeys: ['personId', 'version'],
  properties: {
    personId: p.uuid().primary(),
    version: p.integer().primary(),
    /** Which key-encryption key closed it. */
    keyId: p.text(),
    wrapped: sealed(),
    madeAt: instant(),
  },
});

/**
 * A donor's data key, closed under the key-encryption key. It lies in a schema of its own, to be backed up and restored apart
 * from the register: a person whose key was destroyed must not come back with an older copy of the register (个人信息保护法 art. 47).
 */
export class PersonKey extends PersonKeySchema.class {}
PersonKeySchema.setClass(PersonKey);

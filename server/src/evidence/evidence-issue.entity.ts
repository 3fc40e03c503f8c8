import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant } from '../database/columns.ts';
import { LookUp } from '../lookups/look-up.entity.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';

const EvidenceIssueSchema = defineEntity({
  name: 'EvidenceIssue',
  tableName: 'evidence_issue',
  properties: {
    id: id(),
    lookUp: () => p.manyToOne(LookUp).ref().deleteRule('restrict'),
    /** The decision that stood; decisions are never removed, so it needs no key to hold it. */
    decisionId: p.uuid(),
    issuedBy: () => p.manyToOne(StaffAccount).ref().deleteRule('restrict'),
    issuedAt: instant(),
    /** SHA-256 of the whole file, so that a copy that turns up can be recognised. */
    fileDigest: blindIndex(),
    /** The key that signed it. */
    keyId: p.text(),
    /** The caller's key of the request: the same key gets the same package again. */
    idempotencyKey: p.text(),
  },
  uniques: [{ properties: ['issuedBy', 'idempotencyKey'], name: 'evidence_issue_request_unique' }],
});

/** That an evidence package left the register: for which look-up, by whom and when. Never changed, sealed with the audit, shown to its owner. */
export class EvidenceIssue extends EvidenceIssueSchema.class {}
EvidenceIssueSchema.setClass(EvidenceIssue);

import { describe, expect, it } from 'vitest';
import { configuredAuditKeys } from './audit-keys.ts';
import { leafOf, leafText } from './covered-rows.ts';
import { digestOf, NO_DIGEST, signedText, signRoot } from './signed-root.ts';

/** The seed of RFC 8032 7.1, test 3: these vectors can be made anew by anybody. */
const keys = configuredAuditKeys(`vector:ed25519:${Buffer.from('302e020100300506032b657004220420c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'hex').toString('base64')}`, '');
const row = {
  id: '00000000-0000-4000-8000-000000000001',
  at: '2026-11-23 08:00:00+00',
  actor_kind: 'SYSTEM',
  session_id: null,
  operation: 'importOrganisations',
  request_id: 'r-1',
  changes: '[{"id": "1", "change": "update", "entity": "Organisation", "fields": ["phone"]}]',
};

describe('the published vectors of docs/audit.md', () => {
  it('hold for the text and the leaf of a row', () => {
    expect(leafText('audit_entry', row)).toBe(
      '["audit_entry",[["actor_kind","SYSTEM"],["at","2026-11-23 08:00:00+00"],["changes","[{\\"id\\": \\"1\\", \\"change\\": \\"update\\", \\"entity\\": \\"Organisation\\", \\"fields\\": [\\"phone\\"]}]"],["id","00000000-0000-4000-8000-000000000001"],["operation","importOrganisations"],["request_id","r-1"]]]',
    );
    expect(leafOf('audit_entry', row).toString('hex')).toBe('2ad785e02a07952f0a8ebd9a86032d2b21f0552025584d734ebe4882bca0a0b5');
  });

  it('hold for a signed root', () => {
    const root = signRoot({ sequence: 1, previousDigest: NO_DIGEST, merkleRoot: leafOf('audit_entry', row).toString('hex'), leafCount: 1, totalCount: 1, complete: true, sealedAt: Date.UTC(2026, 10, 23, 8, 0, 30) }, keys.signing);
    expect(signedText(root)).toBe(`["sanxian audit root 1","ed25519","vector",1,"${NO_DIGEST}","2ad785e02a07952f0a8ebd9a86032d2b21f0552025584d734ebe4882bca0a0b5",1,1,true,"2026-11-23T08:00:30.000Z"]`);
    expect(digestOf(root)).toBe('c0887a899ae99b8b7a198f353734214b633812513d6aee989a0411cd0ffbd684');
    expect(root.signature).toBe('f5/Ig2Szt5htoavcv+vNFg1Rg80B+zlu8ntakXf61WsohU/11c2828MscDdgwfWWO/kaanvmvzjIwUrD/WkPCg==');
  });
});

describe('the text of a row', () => {
  it('is the same when a later release adds a column, and another when that column is filled in', () => {
    expect(leafText('audit_entry', { ...row, purpose: null })).toBe(leafText('audit_entry', row));
    expect(leafText('audit_entry', { ...row, purpose: 'x' })).not.toBe(leafText('audit_entry', row));
  });

  it('does not depend on the order of columns, and tells tables apart', () => {
    expect(leafText('audit_entry', Object.fromEntries(Object.entries(row).toReversed()))).toBe(leafText('audit_entry', row));
    expect(leafText('decision', row)).not.toBe(leafText('audit_entry', row));
  });
});

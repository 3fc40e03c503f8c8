import { createHash } from 'node:crypto';
import type pg from 'pg';
import { fingerprintOf } from '../../server/src/donors/canonical-decision.ts';
import { Decision } from '../../server/src/donors/decision.entity.ts';
import { donorOfLookUp } from '../../server/src/donors/donor.queries.ts';
import { packEvidence, unpackEvidence } from '../../server/src/evidence/evidence-file.ts';
import { type EvidenceContent, evidenceJson, type EvidencePackage, parseEvidence } from '../../server/src/evidence/evidence-package.ts';
import { evidencePages } from '../../server/src/evidence/evidence-pdf.ts';
import { signEvidence } from '../../server/src/evidence/evidence-signature.ts';
import type { VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import { personIndexOf } from '../../server/src/identity/sessions.ts';
import type { AuditSigningKey } from '../../server/src/audit/audit-keys.ts';
import type { World } from './world.ts';

/** Writes another choice into a stored decision, with the fingerprint that follows from it: what somebody with every right on the database could do. */
export async function alterTogether({ orm, vault }: World, owner: pg.ClientBase, about: VerifiedIdentity): Promise<void> {
  const em = orm.em.fork();
  const donor = await donorOfLookUp(em, personIndexOf(vault, about));
  if (!donor) throw new Error('Nobody to alter');
  const decision = await em.findOneOrFail(Decision, { donor: donor.id, sequence: donor.latestSequence });
  const choices = { ...decision.choices, HEART: 'REFUSE' } as const;
  const fingerprint = fingerprintOf(donor.registrationNumber, Object.assign(decision, { choices }));
  await owner.query('update decision set choices = $2, fingerprint = $3 where id = $1', [decision.id, JSON.stringify(choices), fingerprint]);
}

/** The content of a package that stands. */
export function contentOf(file: Buffer): EvidencePackage {
  const evidence = parseEvidence(unpackEvidence(file)?.json ?? Buffer.of());
  if (!evidence) throw new Error('This is no package');
  return evidence;
}

/** What a forger may do who has stolen the key of packages, but not that of the audit. */
export interface Forgery {
  /** Changes the content, which is then drawn, signed and packed anew as the register does. */
  readonly content?: (evidence: EvidenceContent) => EvidenceContent;
  /** Changes what is signed, after the pages were drawn: the pages then say something else. */
  readonly signed?: (evidence: EvidencePackage) => EvidencePackage;
}

/** A package made anew from another, with a key. */
export async function forged(file: Buffer, key: AuditSigningKey, { content = (same) => same, signed = (same) => same }: Forgery): Promise<Buffer> {
  const altered = content(contentOf(file));
  const pages = await evidencePages(altered);
  const json = evidenceJson(signed({ ...altered, document: { bytes: pages.length, sha256: createHash('sha256').update(pages).digest('hex') } }));
  return packEvidence({ pages, json, signature: await signEvidence(json, key) });
}

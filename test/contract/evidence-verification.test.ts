import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newSigningKey, publicKeyText } from '../../server/src/audit/audit-keys.ts';
import { checkEvidence } from '../../server/src/evidence/check-evidence.ts';
import { packEvidence, unpackEvidence } from '../../server/src/evidence/evidence-file.ts';
import { configuredEvidenceKeys } from '../../server/src/evidence/evidence-keys.ts';
import type { EvidenceContent, EvidenceDecision } from '../../server/src/evidence/evidence-package.ts';
import { verifiedByHand } from '../kit/evidence-by-hand.ts';
import { contentOf, forged } from '../kit/evidence-forgeries.ts';
import { issuedFile, pagesOf } from '../kit/evidence.ts';
import { seeded } from '../kit/tamperings.ts';
import { createWorld } from '../kit/world.ts';

const world = await createWorld();
const { evidence: keys, audit } = world.config;
const folder = mkdtempSync(join(tmpdir(), 'sanxian-evidence-'));
const keyFile = join(folder, 'keys.txt');
let file: Buffer = Buffer.alloc(0);
let another: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  file = await issuedFile(world, { fullName: '王𠮷祥' });
  another = await issuedFile(world, { fullName: '买买提·吐尔逊' });
  writeFileSync(keyFile, `# 公钥\nevidence ${publicKeyText(keys.signing)}\naudit ${publicKeyText(audit.keys.signing)}\n`);
});

const check = (bytes: Buffer, evidenceKeys = keys.known) => checkEvidence(bytes, { evidenceKeys, auditKeys: audit.keys.known, pagesOf });
const faultOf = async (bytes: Buffer) => (await check(bytes)).fault?.check ?? null;

describe('a package as it was issued', () => {
  it('passes every check, with a rare character and with a · in the name', async () => {
    for (const each of [file, another]) expect(await check(each)).toMatchObject({ fault: null, passed: ['FILE', 'SIGNATURE', 'FORM', 'PAGES', 'DECISIONS', 'WORDS', 'SEALS', 'TIMES', 'TEXT'] });
  });

  it('is found right by a short script of its own, with jose and node:crypto alone', async () => {
    const publicKeys = { evidence: publicKeyText(keys.signing), audit: publicKeyText(audit.keys.signing) };
    expect(await verifiedByHand(file, publicKeys)).toEqual({ registrationNumber: contentOf(file).person.registrationNumber, state: 'AGREED', decisions: 3 });
    await expect(verifiedByHand(Buffer.concat([file.subarray(0, 500), Buffer.from('x'), file.subarray(501)]), publicKeys)).rejects.toThrow();
  });
});

describe('a package that was altered', () => {
  it('is found out in each of 400 random alterations of its bytes: changed, added, removed, cut off, exchanged', async () => {
    const random = seeded(60);
    const missed: string[] = [];
    for (let trial = 0; trial < 400; trial++) {
      const { what, bytes } = alteration(file, another, random);
      const { fault } = await check(bytes);
      if (fault === null) missed.push(what);
    }
    expect(missed).toEqual([]);
    expect(await faultOf(file)).toBeNull();
  }, 120_000);

  it('is found out in every single byte of its signature and of the end of the file', async () => {
    const tail = unpackEvidence(file)?.signature.length ?? 0;
    const [from, missed] = [file.length - tail - 1_600, [] as number[]];
    for (let at = from; at < file.length; at++) {
      const bytes = Buffer.from(file);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      if ((await check(bytes)).fault === null) missed.push(at);
    }
    expect(missed).toEqual([]);
  }, 60_000);

  it('is found out when an update is appended that shows other pages, as PDF allows', async () => {
    expect(await faultOf(Buffer.concat([file, Buffer.from('4 0 obj\n<< >>\nendobj\nxref\n0 0\ntrailer\n<< /Size 5 >>\nstartxref\n0\n%%EOF\n')]))).toBe('FILE');
    const parts = unpackEvidence(file);
    expect(parts && (await faultOf(packEvidence({ ...parts, pages: unpackEvidence(another)?.pages ?? parts.pages })))).toBe('PAGES');
  });

  it('is found out when somebody signs it with a key of their own, under any name', async () => {
    for (const id of ['test', 'mine']) expect(await faultOf(await forged(file, configuredEvidenceKeys(newSigningKey(id), '').signing, {}))).toBe('SIGNATURE');
  });
});

describe('a forger with the stolen key of packages, but not that of the audit', () => {
  const decisions = (alter: (list: readonly EvidenceDecision[], others: readonly EvidenceDecision[]) => readonly EvidenceDecision[]) => (evidence: EvidenceContent) => ({
    ...evidence,
    decisions: alter(evidence.decisions, contentOf(another).decisions),
  });
  const first = (alter: (decision: EvidenceDecision) => EvidenceDecision) => decisions((list) => list.map((each, index) => (index === 0 ? alter(each) : each)));

  it('changes nothing by signing the same content anew', async () => {
    expect(await faultOf(await forged(file, keys.signing, {}))).toBeNull();
  });

  it.each<[what: string, found: string, content: (evidence: EvidenceContent) => EvidenceContent]>([
    ['another choice', 'DECISIONS', first((decision) => ({ ...decision, choices: decision.choices.map((each) => (each.item === 'SKIN' ? { ...each, choice: 'AGREE' } : each)) }))],
    ['an item left out', 'DECISIONS', first((decision) => ({ ...decision, choices: decision.choices.slice(1) }))],
    ['another registration number', 'DECISIONS', (evidence) => ({ ...evidence, person: { ...evidence.person, registrationNumber: contentOf(another).person.registrationNumber } })],
    ['another fingerprint', 'DECISIONS', first((decision) => ({ ...decision, fingerprint: '0'.repeat(64) }))],
    ['a decision in the middle left out', 'DECISIONS', decisions(([newest, , oldest]) => [newest, oldest].filter((each) => each !== undefined))],
    ['two decisions in the other order', 'DECISIONS', decisions((list) => list.toReversed())],
    ['other words', 'WORDS', (evidence) => ({ ...evidence, consents: evidence.consents.map((each) => ({ ...each, paragraphs: ['我什么都同意。'] })) })],
    ['no words', 'WORDS', (evidence) => ({ ...evidence, consents: [] })],
    ['another person’s proof', 'SEALS', decisions((list, others) => list.map((each, index) => ({ ...each, proof: others[index]?.proof ?? each.proof })))],
    ['the proof of an earlier decision', 'SEALS', first((decision) => ({ ...decision, proof: contentOf(file).decisions[2]?.proof ?? decision.proof }))],
    ['another audit entry', 'SEALS', first((decision) => ({ ...decision, proof: { ...decision.proof, entry: contentOf(file).decisions[1]?.proof.entry ?? decision.proof.entry } }))],
    ['a sealed row that says something else', 'SEALS', first((decision) => ({ ...decision, proof: { ...decision.proof, decision: { ...decision.proof.decision, row: decision.proof.decision.row.replace('EDITED', 'REGISTERED') } } }))],
    ['a root that was signed by nobody', 'SEALS', first((decision) => ({ ...decision, proof: { ...decision.proof, decision: { ...decision.proof.decision, root: { ...decision.proof.decision.root, sealedAt: 0 } } } }))],
    ['a time of China that is not that of UTC', 'TIMES', (evidence) => ({ ...evidence, issuedAt: { ...evidence.issuedAt, china: '2026-11-23T08:02:00.000+08:00' } })],
    ['an issue before the decision', 'TIMES', (evidence) => ({ ...evidence, issuedAt: { utc: '2026-11-22T08:00:00.000Z', china: '2026-11-22T16:00:00.000+08:00' } })],
    ['an answer before the question', 'TIMES', (evidence) => ({ ...evidence, case: { ...evidence.case, requestedAt: { utc: '2026-11-23T08:01:00.000Z', china: '2026-11-23T16:01:00.000+08:00' } } })],
  ])('is found out with %s', async (_what, found, content) => {
    expect(await faultOf(await forged(file, keys.signing, { content }))).toBe(found);
  });

  it('is found out with a whole decision that was made up, in canonical form and with its fingerprint', async () => {
    const content = first((decision) => ({ ...decision, ...madeUp(decision) }));
    expect(await faultOf(await forged(file, keys.signing, { content }))).toBe('SEALS');
  });

  it('is found out when pages and content differ, in one word of a name or in one choice', async () => {
    expect(await faultOf(await forged(file, keys.signing, { signed: (evidence) => ({ ...evidence, person: { ...evidence.person, fullName: '王吉祥' } }) }))).toBe('TEXT');
    expect(await faultOf(await forged(file, keys.signing, { signed: (evidence) => ({ ...evidence, case: { ...evidence.case, caseNumber: 'DEMO-2026-0008' } }) }))).toBe('TEXT');
  });
});

describe('pnpm evidence:verify', () => {
  const run = (words: readonly string[], settings: Record<string, string> = {}) =>
    new Promise<{ code: number; said: string }>((done) => {
      const environment = { PATH: process.env['PATH'], SANXIAN_DATA: folder, ...settings };
      const child = execFile(process.execPath, [resolve(import.meta.dirname, '../../scripts/evidence-verify.ts'), ...words], { env: environment }, (_error, stdout, stderr) => done({ code: child.exitCode ?? -1, said: stdout + stderr }));
    });
  const saved = (name: string, bytes: Buffer) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };

  it('answers 0 for a package that stands, by a key file or by settings, and says what was looked at', async () => {
    const path = saved('good.pdf', file);
    const settings = { SANXIAN_EVIDENCE_PUBLIC_KEYS: publicKeyText(keys.signing), SANXIAN_AUDIT_PUBLIC_KEYS: publicKeyText(audit.keys.signing) };
    for (const outcome of [await run([path, '--keys', keyFile]), await run([path], settings)]) {
      expect(outcome).toMatchObject({ code: 0, said: expect.stringMatching(/核验通过[^]*signed roots[^]*同意捐献，第 3 次，共 3 次/) });
    }
  });

  it('answers 1 and names what is wrong first', async () => {
    const path = saved('altered.pdf', Buffer.concat([file, Buffer.from('\n')]));
    expect(await run([path, '--keys', keyFile])).toMatchObject({ code: 1, said: expect.stringMatching(/核验不通过[^]*✗ 文件完整/) });
    expect(await run([saved('swapped.pdf', await forged(file, keys.signing, { content: (evidence) => ({ ...evidence, consents: [] }) })), '--keys', keyFile])).toMatchObject({
      code: 1,
      said: expect.stringMatching(/✓ 签名[^]*✗ 声明的文字/),
    });
    expect(await run([keyFile, '--keys', keyFile])).toMatchObject({ code: 1 });
  });

  it('answers 2 when it cannot check: no file, no key, a key file that is none', async () => {
    const path = saved('good.pdf', file);
    expect(await run([join(folder, 'none.pdf'), '--keys', keyFile])).toMatchObject({ code: 2 });
    expect(await run([path])).toMatchObject({ code: 2, said: expect.stringContaining('no public key') });
    expect(await run([path, '--keys', path])).toMatchObject({ code: 2 });
    expect(await run([])).toMatchObject({ code: 2 });
  });
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A refusal that nobody recorded, with everything about it that can be computed. */
function madeUp(decision: EvidenceDecision): Pick<EvidenceDecision, 'choices' | 'canonical' | 'fingerprint'> {
  const choices = decision.choices.map((each) => ({ ...each, choice: 'AGREE' as const }));
  const canonical = decision.canonical.replace(/=(REFUSE|NOT_STATED)\n/g, '=AGREE\n');
  return { choices, canonical, fingerprint: sha256(canonical) };
}

function alteration(original: Buffer, other: Buffer, random: (below: number) => number): { what: string; bytes: Buffer } {
  const bytes = Buffer.from(original);
  const at = random(bytes.length);
  switch (random(6)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      return { what: `bit of byte ${at}`, bytes };
    case 1:
      return { what: `byte added at ${at}`, bytes: Buffer.concat([bytes.subarray(0, at), Buffer.of(random(256)), bytes.subarray(at)]) };
    case 2:
      return { what: `bytes removed at ${at}`, bytes: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(20))]) };
    case 3:
      return { what: `cut off at ${at}`, bytes: bytes.subarray(0, at) };
    case 4: {
      // Behind the first byte in which they differ: exchanged before it, the whole is the other package, and right.
      const apart = bytes.findIndex((byte, place) => byte !== other[place]) + 1;
      const from = apart + random(Math.min(bytes.length, other.length) - apart);
      return { what: `another package from ${from} on`, bytes: Buffer.concat([bytes.subarray(0, from), other.subarray(from)]) };
    }
    default:
      return exchangedText(bytes, random);
  }
}

/** What a person would change in the readable part: one word for another of the same length. */
function exchangedText(bytes: Buffer, random: (below: number) => number): { what: string; bytes: Buffer } {
  const pairs = [['"AGREE"', '"OTHER"'], ['2026', '2025'], ['REGISTERED', 'REAFFIRMED'], ['DEMO', 'REAL'], ['sha256', 'sha265'], ['signature', 'signatuer'], ['Length', 'Lenght'], ['/Root', '/Roof'], ['obj', 'Obj']] as const;
  const [from, to] = pairs[random(pairs.length)] ?? pairs[0];
  const places: number[] = [];
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) places.push(at);
  const place = places[random(places.length)] ?? 0;
  bytes.write(to, place);
  return { what: `${from} for ${to} at ${place}`, bytes };
}

import { createHash, createPublicKey, verify } from 'node:crypto';
import { compactVerify } from 'jose';

/*
 * A checker that shares no line with the register: written from docs/evidence.md, docs/canonical-decision.md and docs/audit.md,
 * with `jose` and `node:crypto` alone. It shows that the papers say enough.
 */

interface Root {
  readonly sequence: number;
  readonly previousDigest: string;
  readonly merkleRoot: string;
  readonly leafCount: number;
  readonly totalCount: number;
  readonly complete: boolean;
  readonly sealedAt: number;
  readonly algorithm: string;
  readonly keyId: string;
  readonly signature: string;
}
interface Proof {
  readonly row: string;
  readonly index: number;
  readonly path: readonly string[];
  readonly root: Root;
}
interface Content {
  readonly person: { readonly registrationNumber: string };
  readonly document: { readonly bytes: number; readonly sha256: string };
  readonly consents: readonly { readonly language: string; readonly paragraphs: readonly string[]; readonly hash: string }[];
  readonly decisions: readonly {
    readonly sequence: number;
    readonly state: string;
    readonly canonical: string;
    readonly fingerprint: string;
    readonly consent: { readonly hash: string };
    readonly proof: { readonly decision: Proof; readonly entry: Proof };
  }[];
}

const sha256 = (...parts: readonly (string | Buffer)[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const spki = (text: string) => createPublicKey({ key: Buffer.from(text.split(':')[2] ?? '', 'base64'), format: 'der', type: 'spki' });

/** What a package proves, or an error at the first thing that does not hold. */
export async function verifiedByHand(file: Buffer, keys: { readonly evidence: string; readonly audit: string }) {
  const json = attachment(file, '/Subtype /application#2Fjson');
  const [header, signature] = attachment(file, '/Subtype /application#2Fjose').toString().split('..');
  await compactVerify(`${header ?? ''}.${json.toString('base64url')}.${signature ?? ''}`, spki(keys.evidence));

  const content = JSON.parse(json.toString()) as Content;
  hold(sha256(file.subarray(0, content.document.bytes)).toString('hex') === content.document.sha256, 'pages');
  const words = new Set(content.consents.filter(({ language, paragraphs, hash }) => sha256([language, ...paragraphs].join('\n')).toString('hex') === hash).map(({ hash }) => hash));
  for (const { canonical, fingerprint, consent, proof, sequence, state } of content.decisions) {
    hold(sha256(canonical).toString('hex') === fingerprint, 'fingerprint');
    hold(canonical.includes(`registration=${content.person.registrationNumber}\nsequence=${sequence}\n`) && canonical.includes(`\nstate=${state}\n`), 'canonical form');
    hold(words.has(consent.hash), 'words');
    hold(proof.decision.row.includes(`["fingerprint","\\\\x${fingerprint}"]`), 'sealed fingerprint');
    for (const each of [proof.decision, proof.entry]) hold(isSealed(each, keys.audit), 'seal');
  }
  return { registrationNumber: content.person.registrationNumber, state: content.decisions[0]?.state, decisions: content.decisions.length };
}

function attachment(file: Buffer, type: string): Buffer {
  const at = file.lastIndexOf(type);
  const [, length = ''] = /\/Length (\d+) >>/.exec(file.toString('latin1', at, at + 200)) ?? [];
  const start = file.indexOf('stream\n', at) + 'stream\n'.length;
  return file.subarray(start, start + Number(length));
}

/** RFC 9162 2.1.3.2, then the signature over the statement. */
function isSealed({ row, index, path, root }: Proof, key: string): boolean {
  let [place, last, hash] = [index, root.leafCount - 1, sha256(Buffer.of(0), row)];
  for (const step of path.map((hex) => Buffer.from(hex, 'hex'))) {
    if (place % 2 === 1 || place === last) {
      hash = sha256(Buffer.of(1), step, hash);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      hash = sha256(Buffer.of(1), hash, step);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  const { algorithm, keyId, sequence, previousDigest, merkleRoot, leafCount, totalCount, complete, sealedAt, signature } = root;
  const statement = JSON.stringify(['sanxian audit root 1', algorithm, keyId, sequence, previousDigest, merkleRoot, leafCount, totalCount, complete, new Date(sealedAt).toISOString()]);
  return hash.toString('hex') === merkleRoot && verify(null, Buffer.from(statement), spki(key), Buffer.from(signature, 'base64'));
}

function hold(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`Does not hold: ${what}`);
}

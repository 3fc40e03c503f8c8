import { describe, expect, it } from 'vitest';
import { configuredAuditKeys, newSigningKey } from '../audit/audit-keys.ts';
import { checkEvidenceSignature, signEvidence } from './evidence-signature.ts';

/** The seed of RFC 8032 7.1, test 3: the vector of docs/evidence.md can be made anew by anybody. */
const { signing: key } = configuredAuditKeys(`vector:ed25519:${Buffer.from('302e020100300506032b657004220420c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'hex').toString('base64')}`, '');
const json = Buffer.from('{ "example": true }\n');
const VECTOR = 'eyJhbGciOiJFZERTQSIsImtpZCI6InZlY3RvciIsInR5cCI6InNhbnhpYW4tZXZpZGVuY2UranNvbiJ9..xl8Ca1R8lYG0cmtpkaHSeVqVxS5LZOYW1B13iqIl8pfZqCIZNNF9zwlbGyjqczKMoWoKOljs5qM9TVK-sirmCQ';

describe('the signature over evidence.json', () => {
  it('is that of the vector in docs/evidence.md', async () => {
    expect(await signEvidence(json, key)).toBe(VECTOR);
    expect(await checkEvidenceSignature(json, VECTOR, new Map([['vector', key]]))).toEqual({ keyId: 'vector' });
  });

  it('is over every byte of the content', async () => {
    for (let at = 0; at < json.length; at++) {
      const altered = Buffer.from(json);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(await checkEvidenceSignature(altered, VECTOR, new Map([['vector', key]]))).toEqual({ fault: 'WRONG_SIGNATURE', keyId: 'vector' });
    }
  });

  it('is not believed of a key that was not handed over, nor of another under its name', async () => {
    expect(await checkEvidenceSignature(json, VECTOR, new Map())).toEqual({ fault: 'UNKNOWN_KEY', keyId: 'vector' });
    const { known } = configuredAuditKeys(newSigningKey('vector'), '');
    expect(await checkEvidenceSignature(json, VECTOR, known)).toEqual({ fault: 'WRONG_SIGNATURE', keyId: 'vector' });
  });

  it('is not believed in another form: with a payload inside, as another kind of token, without a key, without an algorithm', async () => {
    const [header = '', , signature = ''] = VECTOR.split('.');
    const as = (words: object) => `${Buffer.from(JSON.stringify(words)).toString('base64url')}..${signature}`;
    for (const jws of ['', '..', `${header}.${json.toString('base64url')}.${signature}`, `${VECTOR}.`, as({ alg: 'EdDSA', kid: 'vector' }), as({ alg: 'EdDSA', typ: 'sanxian-evidence+json' }), as({ alg: 'EdDSA', kid: 'vector', typ: 'JWT' })]) {
      expect(await checkEvidenceSignature(json, jws, new Map([['vector', key]]))).toMatchObject({ fault: 'MALFORMED' });
    }
    for (const alg of ['none', 'HS256', 'ES256']) {
      expect(await checkEvidenceSignature(json, as({ alg, kid: 'vector', typ: 'sanxian-evidence+json' }), new Map([['vector', key]]))).toMatchObject({ fault: 'WRONG_SIGNATURE' });
    }
  });
});

import { createSecretKey, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt, keyedDigest, SealBroken, type SuiteByte } from './suites.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** Published vectors: what another implementation sealed, we open, and what we seal is byte for byte the same. */
const sealed: readonly { source: string; suite: SuiteByte; key: string; nonce: string; associated: string; plain: string; ciphertext: string; tag: string }[] = [
  {
    source: 'McGrew and Viega, The Galois/Counter Mode of Operation (submission to NIST), test case 13',
    suite: 1,
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    associated: '',
    plain: '',
    ciphertext: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    source: 'the same, test case 14',
    suite: 1,
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    associated: '',
    plain: '00'.repeat(16),
    ciphertext: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    source: 'the same, test case 16 (with associated data)',
    suite: 1,
    key: 'feffe9928665731c6d6a8f9467308308 feffe9928665731c6d6a8f9467308308',
    nonce: 'cafebabefacedbaddecaf888',
    associated: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    plain: 'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    ciphertext: '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
  {
    source: 'RFC 8998 A.1, SM4-GCM',
    suite: 3,
    key: '0123456789ABCDEFFEDCBA9876543210',
    nonce: '00001234567800000000ABCD',
    associated: 'FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2',
    plain: 'AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDEEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA',
    ciphertext: '17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D',
    tag: '83DE3541E4C2B58177E065A9BF7B62EC',
  },
];

const digests: readonly { source: string; digest: 'sha256' | 'sm3'; key: string; text: string; mac: string }[] = [
  { source: 'RFC 4231, test case 1', digest: 'sha256', key: '0b'.repeat(20), text: 'Hi There', mac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7' },
  { source: 'RFC 4231, test case 2', digest: 'sha256', key: '4a656665', text: 'what do ya want for nothing?', mac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843' },
  {
    source: 'RFC 4231, test case 6 (a key longer than a block)',
    digest: 'sha256',
    key: 'aa'.repeat(131),
    text: 'Test Using Larger Than Block-Size Key - Hash Key First',
    mac: '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  },
  {
    source: 'Project Wycheproof, testvectors_v1/hmac_sm3_test.json, tcId 1',
    digest: 'sm3',
    key: '1e225cafb90339bba1b24076d4206c3e79c355805d851682bc818baa4f5a7779',
    text: '',
    mac: 'f9938b1b2515117f25dcd636c9a6a0e7f00bccaf5347e0e0df435cfca736cfc1',
  },
  {
    source: 'the same, tcId 2',
    digest: 'sm3',
    key: '8159fd15133cd964c9a6964c94f0ea269a806fd9f43f0da58b6cd1b33d189b2a',
    text: 'w',
    mac: '51aaf64843b6d2fc7a244ab9cda9b7b57164ce6a865f9808c01931b46195411d',
  },
];

describe('the suites, by vectors that others published', () => {
  it.each(sealed)('seal and open as in $source', ({ suite, key, nonce, associated, plain, ciphertext, tag }) => {
    const secret = createSecretKey(hex(key));
    const bytes = Buffer.concat([hex(nonce), hex(tag), hex(ciphertext)]);
    expect(encrypt(suite, secret, hex(associated), hex(plain), hex(nonce)).toString('hex')).toBe(bytes.toString('hex'));
    expect(decrypt(suite, secret, hex(associated), bytes).toString('hex')).toBe(hex(plain).toString('hex'));
  });

  it.each(sealed)('refuse $source with any bit of it altered', ({ suite, key, nonce, associated, ciphertext, tag }) => {
    const bytes = Buffer.concat([hex(nonce), hex(tag), hex(ciphertext)]);
    for (let at = 0; at < bytes.length; at++) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ (1 << at % 8);
      expect(() => decrypt(suite, createSecretKey(hex(key)), hex(associated), altered)).toThrow(SealBroken);
    }
    expect(() => decrypt(suite, createSecretKey(hex(key)), Buffer.concat([hex(associated), hex('00')]), bytes)).toThrow(SealBroken);
  });

  it.each(digests)('make the digest of $source', ({ digest, key, text, mac }) => {
    expect(keyedDigest(digest, createSecretKey(hex(key)), text).toString('hex')).toBe(mac);
  });

  it('hash by SM3 as GB/T 32905-2016 A.1 and A.2 do', () => {
    const sm3 = (text: string) => createHash('sm3').update(text).digest('hex');
    expect(sm3('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(sm3('abcd'.repeat(16))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
  });
});

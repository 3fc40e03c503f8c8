/** Makes your pair of keys: `node make-key.ts [folder]`. `private.jwk.json` stays with you, `jwks.json` goes to the operator. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

const [, , folder = '.'] = process.argv;
const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
// A key is named by its thumbprint (RFC 7638), here as at the register.
const kid = await calculateJwkThumbprint(publicKey);
writeFileSync(join(folder, 'private.jwk.json'), JSON.stringify({ ...(await exportJWK(privateKey)), kid, alg: 'ES256' }), { mode: 0o600 });
writeFileSync(join(folder, 'jwks.json'), JSON.stringify({ keys: [await exportJWK(publicKey)] }));
console.log(`kid ${kid}`);

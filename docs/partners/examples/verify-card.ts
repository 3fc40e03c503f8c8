/**
 * Checks a donor card as whoever is shown one: `node verify-card.ts https://<issuer>/v#<token>`. Trusts the issuer in `CARD_ISSUER` and no
 * other; all verdicts, told apart, are in scripts/card-vectors/.
 */
import { inflateRawSync } from 'node:zlib';
import { compactVerify, createRemoteJWKSet } from 'jose';

interface Claims {
  readonly iss: string;
  readonly rid: string;
  readonly exp: number;
  readonly st: string;
  readonly nm: string;
}

const issuer = process.env['CARD_ISSUER'] ?? 'http://127.0.0.1:4000';
const token = (process.argv[2] ?? '').split('#').at(-1) ?? '';

async function verdict(): Promise<string> {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  const checked = await compactVerify(token, keys, { algorithms: ['ES256'] }).catch(() => null);
  if (!checked) return 'NOT OURS: forged, truncated, or signed by somebody else';
  const claims = JSON.parse(inflateRawSync(checked.payload, { maxOutputLength: 4096 }).toString('utf8')) as Claims;
  const list = (await (await fetch(`${issuer}/.well-known/crl/${checked.protectedHeader.kid ?? ''}.json`)).json()) as { readonly rids: readonly string[] };
  if (claims.iss !== issuer) return 'NOT OURS: another issuer';
  if (list.rids.includes(claims.rid)) return 'REVOKED';
  if (claims.exp * 1000 <= Date.now()) return 'EXPIRED';
  return `VALID ${claims.st} ${claims.nm}`;
}

console.log(await verdict());

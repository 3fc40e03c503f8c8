import { deflateRawSync } from 'node:zlib';
import { Choice, listChoices, type Choices, type DonationItem } from '../donors/donation-kinds.ts';
import { maskName } from '../identity/masking.ts';
import { cardAlgorithms } from './card-algorithms.ts';
import type { CardSigningKey } from './card-keys.ts';

/** What a card says, in the short names that keep it readable for any phone's camera (`docs/donor-card.md`). */
export interface CardClaims {
  /** The version of this form. */
  readonly v: 1;
  readonly iss: string;
  /** Issued and expiring, in seconds. */
  readonly iat: number;
  readonly exp: number;
  readonly rid: string;
  /** The number of the card. */
  readonly no: string;
  /** The name without its first character. */
  readonly nm: string;
  /** The year of birth. */
  readonly yb?: number;
  readonly st: 'AGREED' | 'REFUSED';
  /** The items agreed to and refused, two letters each; what stands in neither was not stated. */
  readonly og?: string;
  readonly rf?: string;
}

/** The code of each item on a card: never given anew, never changed. */
export const itemCodes: Readonly<Record<DonationItem, string>> = {
  HEART: 'HE',
  LUNG: 'LU',
  LIVER: 'LI',
  KIDNEY: 'KI',
  PANCREAS: 'PA',
  SMALL_INTESTINE: 'IN',
  EYE_TISSUE: 'EY',
  SKIN: 'SK',
  BONE: 'BO',
  HEART_VALVE: 'VA',
  BRAIN_TISSUE: 'BR',
  DURA_MATER: 'DU',
};

/** Of a longer name the beginning is enough to know a person by; a whole one would make the code too fine for old cameras. In bytes. */
const MOST_OF_A_NAME = 30;

/** What a card is made of. */
export interface CardContent {
  readonly issuer: string;
  readonly cardNumber: string;
  readonly rid: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly fullName: string;
  readonly birthday: string | null;
  readonly state: 'AGREED' | 'REFUSED';
  readonly choices: Choices;
}

/** What a card says of a decision: no number of a document, no telephone, no address. A refusal lists nothing: it is about everything. */
export function claimsOf({ issuer, cardNumber, rid, issuedAt, expiresAt, fullName, birthday, state, choices }: CardContent): CardClaims {
  const agreed = state === 'AGREED' ? codesOf(choices, Choice.AGREE) : '';
  const refused = state === 'AGREED' ? codesOf(choices, Choice.REFUSE) : '';
  return {
    v: 1,
    iss: issuer,
    iat: secondsOf(issuedAt),
    exp: secondsOf(expiresAt),
    rid,
    no: cardNumber,
    nm: shortened(maskName(fullName)),
    ...(birthday ? { yb: Number(birthday.slice(0, 4)) } : {}),
    st: state,
    ...(agreed ? { og: agreed } : {}),
    ...(refused ? { rf: refused } : {}),
  };
}

/** The signed card: a compact JWS over the deflated claims, as SMART Health Cards do it. */
export function signCard(claims: CardClaims, key: CardSigningKey): Promise<string> {
  const payload = deflateRawSync(JSON.stringify(claims), { level: 9 });
  return cardAlgorithms[key.algorithm].sign({ zip: 'DEF', kid: key.jwk.kid }, payload, key.privateKey);
}

/** Where a card is checked: the token stands behind the `#`, which no browser sends to any server. */
export function verifierLink(issuer: string, token: string): string {
  return `${issuer}/v#${token}`;
}

function codesOf(choices: Choices, wanted: Choice): string {
  return listChoices(choices).flatMap(({ item, choice }) => (choice === wanted ? [itemCodes[item]] : [])).join('');
}

function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MOST_OF_A_NAME) return name;
  let begun = '';
  for (const sign of name) {
    if (Buffer.byteLength(`${begun}${sign}…`) > MOST_OF_A_NAME) break;
    begun += sign;
  }
  return `${begun}…`;
}

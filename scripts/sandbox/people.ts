/** Invented people of the sandbox who decide, so that a platform of health cards has somebody to ask about. */
import { randomUUID } from 'node:crypto';
import { askRegister, signInAs } from './over-http.ts';
import { NotDone } from './not-done.ts';

/** What one of them does, in this order. */
type Step = 'agree' | 'refuse' | 'withdraw' | 'reaffirm' | 'bindCard' | 'letPlatformAsk' | 'letPlatformBeTold';

/** The people by the keys of the simulator, what each does, and where they stand in law afterwards. */
export const sandboxPeople: readonly { readonly key: string; readonly steps: readonly Step[]; readonly state: string }[] = [
  { key: 'elder', steps: ['agree', 'bindCard', 'letPlatformAsk', 'letPlatformBeTold'], state: 'AGREED' },
  { key: 'rare-character', steps: ['refuse', 'bindCard', 'letPlatformAsk'], state: 'REFUSED' },
  { key: 'minority', steps: ['agree', 'bindCard', 'letPlatformAsk', 'withdraw'], state: 'WITHDRAWN' },
  { key: 'hong-kong', steps: ['agree'], state: 'AGREED' },
];

interface Read {
  readonly viewer: { readonly state: string; readonly donor: { readonly version: number } | null; readonly healthCards: readonly { readonly key: string; readonly consents: readonly { readonly purpose: string; readonly words: { readonly version: string; readonly hash: string } }[] }[] };
  readonly donationPolicy: { readonly kinds: readonly { readonly items: readonly string[] }[]; readonly consents: readonly { readonly purpose: string; readonly version: string; readonly hash: string }[] };
}

const READ = '{ viewer { state donor { version } healthCards { key consents { purpose words { version hash } } } } donationPolicy { kinds { items } consents { purpose version hash } } }';
const CONTACT = { phone: null, residenceCode: '330106', familyKnows: 'NOT_STATED', emergencyContact: null, keepEmergencyContact: false };

/** What is agreed to: skin is refused and bone is not stated, so that all three answers are seen. */
const choiceOf = (item: string): string => ({ SKIN: 'REFUSE', BONE: 'NOT_STATED' })[item] ?? 'AGREE';

/** Lets each of them decide who has not yet. @returns a line for each. @throws NotDone */
export async function bringPeople(url: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { key, steps, state } of sandboxPeople) {
    const token = await signInAs(url, key);
    const before = (await askRegister<Read>(url, token, READ)).viewer;
    if (before.donor === null) for (const step of steps) await take(url, token, step);
    const now = before.donor === null ? (await askRegister<Read>(url, token, READ)).viewer.state : before.state;
    lines.push(`${key.padEnd(16)}${now}${now === state ? '' : `  (decided otherwise before; in a new data folder: ${state})`}`);
  }
  return lines;
}

/** Says in somebody's name that their decision still holds: a decision of its own, of which partners are told. @throws NotDone */
export async function reaffirmAs(url: string, persona: string): Promise<string> {
  const token = await signInAs(url, persona);
  const { viewer } = await askRegister<Read>(url, token, READ);
  if (viewer.state !== 'AGREED') throw new NotDone(`${persona} has not agreed: run \`pnpm sandbox -- people\` first`);
  await take(url, token, 'reaffirm');
  return `${persona} says that it still holds`;
}

/** Issues a donor card to somebody who agreed. @returns the link in its code. @throws NotDone */
export async function issueCardTo(url: string, persona: string): Promise<string> {
  const query = 'mutation ($input: IssueDonorCardInput!) { issueDonorCard(input: $input) { ... on IssueDonorCardSuccess { donorCard { link } } ... on Refusal { code message } } }';
  const { issueDonorCard } = await askRegister<{ readonly issueDonorCard: { readonly donorCard?: { readonly link: string }; readonly code?: string } }>(url, await signInAs(url, persona), query, { input: { idempotencyKey: randomUUID() } });
  if (!issueDonorCard.donorCard) throw new NotDone(`no card was issued: ${issueDonorCard.code ?? ''}`);
  return issueDonorCard.donorCard.link;
}

async function take(url: string, token: string, step: Step): Promise<void> {
  const { viewer, donationPolicy } = await askRegister<Read>(url, token, READ);
  const words = (purpose: string) => {
    const found = donationPolicy.consents.find((each) => each.purpose === purpose);
    return { version: found?.version, hash: found?.hash };
  };
  const deciding = { idempotencyKey: randomUUID(), expectedVersion: viewer.donor?.version ?? null };
  const command = (name: string, input: object) => run(url, token, name, input);
  switch (step) {
    case 'agree':
      return command('registerDonor', { ...deciding, contact: CONTACT, consent: words('AGREE'), choices: donationPolicy.kinds.flatMap(({ items }) => items.map((item) => ({ item, choice: choiceOf(item) }))) });
    case 'refuse':
      return command('refuseDonation', { ...deciding, consent: words('REFUSE') });
    case 'withdraw':
      return command('withdrawDecision', { ...deciding, consent: words('WITHDRAW') });
    case 'reaffirm':
      return command('reaffirmDecision', { ...deciding, consent: words('AGREE') });
    case 'bindCard':
      return command('bindHealthCard', { platform: 'CITY', applyIfNone: true });
    case 'letPlatformAsk':
    case 'letPlatformBeTold': {
      const purpose = step === 'letPlatformAsk' ? 'CITY_CARD_ASKS' : 'CITY_CARD_TOLD';
      const said = viewer.healthCards.find(({ key }) => key === 'CITY')?.consents.find((each) => each.purpose === purpose);
      return command('giveConsent', { purpose, words: { version: said?.words.version, hash: said?.words.hash } });
    }
  }
}

async function run(url: string, token: string, name: string, input: object): Promise<void> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const answer = await askRegister<Record<string, { readonly code?: string; readonly message?: string }>>(url, token, `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Refusal { code message } } }`, { input });
  const { code, message } = answer[name] ?? {};
  if (code) throw new NotDone(`${name}: ${code} ${message ?? ''}`);
}

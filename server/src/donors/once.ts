import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { holdsPersonalNumber } from '../identity/personal-number.ts';
import type { Citizen } from '../identity/actor.ts';
import { IdempotencyKeyReused } from './decision-refusals.types.ts';
import type { BodyDeclaration } from '../body-donation/body-donation.entity.ts';
import type { Decision } from './decision.entity.ts';
import type { DecisionOutcome } from './decision.types.ts';
import { ask, reading } from '../database/readings.ts';
import { decisionOf, ownDonor } from './donor.queries.ts';
import { IdempotentRequest, type KeyedOperation } from './idempotent-request.entity.ts';
import { assuredCitizen } from './preconditions.ts';

/** The form of every idempotency key. */
export const IDEMPOTENCY_KEY = /^[A-Za-z0-9-]{16,64}$/;

/** What a request led to: that is kept with its key, and is how the first answer is found again. */
export interface Kept<Outcome> {
  /** Names what the command made. */
  keep(outcome: Outcome): { readonly decision: Decision | null; readonly bodyDeclaration: BodyDeclaration | null };
  /** Finds the first answer again by what was kept. */
  again(answered: IdempotentRequest, citizen: Citizen): Promise<Outcome>;
}

/**
 * Runs a decision command once for a key of the caller: the same key with the same input is answered with the first
 * decision again, so that a reply lost on the way and a retry never decide twice. Keys are kept with the decisions.
 * @throws Refused InvalidInput when the key has the wrong form, IdempotencyKeyReused when it belongs to another request.
 */
export function once(context: Context, operation: KeyedOperation, input: { readonly idempotencyKey: string }, command: () => Promise<DecisionOutcome>): Promise<DecisionOutcome> {
  return onceKept(context, operation, input, command, {
    keep: ({ decision }) => ({ decision, bodyDeclaration: null }),
    async again({ decision }, citizen) {
      const donor = await ownDonor(context.em, citizen);
      if (!donor || !decision) throw new Error('An answered request has lost its donor');
      return { donor, decision: await decisionOf(context.em, donor, decision.id) };
    },
  });
}

/** The same for a command whose outcome is another than a decision. */
export async function onceKept<Outcome>(context: Context, operation: KeyedOperation, input: { readonly idempotencyKey: string }, command: () => Promise<Outcome>, kept: Kept<Outcome>): Promise<Outcome> {
  // Before the first answer is given again: a weak sign-in reads no decision.
  const citizen = assuredCitizen(context);
  const key = input.idempotencyKey;
  if (!IDEMPOTENCY_KEY.test(key) || holdsPersonalNumber(key)) throw new Refused(new InvalidInput([malformedKey]));
  const text = canonical(input);
  const request: KeyedRequest = { key, operation, inputDigest: context.vault.blindIndex('request', text) };
  const digests = Object.values(context.vault.blindIndexes('request', text));
  const first = async () => {
    const answered = await firstAnswer(context, citizen, request, digests);
    return answered && kept.again(answered, citizen);
  };

  const known = await first();
  if (known) return known;
  try {
    const outcome = await command();
    context.em.create(IdempotentRequest, { personIndex: citizen.personIndex, ...request, ...kept.keep(outcome), answeredAt: context.now() });
    return outcome;
  } catch (error) {
    // A twin of this request may have been answered since we looked; the refusal then speaks of the twin's own deed.
    const twin = error instanceof Refused ? await first() : null;
    if (twin) return twin;
    throw error;
  }
}

interface KeyedRequest {
  readonly key: string;
  readonly operation: KeyedOperation;
  readonly inputDigest: Buffer;
}

const BY_KEY = reading({
  ...{ name: 'idempotent-request', rows: { i: IdempotentRequest } },
  text: (columns) => `select ${columns} from idempotent_request i where i.person_index in ($1, $2) and i.key = $3`,
});

/** While the index key is being replaced a request may have been kept under either key. */
async function firstAnswer(context: Context, citizen: Citizen, request: KeyedRequest, digests: readonly (Buffer | null)[]): Promise<IdempotentRequest | null> {
  const { personIndex, otherPersonIndex } = citizen;
  const [found] = await ask(context.em, BY_KEY, [personIndex, otherPersonIndex ?? personIndex, request.key]);
  const answered = found?.i;
  if (!answered) return null;
  const isSame = answered.operation === request.operation && digests.some((digest) => digest?.equals(answered.inputDigest));
  if (!isSame) throw new Refused(new IdempotencyKeyReused());
  return answered;
}

/** What is wrong with a key of another form. */
export const malformedKey = new InputProblem(['idempotencyKey'], InputProblemCode.MALFORMED, {
  'zh-CN': '提交编号格式不对，请刷新页面后重试。',
  en: 'The idempotency key must be 16 to 64 letters, digits or dashes.',
});

/** One text for one meaning: keys sorted, absent and null alike. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined && each !== null);
    return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}

/** Looks before anything is measured: a ratio between different answers would say nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Request } from 'autocannon';
import type { Contender } from './contenders.ts';
import type { FreshPerson } from './fresh-people.ts';
import { LISTED } from './operations.ts';
import type { SignedIn } from './population.ts';

/**
 * Asks every contender for the decision of each person.
 *
 * @returns the size of the shortest answer of each contender, in bytes of its body.
 * @throws Error when an answer is not the decision that was registered for that person, or two contenders differ.
 */
export async function assertSameAnswers(contenders: readonly Contender[], people: readonly SignedIn[]): Promise<ReadonlyMap<Contender, number>> {
  const shortest = new Map(contenders.map((contender) => [contender, Number.POSITIVE_INFINITY]));
  for (const person of people) {
    // The first question may mark the session as seen, which moves its end; the second finds nothing left to mark.
    for (const contender of contenders) await fetchBody(contender, contender.request(person.token));
    const answers: ReturnType<Contender['viewerIn']>[] = [];
    for (const contender of contenders) {
      const body = await fetchBody(contender, contender.request(person.token));
      shortest.set(contender, Math.min(shortest.get(contender) ?? 0, Buffer.byteLength(body)));
      const viewer = contender.viewerIn(body);
      assertDecisionOf(person, viewer, contender.name);
      answers.push(viewer);
    }
    assertAlike(answers);
  }
  return shortest;
}

/**
 * Asks every contender for the first page of the directory.
 *
 * @returns the size of the answer of each contender, in bytes of its body.
 * @throws Error when an answer is not a full page of as many bodies as there are in all, or two contenders differ.
 */
export async function assertSameLists(contenders: readonly Contender[], inAll: number): Promise<ReadonlyMap<Contender, number>> {
  const sizes = new Map<Contender, number>();
  const answers: ReturnType<Contender['listIn']>[] = [];
  for (const contender of contenders) {
    const body = await fetchBody(contender, contender.listRequest());
    const list = contender.listIn(body);
    if (list.nodes.length !== LISTED || list.totalCount !== inAll) throw new Error(`${contender.name} answered with ${list.nodes.length} of ${list.totalCount} bodies; ${LISTED} of ${inAll} were expected`);
    answers.push(list);
    sizes.set(contender, Buffer.byteLength(body));
  }
  assertAlike(answers);
  return sizes;
}

/**
 * Lets every contender register each of some people, whom nobody has seen before.
 *
 * @returns the size of the shortest answer of each contender, in bytes of its body.
 * @throws Error when an answer is not the decision that was sent, a row is missing, or two contenders differ in more than names and moments.
 */
export async function assertSameRegistrations(contenders: readonly Contender[], signIn: (contender: Contender) => Promise<readonly FreshPerson[]>, kept: (contender: Contender) => Promise<number>): Promise<ReadonlyMap<Contender, number>> {
  const sizes = new Map<Contender, number>();
  const answers: unknown[] = [];
  for (const contender of contenders) {
    const [people, before] = [await signIn(contender), await kept(contender)];
    for (const person of people) {
      const body = await fetchBody(contender, contender.registerRequest(person));
      const { donor, decision } = contender.registeredIn(body);
      if (decision.sequence !== 1 || decision.state !== 'AGREED' || !decision.choices.every(({ choice }) => choice === 'AGREE')) throw new Error(`${contender.name} registered another decision than the one that was sent`);
      sizes.set(contender, Math.min(sizes.get(contender) ?? Number.POSITIVE_INFINITY, Buffer.byteLength(body)));
      answers.push({ donor: withoutNames(donor), decision: withoutNames(decision) });
    }
    const added = (await kept(contender)) - before;
    if (added < people.length) throw new Error(`${contender.name} registered ${people.length} and kept ${added}`);
  }
  assertAlike(answers);
  return sizes;
}

/** What tells one registration from the next: of these only the kind of value is compared. */
const NAMES = new Set(['id', 'registrationNumber', 'registeredAt', 'recordedAt', 'since', 'disavowableUntil', 'fingerprint']);

function withoutNames(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (name, value: unknown) => (NAMES.has(name) ? typeof value : name === 'maskedPhone' && typeof value === 'string' ? value.replace(/\d/g, '0') : value)));
}

function assertAlike(answers: readonly unknown[]): void {
  const other = answers.find((answer) => !isDeepStrictEqual(answer, answers[0]));
  if (other !== undefined) throw new Error(`The contenders differ in ${differences(answers[0], other).join(', ')}`);
}

function assertDecisionOf(person: SignedIn, { donor }: ReturnType<Contender['viewerIn']>, name: string): void {
  const choices = Object.fromEntries(donor?.decision.choices.map(({ item, choice }) => [item, choice]) ?? []);
  const right =
    donor?.registrationNumber === person.registrationNumber && donor.decision.sequence === person.decisions && isDeepStrictEqual(choices, person.choices);
  if (!right) throw new Error(`${name} answered with another decision than the one registered for this person`);
}

/** How often a server that is still cold may say that it has too much to do, and how long it is then left alone, in milliseconds. */
const REFUSALS = 20;
const PAUSE = 300;

async function fetchBody(contender: Contender, request: Request, refused = 0): Promise<string> {
  const { name, origin } = contender;
  const { method, path = '/', headers, body } = request;
  const response = await fetch(origin + path, { method, headers, ...(body === undefined ? {} : { body }) });
  if (response.status === 503 && refused < REFUSALS) {
    await response.body?.cancel();
    await sleep(PAUSE);
    return fetchBody(contender, request, refused + 1);
  }
  if (!response.ok) throw new Error(`${name} answered ${response.status}: ${await response.text()}`);
  return response.text();
}

/** Where two answers part, as paths without values. */
function differences(one: unknown, other: unknown, path = 'answer'): string[] {
  if (isDeepStrictEqual(one, other)) return [];
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return [path];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) => differences(Reflect.get(one, key), Reflect.get(other, key), `${path}.${key}`));
}

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { allItems } from '../../../server/src/donors/donation-kinds.ts';
import { choicesOf, deciding, disavow, ownPage } from '../../kit/decisions.ts';
import { atTheDoor, fhirFaults, type FhirAnswer } from '../../kit/fhir.ts';
import { FHIR_BASE, fhirQuestion } from '../../kit/fhir-question.ts';
import { lookingUp, ownLookUps, questionAbout, twoClinicians } from '../../kit/look-ups.ts';
import { nationalRegisterDiffers } from '../../kit/national-register.ts';
import { PUBLIC_URL } from '../../kit/partners.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld({ SANXIAN_LOOK_UP_FLOOR_MS: '0', SANXIAN_PUBLIC_URL: PUBLIC_URL });
const AT_ONCE = { '-break-glass': 'MINUTES_MATTER' };

/** Somebody on the register, by what they decided. */
async function somebody(decided: 'AGREED' | 'REFUSED' | 'WITHDRAWN' | 'SILENT' | 'CONTESTED' | 'HELD') {
  const who = person();
  const citizen = await world.citizen(who);
  if (decided === 'REFUSED') await deciding.refuse(citizen, null);
  else if (decided !== 'SILENT') await deciding.register(citizen, { choices: choicesOf('AGREE', { HEART: 'REFUSE', SKIN: 'NOT_STATED' }) });
  if (decided === 'WITHDRAWN') await deciding.withdraw(citizen, 1);
  if (decided === 'CONTESTED') await disavow(citizen, (await ownPage(citizen)).donor?.decision.id ?? '');
  if (decided === 'HELD') await nationalRegisterDiffers(world, (await ownPage(citizen)).donor?.registrationNumber ?? '');
  return { who, citizen };
}

interface Entry {
  readonly resource: { readonly resourceType: string; readonly [name: string]: unknown };
}
const entries = ({ body }: FhirAnswer) => body['entry'] as readonly Entry[];
const consentIn = (answer: FhirAnswer) => entries(answer).find(({ resource }) => resource.resourceType === 'Consent')?.resource as unknown as ConsentResource | undefined;

interface ConsentResource {
  readonly status: string;
  readonly extension: readonly { readonly url: string; readonly valueCode?: string; readonly valueCoding?: { readonly code: string } }[];
  readonly provision?: { readonly type: string; readonly provision?: readonly { readonly type: string; readonly extension: readonly { readonly valueCode: string }[]; readonly code: readonly { readonly coding: readonly { readonly code: string }[] }[] }[] };
}

describe('a look-up over FHIR, from the question to the answer', () => {
  it('waits for the second person, says so and says that this is no "nothing on record", then answers with a Consent', async () => {
    const [asker, second] = await twoClinicians(world);
    const { who } = await somebody('AGREED');
    const door = atTheDoor(world, asker.token);
    const first = await door.search(fhirQuestion(who));
    expect(first).toMatchObject({ status: 202, headers: { 'content-type': expect.stringContaining('application/fhir+json'), 'cache-control': 'no-store' }, body: { resourceType: 'OperationOutcome', issue: [{ severity: 'information', code: 'incomplete' }] } });
    const path = (first.headers['content-location'] ?? '').replace(PUBLIC_URL, '');
    expect((await door.get(path)).status).toBe(202);
    await lookingUp.confirm(second, path.slice(path.lastIndexOf('/') + 1));
    const answer = await door.get(path);
    expect(answer).toMatchObject({ status: 200, body: { resourceType: 'Bundle', type: 'searchset', total: 1 } });
    expect(consentIn(answer)).toMatchObject({ status: 'active', provision: { type: 'permit' } });
    expect(fhirFaults(first.body)).toEqual([]);
    expect(fhirFaults(answer.body)).toEqual([]);
  });

  it.each([
    ['AGREED', 'AGREED', 'active', 'permit', 'Y'],
    ['REFUSED', 'REFUSED', 'active', 'deny', 'N'],
    ['WITHDRAWN', 'WITHDRAWN', 'inactive', undefined, 'U'],
    ['CONTESTED', 'CONTESTED', 'inactive', undefined, 'U'],
    // The national register holds another word that is later: nobody relies on the agreement here.
    ['HELD', 'CONTESTED', 'inactive', undefined, 'U'],
  ] as const)('tells %s to a clinician as %s and %s, and no single organ', async (decided, state, status, type, code) => {
    const [asker] = await twoClinicians(world);
    const { who } = await somebody(decided);
    const answer = await atTheDoor(world, asker.token).search(fhirQuestion(who, AT_ONCE));
    const consent = consentIn(answer);
    expect(consent).toMatchObject({ status, meta: { tag: [{ code: 'SUBSETTED' }] } });
    expect(consent?.provision).toEqual(type && { type });
    expect(consent?.extension.map(({ valueCode, valueCoding }) => valueCode ?? valueCoding?.code)).toEqual([state, code]);
    expect(JSON.stringify(answer.body)).not.toContain(who.documentNumber);
    expect(fhirFaults(answer.body)).toEqual([]);
  });

  it('lists every organ and tissue to a coordinator, a deny for each that was not agreed to, and which of these were refused and which never stated', async () => {
    const coordinator = await world.staff({ role: 'COORDINATOR', divisionCode: '330100' });
    const { who } = await somebody('AGREED');
    const answer = await atTheDoor(world, coordinator.token).search(fhirQuestion(who, AT_ONCE));
    const listed = consentIn(answer)?.provision?.provision?.map(({ type, extension, code }) => [code[0]?.coding[0]?.code, type, extension[0]?.valueCode]);
    expect(listed).toEqual(allItems.map((item) => (item === 'HEART' ? [item, 'deny', 'REFUSE'] : item === 'SKIN' ? [item, 'deny', 'NOT_STATED'] : [item, 'permit', 'AGREE'])));
    expect(fhirFaults(answer.body)).toEqual([]);
  });

  it('says in words that nothing is on record, and what that means: an empty list alone never stands there', async () => {
    const [asker] = await twoClinicians(world);
    const { who } = await somebody('SILENT');
    const answer = await atTheDoor(world, asker.token).search(fhirQuestion(who, AT_ONCE));
    expect(answer).toMatchObject({ status: 200, body: { total: 0, entry: [{ resource: { resourceType: 'OperationOutcome', issue: [{ code: 'informational', details: { coding: [{ code: 'SILENT' }], text: expect.stringContaining('条例') } }] }, search: { mode: 'outcome' } }] } });
    expect(fhirFaults(answer.body)).toEqual([]);
  });

  it('is on record and visible to its owner like any other, each opening of it too', async () => {
    const [asker] = await twoClinicians(world);
    const { who, citizen } = await somebody('AGREED');
    await atTheDoor(world, asker.token).search(fhirQuestion(who, AT_ONCE));
    expect(await ownLookUps(citizen)).toMatchObject({ lookUps: { nodes: [{ finding: 'AGREED', hospitalName: expect.any(String) }] } });
  });

  it('sent again with the same key is the same look-up; the same key for another question is refused', async () => {
    const [asker] = await twoClinicians(world);
    const { who } = await somebody('AGREED');
    const door = atTheDoor(world, asker.token);
    const key = { 'idempotency-key': randomUUID() };
    const answers = [await door.search(fhirQuestion(who), key), await door.search(fhirQuestion(who), key)];
    expect(new Set(answers.map(({ headers }) => headers['content-location'])).size).toBe(1);
    expect(await door.search(fhirQuestion(who, { '-case': 'CASE-2026-2' }), key)).toMatchObject({ status: 409, body: { issue: [{ code: 'duplicate' }] } });
  });
});

describe('who may not', () => {
  it('is told one thing, whether or not the person is on the register: nobody, a stranger to the hospital, a registrar, a citizen', async () => {
    const elsewhere = await world.staff({ role: 'CLINICIAN', hospitalKey: 'demo-elsewhere', divisionCode: '330200' });
    const registrar = await world.staff({ role: 'REGISTRAR', divisionCode: '330106' });
    const people = [(await somebody('AGREED')).who, (await somebody('REFUSED')).who, person()];
    const bodies = new Set<string>();
    for (const token of [null, elsewhere.token, registrar.token, (await world.citizen()).token]) {
      for (const who of people) {
        const { status, body } = await atTheDoor(world, token).search(fhirQuestion(who));
        expect(fhirFaults(body)).toEqual([]);
        bodies.add(JSON.stringify([status, { ...body, id: null }]));
      }
    }
    expect(bodies.size).toBe(1);
    expect([...bodies][0]).toContain('LOOK_UP_NOT_OPEN');
  });

  it('learns nothing from the address of somebody else’s look-up', async () => {
    const [asker, second] = await twoClinicians(world);
    const { who } = await somebody('AGREED');
    const { headers } = await atTheDoor(world, asker.token).search(fhirQuestion(who));
    const path = (headers['content-location'] ?? '').replace(PUBLIC_URL, '');
    const answers = await Promise.all([path, `/fhir/look-up/${randomUUID()}`].map((address) => atTheDoor(world, second.token).get(address)));
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
    expect(answers[0]?.body['issue']).toEqual(answers[1]?.body['issue']);
  });

  it('is told when their session is over', async () => {
    const { body, status, headers } = await atTheDoor(world, `sanxian_staff_${'x'.repeat(43)}`).search(fhirQuestion(person()));
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect(body).toMatchObject({ issue: [{ code: 'login' }] });
  });
});

describe('a request that does not fit', () => {
  const who = person();
  it.each([
    ['lacks the person', { 'patient.identifier': '' }, 'required'],
    ['names an unknown kind of document', { 'patient.identifier': `urn:other|${who.documentNumber}` }, 'invalid'],
    ['asks for another category', { category: 'http://loinc.org|1-8' }, 'not-supported'],
    ['has an occasion of its own', { '-occasion': 'CURIOSITY' }, 'invalid'],
    ['has a parameter that we do not know', { status: 'active' }, 'not-supported'],
    ['has a birthday in another form', { 'patient.birthdate': '17.5.1980' }, 'invalid'],
    ['has an ID number for a case number', { '-case': who.documentNumber }, 'invalid'],
  ])('%s', async (_what, special, code) => {
    const [asker] = await twoClinicians(world);
    const answer = await atTheDoor(world, asker.token).search(fhirQuestion(who, special as Record<string, string>));
    expect(answer).toMatchObject({ status: 400, body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] } });
    expect(JSON.stringify(answer.body)).not.toContain(who.documentNumber);
    expect(fhirFaults(answer.body)).toEqual([]);
  });

  it('gives a parameter twice, or several at once that are wrong: all are told', async () => {
    const [asker] = await twoClinicians(world);
    const answer = await atTheDoor(world, asker.token).search({ ...fhirQuestion(who, { '-purpose': 'OTHER' }), 'patient.name': ['甲', '乙'] });
    expect(answer.body['issue']).toHaveLength(2);
  });

  it.each([
    ['puts the person into the address', 'get', `/fhir/Consent?patient.identifier=${who.documentNumber}`, {}, 405],
    ['puts a part of the question into the address', 'post', '/fhir/Consent/_search?patient.name=x', { 'content-type': 'application/x-www-form-urlencoded' }, 400],
    ['sends JSON', 'post', '/fhir/Consent/_search', { 'content-type': 'application/json' }, 415],
    ['wants XML', 'get', '/fhir/metadata?_format=xml', {}, 406],
    ['accepts XML only', 'get', '/fhir/metadata', { accept: 'application/fhir+xml' }, 406],
    ['asks for another resource', 'get', '/fhir/Patient/1', {}, 404],
    ['writes', 'put', '/fhir/Consent/1', {}, 404],
  ] as const)('%s', async (_what, method, path, headers, status) => {
    const answer = await atTheDoor(world, null).send(method, path, headers);
    expect(answer).toMatchObject({ status, body: { resourceType: 'OperationOutcome' } });
    expect(fhirFaults(answer.body)).toEqual([]);
    expect(world.logged.join('')).not.toContain(who.documentNumber);
  });

  it('is too large', async () => {
    const answer = await atTheDoor(world, null).search({ ...fhirQuestion(who), '-case': 'x'.repeat(5000) });
    expect(answer).toMatchObject({ status: 413, body: { issue: [{ code: 'too-long' }] } });
  });
});

describe('what the door says of itself', () => {
  it('is a capability statement that names every parameter and every system of documents', async () => {
    const { status, body, headers } = await atTheDoor(world, null).get('/fhir/metadata');
    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=3600']);
    expect(body).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest: [{ resource: [{ type: 'Consent' }] }] });
    expect(JSON.stringify(body)).toContain(`${FHIR_BASE}/identifier/passport`);
    expect(fhirFaults(body)).toEqual([]);
  });

  it('includes what it defined itself: each address in a Consent leads to a definition', async () => {
    for (const path of ['StructureDefinition/donation-state', 'StructureDefinition/donation-choice', 'StructureDefinition/organ-donor-code', 'StructureDefinition/donation-wish', 'CodeSystem/donation-item', 'CodeSystem/donation-state', 'CodeSystem/donation-choice']) {
      const { status, body } = await atTheDoor(world, null).get(`/fhir/${path}`);
      expect([path, status, body['url']]).toEqual([path, 200, `${FHIR_BASE}/${path}`]);
      expect(fhirFaults(body), path).toEqual([]);
    }
  });

  it('and the validators find what is wrong: a Consent without a scope, with an unknown status, with an element that is not there', async () => {
    const [asker] = await twoClinicians(world);
    const { who } = await somebody('AGREED');
    const consent = consentIn(await atTheDoor(world, asker.token).search(fhirQuestion(who, AT_ONCE)));
    for (const broken of [{ ...consent, scope: undefined }, { ...consent, status: 'perhaps' }, { ...consent, organs: ['HEART'] }, { ...consent, policyRule: undefined }]) expect(fhirFaults(JSON.parse(JSON.stringify(broken)))).not.toEqual([]);
  });
});

it('what is asked over FHIR and what is asked over GraphQL is one and the same', async () => {
  const [asker] = await twoClinicians(world);
  const { who } = await somebody('AGREED');
  const over = await lookingUp.ask(asker, questionAbout(who, { breakGlassReason: 'MINUTES_MATTER' }));
  const consent = consentIn(await atTheDoor(world, asker.token).search(fhirQuestion(who, AT_ONCE)));
  expect(over).toMatchObject({ answer: { fingerprint: (consent as unknown as { readonly identifier: readonly [{ readonly value: string }] }).identifier[0].value } });
});

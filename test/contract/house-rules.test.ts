import { describe, expect, test } from 'vitest';
import { houseRules } from '../../scripts/checks/house-rules.ts';
import { importsOf, withoutComments, type SourceFile } from '../../scripts/checks/tree.ts';

const file = (path: string, text: string): SourceFile => ({ path, text });
const donors = 'server/src/donors';

/** A test file, as a row of the table from law to tests names it. */
const lawTest = file('test/api/law.test.ts', `// it('only a comment', run);\nit('a citizen registers', run);\nit.each(['x'])('a %s is refused', run);`);

/** Each rule with files that break it, and the same thought written as the house wants it. */
const samples: Record<string, { bad: SourceFile[][]; good: SourceFile[] }> = {
  packagesMeetInTheContract: {
    bad: [
      [file('client/src/main.ts', `import { config } from '../../server/src/config.ts';`)],
      [file('server/src/app.ts', `import { parts } from '../../client/src/main.ts';`)],
      [file('server/src/app.ts', `import { ViewerDocument } from '../../schema/generated/graphql.ts';`)],
      [file('scripts/start.ts', `import { world } from '../test/kit/world.ts';`)],
    ],
    good: [
      file('client/src/api/execute.ts', `import type { TrustedDocument } from '../../../schema/generated/graphql.ts';`),
      file('test/api/a.test.ts', `import { createApp } from '../../server/src/app.ts';`),
    ],
  },
  resolversAreTheEdge: {
    bad: [[file(`${donors}/register-donor.ts`, `import { DonorResolver } from './donor.resolver.ts';`)]],
    good: [file('server/src/graphql/schema.ts', `import { DonorResolver } from '../donors/donor.resolver.ts';`)],
  },
  typesFaceOutwards: {
    bad: [
      [file(`${donors}/donor.entity.ts`, `import { DonorType } from './donor.types.ts';`)],
      [file(`${donors}/donor.policy.ts`, `import type { UnderAge } from './donor.types.ts';`)],
      [file('server/src/audit/record-audit.ts', `import { DonorType } from '../donors/donor.types.ts';`)],
    ],
    good: [file(`${donors}/register-donor.ts`, `import { UnderAge } from './donor.types.ts';`)],
  },
  graphqlStaysAtTheEdge: {
    bad: [
      [file(`${donors}/register-donor.ts`, `import { GraphQLError } from 'graphql';`)],
      [file(`${donors}/donor.entity.ts`, `import { Field } from 'type-graphql';`)],
    ],
    good: [file(`${donors}/donor.types.ts`, `import { Field } from 'type-graphql';`)],
  },
  noCycles: {
    bad: [
      [
        file(`${donors}/one.ts`, `import { two } from './two.ts';`),
        file(`${donors}/two.ts`, `import { three } from './three.ts';`),
        file(`${donors}/three.ts`, `import { one } from './one.ts';`),
      ],
    ],
    good: [
      file(`${donors}/donor.entity.ts`, `import { Decision } from './decision.entity.ts';`),
      file(`${donors}/decision.entity.ts`, `import { Donor } from './donor.entity.ts';`),
      file(`${donors}/four.ts`, `import type { Five } from './five.ts';`),
      file(`${donors}/five.ts`, `import { four } from './four.ts';`),
    ],
  },
  donorsAreFoundInTheirRoom: {
    bad: [[file('server/src/organisations/count.ts', `const all = await em.findAll(Donor);`)]],
    good: [file(`${donors}/donor.queries.ts`, `const one = await em.findOne(Donor, { id });`)],
  },
  uiKnowsNoFeature: {
    bad: [
      [file('client/src/ui/Field.vue', `<script setup lang="ts">\nimport { execute } from '../api/execute.ts';\n</script>`)],
      [file('client/src/ui/StateTag.vue', `<script setup lang="ts">\nimport type { A } from '../../../schema/generated/graphql.ts';\n</script>`)],
    ],
    good: [file('client/src/ui/Field.vue', `<script setup lang="ts">\nimport ErrorText from './ErrorText.vue';\n</script>`)],
  },
  featuresStandAlone: {
    bad: [[file('client/src/features/decision/use-decision.ts', `import { draft } from '../register/use-register.ts';`)]],
    good: [file('client/src/features/decision/use-decision.ts', `import { show } from './show-decision.ts';`)],
  },
  verifierStandsApart: {
    bad: [
      [file('client/src/features/card/use-card.ts', `import { checkCard } from '../../verifier/check-card.ts';`)],
      [file('client/src/verifier/main.ts', `import { useExecute } from '../api/execute.ts';`)],
    ],
    good: [file('client/src/verifier/main.ts', `import { language } from '../language.ts';`)],
  },
  partnerPageStandsApart: {
    bad: [
      [file('client/src/features/card/use-card.ts', `import { askForToken } from '../../partner/ask-for-token.ts';`)],
      [file('client/src/partner/main.ts', `import { deskToken } from '../desk/desk-session.ts';`)],
    ],
    good: [file('client/src/partner/main.ts', `import { createExecute } from '../api/execute.ts';`)],
  },
  deskStandsApart: {
    bad: [
      [file('client/src/main.ts', `import { isAtDesk } from './desk/desk-session.ts';`)],
      [file('client/src/desk/main.ts', `import HomePage from '../features/home/HomePage.vue';`)],
    ],
    good: [file('client/src/desk/main.ts', `import { language } from '../language.ts';`)],
  },
  nonprodIsQuarantined: {
    bad: [
      [file('server/src/app.ts', `import { simulator } from './nonprod/simulator.ts';`)],
      [file('server/src/identity/sign-in.ts', `const { personas } = await import('../nonprod/personas.ts');`)],
    ],
    good: [file('server/src/app.ts', `const { simulator } = await import('./nonprod/simulator.ts');`)],
  },
  tracesAreLoadedOnDemand: {
    bad: [
      [file(`${donors}/register-donor.ts`, `import { trace } from '@opentelemetry/api';`)],
      [file('server/src/app.ts', `const { sendTraces } = await import('./telemetry/send-traces.ts');`)],
      [file('server/src/main.ts', `import { sendTraces } from './telemetry/send-traces.ts';`)],
    ],
    good: [
      file('server/src/main.ts', `const { sendTraces } = await import('./telemetry/send-traces.ts');`),
      file('server/src/telemetry/traces.ts', `import type { Span } from '@opentelemetry/api';`),
      file('server/src/telemetry/send-traces.ts', `import { trace } from '@opentelemetry/api';`),
    ],
  },
  graphqlStaysOffThePhone: {
    bad: [[file('client/src/api/execute.ts', `import { print } from 'graphql';`)]],
    good: [file('client/src/api/execute.ts', `import type { FormattedExecutionResult } from 'graphql';`)],
  },
  settingsAreReadOnce: {
    bad: [[file('server/src/identity/irs.ts', `const secret = process.env['IRS_SECRET'];`)]],
    good: [file('server/src/config.ts', `const port = process.env['PORT'];`), file('scripts/start.ts', `const port = process.env['PORT'];`)],
  },
  networkHasDoors: {
    bad: [
      [file(`${donors}/register-donor.ts`, `await fetch(url);`)],
      [file('client/src/features/home/use-home.ts', `await globalThis.fetch(url);`)],
      [file('server/src/organisations/import.ts', `import { request } from 'node:https';`)],
    ],
    good: [file('client/src/api/execute.ts', `await fetch('graphql');`), file('client/src/features/home/use-home.ts', `await query.fetch();`)],
  },
  timeComesFromTheContext: {
    bad: [[file(`${donors}/register-donor.ts`, `donor.registeredAt = new Date();`)], [file('server/src/identity/sign-in.ts', `const now = Date.now();`)]],
    good: [file(`${donors}/register-donor.ts`, `const birthday = new Date(year, month, day); // not new Date()`)],
  },
  unitsOfWorkFlush: {
    bad: [[file(`${donors}/register-donor.ts`, `await em.flush();`)], [file('server/src/tasks/claim-task.ts', `await em.transactional(work);`)], [file(`${donors}/edit-decision.ts`, `await flushAtOnce(em);`)]],
    good: [file('server/src/graphql/units-of-work.ts', `await flushAtOnce(em);`)],
  },
  sqlHasRooms: {
    bad: [
      [file(`${donors}/withdraw-decision.ts`, `await em.nativeUpdate(Donor, where, change);`)],
      [file('server/src/organisations/near.ts', `await connection.execute('select 1');`)],
    ],
    good: [
      file(`${donors}/donor.queries.ts`, `await connection.execute('select 1');`),
      file('server/src/tasks/claim-task.ts', `// lock: two members of staff must not claim one task.\nawait connection.execute('select 1 for update');`),
    ],
  },
  wallsAreNotPassedBy: {
    bad: [[file('server/src/lookups/look-up.queries.ts', `const rows = await em.getKysely().selectFrom('donor').execute();`)], [file(`${donors}/donor.queries.ts`, `await em.createQueryBuilder(Donor).execute();`)]],
    good: [file('server/src/lookups/look-up.queries.ts', `const rows = await em.execute('select from donor');`), file('server/src/organisations/organisation.queries.ts', `em.getKysely();`)],
  },
  randomnessIsStrong: {
    bad: [[file('client/src/drafts.ts', `const key = Math.random().toString(36);`)]],
    good: [file('client/src/drafts.ts', `const key = crypto.randomUUID();`)],
  },
  noDrawers: {
    bad: [
      [file(`${donors}/index.ts`, '')],
      [file('client/src/utils.ts', '')],
      [file('server/src/services/donor.ts', '')],
      [file(`${donors}/donor.service.ts`, '')],
      [file(`${donors}/DonorManager.ts`, '')],
    ],
    good: [file(`${donors}/register-donor.ts`, ''), file('server/src/organisations/organisation-service.entity.ts', '')],
  },
  filesAreNamedAlike: {
    bad: [[file(`${donors}/registerDonor.ts`, '')], [file('client/src/ui/error-summary.vue', '')]],
    good: [file(`${donors}/donor.entity.ts`, ''), file('client/src/ui/ErrorSummary.vue', ''), file('client/src/ui/ErrorSummary.test.ts', '')],
  },
  filesAreShort: {
    bad: [[file(`${donors}/donor.entity.ts`, 'a;\n'.repeat(301))], [file(`${donors}/donor.test.ts`, 'a;\n'.repeat(401))]],
    good: [file(`${donors}/donor.entity.ts`, 'a;\n'.repeat(300)), file(`${donors}/donor.test.ts`, 'a;\n'.repeat(400))],
  },
  nothingForbiddenIsKept: {
    bad: [
      [file(`${donors}/donor.entity.ts`, '// TODO later')],
      [file(`${donors}/donor.entity.ts`, '// eslint-disable-next-line')],
      [file('README.md', 'Open `/home/somebody/sanxian`.')],
      [file('.npmrc', 'registry=https://example.org/')],
    ],
    good: [file('README.md', 'Open `/graphql`, or https://example.org/home/page; todos are issues.')],
  },
  migrationsRunInOrder: {
    bad: [
      [file('server/src/database/migrations/list.ts', `[{ name: '2027-01-02-b', class: B }, { name: '2027-01-01-a', class: A }]`)],
      [file('server/src/database/migrations/list.ts', `[]`), file('server/src/database/migrations/2027-01-01-a.ts', '')],
      [file('server/src/database/migrations/list.ts', `[{ name: '2027-01-01-a', class: A }]`)],
    ],
    good: [
      file('server/src/database/migrations/list.ts', `[{ name: '2027-01-01-a', class: A }]`),
      file('server/src/database/migrations/2027-01-01-a.ts', ''),
    ],
  },
  migrationsHoldNobodyUp: {
    bad: [
      `create index donor_day on donor (registered_at)`,
      `create unique index donor_day on donor (registered_at)`,
      `alter table decision alter column sequence type bigint`,
      `alter table donor alter column residence_code set not null`,
      `alter table donor add constraint donor_named check (residence_code <> '')`,
      `alter table donor add constraint donor_number_unique unique (registration_number)`,
      `alter table donor add column age int null check (age > 0)`,
      `alter table donor add column mark uuid not null default gen_random_uuid()`,
      `alter table donor rename column family_knows to family_informed`,
      `update donor set family_knows = 'NOT_STATED'`,
      `delete from session where ended_at is not null`,
      `lock table donor`,
      `alter table donor set unlogged`,
      `create table visit (donor_id uuid references donor (id), decision_id uuid references decision (id))`,
    ].map((sql) => [changing('StepByStep', sql)]).concat([
      [changing('Migration', 'alter table donor add constraint a check (true) not valid', 'alter table donor validate constraint a')],
      [changing('Migration', 'create index concurrently donor_day on donor (registered_at)')],
      [changing('Migration', 'alter table donor add column day date null', 'create trigger a after insert on decision for each row execute function b()')],
      [changing('StepByStep', 'alter table decision alter sequence type bigint')],
    ]),
    good: [
      changing('Migration', 'create table visit (id uuid primary key)', 'create index visit_day on visit (id)', 'alter table visit add constraint a check (true)', 'alter table donor add column day date null'),
      changing('StepByStep', 'create table visit (id uuid primary key, donor_id uuid references donor (id), by_id uuid references staff_account (id), before_id uuid references visit (id))'),
      changing('Migration', 'create function f() returns trigger language plpgsql as $$ begin update donor set version = 1; return null; end $$'),
      changing('StepByStep', 'alter table donor add column day date null', 'alter table session add column day date null', 'alter table donor add constraint a check (true) not valid', 'alter table donor validate constraint a'),
      // Rehearsed as it stands, before there was this rule.
      file('server/src/database/migrations/2026-11-26-81-card-looks.ts', 'class A extends Migration { up() { this.addSql(`create index a on donor (id)`); } }'),
    ],
  },
  decisionsAreNumberedOnce: {
    bad: [
      [file('docs/adr/0001-a.md', adr(1)), file('docs/adr/0001-b.md', adr(1))],
      [file('docs/adr/0002-a.md', adr(3))],
      [file('docs/adr/0001-a.md', adr(1).replace('## Options', '## Thoughts'))],
      [file('docs/adr/our-choice.md', adr(1))],
    ],
    good: [file('docs/adr/0001-a.md', adr(1)), file('docs/adr/0002-b.md', adr(2))],
  },
  contractNounsAreInTheGlossary: {
    bad: [
      [file('schema/schema.graphql', 'type Donor {'), file('CONTEXT.md', '| donee | 受者 | who receives | `Donee` |')],
      [file('schema/schema.graphql', 'type Donor {')],
    ],
    good: [
      file('schema/schema.graphql', 'type Donor {\ninput RegisterDonorInput {\ntype DonorConnection {\ntype Query {'),
      file('CONTEXT.md', '| donor | 捐献者 | who decided | `Donor`, `registerDonor` |'),
    ],
  },
  versionsAreExact: {
    bad: [
      [file('pnpm-workspace.yaml', `packages:\n  - server\n\ncatalog:\n  express: ^5.3.0\n`)],
      [file('server/package.json', `{"dependencies":{"express":"5.3.0"}}`)],
    ],
    good: [
      file('pnpm-workspace.yaml', `catalog:\n  '@apollo/server': 5.5.1\n  node: npm:node@26.10.0\n  type-graphql: 2.0.0-rc.4\n\nverifyDepsBeforeRun: install\n`),
      file('server/package.json', `{"dependencies":{"express":"catalog:"}}`),
    ],
  },
  generatedFilesSayTheyAre: {
    bad: [[file('schema/generated/graphql.ts', 'export const a = 1;')], [file('server/src/app.ts', '// Generated by a person')]],
    good: [file('schema/generated/graphql.ts', '// Generated by `pnpm schema`'), file('server/src/app.ts', '')],
  },
  exportsAreDescribed: {
    bad: [
      [file(`${donors}/donor.policy.ts`, `/** Said. */\nexport const a = 1;\n\nexport function mayRegister() {}`)],
      [file('client/src/api/session.ts', `// Not a description.\nexport interface Session {}`)],
    ],
    good: [
      file(`${donors}/choice.ts`, `/** What was chosen. */\nexport const Choice = {};\nexport type Choice = keyof typeof Choice;`),
      file(`${donors}/donor.resolver.ts`, `/** Answers about donors. */\n@Resolver(() => DonorType)\nexport class DonorResolver {}`),
    ],
  },
  testsNeitherSleepNorHide: {
    bad: [
      [file('test/api/a.test.ts', `test.only('a', run);`)],
      [file('test/api/a.test.ts', `await new Promise((done) => setTimeout(done, 100));`)],
      [file('test/browser/a.test.ts', `await page.waitForTimeout(100);`)],
    ],
    good: [file('test/api/a.test.ts', `test('a second registration is answered, not repeated', run);`)],
  },
  testNamesArePromises: {
    bad: [[file('test/api/a.test.ts', `test('should register', run);`)], [file('server/src/a.test.ts', `it("works", run);`)]],
    good: [file('test/api/a.test.ts', `test('a citizen registers', run);`)],
  },
  linksLeadSomewhere: {
    bad: [[file('README.md', 'See [the map](ARCHITECTURE.md).')], [file('docs/adr/0001-a.md', '[up](../gone.md)')]],
    good: [file('README.md', '[map](./docs/adr/0001-a.md#context), [folder](docs/), [site](https://example.org)'), file('docs/adr/0001-a.md', '[home](../../README.md)')],
  },
  everyDemandHasItsTest: {
    bad: [
      [],
      [file('docs/traceability.md', traced('no test at all')), lawTest],
      [file('docs/traceability.md', traced('`test/api/gone.test.ts` › a citizen registers')), lawTest],
      [file('docs/traceability.md', traced('`test/api/law.test.ts` › a citizen')), lawTest],
      [file('docs/traceability.md', traced('`test/api/law.test.ts` › a citizen registers<br>`test/api/law.test.ts` › only a comment')), lawTest],
      [file('docs/traceability.md', traced('`test/api/law.test.ts` › a citizen registers').replace('issue 3: the look-up', 'later')), lawTest],
      [file('docs/traceability.md', traced('`test/api/law.test.ts` › a citizen registers').replace('people at the door; no program can hire them', 'later')), lawTest],
      [file('docs/traceability.md', traced('`test/api/law.test.ts` › a citizen registers').replace('## Not built yet', '## Notes')), lawTest],
    ],
    good: [file('docs/traceability.md', traced('`test/api/law.test.ts` › a citizen registers<br>`test/api/law.test.ts` › a %s is refused')), lawTest],
  },
};

function traced(shown: string): string {
  const head = '| item | demand | state |\n|---|---|---|';
  return `# T\n\n## Shown by a test\n\n${head}\n| art. 9 | in writing | ${shown} |\n\n## Not built yet\n\n${head}\n| art. 16 | by area | issue 3: the look-up |\n\n## Outside the software\n\n${head}\n| art. 4 | guards | people at the door; no program can hire them |\n`;
}

/** A migration of these statements. */
function changing(base: 'Migration' | 'StepByStep', ...statements: string[]): SourceFile {
  return file('server/src/database/migrations/2027-01-01-01-a.ts', `class A extends ${base} {\n  override up(): void {\n${statements.map((sql) => `    this.addSql(\`${sql}\`);\n`).join('')}  }\n}`);
}

function adr(number: number): string {
  return [`# ${number}. Title`, '## Context', '## Options', '## Decision', '## Consequences', '## How we check it'].join('\n\n');
}

describe('each rule of the house', () => {
  test('has samples', () => {
    expect(Object.keys(samples).sort()).toEqual(Object.keys(houseRules).sort());
  });

  for (const [name, { bad, good }] of Object.entries(samples)) {
    test(`${name} finds what breaks it`, () => {
      for (const tree of bad) expect(houseRules[name]?.(tree), tree[0]?.path).not.toEqual([]);
    });

    test(`${name} lets good work pass`, () => {
      expect(houseRules[name]?.(good)).toEqual([]);
    });
  }
});

describe('reading files', () => {
  test('imports are found in all their forms, with their lines', () => {
    const text = `import a from './a.ts';\nimport type { B } from '../b.ts';\nimport {\n  type C,\n} from 'c';\n// import d from 'd';\nexport { e } from './e.ts';\nimport './f.css';\nconst g = await import('./g.ts');`;
    const found = importsOf(file('server/src/donors/x.ts', text)).map(({ target, line, typeOnly, dynamic }) => [target, line, typeOnly, dynamic]);
    expect(found).toEqual([
      ['server/src/donors/a.ts', 1, false, false],
      ['server/src/b.ts', 2, true, false],
      ['c', 3, true, false],
      ['server/src/donors/e.ts', 7, false, false],
      ['server/src/donors/f.css', 8, false, false],
      ['server/src/donors/g.ts', 9, false, true],
    ]);
  });

  test('comments are blanked, strings and lines stay', () => {
    expect(withoutComments(`a('https://b'); // c\n/* d\n */e`)).toBe(`a('https://b');     \n    \n   e`);
  });
});

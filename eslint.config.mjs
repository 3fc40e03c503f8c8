import { readFileSync } from 'node:fs';
import eslint from '@eslint/js';
import graphql from '@graphql-eslint/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import typescript from 'typescript-eslint';

/** One object for both kinds of file: the plugin keeps the first configuration that it meets. */
const graphQLConfig = { schema: 'schema/schema.graphql', documents: 'schema/operations/**/*.graphql' };

const recommendedFor = (config) => graphql.configs[config].rules;

/** Types that are values of something else and so have no identity of their own (architecture: Node is for main types). */
const valuesWithoutIdentity = [
  'RegistrationFigure',
  'PartnerPoints',
  'HealthCardPlatform',
  'WebhookAttempt',
  'HealthCardMarkState',
  'Viewer',
  'ConfirmedSubmission',
  'PaperDifference',
  'SubmissionTally',
  'ItemChangeCount',
  'SampledSubmission',
  'Citizen',
  'Session',
  'SignInOption',
  'StaffViewer',
  'StaffSession',
  'Ability',
  'DonorContact',
  'EmergencyContact',
  'ItemChoice',
  'ConsentRecord',
  'NationalSync',
  'PageInfo',
  'DonationPolicy',
  'DonationKindPolicy',
  'ConsentText',
  'PersonalData',
  'ProcessingPurposeState',
  'PurposeText',
  'BodyWords',
  'BodyExecutor',
  'BodyDonationContents',
  'HomeVisitContents',
  'InputProblem',
  // A division is known by its GB/T 2260 code, which the law gives and reuses never.
  'Division',
  'OrganisationServiceOffer',
  'WitnessCapability',
  'NearbyOrganisation',
  'LookUpPerson',
  'LookUpDesk',
  // A hospital is known here by its key, and an answer by the look-up that holds it.
  'LookUpHospital',
  'LookUpAnswer',
  // Whoever reads a message is told of nothing that could be found by it.
  'OpenedFamilyMessage',
  'Wish',
  'KinStatementView',
  'KinDisclosureView',
  'FamilyItemChoice',
];

/** Refusals are facts about one answer; the contract itself tells which types are refusals. */
const refusals = [...readFileSync(new URL('schema/schema.graphql', import.meta.url), 'utf8').matchAll(/^type (\w+) implements Refusal\b/gm)].map(([, name]) => name);

export default defineConfig(
  globalIgnores(['**/dist/', '**/node_modules/', '.data/', 'coverage/', 'schema/generated/', 'schema/retained/', 'client/public/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },

  {
    name: 'sanxian/typescript',
    files: ['**/*.ts', '**/*.vue'],
    extends: [eslint.configs.recommended, typescript.configs.strict, typescript.configs.stylistic],
    rules: {
      semi: ['error', 'always'],
      quotes: ['error', 'single', { avoidEscape: true, allowTemplateLiterals: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
      'object-shorthand': 'error',
      'prefer-template': 'error',
      // A rule switched off by a comment is no rule; the type must be told right instead.
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      // A union's `resolveType` and hooks state `this: void`.
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
      // TypeGraphQL and MikroORM describe shapes with classes; a class of static makers is our way to write a result type.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowStaticOnly: true, allowEmpty: true }],
    },
  },
  {
    name: 'sanxian/types-are-known',
    files: ['server/src/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts', 'docs/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The faults that types alone can show: a promise nobody waits for is a write nobody sees fail.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unnecessary-condition': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
    },
  },
  {
    name: 'sanxian/tests-look-at-answers',
    files: ['**/*.test.ts', '**/*-test-kit.ts', 'test/**/*.ts'],
    rules: {
      // supertest and fetch answer with `any`; what a test expects of an answer is compared at run time.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    name: 'sanxian/they-talk-to-a-terminal',
    files: ['scripts/**/*.ts', 'test/kit/**/*.ts', 'docs/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  { name: 'sanxian/on-node', files: ['server/**', 'scripts/**', 'test/**', 'docs/**', '*.config.*'], languageOptions: { globals: globals.node } },
  { name: 'sanxian/in-a-browser', files: ['client/src/**'], languageOptions: { globals: globals.browser } },

  {
    name: 'sanxian/vue',
    files: ['**/*.vue'],
    extends: [vue.configs['flat/recommended-error'], vue.configs['no-layout-rules']],
    languageOptions: { parserOptions: { parser: typescript.parser } },
    rules: {
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': ['error', { order: ['defineOptions', 'defineModel', 'defineProps', 'defineEmits', 'defineSlots'] }],
      'vue/define-props-declaration': 'error',
      'vue/html-button-has-type': 'error',
      'vue/multi-word-component-names': 'off', // ui/Field, ui/Button: their folder is their second word.
      'vue/no-bare-strings-in-template': 'error', // Words live in locales/, never in a template.
      'vue/no-export-in-script-setup': 'error',
      'vue/no-static-inline-styles': 'error',
      'vue/no-template-target-blank': 'error',
      'vue/no-undef-components': ['error', { ignorePatterns: ['RouterLink', 'RouterView'] }],
      'vue/no-unused-emit-declarations': 'error',
      'vue/no-unused-refs': 'error',
      'vue/no-v-html': 'error',
      'vue/require-default-prop': 'off', // Optional props are told by their type (exactOptionalPropertyTypes).
      'vue/no-restricted-static-attribute': [
        'error',
        { key: 'autofocus', message: 'Moving focus on load loses the place of those who listen (WCAG 3.2.1).' },
        { key: 'accesskey', message: 'Access keys collide with those of assistive technology.' },
        { key: 'tabindex', value: '/^[1-9]/', message: 'A positive tabindex breaks the reading order (WCAG 2.4.3).' },
        { key: 'role', value: 'button', message: 'Use <button>: it brings keyboard and focus with it.' },
      ],
      'vue/no-restricted-syntax': [
        'error',
        {
          selector: "VElement[name=/^(div|span|p|li|ul|ol|section|td|tr|img|svg)$/] > VStartTag > VAttribute[directive=true][key.name.name='on'][key.argument.name='click']",
          message: 'Only buttons, links and form controls can be clicked: others have no keyboard (WCAG 2.1.1).',
        },
        {
          selector: "VElement[name='img']:not(:has(VAttribute[key.name='alt'])):not(:has(VAttribute[key.argument.name='alt']))",
          message: 'An image says what it shows, or alt="" when it only decorates (WCAG 1.1.1).',
        },
        {
          selector: "VElement[name='a'] > VStartTag > VAttribute[key.name='href'][value.value=/^(#|javascript:)/]",
          message: 'A link goes somewhere; an action is a button.',
        },
      ],
    },
  },

  {
    name: 'sanxian/schema',
    files: ['schema/schema.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig } },
    rules: {
      ...recommendedFor('flat/schema-recommended'),
      ...recommendedFor('flat/schema-relay'),
      '@graphql-eslint/input-name': ['error', { checkInputType: true, caseSensitiveInputType: false, checkQueries: false }],
      '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
          // TypeGraphQL makes these two itself; their fields carry the descriptions.
          ignoredSelectors: ['ObjectTypeDefinition[name.value=/^(Query|Mutation)$/]'],
        },
      ],
      '@graphql-eslint/strict-id-in-types': [
        'error',
        { exceptions: { suffixes: ['Success', 'Connection', 'Edge'], types: [...valuesWithoutIdentity, ...refusals] } },
      ],
      // Lists that cannot grow (choices of one decision, problems of one input) are plain lists.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
      // We only page forwards, so `last` and `before` do not exist.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      // The same word may stand for the same thing in two enums (PROVINCE of a division and of an organisation).
      '@graphql-eslint/unique-enum-value-names': 'off',
    },
  },
  {
    name: 'sanxian/operations',
    files: ['schema/operations/**/*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig } },
    rules: {
      ...recommendedFor('flat/operations-recommended'),
      // The clients keep no normalised cache that would need the id of every object.
      '@graphql-eslint/require-selections': 'off',
      '@graphql-eslint/selection-set-depth': ['error', { maxDepth: 8 }],
    },
  },
);

import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { GraphQLError, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import type { AppConfig } from '../config.ts';
import type { Orm } from '../database/orm.ts';
import { isDatabaseUnavailable } from '../database/unavailable.ts';
import { bearerToken } from '../identity/bearer-token.ts';
import { charge, costOf } from '../partners/budget.ts';
import { partnerOf } from '../partners/recognise-partner.ts';
import { openIdProvider } from '../staff/staff-provider.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { noteOperation } from '../telemetry/traces.ts';
import { contextOf, type Caller, type Serving } from './context-of-request.ts';
import type { Context, Ports } from './context.ts';
import { CompiledDocuments, compiledExecution, runCompiled, type CompiledDocument } from './compiled-execution.ts';
import { writeAnswer } from './gate/answer-size.ts';
import { documentLimits } from './gate/document-limits.ts';
import { operationNames, readManifest } from './documents.ts';
import { documentGate, type Charge } from './gate/gate.ts';
import { knownOperations } from './gate/known-operations.ts';
import { heldAnswers, holdAnswer } from './held-answers.ts';
import { maskError } from './masking.ts';
import { RequestFault } from './request-faults.ts';
import { scopeOfRequest } from './request-scope.ts';
import { buildApiSchema, buildUnguardedSchema } from './schema.ts';

const switchedOff = [
  // Costs more per field than the fields themselves; caching headers are ours to set.
  ApolloServerPluginCacheControlDisabled(),
  // A page that loads its scripts from another site.
  ApolloServerPluginLandingPageDisabled(),
  // An APOLLO_KEY in the environment would be enough to send every operation abroad (个人信息保护法 art. 38).
  ApolloServerPluginUsageReportingDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
];

/** Runs a document of ours for a request that came through another door: the same caller, gate, records and held answers. */
export type Ask = (request: Request, response: Response, document: string, variables: Readonly<Record<string, unknown>>) => Promise<Pick<FormattedExecutionResult<Record<string, unknown>>, 'data' | 'errors'>>;

/**
 * Runs a trusted document without Apollo's pipeline: the same caller, guards, records, held answers and figures, and errors as they may
 * leave. Null where no field has run and the usual road is to say what is wrong. @throws what the driver says while the database is away.
 */
export type AnswerTrusted = (document: CompiledDocument, variables: unknown, caller: Caller) => Promise<FormattedExecutionResult | null>;

/** The GraphQL door: a gate and a handler for an already parsed body, and what stops it. */
export interface Api {
  /** Refuses free documents that ask for too much. */
  readonly gate: RequestHandler;
  readonly handler: RequestHandler;
  /** Lets a partner pay a point for a request that failed before the gate, so that every answer tells the cost. */
  readonly payForFault: ErrorRequestHandler;
  readonly ask: Ask;
  /** The documents that are known by their ids. */
  readonly documents: CompiledDocuments;
  readonly answerTrusted: AnswerTrusted;
  stop(): Promise<void>;
}

/**
 * Starts Apollo Server on our schema and answers through Express: one for documents that are ours, one for partners, who may
 * ask the schema about itself. Each keeps what it validated to itself.
 */
export async function createApi(config: AppConfig, orm: Orm, ports: Ports): Promise<Api> {
  const schema = buildApiSchema();
  const serving: Serving = { config, orm, ports, staffProvider: config.staff && openIdProvider(config.staff) };
  const documents = new CompiledDocuments({ guarded: schema, unguarded: buildUnguardedSchema() }, manifest);
  const own = apolloFor(schema, config, config.mode !== 'production', [compiledExecution(documents)]);
  const partners = apolloFor(schema, config, true, []);
  await Promise.all([own.start(), partners.start()]);
  const context = ({ req, res }: { req: Request; res: Response }) => contextOf(callerBehind(req, res), serving);
  const handlers = { own: expressMiddleware(own, { context }), partners: expressMiddleware(partners, { context }) };
  const pay: Charge = (response, { partner }, points) => charge(response, { em: orm.em.fork({ clear: true }), partner, points, usual: config.partners.pointsPerHour, now: ports.now() });
  return {
    gate: documentGate(schema, pay),
    payForFault: async (fault, _request, response, next) => {
      const partner = partnerOf(response);
      // Whoever was turned away because others ask too much pays nothing.
      const isTurnedAway = fault instanceof RequestFault && fault.code === 'SERVICE_UNAVAILABLE';
      if (partner && !isTurnedAway && !costOf(response)) await pay(response, partner, 1);
      next(fault);
    },
    handler: (request, response, next) => handlers[partnerOf(response) ? 'partners' : 'own'](request, response, next),
    ask: async (request, response, document, variables) => {
      const { body } = await own.executeOperation<Record<string, unknown>>({ query: document, variables }, { contextValue: await contextOf(callerBehind(request, response), serving) });
      return body.kind === 'single' ? body.singleResult : body.initialResult;
    },
    documents,
    answerTrusted: async (document, variables, caller) => {
      const startedAt = performance.now();
      const context = await contextOf(caller, serving, document.showsRecord).catch((error: unknown) => {
        const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
        if (isDatabaseUnavailable(cause)) throw cause;
        // What else stands in the way of knowing who calls is told by the usual road, which tries once more.
        return null;
      });
      const result = context && (await runCompiled(document, context, variables));
      if (!context || !result) return null;
      if (document.isHeld) await holdAnswer(context.arrivedAt, config.lookUps.floorMilliseconds);
      countOperation(ports.metrics, document.name, startedAt, result);
      return result;
    },
    stop: async () => void (await Promise.all([own.stop(), partners.stop()])),
  };
}

function apolloFor(schema: GraphQLSchema, { lookUps }: AppConfig, isSchemaOpen: boolean, more: readonly ApolloServerPlugin<Context>[]): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: isSchemaOpen,
    hideSchemaDetailsFromClientErrors: !isSchemaOpen,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    maxRecursiveSelections: true,
    validationRules: [knownOperations],
    parseOptions: { maxTokens: documentLimits.tokens },
    stopOnTerminationSignals: false,
    stringifyResult: writeAnswer,
    formatError: (formatted, error) => maskError(formatted, error, scopeOfRequest()),
    plugins: [...switchedOff, wellFormedRequestsSucceed, partnersSeeTheCost, countOperations, heldAnswers(lookUps.floorMilliseconds), ...more],
    // What goes wrong in a request is logged by `maskError` without its text; Apollo's own log would show it.
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
}

/**
 * GraphQL over HTTP 6.4.1: with `application/json` a request that is well-formed but fails parsing, validation or
 * coercion should answer 200, because intermediaries of old clients take other codes for a broken transport. A request
 * without a document keeps its 400.
 */
const wellFormedRequestsSucceed: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response }) {
        const accept = request.http?.headers.get('accept') ?? '';
        if (response.http.status === 400 && request.query !== undefined && !accept.includes('application/graphql-response+json')) response.http.status = 200;
      },
    };
  },
};

/** What a request cost stands in each answer to a partner, so that nobody has to count. */
const partnersSeeTheCost: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response: { body }, contextValue: { cost } }) {
        if (cost && body.kind === 'single') body.singleResult.extensions = { ...body.singleResult.extensions, cost };
      },
    };
  },
};

/** What citizens' clients may run. */
const manifest = readManifest();

const trustedNames = operationNames(manifest);

/** Counts each operation and the codes of its errors, for those who run the server. */
const countOperations: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    const startedAt = performance.now();
    return {
      async willSendResponse({ operationName, response: { body }, contextValue: { metrics } }) {
        countOperation(metrics, operationName && trustedNames.has(operationName) ? operationName : 'free', startedAt, body.kind === 'single' ? body.singleResult : {});
      },
    };
  },
};

function countOperation(metrics: Metrics, name: string, startedAt: number, { errors = [] }: FormattedExecutionResult): void {
  const codes = errors.map(({ extensions }) => String(extensions?.['code']));
  metrics.operation(name, (performance.now() - startedAt) / 1_000, codes);
  noteOperation(name, codes);
}

function callerBehind(request: Request, response: Response): Caller {
  return { token: bearerToken(request.headers), address: () => request.ip ?? '', partner: partnerOf(response), cost: costOf(response) };
}

function ignore(): void {
  // Deliberately nothing, see above.
}

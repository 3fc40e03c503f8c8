import type supertest from 'supertest';
import type { TrustedDocument } from '../../schema/generated/graphql.ts';

/** A GraphQL error as a caller sees it. */
export interface CallerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly requestId: string };
}

/** An answer as it came over HTTP. */
export interface CallerAnswer<Data = Record<string, unknown>> {
  readonly status: number;
  readonly data: Data | null | undefined;
  readonly errors: readonly CallerError[] | undefined;
}

/** Somebody who calls the API over HTTP, signed in or not. */
export class Caller {
  readonly #http: ReturnType<typeof supertest>;
  readonly token: string | null;

  constructor(http: ReturnType<typeof supertest>, token: string | null) {
    this.#http = http;
    this.token = token;
  }

  /** Runs a document of the manifest and expects an answer without errors. */
  async run<Data, Variables>(document: TrustedDocument<Data, Variables>, variables: Variables): Promise<Data> {
    const { data, errors } = await this.ask(document, variables);
    if (errors || !data) throw new Error(`Unexpected errors: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Runs a document of the manifest; errors are part of the answer. */
  ask<Data, Variables>(document: TrustedDocument<Data, Variables>, variables: Variables): Promise<CallerAnswer<Data>> {
    return this.post({ documentId: document.id, variables }) as Promise<CallerAnswer<Data>>;
  }

  /** Runs any document, which development and test allow. */
  query(query: string, variables: Record<string, unknown> = {}): Promise<CallerAnswer> {
    return this.post({ query, variables });
  }

  /** Posts any body, in any language of the caller. */
  async post(body: object | string, headers: Record<string, string> = {}): Promise<CallerAnswer> {
    const request = this.#http.post('/graphql').set('content-type', 'application/json').set(headers);
    if (this.token) request.set('authorization', `Bearer ${this.token}`);
    const response = await request.send(body);
    const { data, errors } = response.body as CallerAnswer;
    return { status: response.status, data, errors };
  }
}

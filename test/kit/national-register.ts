import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll } from 'vitest';
import { createLog } from '../../server/src/log.ts';
import { NationalApi } from '../../server/src/national-register/national-api.ts';
import { NationalCarrier } from '../../server/src/national-register/national-carrier.ts';
import { nationalRound } from '../../server/src/national-register/keep-national-sync.ts';
import { NationalRegisterUnavailable, type NationalRegister, type OutgoingDecision } from '../../server/src/national-register/national-register.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { sendDecisions, type SendingTools } from '../../server/src/national-register/send-decisions.ts';
import { takeAnswer } from '../../server/src/national-register/take-answer.ts';
import { NationalSimulator } from '../../server/src/nonprod/national-register/simulator.ts';
import { MyDecisionDocument } from '../../schema/generated/graphql.ts';
import type { Caller } from './caller.ts';
import { Clock, dispatcherOf, wholeRound } from './outbox.ts';
import type { World } from './world.ts';

/** The simulated national register on a port of its own, and a server's side towards it. */
export interface NationalSide {
  readonly simulator: NationalSimulator;
  readonly clock: Clock;
  readonly register: NationalRegister;
  readonly logged: readonly string[];
  /** Sends what waits. */
  send(): Promise<void>;
  /** Sends what waits; then takes in answers, unless nobody is there. */
  exchange(): Promise<void>;
}

/** Connects a world to a simulated national register. */
export async function nationalSideOf(world: World): Promise<NationalSide> {
  const simulator = new NationalSimulator('test');
  const server = createServer(express().use(simulator.routes()));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const register = new NationalApi({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'test' });
  const clock = new Clock();
  const logged: string[] = [];
  const tools = { orm: world.orm, vault: world.vault, register, now: clock.now, log: createLog('info', { write: (line: string) => void logged.push(line) }) };
  const dispatcher = dispatcherOf(world, clock, new NationalCarrier(tools));
  return {
    simulator,
    clock,
    register,
    logged,
    send: () => wholeRound(dispatcher),
    async exchange() {
      await wholeRound(dispatcher);
      await nationalRound(tools).catch((error: unknown) => {
        if (!(error instanceof NationalRegisterUnavailable)) throw error;
      });
    },
  };
}

/** What a person sees of their decision at the national register. */
export async function syncOf(citizen: Caller) {
  const { viewer } = await citizen.run(MyDecisionDocument, {});
  return { ...viewer?.donor?.decision.nationalSync, registrationNumber: viewer?.donor?.registrationNumber ?? '' };
}

/** A decision reached the national register, which holds something else of this person that is later. */
export async function holdsOtherwise(tools: Omit<SendingTools, 'register'>, registrationNumber: string): Promise<void> {
  const donor = await tools.orm.em.fork().findOneOrFail(Donor, { registrationNumber });
  const submitted: OutgoingDecision[] = [];
  const register = { submit: (message: OutgoingDecision) => Promise.resolve(void submitted.push(message)), answers: () => Promise.resolve([]) };
  await sendDecisions({ ...tools, register }, donor.id, randomUUID(), AbortSignal.timeout(5_000));
  const messageId = submitted.at(-1)?.messageId ?? '';
  const later = new Date(tools.now().getTime() + 60_000).toISOString();
  await takeAnswer(tools.orm, { answerNumber: randomUUID(), messageId, outcome: 'CONFLICT', reason: null, held: { position: 'REFUSED', since: later } }, tools.now());
}

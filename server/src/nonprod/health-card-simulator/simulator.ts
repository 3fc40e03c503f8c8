import { Router } from 'express';
import { SimulatedCity } from './simulated-city.ts';
import { SimulatedOpen } from './simulated-open.ts';

/** What the simulated platforms must know of who calls them. */
export interface SimulatedCardsOptions {
  readonly cityAppId: string;
  readonly openAppId: string;
  readonly openSecret: string;
  readonly now: () => Date;
}

/** Both simulated platforms of health cards, for demonstration; tests have their own and break them. */
export function simulatedHealthCards({ cityAppId, openAppId, openSecret, now }: SimulatedCardsOptions): Router {
  const router = Router();
  router.use('/city', new SimulatedCity(cityAppId).router());
  router.use('/open', new SimulatedOpen({ id: openAppId, secret: openSecret }, now).router());
  return router;
}

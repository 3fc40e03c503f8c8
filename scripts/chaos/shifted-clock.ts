/** Loaded before a server (`--import`): the clock of its machine is off by `CHAOS_CLOCK_AHEAD` milliseconds; what measures how long something takes is not. */
const ahead = Number(process.env['CHAOS_CLOCK_AHEAD']);
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values: unknown[], newTarget) => Reflect.construct(target, values.length === 0 ? [RealDate.now() + ahead] : values, newTarget) as Date,
  apply: () => new RealDate(RealDate.now() + ahead).toString(),
  get: (target, name, receiver) => (name === 'now' ? () => RealDate.now() + ahead : (Reflect.get(target, name, receiver) as unknown)),
});

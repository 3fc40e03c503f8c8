/** What every fault has in common: a scene, something that is broken in it, and what must come of that. */
import type { FindingKind } from './checker.ts';
import { Scene, type SceneOptions, type Verdict } from './scene.ts';

/** How large a run is. */
export interface Plan {
  /** How often something is killed or broken in one experiment. */
  readonly times: number;
  /** How many phones there are. */
  readonly people: number;
  readonly say: (line: string) => void;
}

/** A figure with its unit in its name, for example `restartMilliseconds`. */
export type Figures = Readonly<Record<string, number>>;

/**
 * What an experiment must come to: no promise broken, or besides no request without its answer; or, in a control, this promise, that
 * nothing is acknowledged for a while, that requests fail, or that a server ends or holds more memory than it may.
 */
export type Expectation = 'NOTHING_BROKEN' | 'NOTHING_FAILS' | FindingKind | 'STANDSTILL' | 'FAILURES' | 'OVERWHELMED';

/** One fault, or the control of one: the same without the guarantee, which must be seen to fail. */
export interface Experiment {
  /** `F1`, or `F1-control`; the numbers are those of the issue. `S1` is of its part about scale-out. */
  readonly id: string;
  readonly title: string;
  readonly expects: Expectation;
  readonly scene: SceneOptions;
  /** Why it cannot be done on this machine; null when it can. */
  readonly hindrance?: () => string | null;
  /** Makes what its servers need beside what is shipped. */
  readonly prepare?: () => Promise<unknown>;
  /** Makes the place that the scene needs for its files, and takes it away afterwards. */
  readonly stage?: () => { readonly under: string; leave(): void };
  /** Breaks things. The crowd is at work, and goes on afterwards. @returns how often something was killed, and figures. */
  breakThings(scene: Scene, plan: Plan): Promise<{ readonly kills: number; readonly figures: Figures }>;
}

/** What came of an experiment. */
export interface ExperimentRecord {
  readonly id: string;
  readonly title: string;
  readonly expects: Expectation;
  /** When it began. */
  readonly date: string;
  readonly hasPassed: boolean;
  /** Why it was not done here. */
  readonly hindrance: string | null;
  readonly kills: number;
  readonly seconds: number;
  readonly verdict: Omit<Verdict, 'findings'> & { readonly findings: Readonly<Partial<Record<FindingKind, number>>>; readonly examples: readonly string[] };
  readonly figures: Figures;
}

/** Nothing is acknowledged for this long, in milliseconds: what the control of a frozen standby must come to. */
export const STANDSTILL = 5_000;

/** Runs one experiment on a stage of its own. @throws Error when the stage itself fails, or nothing works any more after the fault. */
export async function runExperiment(experiment: Experiment, plan: Plan): Promise<ExperimentRecord> {
  const began = performance.now();
  const common = { id: experiment.id, title: experiment.title, expects: experiment.expects, date: new Date().toISOString() };
  const hindrance = experiment.hindrance?.() ?? null;
  if (hindrance !== null) return { ...common, hasPassed: true, hindrance, kills: 0, seconds: 0, verdict: nothing, figures: {} };
  await experiment.prepare?.();
  const stage = experiment.stage?.();
  const scene = await Scene.open({ ...experiment.scene, ...(stage ? { under: stage.under } : {}) });
  try {
    await scene.raise(plan.people);
    await scene.untilAcknowledged(20);
    const { kills, figures } = await experiment.breakThings(scene, plan);
    const verdict = await scene.judge();
    const findings: Partial<Record<FindingKind, number>> = {};
    for (const { kind } of verdict.findings) findings[kind] = (findings[kind] ?? 0) + 1;
    const hasPassed = isAsExpected(experiment.expects, { ...verdict, findings }, figures);
    if (!hasPassed) plan.say(scene.lastWords());
    const examples = verdict.findings.slice(0, 5).map(({ kind, what }) => `${kind}: ${what}`);
    return { ...common, hasPassed, hindrance, kills, seconds: Math.round((performance.now() - began) / 1_000), verdict: { ...verdict, findings, examples }, figures };
  } finally {
    await scene.close();
    stage?.leave();
  }
}

const nothing: ExperimentRecord['verdict'] = { acknowledged: 0, refused: 0, unknown: 0, failedLooks: 0, held: 0, findings: {}, examples: [], details: {} };

function isAsExpected(expects: Expectation, { findings, unknown, failedLooks }: Pick<ExperimentRecord['verdict'], 'findings' | 'unknown' | 'failedLooks'>, figures: Figures): boolean {
  const isWhole = Object.keys(findings).length === 0;
  if (expects === 'NOTHING_BROKEN') return isWhole;
  if (expects === 'NOTHING_FAILS') return isWhole && unknown + failedLooks === 0;
  if (expects === 'FAILURES') return isWhole && unknown + failedLooks > 0;
  if (expects === 'OVERWHELMED') return isWhole && isOverwhelmed(figures);
  if (expects === 'STANDSTILL') return isWhole && (figures['longestGapMilliseconds'] ?? 0) >= STANDSTILL;
  return (findings[expects] ?? 0) > 0;
}

/** Whether the figures say that a server ended, or held more memory than they say it may. */
export function isOverwhelmed({ deaths = 0, mostMegabytes = 0, mayHoldMegabytes = 0 }: Figures): boolean {
  return deaths > 0 || mostMegabytes > mayHoldMegabytes;
}

import { effectRules } from './effect-rules.ts';
import { fileRules } from './file-rules.ts';
import { importRules } from './import-rules.ts';
import { migrationRules } from './migration-rules.ts';
import { paperRules } from './paper-rules.ts';
import { textRules } from './text-rules.ts';
import { traceabilityRules } from './traceability-rules.ts';
import type { Finding, HouseRule, Tree } from './tree.ts';

/** Every rule of the house by its name. */
export const houseRules: Readonly<Record<string, HouseRule>> = { ...importRules, ...effectRules, ...fileRules, ...paperRules, ...migrationRules, ...textRules, ...traceabilityRules };

/** Tries every rule; the answer is empty when the house is in order. */
export function breachesOf(tree: Tree): (Finding & { readonly rule: string })[] {
  return Object.entries(houseRules).flatMap(([rule, judge]) => judge(tree).map((finding) => ({ ...finding, rule })));
}

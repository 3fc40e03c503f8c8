import type { ScriptParts } from './script-types.ts';

export const containerNetwork: ScriptParts['containerNetwork'];

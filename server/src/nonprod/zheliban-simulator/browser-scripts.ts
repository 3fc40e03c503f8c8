import { bridgeMethods } from './browser/bridge-methods.js';
import { containerNetwork } from './browser/container-network.js';
import { deviceMethods } from './browser/device-methods.js';
import { readSettings } from './browser/read-settings.js';
import type { BrowserScript, ContainerConfig } from './browser/script-types.ts';
import { shell } from './browser/shell.js';
import { submitAtOnce } from './browser/submit-at-once.js';
import { zwjsbridge } from './browser/zwjsbridge.js';
import { zwlog } from './browser/zwlog.js';

/**
 * The simulator's browser scripts by the path they are served at; the first two paths are those of the real platform
 * (浙里办 1.2) below `/sim`.
 *
 * The scripts are ordinary functions in `browser/`, written out as text: so they need no file beside the bundle, and
 * each must stand alone (no imports, no outer names).
 */
export function browserScripts(config: ContainerConfig): Readonly<Record<string, string>> {
  const written = (script: BrowserScript): string =>
    `'use strict';\n(${script})(${JSON.stringify(config)}, { readSettings: ${readSettings}, bridgeMethods: ${bridgeMethods}, deviceMethods: ${deviceMethods}, containerNetwork: ${containerNetwork} });\n`;
  return {
    '/sim/assets/ZWJSBridge/1.1.0/zwjsbridge.js': written(zwjsbridge),
    '/sim/assets/zwlog/1.0.0/zwlog.js': written(zwlog),
    '/sim/assets/shell.js': written(shell),
    '/sim/assets/submit-at-once.js': written(submitAtOnce),
  };
}

/** @import { ContainerConfig, ScriptParts } from './script-types.ts' */

/**
 * Defines `window.ZwLog`, the platform's page statistics (浙里办 1.8), as a recorder: nothing leaves the simulator, and the frame
 * shows each call.
 * @param {ContainerConfig} config
 * @param {ScriptParts} parts
 */
export function zwlog(config, { readSettings }) {
  /** @param {string} method @param {unknown[]} sent */
  const record = (method, sent) => {
    if (window.parent === window) return;
    // Statistics must never carry an identity number; the log marks it, so that a tester sees the leak.
    const leaks = /\d{17}[\dX]/i.test(JSON.stringify(sent));
    window.parent.postMessage(
      { simulator: 'zheliban', event: 'statistics', method, options: JSON.parse(JSON.stringify(sent)), leaks },
      window.location.origin,
    );
  };
  const mode = () => readSettings(config, window.localStorage).zwlog;
  const mayThrow = () => {
    if (mode() === 'throws') throw new Error('ZwLog is out of order');
  };

  class ZwLog {
    /** @param {object} user */
    constructor(user = {}) {
      mayThrow();
      record('new ZwLog', [user]);
    }

    /** @param {() => void} callback */
    onReady(callback) {
      mayThrow();
      if (mode() !== 'never') setTimeout(callback, 0);
    }

    /** @param {object} visit */
    sendPV(visit) {
      mayThrow();
      record('sendPV', [visit]);
    }

    /** @param {unknown[]} event event code, EXP | CLK | OTHER, flat parameters; one app passes a single object instead */
    record(...event) {
      mayThrow();
      record('record', event);
    }

    /** @param {object} item */
    sendAliMonitor(item) {
      mayThrow();
      record('sendAliMonitor', [item]);
    }
  }

  Object.assign(window, { ZwLog });
}

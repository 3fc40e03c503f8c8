import { spawn } from 'node:child_process';
import { root } from './stages.ts';

/**
 * Walks through every screen of the citizen app, as test/browser/screens.test.ts does, with these settings beside the usual ones.
 *
 * @throws when a walk fails.
 */
export function walkScreens(settings: Readonly<Record<string, string>>): Promise<void> {
  const walking = spawn('vitest', ['run', '--project', 'browser', 'test/browser/screens.test.ts', '-t', 'no fault is on the screens'], { cwd: root, env: { ...process.env, ...settings }, stdio: 'inherit' });
  return new Promise((resolve, reject) => walking.once('error', reject).once('exit', (code) => (code === 0 ? resolve() : reject(new Error('the walk through the screens failed')))));
}

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { root } from '../../scripts/stages.ts';
import { paper } from './papers.ts';

/** How a block begins that a reader types into another terminal and leaves running. */
const ELSEWHERE = '# in another terminal';

/** A shell in which the commands of papers are typed one after the other, as a reader would. */
export interface PaperShell {
  /** The reader's home. */
  readonly home: string;
  /**
   * Types every command of a paper. Before a block that holds a word of `waits` the reader sees, as the paper says, what is on another
   * terminal. @returns what they said. @throws Error with all of it when one failed.
   */
  follow(path: string, waits?: Readonly<Record<string, string>>): Promise<string>;
  /** Types some commands. */
  type(commands: string): Promise<string>;
}

/** The commands of a paper, block by block: those that it marks as `sh`. */
export const commandsIn = (path: string): readonly string[] => [...paper(path).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands = '']) => commands);

/** Whether a block starts a register: the test has started one already. */
export const startsRegister = (commands: string): boolean => commands.trim() === 'npx -y pnpm@12 start';

/** A program of the reader's machine that the papers need and nobody brings along. */
export function isInstalled(program: string, ask: string): boolean {
  try {
    execFileSync(program, [ask], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens such a shell; it is closed after the file's last test. `npx -y pnpm@12` and `npm install` are stood in for, because they would ask the
 * network: the first runs the same script of package.json, the second links the packages that are here.
 *
 * @param told the register's settings, and which numbers of the papers stand for which of the test.
 */
export function openPaperShell(folder: string, told: { readonly settings: Readonly<Record<string, string>>; readonly ports: ReadonlyMap<string, string> }): PaperShell {
  const [bin, home] = [join(folder, 'bin'), join(folder, 'home')];
  for (const each of [bin, home]) mkdirSync(each);
  standIn(join(bin, 'npx'), NPX);
  standIn(join(bin, 'npm'), NPM);
  const env = { HOME: home, PATH: [bin, dirname(process.execPath), process.env['PATH']].join(delimiter), ...told.settings };
  const shell = spawn('sh', ['-s'], { cwd: root, env, stdio: 'pipe', detached: true });
  // Whatever a paper left running in another terminal belongs to the shell's own group.
  afterAll(() => {
    try {
      if (shell.pid !== undefined) process.kill(-shell.pid);
    } catch {
      // Nobody of the group is left.
    }
  });
  shell.stdin.write('set -eu\n');

  let typed = 0;
  const type = (commands: string): Promise<string> => {
    typed += 1;
    const file = join(folder, `typed-${typed}.sh`);
    writeFileSync(file, [...told.ports].reduce((text, [written, meant]) => text.replaceAll(new RegExp(`(?<=:|PORT=)${written}\\b`, 'g'), meant), commands));
    return untilSaid(shell, `. ${file}\necho "end of ${file}"\n`, `end of ${file}`);
  };
  return {
    home,
    type,
    follow: (path, waits = {}) => type(commandsIn(path).filter((commands) => !startsRegister(commands)).map((commands) => seenBefore(commands, waits) + inItsTerminal(commands)).join('\n')),
  };
}

/** Whoever reads waits for what the paper announces on another terminal. */
function seenBefore(commands: string, waits: Readonly<Record<string, string>>): string {
  return Object.entries(waits).flatMap(([word, seen]) => (commands.includes(word) ? [`until grep -q '${seen}' elsewhere.txt; do sleep 0.1; done\n`] : [])).join('');
}

/** Another terminal is a process beside; the reader waits until it says that it listens. */
function inItsTerminal(commands: string): string {
  if (!commands.startsWith(ELSEWHERE)) return commands;
  return `(${commands.replace(/\n$/, '')}) > elsewhere.txt 2>&1 &\nuntil grep -q listening elsewhere.txt; do sleep 0.1; done\n`;
}

function untilSaid(shell: ChildProcess & { readonly stdin: NodeJS.WritableStream; readonly stdout: NodeJS.ReadableStream; readonly stderr: NodeJS.ReadableStream }, commands: string, end: string): Promise<string> {
  return new Promise((done, failed) => {
    let said = '';
    const hear = (part: Buffer) => {
      said += part.toString();
      if (said.includes(`${end}\n`)) settle(() => done(said.replace(`${end}\n`, '')));
    };
    if (shell.exitCode !== null) throw new Error('The shell is closed, because a command failed before');
    const gone = () => settle(() => failed(new Error(`A command of the paper failed:\n${said}`)));
    const settle = (tell: () => void) => {
      for (const stream of [shell.stdout, shell.stderr]) stream.off('data', hear);
      shell.off('close', gone);
      tell();
    };
    for (const stream of [shell.stdout, shell.stderr]) stream.on('data', hear);
    shell.once('close', gone);
    shell.stdin.write(commands);
  });
}

function standIn(path: string, program: string): void {
  writeFileSync(path, `#!${process.execPath}\n${program.replaceAll('ROOT', JSON.stringify(root))}`);
  chmodSync(path, 0o755);
}

const NPX = `
const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const [, , yes, pnpm, ...words] = process.argv;
if (yes !== '-y' || pnpm !== 'pnpm@12' || words.shift() !== '-C') throw new Error('not the way in which the papers call pnpm');
const folder = words.shift();
if (words[0] === '--silent') words.shift();
const name = words.shift();
const script = JSON.parse(readFileSync(folder + '/package.json', 'utf8')).scripts[name];
if (!script) throw new Error('there is no command ' + name);
const { status } = spawnSync(process.execPath, [...script.split(' ').slice(1), ...words], { cwd: folder, env: { ...process.env, INIT_CWD: process.cwd() }, stdio: 'inherit' });
process.exit(status ?? 1);
`;

const NPM = `
const { symlinkSync, writeFileSync } = require('node:fs');
const words = process.argv.slice(2).join(' ');
if (words === 'install jose standardwebhooks') symlinkSync(ROOT + '/node_modules', 'node_modules');
else if (words === 'pkg set type=module') writeFileSync('package.json', '{ "type": "module" }');
else throw new Error('not a way in which the papers call npm: ' + words);
`;

/** What a file in the reader's home holds. */
export const readIn = (home: string, path: string): string => readFileSync(join(home, path), 'utf8');

/** `pnpm audit:surface` asks for the long form; inside `pnpm test` the surface tests do less and print nothing. */
export const isLong = process.env['SANXIAN_AUDIT'] === 'long';

/** Shows a result of the long form to whoever runs it. */
export function report(title: string, rows: readonly Record<string, unknown>[] | string): void {
  if (!isLong) return;
  process.stdout.write(`\n── ${title}\n`);
  process.stdout.write(typeof rows === 'string' ? `${rows}\n` : `${tableOf(rows)}\n`);
}

/** Columns as wide as their longest cell; numbers stand right. */
function tableOf(rows: readonly Record<string, unknown>[]): string {
  const names = Object.keys(rows[0] ?? {});
  const width = (name: string) => Math.max(name.length, ...rows.map((row) => String(row[name] ?? '').length));
  const cell = (value: unknown, name: string) => (typeof value === 'number' ? String(value).padStart(width(name)) : String(value ?? '').padEnd(width(name)));
  return [names.map((name) => name.padEnd(width(name))).join('  '), ...rows.map((row) => names.map((name) => cell(row[name], name)).join('  '))].join('\n');
}

/**
 * A backup or a restore that was not done, for a reason that the person at the keyboard can act on. `message` holds both languages,
 * Chinese first, one per line; it never holds personal data or a key.
 */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';

  constructor(chinese: string, english: string) {
    super(`${chinese}\n${english}`);
  }
}

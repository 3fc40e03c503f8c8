/** Raised when a sandbox command cannot do what it is asked; the message says why. */
export class NotDone extends Error {
  override readonly name = 'NotDone';
}

/** The command line made no sense, or names files that cannot be separated; the message says what to do. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

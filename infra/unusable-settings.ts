/** A setting that the app cannot be synthesized with; the message says which and why. */
export class UnusableSettings extends Error {
  override readonly name = 'UnusableSettings';

  constructor(problems: string, options?: ErrorOptions) {
    super(
      `These settings cannot be used. Correct "settings" in cdk.json, in -c settings=… or in --settings.\n${problems}`,
      options,
    );
  }
}

/** What a template says about one secret (AWS::SecretsManager::Secret). At most one of the two values. */
export interface SecretConfig {
  readonly name: string;
  readonly description?: string;
  readonly secretString?: string;
  /** Draws the value once, when the secret is first created; a restart keeps it. */
  readonly generateSecretString?: GenerateSecretString;
}

/** Options of GenerateSecretString, as CloudFormation spells them. */
export interface GenerateSecretString {
  /** Characters; 32 when absent, 4,096 at most. */
  readonly PasswordLength?: number;
  readonly ExcludeCharacters?: string;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly IncludeSpace?: boolean;
  /** At least one character of each kind that is not excluded; true when absent. */
  readonly RequireEachIncludedType?: boolean;
  /** A JSON object that the password is added to under GenerateStringKey. */
  readonly SecretStringTemplate?: string;
  readonly GenerateStringKey?: string;
}

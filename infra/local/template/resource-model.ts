import type * as z from 'zod';

/** Who a resource is: where it stands in the templates and what it is called. */
export interface ResourceIdentity {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Physical name, or the id for resources that AWS gives an id (APIs, distributions). */
  readonly name: string;
}

/** What the local cloud knows about one CloudFormation resource type. */
export interface ResourceModel<Schema extends z.ZodType = z.ZodType> {
  readonly type: string;
  /** Exactly the properties that the local cloud honours; strict at every level. */
  readonly schema: Schema;
  /**
   * Properties accepted although they change nothing here, each with its reason. A key is a path such as
   * "Code.SourceKMSKeyArn" or "DistributionConfig.Origins[].ConnectionAttempts".
   */
  readonly withoutEffect: Readonly<Record<string, string>>;
  /** Property that sets the physical name, where the template may choose it. */
  readonly nameProperty?: string;
  /** The physical name when the template chooses none. */
  physicalName(stack: string, logicalId: string): string;
  /** Value of Ref. */
  reference(identity: ResourceIdentity): string;
  /** Values of Fn::GetAtt by attribute. */
  readonly attributes: Readonly<Record<string, (identity: ResourceIdentity) => string>>;
}

/** Keeps the schema's type while a model is written down. */
export function resourceModel<Schema extends z.ZodType>(model: ResourceModel<Schema>): ResourceModel<Schema> {
  return model;
}

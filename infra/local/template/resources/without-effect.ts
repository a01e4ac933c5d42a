import * as z from 'zod';
import { arn } from '../arn.ts';
import { physicalName } from '../physical-name.ts';
import { type ResourceIdentity, resourceModel } from '../resource-model.ts';

/*
 * Resource types that change nothing here as a whole, each with its reason: they watch, and there is
 * nothing to watch with.
 */
const inert = (
  type: string,
  properties: Readonly<Record<string, string>>,
  attributes: Readonly<Record<string, (identity: ResourceIdentity) => string>> = {},
  // What is left of the properties when those without effect are taken out.
  schema: z.ZodType = z.strictObject({}),
) =>
  resourceModel({
    type,
    schema,
    withoutEffect: properties,
    physicalName: (stack, logicalId) => physicalName(stack, logicalId, 255),
    reference: ({ name }) => name,
    attributes,
  });

const NO_METRICS = 'there are no metrics that could raise an alarm';

/** AWS::CloudWatch::Alarm */
export const alarm = inert(
  'AWS::CloudWatch::Alarm',
  {
    ActionsEnabled: NO_METRICS,
    AlarmActions: NO_METRICS,
    AlarmDescription: NO_METRICS,
    AlarmName: NO_METRICS,
    ComparisonOperator: NO_METRICS,
    DatapointsToAlarm: NO_METRICS,
    Dimensions: NO_METRICS,
    EvaluateLowSampleCountPercentile: NO_METRICS,
    EvaluationPeriods: NO_METRICS,
    ExtendedStatistic: NO_METRICS,
    InsufficientDataActions: NO_METRICS,
    MetricName: NO_METRICS,
    Metrics: NO_METRICS,
    Namespace: NO_METRICS,
    OKActions: NO_METRICS,
    Period: NO_METRICS,
    Statistic: NO_METRICS,
    Tags: NO_METRICS,
    Threshold: NO_METRICS,
    TreatMissingData: NO_METRICS,
    Unit: NO_METRICS,
  },
  { Arn: ({ name }) => arn('cloudwatch', `alarm:${name}`) },
);

/** AWS::CloudWatch::Dashboard */
export const dashboard = inert('AWS::CloudWatch::Dashboard', {
  DashboardBody: 'there are no metrics to show',
  DashboardName: 'there are no metrics to show',
});

/** AWS::CDK::Metadata */
export const cdkMetadata = inert('AWS::CDK::Metadata', { Analytics: 'nothing is reported to anyone' });

const CLOUDWATCH_WRITES = 'nothing but the local cloud itself writes its log';

/** AWS::Logs::ResourcePolicy */
export const logsResourcePolicy = inert('AWS::Logs::ResourcePolicy', {
  PolicyDocument: CLOUDWATCH_WRITES,
  PolicyName: CLOUDWATCH_WRITES,
});

const NO_QUERIES = 'nothing here asks objects by SQL';

const inertGlue = (type: string, schema: z.ZodType, properties: readonly string[]) =>
  inert(type, Object.fromEntries(properties.map((property) => [property, NO_QUERIES])), {}, schema);

const empty = z.strictObject({});

/** AWS::Glue::Database */
export const glueDatabase = inertGlue('AWS::Glue::Database', z.strictObject({ DatabaseInput: empty }), [
  'CatalogId',
  'DatabaseInput.Description',
  'DatabaseInput.LocationUri',
  'DatabaseInput.Name',
  'DatabaseInput.Parameters',
]);

const emptyTable = z.strictObject({
  PartitionKeys: z.array(empty).optional(),
  StorageDescriptor: z
    .strictObject({ Columns: z.array(empty).optional(), SerdeInfo: empty.optional() })
    .optional(),
});

/** AWS::Glue::Table: where it lies, and what it is made of. */
export const glueTable = inertGlue('AWS::Glue::Table', z.strictObject({ TableInput: emptyTable }), [
  'CatalogId',
  'DatabaseName',
  'TableInput.Description',
  'TableInput.Name',
  'TableInput.Parameters',
  'TableInput.PartitionKeys[].Comment',
  'TableInput.PartitionKeys[].Name',
  'TableInput.PartitionKeys[].Type',
  'TableInput.StorageDescriptor.Columns[].Comment',
  'TableInput.StorageDescriptor.Columns[].Name',
  'TableInput.StorageDescriptor.Columns[].Type',
  'TableInput.StorageDescriptor.InputFormat',
  'TableInput.StorageDescriptor.Location',
  'TableInput.StorageDescriptor.OutputFormat',
  'TableInput.StorageDescriptor.SerdeInfo.Parameters',
  'TableInput.StorageDescriptor.SerdeInfo.SerializationLibrary',
  'TableInput.TableType',
]);

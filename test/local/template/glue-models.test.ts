import { describe, expect, it } from 'vitest';
import { glueDatabase, glueTable } from '../../../infra/local/template/resources/without-effect.ts';
import { withoutPaths } from '../../../infra/local/template/without-paths.ts';

/** Whether the local cloud takes these properties, as when it loads a template. */
const takes = (model: typeof glueTable, properties: unknown) =>
  model.schema.safeParse(withoutPaths(properties, Object.keys(model.withoutEffect))).success;

const table = {
  CatalogId: '1',
  DatabaseName: 'd',
  TableInput: {
    Name: 't',
    PartitionKeys: [{ Name: 'day', Type: 'string' }],
    StorageDescriptor: {
      Columns: [{ Name: 'id', Type: 'bigint' }],
      SerdeInfo: { SerializationLibrary: 'x' },
    },
  },
};

describe('databases and tables of Glue', () => {
  it('are taken as they are declared', () => {
    expect(takes(glueDatabase, { CatalogId: '1', DatabaseInput: { Name: 'd' } })).toBe(true);
    expect(takes(glueTable, table)).toBe(true);
  });

  it('are refused with properties that nobody looked at, however deep', () => {
    expect(takes(glueDatabase, { CatalogId: '1', DatabaseInput: { Name: 'd', TargetDatabase: {} } })).toBe(
      false,
    );
    expect(takes(glueTable, { ...table, OpenTableFormatInput: {} })).toBe(false);
    const { TableInput } = table;
    const skewed = { ...TableInput.StorageDescriptor, SkewedInfo: {} };
    expect(takes(glueTable, { ...table, TableInput: { ...TableInput, StorageDescriptor: skewed } })).toBe(
      false,
    );
    const PartitionKeys = [{ Name: 'day', Type: 'string', Parameters: {} }];
    expect(takes(glueTable, { ...table, TableInput: { ...TableInput, PartitionKeys } })).toBe(false);
  });
});

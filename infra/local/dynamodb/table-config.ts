/** What a template says about one table, in the words of DynamoDB's own CreateTable call. */
export interface TableConfig {
  readonly name: string;
  readonly attributeDefinitions: readonly AttributeDefinition[];
  readonly keySchema: readonly KeySchemaElement[];
  readonly globalSecondaryIndexes?: readonly SecondaryIndex[];
  readonly localSecondaryIndexes?: readonly SecondaryIndex[];
  /** Attribute that holds the epoch second after which an item is deleted. */
  readonly timeToLiveAttribute?: string;
  readonly stream?: { readonly viewType: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' };
}

interface AttributeDefinition {
  readonly AttributeName: string;
  readonly AttributeType: 'S' | 'N' | 'B';
}

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface SecondaryIndex {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: {
    readonly ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
    readonly NonKeyAttributes?: readonly string[];
  };
}

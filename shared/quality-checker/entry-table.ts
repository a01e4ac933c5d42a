import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { conditionHeld } from '../aws/condition-held.ts';
import { queryItems } from '../aws/query-items.ts';
import { transact } from '../aws/transact.ts';
import { entryKeys } from './entry-keys.ts';
import { type EvaluationEnd, type QualityEntry, qualityEntry } from './quality-entry.ts';

/** A part of a list. */
export interface Page {
  /** How many items to leave out. */
  readonly start: number;
  readonly limit: number;
}

export interface Ranking {
  readonly datasetType: number;
  /** Whose score sorts. */
  readonly stem: string;
  /** Only entries whose algorithm's name contains this text, in whatever case. */
  readonly nameContains?: string | undefined;
}

/** Of one answer of the table; a larger number than some billions it would refuse. */
const MOST_ITEMS = 1_000;

const counter = z.object({ lastId: z.int() });
const ranked = z.object({ id: z.int() });

/**
 * The entries of the quality checker. An evaluated entry stands in one ranking for each stem too; both change in
 * one transaction, so a leaderboard is one query, whatever it is sorted by.
 */
export class EntryTable {
  readonly #documents: DynamoDBDocumentClient;
  readonly #TableName: string;

  constructor(documents: DynamoDBDocumentClient, tableName: string) {
    this.#documents = documents;
    this.#TableName = tableName;
  }

  /** A number that no entry has had. */
  async nextId(): Promise<number> {
    const { Attributes } = await this.#documents.send(
      new UpdateCommand({
        TableName: this.#TableName,
        Key: entryKeys.counter,
        UpdateExpression: 'ADD lastId :one',
        ExpressionAttributeValues: { ':one': 1 },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return counter.parse(Attributes).lastId;
  }

  async create(entry: QualityEntry): Promise<void> {
    const Item = { ...entryKeys.entry(entry.id), ...qualityEntry.parse(entry) };
    await this.#documents.send(new PutCommand({ TableName: this.#TableName, Item }));
  }

  async find(id: number): Promise<QualityEntry | undefined> {
    const { Item } = await this.#documents.send(
      new GetCommand({ TableName: this.#TableName, Key: entryKeys.entry(id), ConsistentRead: true }),
    );
    return qualityEntry.optional().parse(Item);
  }

  /** Notes that an evaluation has begun; false when the entry is gone or has ended. */
  async start(id: number): Promise<boolean> {
    return conditionHeld(
      this.#documents.send(
        new UpdateCommand({
          TableName: this.#TableName,
          Key: entryKeys.entry(id),
          UpdateExpression: 'SET #state = :running',
          ConditionExpression: '#state IN (:queued, :running)',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':queued': 'queued', ':running': 'running' },
        }),
      ),
    );
  }

  /** Ends an evaluation; false when the entry is gone, or has ended already, which then stays as it is. */
  async end(entry: QualityEntry, end: EvaluationEnd): Promise<boolean> {
    const TableName = this.#TableName;
    const Item = { ...entryKeys.entry(entry.id), ...qualityEntry.parse({ ...entry, ...end }) };
    const ranks = ranksOf({ ...entry, ...end });
    const write = {
      Put: {
        TableName,
        Item,
        ConditionExpression: '#state IN (:queued, :running)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':queued': 'queued', ':running': 'running' },
      },
    };
    const outcome = await transact<'changed'>(this.#documents, [
      { item: write, refusal: 'changed' },
      ...ranks.map((rank) => ({
        item: { Put: { TableName, Item: { ...rank, id: entry.id, name: entry.algoName.toLowerCase() } } },
      })),
    ]);
    return outcome === 'written';
  }

  /** Deletes an entry with its ranks; false when it has changed since it was read. */
  async delete(entry: QualityEntry): Promise<boolean> {
    const TableName = this.#TableName;
    const removal = {
      Delete: {
        TableName,
        Key: entryKeys.entry(entry.id),
        ConditionExpression: '#state = :state',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': entry.state },
      },
    };
    const outcome = await transact<'changed'>(this.#documents, [
      { item: removal, refusal: 'changed' },
      ...ranksOf(entry).map((Key) => ({ item: { Delete: { TableName, Key } } })),
    ]);
    return outcome === 'written';
  }

  /** Entries in whatever state, the latest first. */
  async latest(page: Page): Promise<QualityEntry[]> {
    const items = await this.#query('ENTRY', page);
    return z.array(qualityEntry).parse(items);
  }

  /** Evaluated entries, the best first. */
  async best({ datasetType, stem, nameContains }: Ranking, page: Page): Promise<QualityEntry[]> {
    const ranks = await this.#query(entryKeys.ranking(datasetType, stem), page, nameContains?.toLowerCase());
    const found = await Promise.all(ranks.map((rank) => this.find(ranked.parse(rank).id)));
    return found.filter((entry) => entry !== undefined);
  }

  /** A page of a partition from its end, of items whose name contains a text. */
  async #query(partition: string, { start, limit }: Page, name?: string): Promise<Record<string, unknown>[]> {
    const wanted = start + limit;
    const found = await queryItems(
      this.#documents,
      {
        TableName: this.#TableName,
        KeyConditionExpression: 'pk = :partition',
        ...(name === undefined
          ? { Limit: MOST_ITEMS }
          : { FilterExpression: 'contains(#name, :name)', ExpressionAttributeNames: { '#name': 'name' } }),
        ExpressionAttributeValues: {
          ':partition': partition,
          ...(name === undefined ? {} : { ':name': name }),
        },
        ScanIndexForward: false,
        ConsistentRead: true,
      },
      wanted,
    );
    return found.slice(start, wanted);
  }
}

function ranksOf({ id, datasetType, stems, scores = {} }: QualityEntry): { pk: string; sk: string }[] {
  return stems.flatMap((stem) => {
    const score = scores[stem];
    return score === undefined ? [] : [entryKeys.rank({ datasetType, id }, stem, score)];
  });
}

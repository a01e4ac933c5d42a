import { type DynamoDBDocumentClient, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { queryItems } from '../../aws/query-items.ts';
import {
  type DemoItem,
  demoItem,
  type NewsItem,
  newsItem,
  ratingItem,
  usageItem,
} from './publication-items.ts';
import { publicationKeys } from './publication-keys.ts';

/** A part of a list: how many items to pass over, and how many to answer at most. */
export interface Page {
  readonly start: number;
  readonly limit: number;
}

/** What users think of a type. */
export interface Rating {
  readonly sum: number;
  readonly total: number;
}

/** The most items to ask for at once: some thousand fit into the megabyte of an answer. */
const MOST_ITEMS = 1_000;

const counted = z.object({ last: z.int() });

/** What the Engine shows to everybody, in DynamoDB. */
export class Publications {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  /** News of a language, the latest first. */
  async news(lang: string, page: Page): Promise<NewsItem[]> {
    return z.array(newsItem).parse(await this.#latest(publicationKeys.newsOf(lang), page, new Date()));
  }

  /** Demos whose files are still there, the latest first. */
  async demos(page: Page, now: Date): Promise<DemoItem[]> {
    return z.array(demoItem).parse(await this.#latest(publicationKeys.demos, page, now));
  }

  /** How often each type was used in the month of a moment, by `sep_type`. */
  async usage(at: Date): Promise<ReadonlyMap<number, number>> {
    const items = z.array(usageItem).parse(await this.#all(publicationKeys.usageOf(at)));
    return new Map(items.map(({ sk, count }) => [Number(sk), count]));
  }

  /** What users think of each type, by `sep_type`. */
  async ratings(): Promise<ReadonlyMap<number, Rating>> {
    const items = z.array(ratingItem).parse(await this.#all(publicationKeys.ratings));
    return new Map(items.map(({ sk, sum, total }) => [Number(sk), { sum, total }]));
  }

  /** Publishes a news item and answers it with its number. */
  async postNews(news: { lang: string; title: string; text: string }, at: Date): Promise<NewsItem> {
    const createdAt = at.toISOString();
    const item = { ...news, id: await this.#nextNewsId(), createdAt, updatedAt: createdAt };
    const key = publicationKeys.news(item.lang, createdAt, item.id);
    await this.#client.send(
      new PutCommand({ TableName: this.#tableName, Item: { ...key, ...newsItem.parse(item) } }),
    );
    return item;
  }

  /** Adds one mark to what users think of a type, and answers all of them together. */
  async rate(sepType: number, mark: number): Promise<Rating> {
    return this.#add(publicationKeys.rating(sepType), { sum: mark, total: 1 }, ratingItem);
  }

  async #nextNewsId(): Promise<number> {
    return (await this.#add(publicationKeys.newsCounter, { last: 1 }, counted)).last;
  }

  /** Adds to numbers of an item, which is there afterwards, and answers the whole item. */
  async #add<Item>(
    key: { readonly pk: string; readonly sk: string },
    amounts: Readonly<Record<string, number>>,
    schema: z.ZodType<Item>,
  ): Promise<Item> {
    const names = Object.keys(amounts);
    const { Attributes } = await this.#client.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: key,
        UpdateExpression: `ADD ${names.map((name) => `#${name} :${name}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, amounts[name]])),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return schema.parse(Attributes);
  }

  /** Items of a partition from its end, without those that expired but were not swept away yet. */
  async #latest(pk: string, { start, limit }: Page, now: Date): Promise<unknown[]> {
    const wanted = start + limit;
    const items = await queryItems(
      this.#client,
      {
        TableName: this.#tableName,
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: 'attribute_not_exists(expiresAt) OR expiresAt > :now',
        ExpressionAttributeValues: { ':pk': pk, ':now': Math.floor(now.getTime() / 1000) },
        ScanIndexForward: false,
        Limit: MOST_ITEMS,
      },
      wanted,
    );
    return items.slice(start);
  }

  /** Every item of a partition that is small by its nature: at most one item a separation type. */
  async #all(pk: string): Promise<unknown[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      }),
    );
    return Items;
  }
}

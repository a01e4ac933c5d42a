import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { conditionHeld } from '../../../shared/aws/condition-held.ts';
import { transact } from '../../../shared/aws/transact.ts';
import type { BoardEntry } from '../../../shared/leaderboards/board-entry.ts';
import { LEADERBOARD_EVENTS, type NewLeader } from '../../../shared/leaderboards/leaderboard-event.ts';
import { leaderboardKeys } from '../../../shared/leaderboards/leaderboard-keys.ts';
import { leaderOf, stemsOf } from '../../../shared/leaderboards/rank-entries.ts';
import { describeEntry } from './describe-entry.ts';
import { newsItem } from './news.ts';
import type { PublishDeps } from './publish-deps.ts';

/** Who leads a board by one stem. */
const leader = z.object({
  entryId: z.int(),
  algorithm: z.string(),
  sdr: z.number(),
  /** How often the leader has changed: the number of the latest event. */
  changes: z.int().min(0),
  since: z.iso.datetime(),
});

type Leader = z.infer<typeof leader>;

/**
 * Notes who leads a board by each of its stems. Where another entry leads than was noted, the change and the news of
 * it are written together, once: of two runs that find the same change, one writes. Where nobody was noted before,
 * there is no news.
 */
export async function crownLeaders(
  deps: PublishDeps,
  board: readonly BoardEntry[],
  { datasetType, readAt }: { readonly datasetType: number; readonly readAt: string },
): Promise<void> {
  for (const stem of stemsOf(board)) {
    const best = leaderOf(board, stem);
    const sdr = best?.sdr[stem];
    if (best === undefined || sdr === undefined) continue;
    const place = { datasetType, stem };
    const known = await findLeader(deps, place);
    const next = { entryId: best.id, algorithm: best.algorithm, sdr };
    if (known === undefined) {
      await note(deps, place, undefined, { ...next, changes: 0, since: readAt });
    } else if (known.entryId !== best.id) {
      const before = board.find(({ id }) => id === known.entryId);
      const change = describeChange({ stem, known, before, best, sdr, readAt });
      await crown(deps, place, known, { ...next, changes: known.changes + 1, since: readAt }, change);
    } else if (known.sdr !== sdr || known.algorithm !== best.algorithm) {
      await note(deps, place, known, { ...known, ...next });
    }
  }
}

interface Place {
  readonly datasetType: number;
  readonly stem: string;
}

async function findLeader({ table }: PublishDeps, { datasetType, stem }: Place): Promise<Leader | undefined> {
  const { Item } = await table.documents.send(
    new GetCommand({
      TableName: table.tableName,
      Key: leaderboardKeys.leader(datasetType, stem),
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? undefined : leader.parse(Item);
}

/** Writes without a word to anybody. */
async function note(
  { table }: PublishDeps,
  place: Place,
  before: Leader | undefined,
  after: Leader,
): Promise<void> {
  await conditionHeld(
    table.documents.send(new PutCommand(leaderWrite(table.tableName, place, before, after))),
  );
}

/** Writes the change together with the news of it, unless somebody else has. */
async function crown(
  { table, now, log }: PublishDeps,
  place: Place,
  before: Leader,
  after: Leader,
  detail: NewLeader,
): Promise<void> {
  const told = newsItem({ kind: LEADERBOARD_EVENTS.leader, detail }, now());
  const outcome = await transact(table.documents, [
    { item: { Put: leaderWrite(table.tableName, place, before, after) }, refusal: 'crowned by another run' },
    { item: { Put: { TableName: table.tableName, Item: told } } },
  ]);
  log.info('A leaderboard has another leader', { ...place, entry: after.entryId, outcome });
}

function leaderWrite(
  TableName: string,
  { datasetType, stem }: Place,
  before: Leader | undefined,
  after: Leader,
) {
  const Item = { ...leaderboardKeys.leader(datasetType, stem), datasetType, stem, ...after };
  if (before === undefined) return { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    TableName,
    Item,
    ConditionExpression: 'changes = :changes AND entryId = :entry',
    ExpressionAttributeValues: { ':changes': before.changes, ':entry': before.entryId },
  };
}

interface Change {
  readonly stem: string;
  readonly known: Leader;
  /** What is now known of the entry that led; undefined when it is gone. */
  readonly before: BoardEntry | undefined;
  readonly best: BoardEntry;
  readonly sdr: number;
  readonly readAt: string;
}

function describeChange({ stem, known, before, best, sdr, readAt }: Change): NewLeader {
  const { datasetType, datasetName } = best;
  const because = sdr > known.sdr ? 'better' : before === undefined ? 'withdrawn' : 'revised';
  return {
    id: `leader ${datasetType} ${stem} ${known.changes + 1}`,
    datasetType,
    datasetName,
    readAt,
    summary:
      `${best.algorithm} leads the board ${datasetName ?? datasetType} by ${stem} now, with ${sdr.toFixed(2)} dB; ` +
      `before it led ${known.algorithm} with ${known.sdr.toFixed(2)} dB.`,
    stem,
    because,
    leader: { ...describeEntry(best), sdr },
    previous: { id: known.entryId, algorithm: known.algorithm, sdr: known.sdr },
  };
}

import { Construct } from 'constructs';
import { KeyedTable } from '../constructs/keyed-table.ts';
import { SeparationsTable } from './separations-table.ts';

/** The memory of the Engine: a table for each subject, so that a function sees only what it needs. */
export class EngineTables extends Construct {
  /** Separations and links being fetched, by hash. */
  readonly separations: SeparationsTable;
  /** Accounts with their ledgers and histories: see `shared/engine/accounts/account-keys.ts`. */
  readonly accounts: KeyedTable;
  /** Who waits, and what runs. */
  readonly queue: KeyedTable;
  /** How often each caller has called lately. */
  readonly callers: KeyedTable;
  /** News, demos, and how often each separation type is used. */
  readonly publications: KeyedTable;
  /** Entries of the quality checker. */
  readonly qualityEntries: KeyedTable;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.separations = new SeparationsTable(this, 'Separations');
    this.accounts = new KeyedTable(this, 'Accounts', { keep: true });
    this.queue = new KeyedTable(this, 'Queue', { keep: false });
    this.callers = new KeyedTable(this, 'Callers', { keep: false });
    this.publications = new KeyedTable(this, 'Publications', { keep: true });
    this.qualityEntries = new KeyedTable(this, 'QualityEntries', { keep: true });
  }
}

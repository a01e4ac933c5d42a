import type { AnswerOf } from '../wire/answers.ts';
import type { WireClient } from '../wire/wire-client.ts';

export type Plan = 'premium' | 'registered' | 'unregistered';

/** A separation that somebody created, and what was seen of it. */
export interface WatchedJob {
  readonly plan: Plan;
  readonly hash: string;
  /** When its creation was asked for, and when it was answered: somewhere between it came into its line. */
  readonly askedAt: number;
  readonly createdAt: number;
  status: AnswerOf['separation/get']['status'];
  order: number;
}

const STAGES = ['waiting', 'processing', 'distributing', 'merging', 'done', 'failed', 'not_found'] as const;
/** The lines, in the order in which they are served. */
export const PLANS: readonly Plan[] = ['premium', 'registered', 'unregistered'];

/**
 * Looks at the queue from outside, again and again, and writes down whatever cannot be true.
 *
 * Between two equal answers of app/queue, with nothing created or cancelled in between, nothing left the
 * queue either: what `get` says then has to agree exactly. At every other moment the bounds have to hold.
 */
export class QueueWatch {
  readonly jobs: WatchedJob[] = [];
  readonly contradictions: string[] = [];
  readonly #wire: WireClient;
  #looks = 0;
  #changes = 0;
  #changing = 0;

  constructor(wire: WireClient) {
    this.#wire = wire;
  }

  add(plan: Plan, hash: string, askedAt: number): WatchedJob {
    const job: WatchedJob = {
      plan,
      hash,
      askedAt,
      createdAt: Date.now(),
      status: 'waiting',
      order: Number.POSITIVE_INFINITY,
    };
    this.jobs.push(job);
    return job;
  }

  /** Does something that changes the queue from outside, so that a look at the same time is no exact one. */
  async changing<Value>(change: () => Promise<Value>): Promise<Value> {
    this.#changes++;
    this.#changing++;
    try {
      return await change();
    } finally {
      this.#changing--;
    }
  }

  /**
   * One look: the queue, some who wait, and the queue again. Every fourth looks at several of each line; the others
   * at one job only, which takes so little time that the queue may well be at rest.
   */
  async look(): Promise<void> {
    const calm = this.#changing === 0;
    const changesBefore = this.#changes;
    const before = (await this.#wire.answer('app/queue')).queue;
    const seen: [WatchedJob, AnswerOf['separation/get']][] = [];
    const candidates = PLANS.flatMap((plan) => this.#ends(plan));
    this.#looks++;
    const few = candidates.slice(this.#looks % candidates.length).slice(0, 1);
    for (const job of this.#looks % 4 === 0 ? candidates : few) seen.push([job, await this.get(job)]);
    const after = (await this.#wire.answer('app/queue')).queue;
    this.#compareOrders(seen);
    const untouched = calm && changesBefore === this.#changes;
    if (!untouched || JSON.stringify(before) !== JSON.stringify(after)) return;
    for (const [{ hash, plan }, answer] of seen) {
      if (answer.status !== 'waiting') continue;
      if (answer.data.queue_count !== before[plan]) {
        this.#note(`${hash}: queue_count ${answer.data.queue_count}, app/queue ${JSON.stringify(before)}`);
      }
    }
    this.#compareEnds(seen, before);
  }

  /** A look at everybody while nothing runs: all numbers have to be there, each once, in the order of creation. */
  async countAll(): Promise<void> {
    const { queue } = await this.#wire.answer('app/queue');
    for (const plan of PLANS) {
      const line: WatchedJob[] = [];
      for (const job of this.jobs.filter((one) => one.plan === plan && one.status === 'waiting')) {
        const answer = await this.get(job);
        if (answer.status !== 'waiting') continue;
        line.push(job);
        const { queue_count: count } = answer.data;
        if (count !== queue[plan]) this.#note(`${job.hash}: queue_count ${count}, not ${queue[plan]}`);
      }
      line.sort((a, b) => a.order - b.order);
      if (line.length !== queue[plan] || line.some(({ order }, index) => order !== index + 1)) {
        this.#note(
          `${plan}: of ${queue[plan]} wait the numbers ${line.map(({ order }) => order).join(', ')}`,
        );
      }
      const overtaken = line.filter(
        (job, index) => job.askedAt > (line[index + 1]?.createdAt ?? job.askedAt),
      );
      for (const { hash } of overtaken) this.#note(`${hash}: stands before one that was created earlier`);
    }
  }

  /** Asks for one job, and checks what its answer says of the job itself. */
  async get(job: WatchedJob): Promise<AnswerOf['separation/get']> {
    const answer = await this.#wire.answer('separation/get', { query: { hash: job.hash } });
    if (STAGES.indexOf(answer.status) < STAGES.indexOf(job.status)) {
      this.#note(`${job.hash}: went back from ${job.status} to ${answer.status}`);
    }
    job.status = answer.status;
    if (answer.status === 'waiting') {
      const { current_order: order, queue_count: count } = answer.data;
      if (order < 1 || order > count) this.#note(`${job.hash}: is number ${order} of ${count}`);
      if (order > job.order) this.#note(`${job.hash}: was number ${job.order}, and is number ${order}`);
      job.order = order;
    }
    return answer;
  }

  /** Some who wait in a line, newest first: read in this order, numbers fall at any moment. */
  #ends(plan: Plan): WatchedJob[] {
    const line = this.jobs.filter((job) => job.plan === plan && job.status === 'waiting');
    const places = new Set([line.length - 1, Math.floor(line.length / 2), 1, 0]);
    return line.filter((_, place) => places.has(place)).reverse();
  }

  #compareOrders(seen: readonly (readonly [WatchedJob, AnswerOf['separation/get']])[]): void {
    for (const plan of PLANS) {
      const line = seen.flatMap(([job, answer]) =>
        job.plan === plan && answer.status === 'waiting' ? [{ job, order: answer.data.current_order }] : [],
      );
      const isWrong = line.some(({ job, order }, index) => {
        const behind = line[index - 1];
        return behind !== undefined && job.createdAt < behind.job.askedAt && order >= behind.order;
      });
      if (isWrong) this.#note(`${plan}: not in order: ${line.map(({ order }) => order).join(', ')}`);
    }
  }

  /** At rest the last created is the last in line. */
  #compareEnds(
    seen: readonly (readonly [WatchedJob, AnswerOf['separation/get']])[],
    queue: AnswerOf['app/queue']['queue'],
  ): void {
    for (const plan of PLANS) {
      const [last, answer] = seen.find(([job]) => job.plan === plan) ?? [];
      const others = this.jobs.filter((job) => job.plan === plan && job !== last);
      if (last === undefined || others.some(({ createdAt }) => createdAt > last.askedAt)) continue;
      if (answer?.status === 'waiting' && answer.data.current_order !== queue[plan]) {
        this.#note(`${plan}: the last is number ${answer.data.current_order} of ${queue[plan]}`);
      }
    }
  }

  #note(contradiction: string): void {
    this.contradictions.push(contradiction);
  }
}

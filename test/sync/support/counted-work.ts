import { costModel, defaultCosts, type Work } from '../../../stand-ins/dataverse/src/index.js';

/** What a stand-in was asked for. */
export interface Counted {
  readonly requests: number;
  /** Rows, as the entitlement counts them. */
  readonly operations: number;
  /** Milliseconds that Dataverse would work at it. */
  readonly executionMs: number;
}

const READS: readonly Work['kind'][] = ['retrieve', 'query'];

/** Counts the work of a stand-in, which takes none of the time that it would cost. */
export class CountedWork {
  private readonly asked: { work: readonly Work[]; costMs: number }[] = [];
  private readonly cost = costModel({ ...defaultCosts, jitter: 0 });

  /** The cost model of the stand-in. */
  readonly costOf = (...work: readonly Work[]): number => {
    this.asked.push({ work, costMs: this.cost(...work) });
    return 0;
  };

  /** All of it. */
  get all(): Counted {
    return counted(this.asked);
  }

  /** Of requests that write rows of a table. */
  writesOf(table: string): Counted {
    return counted(
      this.asked.filter(({ work }) => work.some((each) => each.table === table && isWrite(each))),
    );
  }

  /** Begins at nothing again. */
  forget(): void {
    this.asked.length = 0;
  }
}

const isWrite = ({ kind }: Work): boolean => !READS.includes(kind);

const counted = (asked: readonly { work: readonly Work[]; costMs: number }[]): Counted => ({
  requests: asked.length,
  operations: asked.flatMap(({ work }) => work).reduce((sum, { operations }) => sum + operations, 0),
  executionMs: asked.reduce((sum, { costMs }) => sum + costMs, 0),
});

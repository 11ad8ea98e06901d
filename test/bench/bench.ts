/** How long a bench is. */
export interface BenchSize {
  /** Counted rounds; each contender has its turn in each of them. */
  rounds: number;
  /** Rows of one turn, or of a request; 0: of every size that the bench has. */
  rows: number;
}

/** How long a bench may be, and who hears how far it is. */
export interface BenchOptions extends BenchSize {
  /** Only what matters most is measured. */
  isQuick: boolean;
  /** Aborts at Ctrl-C. */
  signal: AbortSignal;
  /** Hears of each step done, of `steps` in all. */
  onStep?: (done: number, steps: number, note: string) => void;
}

/** What a bench found. */
export interface BenchResult {
  /** For `--json`. */
  figures: Readonly<Record<string, unknown>>;
  /** For people: tables, and what the figures are of. */
  words: string;
}

/** Something that can be measured. */
export interface Bench {
  /** So many rounds of so many rows unless told otherwise. */
  whole: BenchSize;
  /** The same for `--quick`: a minute at most. */
  quick: BenchSize;
  /** Rejects, in words, when a contender did not do what is measured: a bench of failures is none. */
  run(options: BenchOptions): Promise<BenchResult>;
}

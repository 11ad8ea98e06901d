import type { Clock } from '../clock.js';
import type { Settlement, Untold } from './ledger/ledger-message.js';
import type { LedgerSettings } from './ledger/ledger-settings.js';
import type { BudgetFacet } from './limits.js';
import { type OwnPermit, OwnSpend } from './own-spend.js';
import type { Block } from './waiting-line.js';

/** What is to be told with the next message. */
export interface Letter {
  settlements: Settlement[];
  /** 429s that were answered, with the end of the wait by the clock of this process. */
  throttled: Block[];
  recommendedConcurrency: number | undefined;
  /** What was done without the ledger's knowledge. */
  untold: OwnSpend[];
}

/** Keeps what is to be told to the ledger until an answer shows that it was heard. */
export class Outbox {
  private letter: Letter = emptyLetter();
  private recommended: number | undefined;

  constructor(
    private readonly settings: LedgerSettings,
    private readonly clock: Clock,
  ) {}

  get isEmpty(): boolean {
    const { settlements, throttled, untold } = this.letter;
    return settlements.length + throttled.length + untold.length === 0;
  }

  /** A permit that the ledger did not give. */
  tookUntold(id: string, permit: OwnPermit): void {
    if (this.letter.untold.length === 0) this.letter.untold.push(new OwnSpend(this.settings));
    this.letter.untold.at(-1)?.granted(id, permit);
  }

  settled(settlement: Settlement): void {
    const untold = this.letter.untold.find((spend) => spend.holds(settlement.id));
    if (untold) untold.settled(settlement, this.clock.now());
    else this.letter.settlements.push(settlement);
  }

  throttled(facet: BudgetFacet, forMs: number): void {
    this.letter.throttled.push({ facet, until: this.clock.now() + forMs });
  }

  recommend(places: number): void {
    this.recommended = places;
    this.letter.recommendedConcurrency = places;
  }

  /** A ledger that knows nothing is told this, too. */
  get lastRecommended(): number | undefined {
    return this.recommended;
  }

  take(): Letter {
    const letter = this.letter;
    this.letter = emptyLetter();
    return letter;
  }

  /** It may not have arrived. The ledger heeds a settlement once only, and a wait that is told twice is the same. */
  putBack({ settlements, throttled, recommendedConcurrency, untold }: Letter): void {
    const later = this.letter;
    this.letter = {
      settlements,
      throttled: [...throttled, ...later.throttled],
      recommendedConcurrency: later.recommendedConcurrency ?? recommendedConcurrency,
      untold: [...untold, ...later.untold].filter((spend) => !spend.isForgotten(this.clock.now())),
    };
    for (const settlement of later.settlements) this.settled(settlement);
  }
}

/** All of them as one. */
export const untoldOf = (spends: readonly OwnSpend[], now: number): Untold | undefined => {
  if (spends.length === 0) return undefined;
  const told = spends.map((spend) => spend.told(now, false));
  return {
    isWhole: false,
    spent: told.flatMap(({ spent }) => spent),
    inFlight: told.flatMap(({ inFlight }) => inFlight),
    operations: told.reduce((sum, { operations = 0 }) => sum + operations, 0),
  };
};

const emptyLetter = (): Letter => ({
  settlements: [],
  throttled: [],
  recommendedConcurrency: undefined,
  untold: [],
});

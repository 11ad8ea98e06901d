import type { Lane } from './service-protection-budget.js';

const lanesByRank: readonly Lane[] = ['interactive', 'event', 'batch'];

/** So often may the head of a lane be passed over before it has its turn: 1 in 21 turns keeps it from starving. */
const patienceInTurns = 20;

/**
 * Three queues, first come first served in each. The higher lane goes first; but a lane that was passed over twenty times
 * in a row has the next turn, so that a flood of citizens slows the nightly load and never stops it.
 */
export class LaneQueue<Entry> {
  private readonly lanes: Record<Lane, Entry[]> = { interactive: [], event: [], batch: [] };
  private readonly passedOver: Record<Lane, number> = { interactive: 0, event: 0, batch: 0 };

  add(lane: Lane, entry: Entry): void {
    this.lanes[lane].push(entry);
  }

  /** Whose turn it is. It stays so until it is taken or leaves: nobody smaller slips past a head that does not fit yet. */
  first(): { lane: Lane; entry: Entry } | undefined {
    const lane = this.overdue() ?? lanesByRank.find((each) => this.lanes[each].length > 0);
    const entry = lane && this.lanes[lane][0];
    return lane && entry !== undefined ? { lane, entry } : undefined;
  }

  /** Takes the head of a lane, and lets the lanes below it remember that they were passed over. */
  take(lane: Lane): void {
    this.lanes[lane].shift();
    this.passedOver[lane] = 0;
    for (const lower of lanesByRank.slice(lanesByRank.indexOf(lane) + 1)) {
      this.passedOver[lower] = this.lanes[lower].length > 0 ? this.passedOver[lower] + 1 : 0;
    }
  }

  remove(lane: Lane, entry: Entry): void {
    const index = this.lanes[lane].indexOf(entry);
    if (index >= 0) this.lanes[lane].splice(index, 1);
  }

  entries(): Entry[] {
    return lanesByRank.flatMap((lane) => this.lanes[lane]);
  }

  lengths(): Record<Lane, number> {
    const { interactive, event, batch } = this.lanes;
    return { interactive: interactive.length, event: event.length, batch: batch.length };
  }

  private overdue(): Lane | undefined {
    return lanesByRank.find(
      (lane) => this.passedOver[lane] >= patienceInTurns && this.lanes[lane].length > 0,
    );
  }
}

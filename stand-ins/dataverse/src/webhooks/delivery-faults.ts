import { z } from 'zod';
import { seededRandom } from '../../../control/src/index.js';

const which = {
  rate: z.number().min(0).max(1).default(1),
  count: z.int().min(0).optional(),
  seed: z.int().default(1),
};

/** `{"duplicate": {"rate": 0.1, "seed": 7}, "late": {"ms": 500}, "lost": {"count": 1}}`; what is left out does not happen. */
export const deliveryFaultsBody = z.strictObject({
  duplicate: z.strictObject(which).optional(),
  late: z.strictObject({ ...which, ms: z.number().positive().max(600_000) }).optional(),
  lost: z.strictObject(which).optional(),
});

export type DeliveryFaultSettings = z.output<typeof deliveryFaultsBody>;

/** What goes wrong between the service and a receiver. The same seed strikes the same deliveries. */
export class DeliveryFaults {
  private readonly dice: Readonly<Record<keyof DeliveryFaultSettings, Dice>>;

  constructor(private readonly settings: DeliveryFaultSettings = {}) {
    const { duplicate, late, lost } = settings;
    this.dice = { duplicate: new Dice(duplicate), late: new Dice(late), lost: new Dice(lost) };
  }

  /** When the copies of a message set out, in milliseconds from now: one, two, or none. */
  departures(): readonly number[] {
    if (this.dice.lost.strikes()) return [];
    const copies = this.dice.duplicate.strikes() ? 2 : 1;
    return Array.from({ length: copies }, () =>
      this.dice.late.strikes() ? (this.settings.late?.ms ?? 0) : 0,
    );
  }

  /** The faults in force, with how often each has struck. */
  describe() {
    return Object.fromEntries(
      Object.entries(this.settings).map(([name, setting]) => [
        name,
        { ...setting, struck: this.dice[name as keyof DeliveryFaultSettings].struck },
      ]),
    );
  }
}

/** Strikes a share, and no more than so many; nothing without a setting. */
class Dice {
  struck = 0;
  private readonly random: () => number;

  constructor(private readonly setting: DeliveryFaultSettings['lost']) {
    this.random = seededRandom(setting?.seed ?? 0);
  }

  strikes(): boolean {
    if (!this.setting) return false;
    const { count = Infinity, rate } = this.setting;
    if (this.struck >= count || this.random() >= rate) return false;
    this.struck += 1;
    return true;
  }
}

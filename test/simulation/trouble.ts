import type { Carriage } from './ledger-link.js';
import type { Inhabitant, World } from './world.js';

/** Something that goes wrong at a moment. Processes are told by their place among those that run; times in milliseconds. */
export type Trouble = { atMs: number } & (
  | { kind: 'kill'; place: number; backAfterMs: number }
  | { kind: 'cut'; places: number[]; carriage: Exclude<Carriage, 'well'>; forMs: number }
  | { kind: 'slow'; places: number[]; byMs: number; forMs: number }
  | { kind: 'ledger restarts'; isEmpty: boolean; downForMs: number }
  | { kind: 'ledger clock goes back'; byMs: number }
);

/** The processes of an application user: each place is taken by one, or by nobody between a death and the next start. */
export class Crew {
  private readonly places: (Inhabitant | undefined)[];

  constructor(
    private readonly world: World,
    private readonly user: string,
    size: number,
    /** Of each place: by how much the clock of its machine is ahead. */
    private readonly aheadMs: (place: number) => number = () => 0,
  ) {
    this.places = Array.from({ length: size }, (_, place) => this.startAt(place));
  }

  /** Who is there, if anybody is; places are counted round. */
  at(place: number): Inhabitant | undefined {
    return this.places[place % this.places.length];
  }

  meet(trouble: Trouble): void {
    this.world.time.after(trouble.atMs, () => this.suffer(trouble));
  }

  private suffer(trouble: Trouble): void {
    const { time } = this.world;
    switch (trouble.kind) {
      case 'kill':
        return this.kill(trouble.place, trouble.backAfterMs);
      case 'cut':
        return this.cut(trouble.places, trouble.carriage, trouble.forMs);
      case 'slow': {
        for (const link of this.linksOf(trouble.places)) {
          link.slowerByMs += trouble.byMs;
          time.quietlyAfter(trouble.forMs, () => (link.slowerByMs -= trouble.byMs));
        }
        return;
      }
      case 'ledger restarts': {
        const ledger = this.world.ledgerOf(this.user);
        ledger.isDown = true;
        return void time.quietlyAfter(trouble.downForMs, () => {
          if (trouble.isEmpty) ledger.lose();
          ledger.isDown = false;
        });
      }
      case 'ledger clock goes back':
        this.world.ledgerOf(this.user).aheadMs -= trouble.byMs;
    }
  }

  private kill(anyPlace: number, backAfterMs: number): void {
    const place = anyPlace % this.places.length;
    this.places[place]?.process.kill();
    this.places[place] = undefined;
    this.world.time.after(backAfterMs, () => (this.places[place] ??= this.startAt(place)));
  }

  /** Cut twice at a time, a link is well when the first of both has passed: which is one more trouble. */
  private cut(places: number[], carriage: Carriage, forMs: number): void {
    for (const link of this.linksOf(places)) {
      link.carriage = carriage;
      this.world.time.quietlyAfter(forMs, () => (link.carriage = 'well'));
    }
  }

  private linksOf(places: number[]) {
    return new Set(places.flatMap((place) => this.at(place)?.link ?? []));
  }

  private startAt(place: number): Inhabitant {
    return this.world.start(this.user, this.aheadMs(place));
  }
}

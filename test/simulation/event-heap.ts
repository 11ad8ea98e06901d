/** Something that will happen. */
export interface Event {
  at: number;
  /** Of two at the same moment the one that was foreseen first. */
  order: number;
  happen: () => void;
  isHeard: boolean;
  isCancelled: boolean;
}

/** What will happen, the soonest first: a binary heap. */
export class EventHeap {
  private readonly events: Event[] = [];

  get first(): Event | undefined {
    return this.events[0];
  }

  add(event: Event): void {
    let place = this.events.push(event) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (isBefore(this.at(parent), event)) break;
      this.events[place] = this.at(parent);
      place = parent;
    }
    this.events[place] = event;
  }

  shift(): void {
    const last = this.events.pop();
    if (last && this.events.length > 0) this.sink(last);
  }

  /** Puts it where the first was, and lets the sooner ones rise past it. */
  private sink(event: Event): void {
    const { length } = this.events;
    let place = 0;
    for (let child = 1; child < length; child = 2 * place + 1) {
      if (child + 1 < length && isBefore(this.at(child + 1), this.at(child))) child += 1;
      if (isBefore(event, this.at(child))) break;
      this.events[place] = this.at(child);
      place = child;
    }
    this.events[place] = event;
  }

  private at(place: number): Event {
    return this.events[place] as Event;
  }
}

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

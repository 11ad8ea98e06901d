import type { Clock } from '../../../control/src/index.js';

interface Alarm {
  due: number;
  ring: () => void;
  timer?: NodeJS.Timeout;
}

/** Timers by the stand-in's clock: when it is set forward, those ring whose time has come with it. */
export class Alarms {
  private readonly alarms = new Set<Alarm>();

  constructor(private readonly clock: Clock) {}

  /** Rings once, after so many milliseconds, unless the returned function is called before. */
  after(ms: number, ring: () => void): () => void {
    const alarm: Alarm = { due: this.clock.now() + ms, ring };
    this.alarms.add(alarm);
    this.wait(alarm);
    return () => this.remove(alarm);
  }

  /** Looks again: the clock was set. */
  check(): void {
    for (const alarm of [...this.alarms]) this.ringOrWait(alarm);
  }

  clear(): void {
    for (const alarm of [...this.alarms]) this.remove(alarm);
  }

  private ringOrWait(alarm: Alarm): void {
    clearTimeout(alarm.timer);
    if (this.clock.now() < alarm.due) return this.wait(alarm);
    this.remove(alarm);
    alarm.ring();
  }

  private wait(alarm: Alarm): void {
    const restMs = Math.max(1, alarm.due - this.clock.now());
    alarm.timer = setTimeout(() => this.ringOrWait(alarm), restMs);
  }

  private remove(alarm: Alarm): void {
    clearTimeout(alarm.timer);
    this.alarms.delete(alarm);
  }
}

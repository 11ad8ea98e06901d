import { subscribe } from 'node:diagnostics_channel';

/** A process is to die at a waypoint: at the so-manieth passing in its life, or the next one after it. */
export interface Doom {
  at: string;
  passing: number;
}

/** Has this process kill itself at the first of these that it comes to; they may change. `last` is done just before. */
export function dieAt(
  dooms: () => readonly Doom[],
  last: (waypoint: string) => void = () => undefined,
): void {
  const passings = new Map<string, number>();
  subscribe('causeway:waypoint', (name) => {
    const waypoint = String(name);
    const passed = (passings.get(waypoint) ?? 0) + 1;
    passings.set(waypoint, passed);
    if (!dooms().some(({ at, passing }) => at === waypoint && passing <= passed)) return;
    last(waypoint);
    process.kill(process.pid, 'SIGKILL');
  });
}

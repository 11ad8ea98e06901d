import { subscribe, unsubscribe } from 'node:diagnostics_channel';

const waypoints = 'causeway:waypoint';

/** Has this process kill itself at the so-manieth passing of a waypoint from now on. The answer takes it back. */
export function dieAt(waypoint: string, passing: number): () => void {
  let passed = 0;
  const pass = (name: unknown): void => {
    if (name !== waypoint) return;
    passed += 1;
    if (passed === passing) process.kill(process.pid, 'SIGKILL');
  };
  subscribe(waypoints, pass);
  return () => void unsubscribe(waypoints, pass);
}

import { execFileSync } from 'node:child_process';

/** Builds once before all specs: some of them start services and tools as processes of their own. */
export function setup(): void {
  execFileSync('npm', ['run', '-s', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

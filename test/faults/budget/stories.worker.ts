import { parentPort } from 'node:worker_threads';
import type { BugName } from '../../simulation/bug-names.js';
import { BUGS } from '../../simulation/variants.js';
import { playStories, type Stories } from './stories.js';

parentPort?.on('message', ({ bug, ...stories }: Stories & { bug: BugName | undefined }) => {
  const variant = bug === undefined ? {} : BUGS[bug];
  void playStories(stories, variant).then((result) => parentPort?.postMessage(result));
});

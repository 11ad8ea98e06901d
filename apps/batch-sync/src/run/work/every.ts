import type { Clock } from '#lib/resilience';

/** Does the work again and again, with this pause in between, until the answer is called. What fails is tried again the next time. */
export function every(clock: Clock, ms: number, work: () => Promise<void>): () => void {
  let isOver = false;
  let forget = (): void => undefined;
  const next = (): void => {
    if (isOver) return;
    forget = clock.after(ms, () => {
      void work()
        .catch(() => undefined)
        .then(next);
    });
  };
  next();
  return () => {
    isOver = true;
    forget();
  };
}

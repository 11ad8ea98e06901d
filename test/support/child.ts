/** What every child of the campaign does: it ends with its parent, however that ended, and leaves Ctrl-C to it. */
export function followParent(): void {
  process.once('disconnect', () => process.exit());
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
}

/** Tells the parent that this process serves. */
export function sayThatItServes(): void {
  process.send?.('serves');
}

/** An event would miss services that it was promised to: their rows in `messaging.subscription` are gone. */
export class UnheardEventError extends Error {
  override readonly name = 'UnheardEventError';
  readonly code = 'event-unheard';

  constructor(
    readonly eventType: string,
    readonly services: readonly string[],
  ) {
    super(
      `${eventType} would not reach ${services.join(', ')}: no subscription is recorded. A restart records it.`,
    );
  }
}

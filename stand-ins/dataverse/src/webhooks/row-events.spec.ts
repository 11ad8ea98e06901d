import { describe, expect, it } from 'vitest';
import { Memory } from '../../test/memory.js';
import type { RowEvent } from './row-event.js';
import { RowEvents } from './row-events.js';

const memory = new Memory();
const deleted = (): RowEvent => ({
  message: 'Delete',
  table: memory.table('contact'),
  before: memory.add('contact', { lastname: 'Doe' }),
  by: { systemUserId: 'a user' },
  origin: { requestId: 'a', correlationId: 'b', userAgent: '' },
  at: 0,
});

describe('what a request has changed', () => {
  it('is handed over once', () => {
    const events = new RowEvents();
    const event = deleted();
    events.during(() => events.during(() => events.add(event)));
    expect([events.take(), events.take()]).toEqual([[event], []]);
  });

  it('never happened when it was taken back, with all that belonged to it', () => {
    const events = new RowEvents();
    const failing = () =>
      events.during(() => {
        events.add(deleted());
        events.during(() => {
          events.add(deleted());
          throw new Error('Refused');
        });
      });
    expect(failing).toThrow('Refused');
    const event = deleted();
    events.during(() => events.add(event));
    expect(events.take()).toEqual([event]);
  });
});

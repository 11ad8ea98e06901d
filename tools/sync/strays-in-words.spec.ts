import { describe, expect, it } from 'vitest';
import { straysInWords } from './strays-in-words.js';

describe('deliveries for integrations that there are not, in words', () => {
  it('are counted by the name that they were landed for, with the one that may be meant', () => {
    const strays = [
      { integration: 'street-lamp', deliveries: 1 },
      { integration: 'bridges', deliveries: 3 },
    ];
    expect(straysInWords(strays, ['potholes', 'street-lamps'])).toEqual([
      'No run takes a delivery for street-lamp, which is no integration. Is street-lamps meant?',
      'No run takes 3 deliveries for bridges, which is no integration.',
    ]);
  });

  it('steer no terminal', () => {
    expect(straysInWords([{ integration: 'a\u001b[2J', deliveries: 1 }], [])).toEqual([
      'No run takes a delivery for a [2J, which is no integration.',
    ]);
  });
});

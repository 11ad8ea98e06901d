import type { CasePost, CaseSource, SourceRow } from './source-row.js';

const KINDS = [
  ['street-lighting', 'Street light out', 'The lamp has been dark since the weekend.'],
  ['roads', 'Pothole', 'A hole in the near-side lane, wider than a wheel.'],
  ['traffic-signals', 'Signal stuck on red', 'Nobody can leave the side street.'],
  ['signs', 'Sign missing', 'The stop sign is gone, the post still stands.'],
  ['trees', 'Branch on the path', 'It came down in the storm.'],
  ['water', 'Blocked gully', 'The road floods when it rains.'],
  ['winter', 'Pavement not gritted', 'Sheet ice outside the school.'],
  ['bridges', 'Loose parapet', 'Two stones have fallen.'],
  ['abandoned trolley', 'Trolley in the stream', 'It has been there for weeks.'],
] as const;
const STREETS = [
  'High Street',
  'Mill Lane',
  'Grange Road',
  'Église-Straße',
  "O'Connell Street",
  'Żeromskiego',
] as const;
const FIRST = ['Ada', 'Björn', 'Chloé', 'Dara', 'Émile', 'Fatma'] as const;
const LAST = ['Lovelace', 'Åkesson', "O'Neil", 'Nguyen', 'van der Berg', 'Yılmaz'] as const;
/** So that a long description, which Dataverse's column cannot hold, is part of every run. */
const LONG_TEXT = 'It is worse after dark, and the neighbours say the same. '.repeat(45);

/** Cases made up by a seeded generator: the same seed, the same cases. Every address ends in a name that is reserved for examples. */
export const generated = (seed: number): CaseSource => ({
  name: `made by the project's generator, seed ${seed}`,
  async *rows() {
    for (let number = 1; ; number += 1) yield generatedRow(seed, number);
  },
});

/** The case of a number, whichever was made before it. */
export function generatedRow(seed: number, number: number): SourceRow {
  const random = mulberry32(seed * 1_000_003 + number);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const [category, title, description] = pick(KINDS);
  const placeless = random() < 0.02;
  const house = Math.floor(random() * 200) + 1;
  const point = { latitude: 52 + round(random()), longitude: -1 - round(random()) };
  const post: CasePost = {
    category,
    title,
    description: random() < 0.05 ? `${description} ${LONG_TEXT}` : description,
    location: placeless ? {} : random() < 0.5 ? { point, address: `${house} ${pick(STREETS)}` } : { point },
    occurredAt: new Date(Date.UTC(2025, 0, 1) + Math.floor(random() * 31_536_000) * 1000).toISOString(),
    externalReference: { system: 'causeway-sample', id: `${seed}-${number}` },
    ...(random() < 0.4 && { reporter: reporterOf(pick(FIRST), pick(LAST), Math.floor(random() * 50)) }),
  };
  return placeless ? { post, refusedBy: 'I3' } : { post };
}

function reporterOf(first: string, last: string, number: number) {
  return {
    name: `${first} ${last}`,
    email: `reporter.${number}@example.org`,
    phone: `+44 20 7946 ${String(number).padStart(4, '0')}`,
  };
}

const round = (value: number): number => Math.round(value * 1e5) / 1e5;

/** A small seeded generator of numbers from 0 to 1, in the public domain: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Numbers and words by their names, some of them under a heading. */
export interface Facts {
  readonly [name: string]: number | string | Facts;
}

/** What is expected and found otherwise, each in a line. Where nothing is expected nothing may be found but 0. */
export function differences(expected: Facts, found: Facts): string[] {
  const [wanted, got] = [flat(expected), flat(found)];
  return [...new Set([...wanted.keys(), ...got.keys()])].flatMap((name) => {
    const [want = 0, is = 0] = [wanted.get(name), got.get(name)];
    return want === is ? [] : [`${name}: expected ${want}, found ${is}`];
  });
}

function flat(facts: Facts, heading = ''): Map<string, number | string> {
  return new Map(
    Object.entries(facts).flatMap(([name, fact]) =>
      typeof fact === 'object' ? [...flat(fact, `${heading}${name} `)] : [[`${heading}${name}`, fact]],
    ),
  );
}

/** How often each text occurs. */
export function countBy<Item>(items: Iterable<Item>, textOf: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) {
    const text = textOf(item);
    counts[text] = (counts[text] ?? 0) + 1;
  }
  return counts;
}

/** Names with those that they need before them, and the circles that keep some from having such an order. */
export interface Order {
  names: readonly string[];
  /** Each from the name that needs itself back to it. */
  circles: readonly (readonly string[])[];
}

/** Puts those before a name that it needs; otherwise in the order given. What is needed and not among the names is left out. */
export function parentsFirst(
  names: readonly string[],
  parentsOf: (name: string) => readonly string[],
): Order {
  const placed = new Set<string>();
  const circles: string[][] = [];
  const place = (name: string, road: readonly string[]) => {
    if (placed.has(name) || !names.includes(name)) return;
    const start = road.indexOf(name);
    if (start >= 0) {
      circles.push([...road.slice(start), name]);
      return;
    }
    for (const parent of parentsOf(name)) place(parent, [...road, name]);
    placed.add(name);
  };
  for (const name of names) place(name, []);
  return { names: [...placed], circles };
}

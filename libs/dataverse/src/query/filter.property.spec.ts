import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidentTable } from '../tables/incident.table.js';
import { queryString } from '../web-api/odata.js';
import { eq, ge, lt, ne } from './comparison.js';
import { and, type Filter, not, or } from './filter.js';
import { isIn } from './is-in.js';
import { contains, endsWith, startsWith } from './text-match.js';

/** A filter as an independent reader understands it. */
type Tree =
  { test: string; column: string; value: unknown } | { all: Tree[] } | { any: Tree[] } | { none: Tree };

/**
 * Reads an expression as the grammar of OData has it (`or` binds least, then `and`, then `not`), and knows nothing of how it
 * was built. Throws when anything is left over.
 */
class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  static read(text: string): Tree {
    const reader = new Reader(text);
    const tree = reader.any();
    if (reader.at !== text.length) throw new Error(`left over: ${text.slice(reader.at)}`);
    return tree;
  }

  private any(): Tree {
    const parts = [this.all()];
    while (this.take(/ or /y)) parts.push(this.all());
    return parts.length === 1 ? (parts[0] as Tree) : { any: parts };
  }

  private all(): Tree {
    const parts = [this.one()];
    while (this.take(/ and /y)) parts.push(this.one());
    return parts.length === 1 ? (parts[0] as Tree) : { all: parts };
  }

  private one(): Tree {
    if (this.take(/not /y)) return { none: this.one() };
    if (this.take(/\(/y)) return this.inside();
    const match = this.take(/(contains|startswith|endswith)\((\w+),/y);
    if (match) return this.textMatch(match[1] as string, match[2] as string);
    const list = this.take(/Microsoft\.Dynamics\.CRM\.In\(PropertyName='(\w+)',PropertyValues=/y);
    if (list) return this.list(list[1] as string);
    const [, column = '', test = ''] = this.demand(/(\w+) (eq|ne|gt|ge|lt|le) /y);
    return { test, column, value: this.value() };
  }

  private inside(): Tree {
    const tree = this.any();
    this.demand(/\)/y);
    return tree;
  }

  private textMatch(test: string, column: string): Tree {
    const pattern = this.value();
    this.demand(/\)/y);
    return { test, column, value: lettersOf(String(pattern)) };
  }

  private list(column: string): Tree {
    const [json] = this.demand(/\[("([^"\\]|\\.)*",?)*\]/y);
    this.demand(/\)/y);
    return { test: 'in', column, value: JSON.parse(json) as unknown };
  }

  private value(): unknown {
    const quoted = this.take(/'((?:[^']|'')*)'/y);
    return quoted ? quoted[1]?.replaceAll("''", "'") : this.demand(/[0-9A-Za-z.:+-]+/y)[0];
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found ?? undefined;
  }

  private demand(pattern: RegExp): RegExpExecArray {
    const found = this.take(pattern);
    if (!found) throw new Error(`not understood: ${this.text.slice(this.at)}`);
    return found;
  }
}

/** What a LIKE pattern of SQL matches when it has no wildcards; throws when it has one. */
function lettersOf(pattern: string): string {
  const bracketed = /\[([%_[])\]/g;
  if (/[%_[]/.test(pattern.replace(bracketed, ''))) throw new Error('a wildcard');
  return pattern.replace(bracketed, '$1');
}

type Built = { filter: Filter<'incident'>; tree: Tree; listed: boolean };

/** Text that looks like syntax, and any other. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.stringMatching(/^['()%_[\]^"\\, a-z&=+#;]*$/),
  fc.constantFrom(
    "' or 1 eq 1 or '' eq '",
    "') or contains(title,'",
    '"]) or (1 eq 1',
    '@p1',
    'null',
    ' and ',
  ),
);

const leaf: fc.Arbitrary<Built> = fc.oneof(
  fc.tuple(fc.constantFrom(eq, ne), anyText).map(([make, value]) => ({
    filter: make(incidentTable, 'title', value),
    tree: { test: make === eq ? 'eq' : 'ne', column: 'title', value },
    listed: false,
  })),
  fc
    .tuple(fc.constantFrom(ge, lt), fc.double({ noNaN: true, noDefaultInfinity: true }))
    .map(([make, value]) => ({
      filter: make(incidentTable, 'latitude', value),
      tree: { test: make === ge ? 'ge' : 'lt', column: 'cw_latitude', value: String(value) },
      listed: false,
    })),
  fc.uuid().map((value) => ({
    filter: eq(incidentTable, 'customer', value),
    tree: { test: 'eq', column: '_customerid_value', value },
    listed: false,
  })),
  fc.tuple(fc.constantFrom(contains, startsWith, endsWith), anyText).map(([make, value]) => ({
    filter: make(incidentTable, 'description', value),
    tree: { test: make.name.toLowerCase(), column: 'description', value },
    listed: false,
  })),
  fc.array(anyText, { minLength: 1, maxLength: 3 }).map((value) => ({
    filter: isIn(incidentTable, 'assetId', value),
    tree: { test: 'in', column: 'cw_assetid', value },
    listed: true,
  })),
);

/** One step up: a filter of smaller ones. */
const grown = (smaller: fc.Arbitrary<Built>): fc.Arbitrary<Built> =>
  fc.oneof(
    leaf,
    fc.tuple(fc.constantFrom('all', 'any'), fc.array(smaller, { minLength: 1, maxLength: 3 })).map(joined),
    smaller.map((built) =>
      built.listed ? built : { ...built, filter: not(built.filter), tree: { none: built.tree } },
    ),
  );

function joined([kind, parts]: [string, Built[]]): Built {
  const [first, ...others] = parts.map(({ filter }) => filter) as [Filter<'incident'>];
  const trees = parts.map(({ tree }) => tree);
  return {
    filter: kind === 'all' ? and(first, ...others) : or(first, ...others),
    tree: kind === 'all' ? { all: trees } : { any: trees },
    listed: parts.some(({ listed }) => listed),
  };
}

/** The same meaning in one form: a group in a group of its kind is the outer one's. */
function flat(tree: Tree): Tree {
  if ('none' in tree) return { none: flat(tree.none) };
  if ('all' in tree) {
    const parts = tree.all.map(flat).flatMap((part) => ('all' in part ? part.all : [part]));
    return parts.length === 1 ? (parts[0] as Tree) : { all: parts };
  }
  if (!('any' in tree)) return tree;
  const parts = tree.any.map(flat).flatMap((part) => ('any' in part ? part.any : [part]));
  return parts.length === 1 ? (parts[0] as Tree) : { any: parts };
}

describe('every filter', () => {
  it('is read back from its URL as what was meant, whatever the values are', () => {
    fc.assert(
      fc.property(grown(grown(grown(leaf))), ({ filter, tree }) => {
        const url = new URL(`http://a.test/x${queryString({ $filter: filter.expression, $select: 'a' })}`);
        expect(url.searchParams.size).toBe(2);
        expect(flat(Reader.read(url.searchParams.get('$filter') ?? ''))).toEqual(flat(tree));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the reader of this test', () => {
  it('finds an expression that is not what was meant', () => {
    expect(Reader.read("title eq 'a' or title eq 'b' and not (title eq 'c')")).toEqual({
      any: [
        { test: 'eq', column: 'title', value: 'a' },
        {
          all: [
            { test: 'eq', column: 'title', value: 'b' },
            { none: { test: 'eq', column: 'title', value: 'c' } },
          ],
        },
      ],
    });
    expect(() => Reader.read("title eq 'O'Brien'")).toThrow('left over');
    expect(() => Reader.read("contains(title,'100%')")).toThrow('wildcard');
    expect(() => Reader.read('title eq ')).toThrow('not understood');
  });
});

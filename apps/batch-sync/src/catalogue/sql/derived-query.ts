import { wordMistakes } from './expression-mistakes.js';
import { scanSql, type SqlToken } from './scan-sql.js';
import { AGGREGATES, FUNCTIONS, KEYWORDS } from './shared-words.js';

/** A query over the accepted rows of an integration, as far as it can be judged without a database. */
export interface DerivedQuery {
  /** The names of its columns. */
  outputs: readonly string[];
  mistakes: readonly string[];
}

const FORM = 'must be one query: select ... from rows, and where or group by, if need be';
const queryKeywords = new Set([
  ...KEYWORDS,
  'by',
  'distinct',
  'from',
  'group',
  'having',
  'rows',
  'select',
  'where',
]);
const queryFunctions = new Set([...FUNCTIONS, ...AGGREGATES]);

/** Reads `select ... from rows ...` over these columns. */
export function derivedQuery(sql: string, isColumn: (name: string) => boolean): DerivedQuery {
  const { tokens, mistakes } = scanSql(sql);
  if (mistakes.length > 0) return { outputs: [], mistakes };
  const from = tokens.findIndex(isWord('from'));
  if (!isSimple(tokens) || tokens[from + 1]?.text !== 'rows') return { outputs: [], mistakes: [FORM] };
  const items = itemsOf(tokens.slice(tokens[1]?.text === 'distinct' ? 2 : 1, from));
  const values = items.map(({ value }) => value);
  const vocabulary = { isColumn, functions: queryFunctions, keywords: queryKeywords };
  return {
    outputs: items.flatMap(({ name }) => name ?? []),
    mistakes: [
      ...new Set([
        ...items
          .filter(({ name }) => name === undefined)
          .map(() => 'has a value without a name: give it one with as'),
        ...[...values, tokens.slice(from)].flatMap((part) => wordMistakes(part, vocabulary)),
      ]),
    ],
  };
}

const isWord = (word: string) => (token: SqlToken) => token.kind === 'word' && token.text === word;

/** One select of one table. */
const isSimple = (tokens: readonly SqlToken[]) =>
  tokens[0]?.text === 'select' &&
  ['select', 'from', 'rows'].every((word) => tokens.filter(isWord(word)).length === 1);

interface Item {
  value: readonly SqlToken[];
  name: string | undefined;
}

/** What stands between the commas of a select list, with the name that it gets. */
function itemsOf(list: readonly SqlToken[]): Item[] {
  const parts: SqlToken[][] = [[]];
  for (const token of list) {
    if (token.text === ',' && token.kind === 'sign' && token.depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.map((part) => {
    const named = part.findIndex(({ text, kind, depth }) => kind === 'word' && text === 'as' && depth === 0);
    const alone =
      part.length === 1 && part[0] && ['word', 'name'].includes(part[0].kind) ? part[0].text : undefined;
    return named < 0
      ? { value: part, name: alone }
      : { value: part.slice(0, named), name: part[named + 1]?.text };
  });
}

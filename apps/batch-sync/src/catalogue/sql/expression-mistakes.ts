import { scanSql, type SqlToken } from './scan-sql.js';
import { FUNCTIONS, KEYWORDS, STATEMENTS, TYPES } from './shared-words.js';

/** What is wrong with an expression over these columns; nothing, when it can stand between brackets in any staging database. */
export function expressionMistakes(sql: string, isColumn: (name: string) => boolean): string[] {
  const { tokens, mistakes } = scanSql(sql);
  if (mistakes.length > 0) return [...mistakes];
  if (tokens.length === 0) return ['is empty'];
  if (tokens.some(({ text, kind, depth }) => kind === 'sign' && text === ',' && depth === 0))
    return ['has a comma outside all brackets, and must be one expression'];
  return wordMistakes(tokens, { isColumn, functions: FUNCTIONS, keywords: KEYWORDS });
}

/** The words that may stand in a piece of SQL. */
export interface Vocabulary {
  isColumn: (name: string) => boolean;
  functions: ReadonlySet<string>;
  keywords: ReadonlySet<string>;
}

/** Words that are no part of the SQL that staging databases share, and names that no column has. */
export function wordMistakes(tokens: readonly SqlToken[], vocabulary: Vocabulary): string[] {
  const mistakes = tokens.flatMap((token, at) => mistakeIn(token, tokens, at, vocabulary) ?? []);
  return [...new Set(mistakes)];
}

function mistakeIn(
  { kind, text, depth }: SqlToken,
  tokens: readonly SqlToken[],
  at: number,
  { isColumn, functions, keywords }: Vocabulary,
): string | undefined {
  if (kind !== 'word' && kind !== 'name') return undefined;
  if (kind === 'name') return isColumn(text) ? undefined : unknown(text);
  if (keywords.has(text)) return undefined;
  if (text === 'as' && depth > 0) return undefined;
  if (tokens[at - 1]?.text === 'as')
    return TYPES.has(text) ? undefined : `casts to ${text}, which not every staging database has`;
  if (tokens[at + 1]?.text === '(')
    return functions.has(text) ? undefined : `calls ${text}, which not every staging database has`;
  if (isColumn(text)) return undefined;
  return STATEMENTS.has(text) || text === 'as'
    ? `has the word ${text}, which has no place in it`
    : unknown(text);
}

const unknown = (name: string) => `names ${name}, which is no column`;

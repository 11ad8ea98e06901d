/** A piece of SQL that means something by itself. */
export interface SqlToken {
  kind: 'text' | 'name' | 'number' | 'word' | 'sign';
  /** A name without its quotation marks, a word in lower case, everything else as it is written. */
  text: string;
  /** How many brackets stand open around it. */
  depth: number;
}

export interface ScannedSql {
  tokens: readonly SqlToken[];
  /** What keeps it from being one piece of SQL that every staging database reads alike. */
  mistakes: readonly string[];
}

const PIECE = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<comment>--|/\*)`,
    String.raw`(?<text>'(?:[^']|'')*')`,
    String.raw`"(?<name>(?:[^"]|"")*)"`,
    String.raw`(?<number>\d+(?:\.\d+)?)`,
    String.raw`(?<word>[A-Za-z_]\w*)`,
    String.raw`(?<sign><>|<=|>=|[()+\-*/%=<>,])`,
  ].join('|'),
  'y',
);

/** Takes SQL apart, as far as one must to tell its words from the texts in it. */
export function scanSql(sql: string): ScannedSql {
  const tokens: SqlToken[] = [];
  let depth = 0;
  for (let at = 0; at < sql.length;) {
    PIECE.lastIndex = at;
    const groups = PIECE.exec(sql)?.groups;
    if (!groups || groups['comment'] !== undefined) return { tokens, mistakes: [mistakeAt(sql, at)] };
    at = PIECE.lastIndex;
    const token = tokenOf(groups, depth);
    if (!token) continue;
    if (token.text === ')' && token.kind === 'sign') depth -= 1;
    if (depth < 0) return { tokens, mistakes: ['closes a bracket that is not open'] };
    tokens.push({ ...token, depth });
    if (token.text === '(' && token.kind === 'sign') depth += 1;
  }
  return { tokens, mistakes: depth > 0 ? ['has a bracket that is not closed'] : [] };
}

function tokenOf(groups: Record<string, string>, depth: number): SqlToken | undefined {
  for (const kind of ['text', 'name', 'number', 'word', 'sign'] as const) {
    const text = groups[kind];
    if (text !== undefined) return { kind, text: kind === 'word' ? text.toLowerCase() : text, depth };
  }
  return undefined;
}

function mistakeAt(sql: string, at: number): string {
  const character = sql.charAt(at);
  if (/^(--|\/\*)/.test(sql.slice(at))) return 'has a comment in it';
  if (character === ';') return 'has a ; in it, and must be one piece';
  if (`'"`.includes(character)) return 'has a quotation mark that is not closed';
  return `has ${character} in it, which not every staging database reads alike`;
}

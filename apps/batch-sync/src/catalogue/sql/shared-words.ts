const wordsOf = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** What PostgreSQL and Azure SQL both read, and read alike. */
export const KEYWORDS = wordsOf(`and between case else end escape in is like not null or then when`);

export const FUNCTIONS = wordsOf(`
  abs cast ceiling coalesce concat concat_ws floor greatest least left lower ltrim nullif power replace reverse right rtrim sign sqrt
  substring translate trim upper`);

export const AGGREGATES = wordsOf(`avg count max min sum`);

export const TYPES = wordsOf(`bigint decimal float int integer numeric real smallint varchar`);

/** Words that begin something else than a value. */
export const STATEMENTS = wordsOf(`
  alter begin call commit copy create delete drop exec execute from grant insert join merge select set truncate union update where with`);

/** Words that neither database takes for the name of a column, unless they stand in quotation marks. */
export const RESERVED_WORDS = wordsOf(`
  all analyse analyze and any array as asc begin between both break by cascade case cast check close collate column commit constraint
  convert create cross current current_date current_time current_timestamp current_user cursor database declare default delete desc
  distinct do drop else end escape except exec execute exists external false fetch file for foreign from full function goto grant group
  having identity if in index initially inner insert intersect into is join key lateral leading left like limit localtime localtimestamp
  merge national natural not null of off offset on only open option or order outer over percent pivot placing plan precision primary
  procedure public read references restrict return returning revoke right rollback row rows rule save schema select session_user set some
  statistics symmetric system_user table then to top trailing transaction trigger true truncate union unique update use user using values
  variadic view when where window with`);

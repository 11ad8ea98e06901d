import { badRequest } from '../errors.js';
import { splitOutside } from '../odata/split-outside.js';
import type { TypeOutline } from './definition.js';
import { checkFilter, parseDefinitionFilter, type DefinitionFilter } from './definition-filter.js';
import { noSuchProperty, optionNotSupported } from './refusals.js';

/** What is asked of definitions: which of them, which properties, and what along with them. */
export interface DefinitionQuery {
  select: readonly string[] | undefined;
  filter: DefinitionFilter;
  expand: readonly { name: string; query: DefinitionQuery }[];
}

const EVERYTHING: DefinitionQuery = { select: undefined, filter: [], expand: [] };

/** Reads `$select`, `$filter` and `$expand`; there is no paging and no order. Throws a DataverseError. */
export function readDefinitionQuery(query: string): DefinitionQuery {
  return toQuery([...new URLSearchParams(query)]);
}

function toQuery(options: readonly (readonly [string, string])[]): DefinitionQuery {
  const result = { ...EVERYTHING };
  const seen = new Set<string>();
  for (const [name, value] of options) {
    if (seen.has(name))
      throw badRequest(
        `Query option '${name}' was specified more than once, but it must be specified at most once.`,
      );
    seen.add(name);
    if (name === '$select') result.select = splitOutside(value, ',');
    else if (name === '$filter') result.filter = parseDefinitionFilter(value);
    else if (name === '$expand') result.expand = splitOutside(value, ',').map(readExpand);
    else if (name !== 'LabelLanguages') throw optionNotSupported(name);
  }
  return result;
}

/** `OptionSet`, or `OptionSet($select=Options;$filter=...)`. */
function readExpand(text: string): { name: string; query: DefinitionQuery } {
  const [, name = '', options] = /^(\w+)(?:\((.*)\))?$/s.exec(text) ?? [];
  if (!name) throw badRequest(`The $expand '${text}' is no navigation property.`);
  const within = options ? splitOutside(options, ';') : [];
  return { name, query: toQuery(within.map(readOption)) };
}

function readOption(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + 1)];
}

/** Throws a DataverseError for what the type has not. */
export function checkDefinitionQuery({ select, filter, expand }: DefinitionQuery, type: TypeOutline): void {
  for (const property of select ?? [])
    if (!type.properties.has(property)) throw noSuchProperty(type, property);
  for (const { name } of expand) if (!type.navigations.has(name)) throw noSuchProperty(type, name);
  checkFilter(filter, type);
}

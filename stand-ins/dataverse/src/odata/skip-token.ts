import type { Table } from '../schema/table.js';
import type { Key } from './comparable.js';
import type { OrderColumn, Position } from './order.js';
import { malformedCookie, unwrapCookie, wrapCookie } from './paging-cookie.js';

/** Where the next page begins. */
export interface PageStart {
  pageNumber: number;
  /** The last position of the page before. */
  after: Position;
}

/**
 * The inner cookie has the service's own form. With an `$orderby` it holds the last row's keys as well, so that the next page is found even when that
 * row has changed or gone.
 */
export function writeSkipToken(
  table: Table,
  order: readonly OrderColumn[],
  { pageNumber, after }: PageStart,
  first: string,
): string {
  const id = (guid: string) => `{${guid.toUpperCase()}}`;
  const keys = order.map(({ name }, index) => writeKey(tagOf(name), after.keys[index] ?? null)).join('');
  const inner = `<cookie page="${pageNumber - 1}">${keys}<${table.primaryId} last="${id(after.id)}" first="${id(first)}" /></cookie>`;
  return wrapCookie({ pageNumber, inner, tracking: false });
}

/** Reads a `$skiptoken` that has been decoded once, as every query option. */
export function readSkipToken(table: Table, order: readonly OrderColumn[], token: string): PageStart {
  const { pageNumber, inner } = unwrapCookie(token);
  const id = new RegExp(`<${table.primaryId} last="\\{([0-9A-F-]{36})\\}" first=`).exec(inner)?.[1];
  if (!id) throw malformedCookie();
  const keys = order.map((column) => readKey(column, inner));
  return { pageNumber, after: { keys, id: id.toLowerCase() } };
}

function writeKey(tag: string, key: Key): string {
  return key === null ? `<${tag} lastnull="1" />` : `<${tag} last="${escape(String(key))}" />`;
}

function readKey({ name, comparable }: OrderColumn, inner: string): Key {
  const tag = tagOf(name).replaceAll('.', '\\.');
  const found = new RegExp(`<${tag} (?:lastnull="1"|last="([^"]*)") />`).exec(inner);
  if (!found) throw malformedCookie();
  if (found[1] === undefined) return null;
  const text = unescape(found[1]);
  if (comparable === 'boolean') return text === 'true';
  return comparable === 'number' || comparable === 'moment' ? Number(text) : text;
}

/** A slash can stand in no tag. */
const tagOf = (name: string) => name.replaceAll('/', '.');

const ENTITIES = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' } as const;
const CHARACTERS = new Map(
  Object.entries(ENTITIES).map(([character, entity]) => [entity as string, character]),
);

const escape = (text: string) => text.replace(/[&"<>]/g, (found) => ENTITIES[found as keyof typeof ENTITIES]);
const unescape = (text: string) => text.replace(/&\w+;/g, (entity) => CHARACTERS.get(entity) ?? entity);

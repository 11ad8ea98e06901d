import type { Uploads } from '../files/uploads.js';
import type { KeyIndexStatuses } from '../metadata/key-indexes.js';
import type { Privilege } from '../privileges.js';
import type { Tables } from '../schema/tables.js';
import type { RowStore } from '../store/row-store.js';
import type { Unknowns } from '../unknowns.js';
import type { DuplicateRule } from '../schema/duplicate-rule.js';
import type { Work } from '../throttle/work.js';
import type { RequestOrigin } from '../webhooks/row-event.js';
import type { RowEvents } from '../webhooks/row-events.js';

/** Whoever sends a request, once its token has been believed. */
export interface Caller {
  applicationId: string;
  /** In whose name it is done. */
  systemUserId: string;
  /** Who does it, when that is somebody else. */
  actingUserId?: string;
}

/** One operation on the Web API, apart from the connection that it came by: a $batch would hold many. */
export interface WebApiRequest {
  method: string;
  /** The path below the service root, decoded. */
  path: string;
  /** What stands behind the question mark, as it came. */
  query: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer | undefined;
}

export interface WebApiResponse {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, in the place of a body: `$metadata` is XML, a `/$count` a number. */
  document?: Document;
}

/** Something to send that is not JSON, or is JSON already; bytes when it is a file. */
export interface Document {
  mediaType: string;
  content: string | Buffer;
}

/** What an operation works on, and in whose name. */
export interface Context {
  tables: Tables;
  /** The tables as a request to this entity set knows them: what was added a moment ago may not have come through to it. */
  tablesFor(entitySet: string, request: WebApiRequest): Tables;
  store: RowStore;
  caller: Caller;
  /** What the caller may do, in whose name ever. */
  privileges: ReadonlySet<Privilege>;
  duplicateRules: readonly DuplicateRule[];
  /** Whether this request asks for a duplicate to be refused. */
  detectsDuplicates: boolean;
  /** How long a link to later changes can be used. */
  changeTrackingDays: number;
  /** How the stand-in takes what no page says. */
  unknowns: Unknowns;
  organization: { organizationId: string; businessUnitId: string };
  /** How far the indexes of new alternate keys are. */
  keyIndexes: KeyIndexStatuses;
  /** Files on their way, block by block. */
  uploads: Uploads;
  /** Milliseconds since 1970. */
  now: number;
  /** What this request has asked for so far, for its cost. */
  work: Work[];
  /** What it has changed so far, for those who hear of it, and which request it is for them. */
  events: RowEvents;
  origin: RequestOrigin;
  /** The absolute URL of the service root, with its slash: what links begin with. */
  serviceRoot: string;
  /** In a change set: the URLs of the rows that were written before, by Content-ID. */
  contentIds?: ReadonlyMap<string, string>;
  /** Does work as one transaction, or as a part of the one under way; the faults at its end strike it. */
  transact<T>(work: () => T): T;
  /** Keeps what is no change of a row, for a table; the same faults strike it. */
  keep(table: string, work: () => void): void;
}

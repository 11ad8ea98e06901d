import type { Context } from '../operations/request.js';

/** What definitions are read from. */
export type Catalogue = Pick<Context, 'tables' | 'keyIndexes' | 'now'>;

import { aggregate } from './aggregate.js';
import { annotations } from './annotations.js';
import { associate } from './associate.js';
import { batch } from './batch.js';
import { bulk } from './bulk.js';
import { cases } from './cases.js';
import { create } from './create.js';
import { errors } from './errors.js';
import { filter } from './filter.js';
import type { Subject } from './golden.js';
import { metadata } from './metadata.js';
import { notes } from './notes.js';
import { paging } from './paging.js';
import { expand, retrieve } from './retrieve.js';
import { service } from './service.js';
import { condition, remove, update, upsert } from './update.js';

/** Every golden, by subject, in the order in which they are run. */
export const subjects: readonly Subject[] = [
  service,
  metadata,
  create,
  retrieve,
  expand,
  update,
  upsert,
  condition,
  remove,
  associate,
  filter,
  paging,
  aggregate,
  annotations,
  cases,
  notes,
  errors,
  bulk,
  batch,
];

import { Kysely } from 'kysely';
import type { IntakeSchema } from './inbox.schema.js';

/** The intake's own schema in the operational store. */
export class IntakeDatabase extends Kysely<IntakeSchema> {}

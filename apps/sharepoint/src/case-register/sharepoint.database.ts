import { Kysely } from 'kysely';
import type { SharepointSchema } from './register.schema.js';

/** The service's own schema in the operational store. */
export class SharepointDatabase extends Kysely<SharepointSchema> {}

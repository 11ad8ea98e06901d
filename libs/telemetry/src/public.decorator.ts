import { type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';

const PUBLIC = Symbol('public');

/**
 * Marks a controller or a route that answers whoever can reach it, without a token: for the platform's probes and its scraper,
 * which have none. Such a route must tell nothing of any case.
 */
export const Public = () => SetMetadata(PUBLIC, true);

/** Whether what is called was marked so; every other route is the access guard's. */
export const isPublic = (reflector: Reflector, context: ExecutionContext): boolean =>
  reflector.getAllAndOverride<true | undefined>(PUBLIC, [context.getHandler(), context.getClass()]) === true;

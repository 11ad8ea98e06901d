import {
  Injectable,
  SetMetadata,
  createParamDecorator,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ProblemError } from '#lib/problem';
import { isPublic } from '#lib/telemetry/nest';
import { Consumers, type Consumer } from './consumers.js';
import { TokenVerifier } from './token-verifier.js';

const ROLE = Symbol('role');

/** The app role that a caller's token must hold for this route. A route that names none is closed. */
export const RequireRole = (role: string) => SetMetadata(ROLE, role);

/** The consumer that calls, as the guard found it. */
export const CurrentConsumer = createParamDecorator((_: unknown, context: ExecutionContext): Consumer => {
  const { consumer } = context.switchToHttp().getRequest<GuardedRequest>();
  if (!consumer) throw new ProblemError('unauthenticated');
  return consumer;
});

/** Stamped by the gateway from its own knowledge of the caller, after it stripped what the caller sent under this name. */
export const SUBSCRIPTION_HEADER = 'x-apim-subscription-id';

interface GuardedRequest {
  headers: Record<string, string | string[] | undefined>;
  consumer?: Consumer;
}

/**
 * Who may come in, asked for every route of an app: one that is neither `@Public()` nor names a role lets nobody in. The caller is known twice: by its Entra token here, and by its subscription at the gateway; when the gateway
 * says who it is, both must be the same consumer.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenVerifier,
    private readonly consumers: Consumers,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isPublic(this.reflector, context)) return true;
    const role = this.reflector.getAllAndOverride<string | undefined>(ROLE, [
      context.getHandler(),
      context.getClass(),
    ]);
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const caller = await this.tokens.verify(bearerOf(request));
    if (!role || !caller.roles.includes(role))
      throw new ProblemError('forbidden', { detail: 'The token lacks the role for this.' });
    const consumer = this.consumers.byEntraApplication(caller.applicationId);
    if (!consumer) throw new ProblemError('unknown-consumer');
    assertSameCaller(consumer, request.headers[SUBSCRIPTION_HEADER]);
    request.consumer = consumer;
    return true;
  }
}

function bearerOf({ headers }: GuardedRequest): string {
  const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(String(headers['authorization'] ?? '')) ?? [];
  if (!token) throw new ProblemError('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
  return token;
}

function assertSameCaller(consumer: Consumer, subscription: string | string[] | undefined): void {
  if (subscription !== undefined && subscription !== consumer.apimSubscriptionId) {
    throw new ProblemError('forbidden', {
      detail: 'The token and the subscription belong to different consumers.',
    });
  }
}

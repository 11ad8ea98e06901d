import { type ArgumentsHost, Catch, Injectable, type RpcExceptionFilter, UseFilters } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { BaseRpcExceptionFilter } from '@nestjs/microservices';
import { PATTERN_METADATA } from '@nestjs/microservices/constants.js';
import { type Observable, throwError } from 'rxjs';
import { DeliveryContext } from './delivery.context.js';

/**
 * Hands a handler's error on as it is. Nest would make of every error but its own RpcException a bare
 * `{ status: 'error', message: 'Internal server error' }`, in which a PermanentRefusal could not be told from an outage.
 */
@Catch()
class KeepErrorFilter extends BaseRpcExceptionFilter implements RpcExceptionFilter {
  override catch(error: unknown, host: ArgumentsHost): Observable<unknown> {
    const ours = host.switchToRpc().getContext<unknown>() instanceof DeliveryContext;
    return ours ? throwError(() => error) : super.catch(error as Error, host);
  }
}

const marked = new WeakSet<object>();

/**
 * Puts the filter on every event handler of the app, so that a controller needs no more than `@EventPattern`. It has
 * to be on the method itself, for a connected microservice has its own, empty set of global filters; and before
 * `connectMicroservice`, which reads them: therefore in this constructor.
 */
@Injectable()
export class KeepErrors {
  constructor(discovery: DiscoveryService, scanner: MetadataScanner) {
    for (const { metatype } of discovery.getControllers()) {
      const prototype = (metatype as { prototype?: object } | null)?.prototype;
      if (prototype === undefined) continue;
      for (const name of scanner.getAllMethodNames(prototype)) markHandler(prototype, name);
    }
  }
}

function markHandler(prototype: object, name: string): void {
  const handler = (prototype as Record<string, unknown>)[name];
  if (typeof handler !== 'function' || marked.has(handler)) return;
  if (!Reflect.hasMetadata(PATTERN_METADATA, handler)) return;
  marked.add(handler);
  UseFilters(new KeepErrorFilter())(prototype, name, { value: handler });
}

import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataverseError } from '#lib/dataverse';
import { DeliveryContext, PermanentRefusal, type DomainEvent } from '#lib/messaging';
import { CASE_ACCEPTED, type CaseAccepted } from '../events.js';
import { isContactGone, RegistrationService } from './registration.service.js';

/** Takes each accepted case to Dataverse; what fails in passing is delivered again, without end. */
@Controller()
export class RegistrationController {
  constructor(private readonly registration: RegistrationService) {}

  // Nest's type of the decorator does not know of a second parameter.
  @(EventPattern(CASE_ACCEPTED) as MethodDecorator)
  async register(
    @Payload() { data }: DomainEvent<CaseAccepted>,
    @Ctx() { signal }: DeliveryContext,
  ): Promise<void> {
    try {
      await this.registration.register(data.reference, signal);
    } catch (error) {
      if (!isFinal(error)) throw error;
      await this.registration.park(data.reference, error.code);
      throw new PermanentRefusal(error.code, error.message, { cause: error });
    }
  }
}

/** Dataverse will refuse the same row again. A contact that has gone is looked for anew, so that is not the end. */
const isFinal = (error: unknown): error is DataverseError =>
  error instanceof DataverseError && error.retry === 'never' && !isContactGone(error);

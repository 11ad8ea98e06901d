import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { PermanentRefusal, type DomainEvent } from '#lib/messaging';
import { CaseRegister } from './case-register.service.js';
import { CaseRegisteredDto } from './case-registered.dto.js';

/** Hears of every case that has a row in Dataverse. */
@Controller()
export class CaseEventsController {
  constructor(private readonly register: CaseRegister) {}

  @EventPattern('case.registered')
  async registered(@Payload() { data }: DomainEvent): Promise<void> {
    const registered = plainToInstance(CaseRegisteredDto, data);
    const [wrong] = await validate(registered);
    if (wrong)
      throw new PermanentRefusal('event-not-understood', `The field ${wrong.property} is not as agreed.`);
    await this.register.note(registered);
  }
}

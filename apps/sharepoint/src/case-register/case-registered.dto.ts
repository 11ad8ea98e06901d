import { IsString, IsUUID } from 'class-validator';

/** What this service reads of the event `case.registered`; the event may carry more. */
export class CaseRegisteredDto {
  @IsUUID('all')
  readonly incidentId: string;

  @IsString()
  readonly reference: string;

  @IsString()
  readonly ticketNumber: string;

  @IsString()
  readonly consumer: string;
}

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsISO8601, IsRFC3339, IsString, MaxLength } from 'class-validator';
import { IsToCome } from './is-to-come.js';
import { MayBeAbsent } from './may-be-absent.js';

const NO_MOMENT = { message: 'must be a date and time with its offset, such as 2026-11-30T06:00:00Z' };

/** Which integration is to run, and how. */
export class StartRunDto {
  @ApiProperty({ example: 'street-lamps', maxLength: 40 })
  @IsString({ message: 'must be the name of an integration' })
  @MaxLength(40, { message: 'must be the name of an integration' })
  readonly integration: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description:
      'When it has to end, complete or not. Default: the closing time of the service, if it has one',
  })
  @MayBeAbsent()
  // The one knows that there is no 30 February, the other that weeks and local times are no moments.
  @IsISO8601({ strict: true, strictSeparator: true }, NO_MOMENT)
  @IsRFC3339(NO_MOMENT)
  @IsToCome()
  readonly until?: string;

  @ApiPropertyOptional({
    description: 'Somebody has seen how many rows are gone, and wants them deactivated. Default: false',
  })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  readonly goneApproved?: boolean;

  @ApiPropertyOptional({
    description: 'Whether all that Dataverse holds of it is compared at the end. Default: true',
  })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  readonly reconcile?: boolean;
}

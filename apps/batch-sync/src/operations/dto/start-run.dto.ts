import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsISO8601, IsOptional, IsString, MaxLength } from 'class-validator';

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
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true }, { message: 'must be a date and time in ISO 8601' })
  readonly until?: string;

  @ApiPropertyOptional({
    description: 'Somebody has seen how many rows are gone, and wants them deactivated. Default: false',
  })
  @IsOptional()
  @IsBoolean({ message: 'must be true or false' })
  readonly goneApproved?: boolean;

  @ApiPropertyOptional({
    description: 'Whether all that Dataverse holds of it is compared at the end. Default: true',
  })
  @IsOptional()
  @IsBoolean({ message: 'must be true or false' })
  readonly reconcile?: boolean;
}

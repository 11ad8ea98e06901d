import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsObject, IsOptional, Matches, ValidateNested } from 'class-validator';
import { HasPlace } from './has-place.decorator.js';
import { LocationDto } from './location.dto.js';
import { IsPastMoment } from './moment.decorator.js';
import { EmailAddress, Text } from './text.decorators.js';

/** Who reports; each part may be absent, and so may the whole. */
export class ReporterDto {
  @ApiPropertyOptional({ maxLength: 200 })
  @IsOptional()
  @Text(200)
  readonly name?: string;

  @ApiPropertyOptional({ format: 'email', maxLength: 254 })
  @IsOptional()
  @Text(254)
  @EmailAddress()
  readonly email?: string;

  @ApiPropertyOptional({ maxLength: 50, example: '+44 20 7946 0000' })
  @IsOptional()
  @Text(50)
  @Matches(/^\+?(?=(?:\D*\d){4})[\d\s()./-]+$/, { message: 'must be a telephone number' })
  readonly phone?: string;
}

/** The sender's own number for this case; it can be used once per consumer. */
export class ExternalReferenceDto {
  @ApiProperty({ maxLength: 100, example: 'city-portal' })
  @Text(100)
  readonly system: string;

  @ApiProperty({ maxLength: 200, example: '101001242123' })
  @Text(200)
  readonly id: string;
}

/** A case as the public website or a partner posts it. */
export class SubmitCaseDto {
  @ApiProperty({
    maxLength: 100,
    description: 'A code of GET /cases/v1/categories; anything else is taken as "other"',
  })
  @Text(100)
  readonly category: string;

  @ApiProperty({ maxLength: 200 })
  @Text(200)
  readonly title: string;

  @ApiPropertyOptional({ maxLength: 4000 })
  @IsOptional()
  @Text(4000)
  readonly description?: string;

  @ApiProperty({ type: LocationDto })
  @IsDefined({ message: 'must have a point, an address or an asset id' })
  @IsObject()
  @HasPlace()
  @ValidateNested()
  @Type(() => LocationDto)
  readonly location: LocationDto;

  @ApiPropertyOptional({ type: ReporterDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ReporterDto)
  readonly reporter?: ReporterDto;

  @ApiPropertyOptional({ format: 'date-time', description: 'When it happened or was seen' })
  @IsOptional()
  @IsPastMoment()
  readonly occurredAt?: string;

  @ApiPropertyOptional({ type: ExternalReferenceDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ExternalReferenceDto)
  readonly externalReference?: ExternalReferenceDto;
}

import { ApiPropertyOptional, ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsNumber, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Text } from './text.decorators.js';

const NUMBER = { allowNaN: false, allowInfinity: false };

/** A point in WGS 84, in degrees. The decorator nearest to a field is asked first. */
export class PointDto {
  @ApiProperty({ minimum: -90, maximum: 90 })
  @Min(-90)
  @Max(90)
  @IsNumber(NUMBER)
  readonly latitude: number;

  @ApiProperty({ minimum: -180, maximum: 180 })
  @Min(-180)
  @Max(180)
  @IsNumber(NUMBER)
  readonly longitude: number;
}

/** Where it is: by point, by address, by the asset's number, or by several of them. */
export class LocationDto {
  @ApiPropertyOptional({ type: PointDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PointDto)
  readonly point?: PointDto;

  @ApiPropertyOptional({ maxLength: 400 })
  @IsOptional()
  @Text(400)
  readonly address?: string;

  @ApiPropertyOptional({ maxLength: 100, description: 'The number on the lamp post, manhole, bridge …' })
  @IsOptional()
  @Text(100)
  readonly assetId?: string;
}

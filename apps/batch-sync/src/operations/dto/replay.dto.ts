import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsString } from 'class-validator';
import { MayBeAbsent } from './may-be-absent.js';

/** Which rows are taken out of quarantine. */
export class ReplayDto {
  @ApiPropertyOptional({ type: [String], description: 'Natural keys. Default: all of the integration' })
  @MayBeAbsent()
  @IsArray({ message: 'must be an array of natural keys' })
  @ArrayMaxSize(1_000, { message: 'must have at most 1,000 natural keys' })
  @IsString({ each: true, message: 'must be an array of natural keys' })
  readonly keys?: string[];
}

/** How many were. */
export class ReplayedView {
  @ApiProperty({ example: 3 })
  readonly rows: number;
}

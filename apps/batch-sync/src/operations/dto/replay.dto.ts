import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsString } from 'class-validator';
import { MayBeAbsent } from './may-be-absent.js';

const MOST_KEYS = 1_000;
const NO_KEYS = { message: 'must be an array of at most 1,000 natural keys' };

/** Which rows are taken out of quarantine. */
export class ReplayDto {
  @ApiPropertyOptional({
    type: [String],
    maxItems: MOST_KEYS,
    description: 'Natural keys. Default: all of the integration',
  })
  @MayBeAbsent()
  @IsArray(NO_KEYS)
  @ArrayMaxSize(MOST_KEYS, NO_KEYS)
  @IsString({ each: true, ...NO_KEYS })
  readonly keys?: string[];
}

/** How many were. */
export class ReplayedView {
  @ApiProperty({ example: 3 })
  readonly rows: number;
}

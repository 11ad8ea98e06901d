import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { SyncStatus } from '../../batch-sync.js';
import type { QuarantinedRow } from '../../run/sync-runs.js';
import { ListedRunView, listedViewOf } from './run.view.js';

/** A file that its source has left and that no run takes as it is. */
export class PassedOverFileView {
  @ApiProperty({ example: 'lamps.xlsx' })
  readonly name: string;

  @ApiProperty({ description: 'Why', example: 'the integration takes files like lamps_*.csv' })
  readonly says: string;
}

const COUNTED = 'Of one integration: now. In the list: when its last run ended; absent when none has';

/** An integration at a glance. */
export class IntegrationView {
  @ApiProperty({ example: 'street-lamps' })
  readonly integration: string;

  @ApiPropertyOptional({ description: 'Number of the run that has not ended' })
  readonly unfinished?: string;

  @ApiPropertyOptional({ type: ListedRunView, description: 'The last one that has ended' })
  readonly last?: ListedRunView;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'When the last one ended that is done and had no delivery refused',
  })
  readonly lastDone?: string;

  @ApiPropertyOptional({ description: `Rows of which Dataverse holds something else. ${COUNTED}` })
  readonly pending?: number;

  @ApiPropertyOptional({ description: `Rows that Dataverse refused as they are. ${COUNTED}` })
  readonly quarantined?: number;

  @ApiProperty({ description: 'Deliveries that are complete and that no run has taken yet' })
  readonly waiting: number;

  @ApiProperty({ type: [PassedOverFileView], description: 'Files in its folder that no run takes' })
  readonly passedOver: readonly PassedOverFileView[];
}

/** A row that Dataverse refused as it is. */
export class QuarantinedRowView {
  @ApiProperty({ example: 'street-lamps' })
  readonly step: string;

  @ApiProperty({ description: 'Its natural key' })
  readonly key: string;

  @ApiProperty({ description: 'Of the refusal' })
  readonly code: string;

  @ApiProperty({ description: 'What Dataverse said' })
  readonly says: string;

  @ApiProperty({ format: 'date-time' })
  readonly when: string;

  @ApiProperty({ description: 'Number of the run in which it was' })
  readonly run: string;
}

export const integrationViewOf = (status: SyncStatus): IntegrationView => {
  const { integration, waiting, pending, quarantined, passedOver, unfinished, last, lastDone } = status;
  return {
    ...{ integration, waiting, passedOver },
    ...(pending !== undefined && { pending }),
    ...(quarantined !== undefined && { quarantined }),
    ...(unfinished && { unfinished: unfinished.run }),
    ...(last && { last: listedViewOf(last) }),
    ...(lastDone && { lastDone: lastDone.toISOString() }),
  };
};

export const quarantinedRowViewOf = ({ when, ...row }: QuarantinedRow): QuarantinedRowView => ({
  ...row,
  when: when.toISOString(),
});

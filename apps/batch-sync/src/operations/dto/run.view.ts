import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ListedRun, Run } from '../../run/run.js';

const STATES = ['running', 'paused', 'done', 'cancelled', 'incomplete', 'failed'] as const;

/** Why a run failed. */
export class RunFailureView {
  @ApiProperty({ example: 'bulk-call-refused' })
  readonly code: string;

  @ApiProperty()
  readonly says: string;
}

/** A run as it stands. */
export class RunView {
  @ApiProperty({ example: '17' })
  readonly id: string;

  @ApiProperty({ example: 'street-lamps' })
  readonly integration: string;

  @ApiProperty({ enum: STATES })
  readonly state: (typeof STATES)[number];

  @ApiProperty({ format: 'date-time' })
  readonly started: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Absent while it has not ended' })
  readonly ended?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When it has to end' })
  readonly until?: string;

  @ApiPropertyOptional({ type: RunFailureView })
  readonly failure?: RunFailureView;
}

/** A run in a list of runs. */
export class ListedRunView extends RunView {
  @ApiProperty({ type: [String], example: ['21', '22'], description: 'Numbers of its deliveries' })
  readonly deliveries: readonly string[];

  @ApiProperty({ type: [String], example: ['22'], description: 'Of those of them that were refused' })
  readonly refusedDeliveries: readonly string[];
}

export const viewOf = ({ id, integration, state, started, ended, options, failure }: Run): RunView => ({
  ...{ id, integration, state, started: started.toISOString() },
  ...(ended && { ended: ended.toISOString() }),
  ...(options.until && { until: options.until.toISOString() }),
  ...(failure && { failure }),
});

export const listedViewOf = ({ deliveries, refusedDeliveries, ...run }: ListedRun): ListedRunView => ({
  ...viewOf(run),
  ...{ deliveries, refusedDeliveries },
});

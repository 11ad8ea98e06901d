import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { InboxCase } from '../../inbox/inbox.schema.js';

/** How a case stands, as its sender sees it. */
export class CaseView {
  @ApiProperty({ example: 'CW-7K3M-9Q2X-4T8V' })
  readonly reference: string;

  @ApiProperty({
    enum: ['accepted', 'registered'],
    description: 'accepted: it is safe with us. registered: it has a ticket number in customer service.',
  })
  readonly state: 'accepted' | 'registered';

  @ApiPropertyOptional({ example: 'CAS-00012-K4M9Q2' })
  readonly ticketNumber?: string;

  @ApiProperty({ format: 'date-time' })
  readonly acceptedAt: string;

  @ApiPropertyOptional({ format: 'date-time' })
  readonly registeredAt?: string;
}

/** A parked case is ours to mend: its sender sees that it is accepted, no more. */
export function viewOf({ reference, state, ticketNumber, acceptedAt, registeredAt }: InboxCase): CaseView {
  return {
    reference,
    state: state === 'registered' ? 'registered' : 'accepted',
    ...(ticketNumber && { ticketNumber }),
    acceptedAt: acceptedAt.toISOString(),
    ...(registeredAt && { registeredAt: registeredAt.toISOString() }),
  };
}

import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { CurrentConsumer, RequireRole, type Consumer } from '#lib/auth/nest';
import { ProblemError } from '#lib/problem';
import { CaseRegister } from './case-register.service.js';

/** A case that documents can be attached to. */
export class DocumentCaseView {
  @ApiProperty({ example: 'CW-7K3M-9Q2X-4T8V' })
  readonly reference: string;

  @ApiProperty({ example: 'CAS-00012-K4M9Q2' })
  readonly ticketNumber: string;
}

@ApiTags('documents')
@ApiBearerAuth()
@Controller('documents/v1/cases')
export class DocumentsController {
  constructor(private readonly register: CaseRegister) {}

  @Get(':reference')
  @RequireRole('Documents.Read')
  @ApiOperation({
    summary: 'Whether documents can be attached to a case',
    description: 'A consumer sees its own cases only.',
  })
  @ApiOkResponse({ type: DocumentCaseView })
  async find(
    @CurrentConsumer() consumer: Consumer,
    @Param('reference') reference: string,
  ): Promise<DocumentCaseView> {
    const known = await this.register.find(consumer.id, reference);
    if (!known) throw new ProblemError('not-found');
    return { reference: known.reference, ticketNumber: known.ticketNumber };
  }
}

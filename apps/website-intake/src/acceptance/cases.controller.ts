import { Body, Controller, Get, HttpStatus, Param, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentConsumer, RequireRole, type Consumer } from '#lib/auth/nest';
import { ApiProblems } from '#lib/problem';
import { waypoint } from '#lib/telemetry';
import { AcceptanceService } from './acceptance.service.js';
import { CaseStatusService } from './case-status.service.js';
import { CaseView, viewOf } from './dto/case-view.dto.js';
import { SubmitCaseDto } from './dto/submit-case.dto.js';
import { IdempotencyKey } from './idempotency-key.decorator.js';
import { RegistrationOutlook } from './registration-outlook.js';

/** What the controller needs of a reply; fastify's fits. */
interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
}

@ApiTags('cases')
@ApiProblems('unauthenticated', 'forbidden', 'unknown-consumer', 'service-unavailable')
@ApiBearerAuth()
@Controller('cases/v1/cases')
export class CasesController {
  constructor(
    private readonly acceptance: AcceptanceService,
    private readonly status: CaseStatusService,
    private readonly outlook: RegistrationOutlook,
  ) {}

  @Post()
  @RequireRole('Cases.Submit')
  @ApiOperation({
    summary: 'Post a case',
    description: 'A repeat with the same key or external reference creates nothing.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Chosen by the sender, the same for every repeat',
  })
  @ApiCreatedResponse({ type: CaseView, description: 'Registered, with its ticket number' })
  @ApiAcceptedResponse({ type: CaseView, description: 'Safe with us; its address tells how it goes on' })
  @ApiOkResponse({ type: CaseView, description: 'A repeat of a case that is registered' })
  @ApiProblems(
    'malformed-json',
    'invalid-encoding',
    'json-too-deep',
    'idempotency-key-invalid',
    'idempotency-in-flight',
    'external-reference-conflict',
    'payload-too-large',
    'unsupported-media-type',
    'validation-failed',
    'idempotency-key-reused',
  )
  async submit(
    @CurrentConsumer() consumer: Consumer,
    @Body() submission: SubmitCaseDto,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CaseView> {
    const { case: accepted, repeated } = await this.acceptance.accept(consumer, submission, idempotencyKey);
    const view = viewOf(repeated ? accepted : await this.outlook.awaitRegistration(accepted));
    waypoint('case.before-reply');
    reply.status(statusFor(view, repeated)).header('Location', `/cases/v1/cases/${view.reference}`);
    if (repeated) reply.header('Idempotency-Replayed', 'true');
    return view;
  }

  @Get(':reference')
  @RequireRole('Cases.Read')
  @ApiOperation({ summary: 'How a case stands', description: 'A consumer sees its own cases only.' })
  @ApiOkResponse({ type: CaseView })
  @ApiProblems('not-found')
  async find(
    @CurrentConsumer() consumer: Consumer,
    @Param('reference') reference: string,
  ): Promise<CaseView> {
    return viewOf(await this.status.find(consumer, reference));
  }
}

function statusFor({ state }: CaseView, repeated: boolean): HttpStatus {
  if (state === 'accepted') return HttpStatus.ACCEPTED;
  return repeated ? HttpStatus.OK : HttpStatus.CREATED;
}

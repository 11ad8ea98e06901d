import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireRole } from '#lib/auth/nest';
import { ApiProblems } from '#lib/problem';
import { BatchSync } from '../batch-sync.js';
import {
  IntegrationView,
  integrationViewOf,
  QuarantinedRowView,
  quarantinedRowViewOf,
} from './dto/integration.views.js';
import { ReplayDto, ReplayedView } from './dto/replay.dto.js';
import { RunProblems } from './run-problems.interceptor.js';

@ApiTags('integrations')
@ApiProblems('unauthenticated', 'forbidden', 'unknown-consumer', 'service-unavailable')
@ApiBearerAuth()
@UseInterceptors(RunProblems)
@Controller('sync/v1/integrations')
export class IntegrationsController {
  constructor(private readonly sync: BatchSync) {}

  @Get()
  @RequireRole('Sync.Read')
  @ApiOperation({ summary: 'All integrations, in the order in which they run' })
  @ApiOkResponse({ type: [IntegrationView] })
  async list(): Promise<IntegrationView[]> {
    return (await this.sync.status()).map(integrationViewOf);
  }

  @Get(':name')
  @RequireRole('Sync.Read')
  @ApiOperation({
    summary: 'An integration, with its rows counted now',
    description: 'All accepted rows are looked at for that: of millions it takes seconds.',
  })
  @ApiOkResponse({ type: IntegrationView })
  @ApiProblems('not-found')
  async one(@Param('name') integration: string): Promise<IntegrationView | undefined> {
    const [status] = await this.sync.status({ integration, count: true });
    return status && integrationViewOf(status);
  }

  @Get(':name/quarantine')
  @RequireRole('Sync.Read')
  @ApiOperation({ summary: 'The first 1,000 rows that Dataverse refused as they are' })
  @ApiOkResponse({ type: [QuarantinedRowView] })
  @ApiProblems('not-found')
  async quarantined(@Param('name') name: string): Promise<QuarantinedRowView[]> {
    return (await this.sync.runs.quarantined(name, { limit: 1_000 })).map(quarantinedRowViewOf);
  }

  @Post(':name/replay')
  @HttpCode(200)
  @RequireRole('Sync.Operate')
  @ApiOperation({
    summary: 'Let the next run try rows again that Dataverse refused',
    description:
      'For when the cause was mended in Dataverse. A row that its source mends is tried again by itself.',
  })
  @ApiOkResponse({ type: ReplayedView })
  @ApiProblems('not-found', 'validation-failed')
  async replay(@Param('name') name: string, @Body() { keys }: ReplayDto): Promise<ReplayedView> {
    return { rows: await this.sync.runs.replay(name, { keys }) };
  }
}

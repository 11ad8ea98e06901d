import { Body, Controller, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { RequireRole } from '#lib/auth/nest';
import { ApiProblems } from '#lib/problem';
import { BatchSync } from '../batch-sync.js';
import type { RunReport } from '../run/run-report.js';
import { ListedRunView, listedViewOf, RunView, viewOf } from './dto/run.view.js';
import { StartRunDto } from './dto/start-run.dto.js';
import { RunProblems } from './run-problems.interceptor.js';

@ApiTags('runs')
@ApiProblems('unauthenticated', 'forbidden', 'unknown-consumer', 'not-found', 'service-unavailable')
@ApiBearerAuth()
@UseInterceptors(RunProblems)
@Controller('sync/v1/runs')
export class RunsController {
  constructor(private readonly sync: BatchSync) {}

  @Get()
  @RequireRole('Sync.Read')
  @ApiOperation({ summary: 'The last 100 runs, the last first' })
  @ApiQuery({ name: 'integration', required: false })
  @ApiOkResponse({ type: [ListedRunView] })
  async list(@Query('integration') integration?: string): Promise<ListedRunView[]> {
    return (await this.sync.runs.history({ integration })).map(listedViewOf);
  }

  @Get(':id')
  @RequireRole('Sync.Read')
  @ApiOperation({
    summary: 'A run in numbers',
    description: 'What was read, rejected, written and refused, what it cost, and how it reconciles.',
  })
  @ApiOkResponse({ schema: { type: 'object' } })
  report(@Param('id') id: string): Promise<RunReport> {
    return this.sync.runs.report(id);
  }

  @Post()
  @HttpCode(202)
  @RequireRole('Sync.Operate')
  @ApiOperation({
    summary: 'Begin a run',
    description: 'Over all that was delivered; with nothing new, over what is pending.',
  })
  @ApiAcceptedResponse({ type: RunView })
  @ApiProblems('run-unfinished', 'validation-failed')
  async start(@Body() { integration, until, goneApproved, reconcile }: StartRunDto): Promise<RunView> {
    const options = { until: until === undefined ? undefined : new Date(until), goneApproved, reconcile };
    return viewOf(await this.sync.begin(integration, options));
  }

  @Post(':id/pause')
  @HttpCode(200)
  @RequireRole('Sync.Operate')
  @ApiOperation({ summary: 'Stop a run until it is resumed', description: 'What is on its way ends first.' })
  @ApiOkResponse({ type: RunView })
  @ApiProblems('run-ended')
  async pause(@Param('id') id: string): Promise<RunView> {
    return viewOf(await this.sync.runs.pause(id));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @RequireRole('Sync.Operate')
  @ApiOperation({ summary: 'Go on with a run' })
  @ApiOkResponse({ type: RunView })
  @ApiProblems('run-ended')
  async resume(@Param('id') id: string): Promise<RunView> {
    return viewOf(await this.sync.runs.resume(id));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequireRole('Sync.Operate')
  @ApiOperation({
    summary: 'End a run',
    description: 'What was accepted and is not written waits for the next one.',
  })
  @ApiOkResponse({ type: RunView })
  @ApiProblems('run-ended')
  async cancel(@Param('id') id: string): Promise<RunView> {
    return viewOf(await this.sync.runs.cancel(id));
  }
}

import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { RequireRole } from '#lib/auth/nest';
import { Categories } from './categories.js';

/** One category as a form shows it. */
export class CategoryView {
  @ApiProperty({ example: 'street-lighting' })
  readonly code: string;

  @ApiProperty({ example: 'Street lighting' })
  readonly name: string;
}

@ApiTags('categories')
@ApiBearerAuth()
@Controller('cases/v1/categories')
export class CategoriesController {
  constructor(private readonly categories: Categories) {}

  @Get()
  @RequireRole('Cases.Read')
  @ApiOperation({ summary: 'What can be reported' })
  @ApiOkResponse({ type: [CategoryView] })
  list(): CategoryView[] {
    return this.categories.all.map(({ code, name }) => ({ code, name }));
  }
}

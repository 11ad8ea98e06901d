import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

export interface Documentation {
  title: string;
  description: string;
  /** The version of the contract, not of the code. */
  version: string;
}

/** Serves the OpenAPI description: `/docs` for people, `/docs-json` for programs. */
export function serveDocumentation(
  app: NestFastifyApplication,
  { title, description, version }: Documentation,
): void {
  const config = new DocumentBuilder()
    .setTitle(title)
    .setDescription(description)
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, config), {
    jsonDocumentUrl: 'docs-json',
  });
}

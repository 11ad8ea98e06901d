import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The lib's own page, or its first sentence, with the example word for word. */
export async function readmeOf(lib: string, description: string): Promise<string> {
  const own = join('libs', lib, 'README.md');
  const page = existsSync(own) ? await readFile(own, 'utf8') : `# @causeway/${lib}\n\n${description}\n`;
  const example = await readFile(join('docs', 'examples', `${lib}-without-nest.mjs`), 'utf8');
  return page.includes(example) ? page : `${page}\n## An example\n\n\`\`\`js\n${example}\`\`\`\n`;
}

import { readFile } from 'node:fs/promises'
import { buildParserFile } from '@lezer/generator'

/** Texts of the generated files beside the grammar, by name. Throws where the grammar has a conflict. */
export async function generateParser(): Promise<Record<'query-parser.gen.ts' | 'query-terms.gen.ts', string>> {
  const fileName = 'query.grammar'
  const grammar = await readFile(new URL(`../../grammar/${fileName}`, import.meta.url), 'utf8')
  const { parser, terms } = buildParserFile(grammar, {
    fileName,
    typeScript: true,
    warn(message) {
      throw new Error(message)
    },
  })
  return { 'query-parser.gen.ts': parser, 'query-terms.gen.ts': terms }
}

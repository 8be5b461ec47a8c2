import type { CatalogSystem, SupportedEngine } from '@patchyard/api'
import type { Command } from 'commander'
import { renderTable } from '../../output/table.ts'
import type { CommandContext } from '../../session/command-context.ts'

/** Adds `patchyard catalog systems`: what agents and catalog know. */
export function addSystemsCommand(catalog: Command, context: CommandContext): void {
  catalog
    .command('systems')
    .argument('[words...]', 'that all stand in an entry')
    .description('Systems and products that agents and catalog know, and how long they are looked after')
    .option('--json', 'print JSON')
    .action(async (words: readonly string[], options: { readonly json?: boolean }) => {
      const client = await context.client()
      const search = words.join(' ')
      const found = await client.call('getSupportedSystems', { query: search === '' ? {} : { search } })
      context
        .printer(options.json === true)
        .result(
          found,
          () => `${renderTable(engineColumns, found.engines)}\n\n${renderTable(catalogColumns, found.catalog)}`,
        )
    })
}

const engineColumns = [
  { title: 'decided by', value: (one: SupportedEngine) => one.title },
  { title: 'systems', value: (one: SupportedEngine) => one.systems },
  { title: 'proven', value: (one: SupportedEngine) => one.proofTitle },
  {
    title: 'not able',
    value: (one: SupportedEngine) =>
      one.proof === 'none'
        ? 'all'
        : one.abilities.flatMap(({ ability, able }) => (able === 'no' ? ability : [])).join(' '),
  },
]

const catalogColumns = [
  { title: 'kind', value: (one: CatalogSystem) => one.kind },
  { title: 'name', value: (one: CatalogSystem) => one.name },
  { title: 'release', value: (one: CatalogSystem) => one.release },
  { title: 'patches', value: (one: CatalogSystem) => one.patches, right: true },
  { title: 'products', value: (one: CatalogSystem) => one.products, right: true },
  { title: 'newest', value: (one: CatalogSystem) => one.newestAt?.slice(0, 10) ?? null },
  { title: 'end of life', value: (one: CatalogSystem) => endOf(one) },
]

function endOf({ lifecycle }: CatalogSystem): string | null {
  if (lifecycle === null) return null
  const day = lifecycle.endOfLifeAt?.slice(0, 10) ?? ''
  return lifecycle.isEndOfLife ? `ended ${day}`.trim() : day || null
}

import type { ProgramMapping, ProgramProduct, Software, UnmatchedProgram } from '@patchyard/api'
import { type Answers, Refusal } from './fake-api.ts'
import { pageOf } from './page-of.ts'
import { sampleId } from './sample-ids.ts'

const products: readonly ProgramProduct[] = (
  [
    ['winget:Acme.Backup', 'Acme Backup 12.4', 'Acme'],
    ['winget:Git.Git', 'Git 2.51.0', 'The Git Development Community'],
    ['winget:Mozilla.Firefox', 'Mozilla Firefox 145.0', 'Mozilla'],
    ['winget:Mozilla.Firefox.ESR', 'Mozilla Firefox ESR 140.5.0', 'Mozilla'],
    ['cask:firefox', 'Firefox 145.0', 'Mozilla'],
  ] as const
).map(([product, title, vendor]) => ({
  ...{ product, title, vendor, platform: product.startsWith('cask:') ? 'macos' : 'windows' },
}))

const unmatched = (
  name: string,
  publisher: string,
  why: UnmatchedProgram['why'],
  assetCount: number,
  product: string | null = null,
): UnmatchedProgram => ({
  ...{ name, publisher, versions: (assetCount % 4) + 1, assetCount, why, product },
  query: `software:(name:\`${name}\` and ${publisher === '' ? 'vendor is null' : `vendor:\`${publisher}\``})`,
})

/** Programs beside packages, one of them of a person alone. */
export const sampleProgramsOfAsset: readonly Software[] = (
  [
    ['Company Portal Helper', '2.1', 'Example Corp.', 'user'],
    ['Backup Client 12 for Windows', '12.4.0', 'Acme Holding GmbH', 'machine'],
  ] as const
).map(([name, version, publisher, scope]) => ({
  ...{ name, version, arch: 'x64', source: '', sourceVersion: '', publisher, scope },
}))

/** Names of programs, of which an administrator says what they are. */
export function programAnswers(nowMs: number): Answers {
  let names = [
    unmatched('Backup Client 12 for Windows', 'Acme Holding GmbH', 'unknown', 41),
    unmatched('Company Portal Helper', 'Example Corp.', 'unknown', 12),
    unmatched('Firefox', '', 'proposed', 3, 'winget:Mozilla.Firefox'),
    unmatched('GIMP 3.2 Release Candidate', 'The GIMP Team', 'channel', 1),
    unmatched('Python 3.9 (64-bit)', 'Python Software Foundation', 'line', 7),
  ]
  let mappings: ProgramMapping[] = [
    {
      id: sampleId('other', 601),
      ...{ name: 'Git for developers', publisher: 'Example Corp.', product: 'winget:Git.Git', createdBy: 'Anna Berg' },
      createdAt: new Date(nowMs - 5 * 86_400_000).toISOString(),
    },
    {
      id: sampleId('other', 602),
      ...{ name: 'Welcome screen', publisher: '', product: null, createdBy: 'Anna Berg' },
      createdAt: new Date(nowMs - 86_400_000).toISOString(),
    },
  ]
  return {
    listUnmatchedPrograms: ({ query: { why, ...asked } }) =>
      pageOf(
        names.filter(one => why === undefined || one.why === why),
        asked,
        one => `${one.name} ${one.publisher}`,
      ),
    listProgramMappings: ({ query }) => pageOf(mappings, query, one => one.name),
    listProgramProducts: ({ query }) => pageOf(products, query, one => `${one.product} ${one.title} ${one.vendor}`),
    previewProgramMapping: ({ body }) => {
      const assetCount = names.find(one => one.name === body.name)?.assetCount ?? 6
      const missingAssetCount = typeof body.product === 'string' ? assetCount - 1 : 0
      return { versions: 3, assetCount, missingAssetCount, changedAssetCount: assetCount }
    },
    mapProgram: ({ body }) => {
      const { name, publisher = '', product } = body
      const made = {
        id: sampleId('other', 610 + mappings.length),
        ...{ name, publisher, product, createdBy: 'Anna Berg', createdAt: new Date(nowMs).toISOString() },
      }
      mappings = [...mappings, made]
      names = names.filter(one => one.name !== name)
      return made
    },
    deleteProgramMapping: ({ params }) => {
      if (!mappings.some(one => one.id === params.id)) throw new Refusal(404, 'not_found', 'It is taken back already.')
      mappings = mappings.filter(one => one.id !== params.id)
      return {}
    },
  }
}

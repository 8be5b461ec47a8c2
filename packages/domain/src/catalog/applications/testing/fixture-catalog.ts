import { readFileSync } from 'node:fs'
import type { ApplicationPatch, Architecture, InstalledApplication } from '../application.ts'

interface Entry {
  readonly track: string
  readonly version: string
  readonly names: readonly (readonly [name: string, publisher: string])[]
  readonly architectures: readonly string[]
  readonly productCodes?: readonly string[]
  readonly upgradeCodes?: readonly string[]
  readonly packageFamilyNames?: readonly string[]
  readonly displayVersions?: readonly string[]
}

/** One line of the hand-checked table. */
export interface ListedName {
  /** null: no product of the catalog. */
  readonly expected: string | null
  /** Only the name speaks for it: a person has to confirm. */
  readonly isToConfirm: boolean
  readonly installed: InstalledApplication
}

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')

/** The newest version of 60 real packages, and of others that could be taken for them. */
export const fixtureCatalog = (): ApplicationPatch[] =>
  ['winget-60.json', 'others.json'].flatMap(file =>
    (JSON.parse(fixture(file)) as Entry[]).map(entry => ({
      key: `${entry.track}@${entry.version}`,
      track: entry.track,
      version: entry.version,
      deprecated: null,
      detection: {
        kind: 'windowsApplication',
        productCodes: entry.productCodes ?? [],
        upgradeCodes: entry.upgradeCodes ?? [],
        packageFamilyNames: entry.packageFamilyNames ?? [],
        names: entry.names.map(([name, publisher]) => ({ name, publisher })),
        displayVersions: entry.displayVersions ?? [],
        architectures: entry.architectures,
      },
    })),
  )

/** The hand-checked table; with `version` in the place of every line's own. */
export const listedNames = (version?: string): ListedName[] =>
  fixture('installed.tsv')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(line => {
      const [expected = '', name = '', publisher = '', shown = '', own = '', arch = ''] = line.split('\t')
      const filled = (text: string): string => text.replace('{v}', version ?? own)
      return {
        expected: expected === '-' ? null : expected.replace('?', ''),
        isToConfirm: expected.endsWith('?'),
        installed: onWindows({
          name: filled(name),
          publisher,
          version: filled(shown),
          arch: arch as Architecture | '',
        }),
      }
    })

export const onWindows = (facts: Partial<InstalledApplication>): InstalledApplication => ({
  platform: 'windows',
  name: '',
  publisher: '',
  version: '',
  arch: '',
  productCode: '',
  upgradeCode: '',
  packageFamilyName: '',
  user: '',
  bundleId: '',
  path: '',
  ...facts,
})

export const onMac = (facts: Partial<InstalledApplication>): InstalledApplication => ({
  ...onWindows(facts),
  platform: 'macos',
})

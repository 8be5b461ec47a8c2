import { describe, expect, it } from 'vitest'
import { asSeenInside, embeddedLayout } from './layout.ts'

const layout = (dataDir: string, platform: NodeJS.Platform = 'linux', reachable = true) =>
  embeddedLayout({
    ...{ dataDir, runtimeName: '18.4-linux-x64', platform, reachable },
    sharedFolder: '/var/cache/patchyard',
    shortRun: () => '/tmp/short',
  })

describe('the socket lies where its path is not too long', () => {
  const dataDir = (length: number): string => `/${'d'.repeat(length - 1)}`
  // `/postgres/run/.s.PGSQL.5432` is 27 bytes.
  it.each([
    ['107 bytes fit on Linux', dataDir(80), 'linux', true],
    ['108 do not', dataDir(81), 'linux', false],
    ['bytes count, not letters', `/${'ä'.repeat(40)}`, 'linux', false],
    ['103 bytes fit on macOS', dataDir(76), 'darwin', true],
    ['104 do not', dataDir(77), 'darwin', false],
  ] as const)('%s', (_claim, dir, platform, inside) => {
    expect(layout(dir, platform).run).toBe(inside ? `${dir}/postgres/run` : '/tmp/short')
  })
})

it('keeps binaries of each version apart from the data', () => {
  expect(layout('/d')).toEqual({
    root: '/d/postgres',
    runtime: '/d/postgres/runtime-18.4-linux-x64',
    cluster: '/d/postgres/cluster',
    run: '/d/postgres/run',
    reachable: true,
  })
})

describe('in a folder that is closed to the database user', () => {
  it('binaries are elsewhere and PostgreSQL names its data by where it stands', () => {
    const closed = layout('/root/d', 'linux', false)
    expect(closed.runtime).toBe('/var/cache/patchyard/runtime-18.4-linux-x64')
    expect(asSeenInside(closed)).toEqual({ cluster: '/proc/self/cwd', run: '../run' })
  })

  it('a short folder for the socket keeps its name', () => {
    expect(asSeenInside(layout(`/${'d'.repeat(100)}`, 'linux', false)).run).toBe('/tmp/short')
  })
})

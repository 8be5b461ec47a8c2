import { describe, expect, test } from 'vitest'
import { type Archive, archiveUpgrades, type HostPackage, type OfferedPackage } from './archive-candidates.ts'

const main: Archive = { origin: 'Debian:12/stable', isSecurity: false, pin: 500 }
const security: Archive = { origin: 'Debian-Security:12/stable-security', isSecurity: true, pin: 500 }
const backports: Archive = { origin: 'Backports:stable-backports', isSecurity: false, pin: 100 }
const experimental: Archive = { origin: 'Debian:experimental', isSecurity: false, pin: 1 }
const host = { architecture: 'amd64', machineId: null }

const has = (version: string, more: Partial<HostPackage> = {}): HostPackage => ({
  name: 'a',
  arch: 'amd64',
  version,
  isHeld: false,
  ...more,
})
const offer = (version: string, archive: Archive, more: Partial<OfferedPackage> = {}): OfferedPackage => ({
  name: 'a',
  arch: 'amd64',
  version,
  source: 'a',
  sourceVersion: version,
  phasedPercentage: null,
  archive,
  ...more,
})
const upgrades = (installed: HostPackage[], offered: OfferedPackage[], machineId: string | null = null) =>
  archiveUpgrades(installed, offered, { ...host, machineId })

describe('the candidate', () => {
  test.each<[string, HostPackage[], OfferedPackage[], string | null]>([
    ['is the newest version', [has('1')], [offer('2', main), offer('3', main), offer('2.5', main)], '3'],
    ['is never older than what is installed', [has('3')], [offer('2', main)], null],
    ['is nothing where what is installed is offered', [has('2')], [offer('2', main)], null],
    ['is nothing for packages of another name', [has('1', { name: 'b' })], [offer('2', main)], null],
    ['is nothing for packages of another architecture', [has('1', { arch: 'i386' })], [offer('2', main)], null],
    ['orders by dpkg’s rules', [has('1.9')], [offer('1.10~rc1', main), offer('1.10', main)], '1.10'],
    ['of an epoch is above all without', [has('9')], [offer('1:1', main)], '1:1'],
    [
      'is not taken from backports while the release has the package',
      [has('1')],
      [offer('1', main), offer('2', backports)],
      null,
    ],
    ['is the release’s, though backports are newer', [has('1')], [offer('2', main), offer('3', backports)], '2'],
    [
      'comes from backports for what came from there',
      [has('2~bpo1')],
      [offer('1', main), offer('2~bpo2', backports), offer('2~bpo1', backports)],
      '2~bpo2',
    ],
    ['comes from backports for what no archive has any more', [has('1')], [offer('2', backports)], '2'],
    ['never comes from experimental', [has('1')], [offer('2', experimental)], null],
    ['in experimental and the release is the release’s', [has('1')], [offer('2', experimental), offer('2', main)], '2'],
    ['is of architecture all for native packages', [has('1')], [offer('2', main, { arch: 'all' })], '2'],
    ['of a package of all is native', [has('1', { arch: 'all' })], [offer('2', main)], '2'],
    ['of all is none for a foreign package', [has('1', { arch: 'i386' })], [offer('2', main, { arch: 'all' })], null],
  ])('%s', (_, installed, offered, to) => {
    expect(upgrades(installed, offered).map(one => one.to)).toEqual(to === null ? [] : [to])
  })

  test.each([
    ['the security archive has it', [offer('2', security)], true],
    ['the security archive has it, too', [offer('2', main), offer('2', security)], true],
    ['the security archive has an older one', [offer('2', main), offer('1.5', security)], false],
  ])('is security when %s: %s', (_, offered, isSecurity) => {
    expect(upgrades([has('1')], offered)).toMatchObject([{ isSecurity }])
  })

  test('names its source and every archive that offers it', () => {
    const more = { source: 'alpha', sourceVersion: '1:2' }
    const offered = [offer('2', experimental, more), offer('2', main, more), offer('2', security, more)]
    expect(upgrades([has('1', { arch: 'all' })], offered)).toEqual([
      {
        name: 'a',
        arch: 'amd64',
        from: '1',
        to: '2',
        isSecurity: true,
        source: 'alpha',
        sourceVersion: '1:2',
        origins: [main.origin, security.origin, experimental.origin],
        phasedPercentage: null,
        heldBack: null,
      },
    ])
  })
})

describe('an upgrade is held back', () => {
  const phased = (percentage: number, archive = main) => [offer('1', archive, { phasedPercentage: percentage })]
  // Draws 41 of source a, version 1.
  const machine = 'f5a60e97ed1c3651c9f57953ffb1685b'
  test.each<[string, HostPackage[], OfferedPackage[], string | null, string | null]>([
    ['by a hold', [has('0', { isHeld: true })], [offer('1', main)], null, 'hold'],
    ['by phasing on hosts that are not known', [has('0')], phased(99), null, 'phasing'],
    ['not when everybody gets it', [has('0')], phased(100), null, null],
    ['by phasing on hosts that draw more', [has('0')], phased(40), machine, 'phasing'],
    ['not on hosts that draw as much', [has('0')], phased(41), machine, null],
    [
      'not by phasing when it is in place of a security update',
      [has('0')],
      [...phased(0), offer('0.5', security)],
      null,
      null,
    ],
    [
      'by phasing when the security update is there already',
      [has('0.5')],
      [...phased(0), offer('0.5', security)],
      null,
      'phasing',
    ],
    ['by phasing even in a security archive', [has('0')], phased(0, security), null, 'phasing'],
    ['by a hold before phasing', [has('0', { isHeld: true })], phased(0), null, 'hold'],
  ])('%s', (_, installed, offered, machineId, heldBack) => {
    expect(upgrades(installed, offered, machineId)).toMatchObject([{ heldBack }])
  })

  test('where it would leave its other architecture behind', () => {
    const both = [has('1'), has('1', { arch: 'i386' })]
    const i386 = (version: string) => offer(version, main, { arch: 'i386' })
    const heldBack = (offered: OfferedPackage[]) => upgrades(both, offered).map(one => one.heldBack)
    expect(heldBack([offer('2', main)])).toEqual(['otherArchitecture'])
    expect(heldBack([offer('2', main), i386('3')])).toEqual(['otherArchitecture', 'otherArchitecture'])
    expect(heldBack([offer('2', main), i386('2')])).toEqual([null, null])
  })
})

test('upgrades are in order of their names', () => {
  const names = ['b', 'a', 'a-b']
  const installed = names.map(name => has('1', { name }))
  expect(
    upgrades(
      installed,
      names.map(name => offer('2', main, { name })),
    ).map(one => one.name),
  ).toEqual(['a', 'a-b', 'b'])
})

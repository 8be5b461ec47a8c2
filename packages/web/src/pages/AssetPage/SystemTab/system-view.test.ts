import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemView } from './system-view.ts'

describe('facts of a system', () => {
  it('are read by their names', () => {
    expect(
      systemView({
        'kernel.newest': '6.1.0-41-amd64',
        'boot.at': 1_795_000_000_000,
        'cpu.count': 4,
        'cpu.model': 'EPYC 7543',
        'memory.bytes': 8_589_934_592,
        'repository.url:security': 'http://security.debian.org/debian-security',
        'repository.state:security': 'ok',
        'repository.authenticated:security': true,
        'repository.state:docker': 'failed',
        'repository.error:docker': '503 Service Unavailable',
        'updater.enabled:unattended-upgrades': true,
      }),
    ).toEqual({
      newestKernel: '6.1.0-41-amd64',
      bootedAt: '2026-11-18T11:06:40.000Z',
      lastUserAt: null,
      serial: '',
      firmware: '',
      cpu: '4 × EPYC 7543',
      memoryBytes: 8_589_934_592,
      agentRuntime: '',
      providerVersion: '',
      repositories: [
        {
          id: 'security',
          url: 'http://security.debian.org/debian-security',
          state: 'ok',
          authenticated: true,
          error: '',
        },
        { id: 'docker', url: '', state: 'failed', authenticated: false, error: '503 Service Unavailable' },
      ],
      updaters: [{ name: 'unattended-upgrades', enabled: true }],
    })
  })

  it('keep colons in names', () => {
    expect(systemView({ 'repository.state:http://a:80/x': 'ok' }).repositories.map(one => one.id)).toEqual([
      'http://a:80/x',
    ])
  })

  it('of a wrong form are as if they were not told; nothing is thrown', () => {
    const name = fc.oneof(
      fc.constantFrom(
        'boot.at',
        'cpu.count',
        'cpu.model',
        'memory.bytes',
        'repository.state:a',
        'updater.enabled:b',
        ':',
      ),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.dictionary(name, fc.anything()), system => {
        const view = systemView(system)
        expect(view.memoryBytes === null || view.memoryBytes >= 0).toBe(true)
        expect(view.bootedAt === null || Number.isFinite(Date.parse(view.bootedAt))).toBe(true)
      }),
    )
    expect(systemView({ 'boot.at': 9e15, 'cpu.count': -1, 'memory.bytes': '8 GiB' })).toMatchObject({
      bootedAt: null,
      cpu: '',
      memoryBytes: null,
    })
  })
})

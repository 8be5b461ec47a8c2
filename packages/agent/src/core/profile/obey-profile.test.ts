import { profileSection, type ProfileSettings } from '@patchyard/protocol'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { createFakeProfileHost, createFakeUpdaters, type FakeUpdaters } from '../../testing/fake-profile-host.ts'
import { profileSettings } from '../../testing/profile-settings.ts'
import { BUILD, createEnrolledWorld } from '../../testing/world.ts'
import type { AgentPorts } from '../agent-ports.ts'
import { loadSigners } from '../identity.ts'
import { unpackRows } from '../report/section-rows.ts'
import { createSession, type Session } from '../session.ts'
import { giveAllBack, obeyKey, obeyProfile } from './obey-profile.ts'

/** A host with an agent that has taken a manifest. */
async function host(updaters: FakeUpdaters, profileHost: boolean = true) {
  const world = await createEnrolledWorld()
  const { ports } = world.process()
  const open = (): Session => {
    const all: AgentPorts = profileHost ? { ...ports, profileHost: createFakeProfileHost(updaters) } : ports
    const { signer, next } = loadSigners(all)
    return createSession(all, BUILD, signer, next)
  }
  const take = (settings: ProfileSettings) =>
    ports.journal.write(tx =>
      tx.set('work', {
        version: 1,
        expires: 0,
        heardAt: 0,
        tasks: [],
        settings: { checkInS: 60, scanEveryS: 14_400, scanAfter: 0, profile: settings },
        signedBy: '',
        envelope: '',
      }),
    )
  const said = () =>
    Object.fromEntries(
      unpackRows(ports.journal.read(view => view.row('section', ['profile.1'])?.rows ?? '')).map(row => {
        const { name, state } = profileSection.fromRow(row)
        return [name, state]
      }),
    )
  return { open, take, said, journal: ports.journal }
}

describe('other updaters', () => {
  it('are left alone by a profile that says so, and shown as they are', async () => {
    const updaters = createFakeUpdaters({ 'unattended-upgrades': true, 'dnf-automatic': false })
    const { open, take, said } = await host(updaters)
    take(profileSettings())
    await obeyProfile(open())
    expect(updaters.on.get('unattended-upgrades')).toBe(true)
    expect(said()).toMatchObject({ 'unattended-upgrades': 'on', 'dnf-automatic': 'off' })
  })

  it('that cannot be looked at are a fault that is reported, and none is forgotten', async () => {
    const updaters = createFakeUpdaters({ one: true })
    const { open, take, said } = await host(updaters)
    updaters.broken.add('updaters')
    take(profileSettings({ otherUpdaters: 'off' }))
    await obeyProfile(open())
    expect(said()).toMatchObject({ otherUpdaters: 'failed' })
    updaters.broken.clear()
    await obeyProfile(open())
    expect(said()).toMatchObject({ one: 'switchedOff' })
    expect(said()).not.toHaveProperty('otherUpdaters')
    updaters.broken.add('updaters')
    take(profileSettings())
    await obeyProfile(open())
    expect([updaters.on.get('one'), said()['otherUpdaters']]).toEqual([true, 'failed'])
  })

  it('are switched off and given back as they were', async () => {
    const updaters = createFakeUpdaters({ 'unattended-upgrades': true, 'dnf-automatic': false })
    const { open, take, said } = await host(updaters)
    take(profileSettings({ otherUpdaters: 'off' }))
    await obeyProfile(open())
    expect(said()).toMatchObject({ 'unattended-upgrades': 'switchedOff', 'dnf-automatic': 'off' })
    take(profileSettings())
    await obeyProfile(open())
    expect([...updaters.on]).toEqual([
      ['unattended-upgrades', true],
      ['dnf-automatic', false],
    ])
    expect(said()).toMatchObject({ 'unattended-upgrades': 'on' })
  })

  it('that somebody switches on again are switched off again, and what is given back stays the first state', async () => {
    const updaters = createFakeUpdaters({ one: true })
    const { open, take } = await host(updaters)
    take(profileSettings({ otherUpdaters: 'off' }))
    await obeyProfile(open())
    updaters.on.set('one', true)
    await obeyProfile(open())
    expect(updaters.on.get('one')).toBe(false)
    take(profileSettings())
    await obeyProfile(open())
    expect(updaters.on.get('one')).toBe(true)
  })

  it('that cannot be switched off are said, and half of it is undone', async () => {
    const updaters = createFakeUpdaters({ one: true })
    updaters.broken.add('switchOff one')
    const { open, take, said } = await host(updaters)
    take(profileSettings({ otherUpdaters: 'off' }))
    await obeyProfile(open())
    expect(said()['one']).toBe('failed')
    take(profileSettings())
    await obeyProfile(open())
    expect(updaters.on.get('one')).toBe(true)
  })

  it('are given back when the agent goes, and nothing is when nothing was taken', async () => {
    const updaters = createFakeUpdaters({ one: true, two: true })
    const { open, take } = await host(updaters)
    take(profileSettings({ otherUpdaters: 'off' }))
    const session = open()
    await obeyProfile(session)
    updaters.broken.add('giveBack two')
    const port = createFakeProfileHost(updaters)
    expect(await giveAllBack(session.ports, port)).toEqual([{ name: 'two', reason: 'giveBack two failed' }])
    updaters.broken.clear()
    expect(await giveAllBack(session.ports, port)).toEqual([])
    expect([...updaters.on.values()]).toEqual([true, true])
    expect(await giveAllBack(session.ports, port)).toEqual([])
  })
})

describe('caps of the agent', () => {
  it.each([
    [
      'applied',
      { state: 'applied', detail: 'patchyard-agent.service' },
      true,
      { cpuPercent: 'applied', memoryMb: 'unit' },
    ],
    [
      'without systemd: said as not applied',
      { state: 'unsupported', detail: 'systemd does not run here' },
      true,
      { cpuPercent: 'unsupported', memoryMb: 'unit' },
    ],
    ['refused by systemd', { state: 'failed', detail: 'Access denied' }, true, { cpuPercent: 'failed' }],
    [
      'on a platform that has none: said as not applied',
      { state: 'applied', detail: '' },
      false,
      { cpuPercent: 'unsupported' },
    ],
  ] as const)('%s', async (_claim, outcome, present, want) => {
    const updaters = createFakeUpdaters()
    updaters.outcome = outcome
    const { open, take, said } = await host(updaters, present)
    take(profileSettings({ cpuPercent: 50 }))
    await obeyProfile(open())
    expect(said()).toMatchObject(want)
    if (present) expect(updaters.limits).toEqual([{ cpuPercent: 50, memoryMb: null }])
  })
})

it('a server that knows no profiles is told nothing of them', async () => {
  const { open, journal } = await host(createFakeUpdaters({ one: true }))
  await obeyProfile(open())
  expect(journal.read(obeyKey)).toBeNull()
  expect(journal.read(view => view.row('section', ['profile.1']))).toBeNull()
})

test('whatever happens in between, giving back at the end makes the host as it was', async () => {
  const step = fc.constantFrom('off', 'leave', 'crash before', 'crash after', 'somebody on')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.boolean(), async (steps, enabled) => {
      const updaters = createFakeUpdaters({ one: enabled })
      const { open, take } = await host(updaters)
      // Whoever switches it on wants it on: before we came, or while we keep it off.
      let wanted = enabled
      for (const one of steps) {
        if (one === 'somebody on') {
          updaters.on.set('one', true)
          wanted = true
          continue
        }
        take(profileSettings({ otherUpdaters: one === 'leave' ? 'leave' : 'off' }))
        const session = open()
        if (one === 'crash before') {
          // Dies when the intent is written and nothing is done yet.
          const dead = { ...createFakeProfileHost(updaters), switchOff: () => Promise.reject(new Error('killed')) }
          await obeyProfile({ ...session, ports: { ...session.ports, profileHost: dead } })
        } else {
          // Or when it is done, before anybody hears of it.
          if (one === 'crash after') updaters.broken.add('switchOff one')
          await obeyProfile(session)
          updaters.broken.clear()
        }
      }
      await giveAllBack(open().ports, createFakeProfileHost(updaters))
      expect(updaters.on.get('one')).toBe(wanted)
    }),
    { numRuns: 60 },
  )
})

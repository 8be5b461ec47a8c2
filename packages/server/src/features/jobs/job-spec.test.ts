import { checkDefinition, emptyDefinition } from '@patchyard/domain'
import { expect, it } from 'vitest'
import { digestOf, readSpec, sealSpec } from './job-spec.ts'

it('a spec is read as it was sealed', () => {
  const definition = { ...emptyDefinition('linux'), description: 'd' }
  const { text, digest } = sealSpec(definition)
  expect(readSpec(text)).toEqual(definition)
  expect(digest).toBe(digestOf(text))
})

it('a spec of before schedules is read as what it meant then', () => {
  const id = '00000000-0000-4000-8000-000000000001'
  const first = {
    kind: 'deployment',
    platform: 'linux',
    assets: [id],
    patches: [id],
    schedule: { type: 'onDemand' },
    options: { onFailure: 'continue', reboot: 'ifNeeded', windowMinutes: 60 },
  }
  const read = readSpec(JSON.stringify(first))
  expect(read).toMatchObject({
    assets: { include: [id], tags: [] },
    patches: { from: 'list', patches: [id] },
    schedule: { type: 'onDemand' },
    window: { appliesTo: 'finish', minutes: 60 },
    options: { onFailure: 'continue', reboot: 'ifNeeded', minAgeDays: 0 },
  })
  expect(checkDefinition(read).definition).toEqual(read)
})

import { emptyDefinition, type JobAction, type JobDefinition, type PlannedItem } from '@patchyard/domain'
import { checkTaskDocument, sealTaskDocument, taskFeatures } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { taskDocumentOf } from './task-document-of.ts'

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const identity = {
  deployment: id(1),
  agent: id(2),
  task: id(3),
  run: id(4),
  job: id(5),
  spec: 'ab'.repeat(32),
}
const NOW = 1_795_286_400_000
const instants = { notBeforeMs: NOW + 7_200_000, startBeforeMs: NOW + 10_800_000, finishBeforeMs: NOW + 14_400_000 }
const items: PlannedItem[] = [
  {
    n: 1,
    patchId: 7,
    key: 'deb:debian/bookworm/openssl@2',
    packages: [{ name: 'openssl', arch: 'amd64', from: '1', to: '2' }],
  },
]
const script: JobAction = { kind: 'script', name: 'stop', timeoutS: 60, interpreter: 'sh', script: 'true\n' }
const service: JobAction = { kind: 'service', name: 'start', timeoutS: 60, service: 'shop', operation: 'start' }
const told = { title: 'Updates', text: 'tonight' }
const base = emptyDefinition('linux')
const full: JobDefinition = {
  ...base,
  preActions: [script],
  postActions: [service, { kind: 'install', name: 'tools', timeoutS: 5, packages: ['curl'], file: null }],
  options: { ...base.options, bandwidthKBs: 500, earlyDownloadMinutes: 60, downloadSpreadMinutes: 10 },
  messages: {
    before: { ...told, deferrals: { count: 2, minutes: 30 } },
    during: null,
    reboot: { request: null, countdown: { ...told, minutes: 15 } },
    complete: { ...told, evenWhenFailed: true },
  },
}
const of = (definition: JobDefinition, features: readonly string[], dryRun = false) =>
  taskDocumentOf({ identity, definition, items, instants, features, dryRun })

describe('the document of a task', () => {
  it('is one that an agent with these features accepts, whatever they are', () => {
    for (let mask = 0; mask < 2 ** taskFeatures.length; mask++) {
      const features = taskFeatures.filter((_, bit) => (mask & (1 << bit)) !== 0)
      for (const definition of [
        base,
        full,
        { ...full, preActions: [], postActions: [] },
        { ...base, kind: 'rollback' as const },
      ]) {
        const { document } = of(definition, features)
        if (document === null) continue
        const { bytes, ...entry } = sealTaskDocument(document)
        const verdict = checkTaskDocument(
          bytes,
          { task: identity.task, ...entry },
          { deployment: identity.deployment, agent: identity.agent, timeMs: NOW, features },
        )
        expect(verdict).toMatchObject({ ok: true })
      }
    }
  })

  it('for an agent of version 1 has nothing that version 1 does not know', () => {
    const { document } = of(base, [])
    expect(Object.keys(document ?? {})).not.toContain('options')
    expect(document?.items).toEqual([
      { item: 1, kind: 'os-packages', patch: items[0]?.key, packages: items[0]?.packages },
    ])
  })

  it('has pre-actions, patches, post-actions in this order, under numbers that never meet', () => {
    const { document } = of(full, taskFeatures)
    expect(document?.items.map(one => [one.item, one.kind])).toEqual([
      [2001, 'script'],
      [1, 'os-packages'],
      [2006, 'service'],
      [2007, 'install'],
    ])
    expect(document?.options).toEqual({
      whenGone: 'newest',
      keep: true,
      bandwidthKBs: 500,
      early: instants.notBeforeMs - 3_600_000,
      spreadS: 600,
    })
    expect(document?.messages).toEqual({
      before: { ...told, deferrals: { count: 2, minutes: 30 } },
      reboot: { countdown: { ...told, minutes: 15 } },
      complete: { ...told, evenWhenFailed: true },
    })
  })

  it('of a dry run has no action', () => {
    const { document } = of(full, taskFeatures, true)
    expect(document?.items.map(one => one.kind)).toEqual(['os-packages'])
    expect(document?.options?.dryRun).toBe(true)
  })

  it('of a rollback has rollback items', () => {
    const { document } = of({ ...base, kind: 'rollback' }, taskFeatures)
    expect(document?.items.map(one => one.kind)).toEqual(['rollback'])
  })
})

describe('an asset is left out', () => {
  const without = (feature: string): string[] => taskFeatures.filter(one => one !== feature)
  const file = { url: 'https://example.org/a.msi', sha256: 'ab'.repeat(32), arguments: [] }
  it.each<[string, JobDefinition, readonly string[], string]>([
    ['whose host does not allow actions', full, without('actions.1'), 'actions_not_allowed'],
    [
      'that knows nothing new, when the job has an action',
      { ...base, preActions: [script] },
      [],
      'actions_not_allowed',
    ],
    ['that cannot roll back', { ...base, kind: 'rollback' }, without('rollback.1'), 'rollback_not_allowed'],
    [
      'that would take another version than the planned one',
      { ...base, options: { ...base.options, whenGone: 'skip' } },
      [],
      'agent_too_old',
    ],
    [
      'when an action is of another platform',
      { ...base, preActions: [{ kind: 'install', name: 'msi', timeoutS: 5, packages: [], file }] },
      taskFeatures,
      'action_not_possible',
    ],
  ])('%s', (_, definition, features, reason) => expect(of(definition, features)).toEqual({ document: null, reason }))

  it('a dry run of an agent that has none', () =>
    expect(of(base, without('dry-run.1'), true)).toEqual({ document: null, reason: 'agent_too_old' }))
})

describe('what only makes a job gentler is left out for agents that do not know it', () => {
  it.each(['messages.1', 'early.1', 'options.1'])('%s', feature => {
    const { document, reason } = of(
      full,
      taskFeatures.filter(one => one !== feature),
    )
    expect(reason).toBeNull()
    expect(document?.items).toHaveLength(4)
  })
})

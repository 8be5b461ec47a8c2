import { describe, expect, it } from 'vitest'
import { newState, savedDefinition, stateOfDefinition, stateOfDraft, withPatchesFrom } from './wizard-state.ts'
import { allSteps, mayGoTo, type StepId, stepOfPointer, stepsOf } from './wizard-steps.ts'

const empty = newState('linux', 'deployment')
const script = { kind: 'script', name: 'a', timeoutS: 60, interpreter: 'sh', script: 'true' } as const

describe('what the wizard saves', () => {
  it('leaves out actions of steps that are not wanted', () => {
    const state = { ...empty, definition: { ...empty.definition, preActions: [script] } }
    expect(savedDefinition(state).preActions).toEqual([])
    expect(savedDefinition({ ...state, wanted: ['preActions'] }).preActions).toEqual([script])
  })

  it.each([[{ from: 'list', patches: [] }], [{ from: 'query', query: '  ' }], [{ from: 'job', job: '' }]] as const)(
    'calls the empty choice %j none',
    patches => {
      expect(savedDefinition({ ...empty, definition: { ...empty.definition, patches } }).patches).toEqual({
        from: 'none',
      })
    },
  )

  it('gets the steps back that a job has actions for', () => {
    expect(stateOfDefinition('x', { ...empty.definition, postActions: [script] }).wanted).toEqual(['postActions'])
  })
})

it('another way to choose patches loses nothing of the way before', () => {
  const list = withPatchesFrom(empty, 'list')
  const chosen = { ...list, definition: { ...list.definition, patches: { from: 'list', patches: ['p'] } as const } }
  const back = withPatchesFrom(withPatchesFrom(chosen, 'query'), 'list')
  expect(back.definition.patches).toEqual({ from: 'list', patches: ['p'] })
})

it('what another page hands over starts as soon as it is enabled, on the platform of what was chosen', () => {
  const { definition, names } = stateOfDraft(
    { platform: 'windows', assets: [{ id: 'a', name: 'pc-1' }], patches: [] },
    'linux',
    'Name',
  )
  expect(definition).toMatchObject({ platform: 'windows', schedule: { type: 'onDemand' }, patches: { from: 'none' } })
  expect(names).toEqual({ a: 'pc-1' })
})

describe('the steps', () => {
  it('of actions are there only when they are wanted', () => {
    expect(stepsOf({ wanted: [] })).toEqual(allSteps.filter(step => !step.endsWith('Actions')))
    expect(stepsOf({ wanted: ['preActions', 'postActions'] })).toEqual(allSteps)
  })

  it.each([
    ['/name', 'basic'],
    ['/assets/tags/0', 'assets'],
    ['/preActions/0/script', 'preActions'],
    ['/patches/query', 'patches'],
    ['/schedule/start', 'schedule'],
    ['/window/minutes', 'schedule'],
    ['/messages/before/title', 'options'],
    ['/coAuthors', 'access'],
    ['/somethingNew', 'review'],
    ['', 'review'],
  ] as const)('%s stands on %s', (pointer, want) => {
    expect(stepOfPointer(pointer)).toBe(want)
  })

  it.each([
    ['review', [], true],
    ['review', ['options'], false],
    ['options', ['options'], true],
    ['basic', ['basic', 'schedule'], true],
    ['preActions', [], false],
  ] as const)('to %s with mistakes on %j: %s', (step, wrong, want) => {
    expect(mayGoTo(step, stepsOf({ wanted: [] }), new Set<StepId>(wrong))).toBe(want)
  })
})

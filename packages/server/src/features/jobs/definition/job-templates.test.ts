import { checkDefinition, jobTemplates } from '@patchyard/domain'
import { check } from '@patchyard/query'
import { describe, expect, it } from 'vitest'

const nowMs = Date.parse('2026-11-22T22:30:00Z')

describe.each(jobTemplates(nowMs).map(one => [one.key, one] as const))('the template %s', (_, template) => {
  it('is a tidy definition whose first run is to come', () => {
    expect(checkDefinition(template.definition, { nowMs })).toEqual({ definition: template.definition, problems: [] })
  })

  it('asks queries of the language', () => {
    const { patches } = template.definition
    const asked = [template.patchQuery ?? '', patches.from === 'query' ? patches.query : '']
    for (const text of asked) expect(check(text, { entity: 'patch' }).errors).toEqual([])
  })

  it('leaves something to choose', () => {
    expect(template.fillIn.length).toBeGreaterThan(0)
  })
})

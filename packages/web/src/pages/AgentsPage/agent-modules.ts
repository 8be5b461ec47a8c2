import type { Agent } from '@patchyard/api'
import { type TextKey, t } from '../../i18n/text.ts'

interface Words {
  readonly short: TextKey
  readonly long: TextKey
}

// A map, not an object: agents announce these words, and an object has members of its own.
const words: ReadonlyMap<string, Words> = new Map([
  ['profiles.1', { short: 'agentModule.profiles', long: 'agentModule.profilesMore' }],
])

/** What an agent can do: by which engine it patches, and what it announced. What is newer than this page keeps its own name. */
export function modulesOf({ engine, features }: Pick<Agent, 'engine' | 'features'>, length: keyof Words): string[] {
  const announced = features.map(feature => {
    const known = words.get(feature)
    return known === undefined ? feature : t(known[length])
  })
  if (engine === '') return announced
  return [length === 'short' ? engine : t('agentModule.patchesMore', { engine }), ...announced]
}

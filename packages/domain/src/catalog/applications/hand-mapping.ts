import { plainText, spokenName } from './read-name.ts'

/** What a person has said of a name, in whatever version it stands there: this track, or never any. */
export interface HandMapping {
  readonly name: string
  /** '' : whoever the publisher is. */
  readonly publisher: string
  /** `winget:Git.Git`; null: never. */
  readonly track: string | null
}

export interface HandMappings {
  /** undefined: nothing was said of it. */
  find(name: string, publisher: string): string | null | undefined
}

/** A later mapping of the same name and publisher takes the place of an earlier one; one with the publisher goes before one without. */
export function handMappings(all: Iterable<HandMapping>): HandMappings {
  const byName = new Map<string, string | null>()
  const keyOf = (name: string, publisher: string): string => `${spokenName(name)}\n${plainText(publisher)}`
  for (const { name, publisher, track } of all) byName.set(keyOf(name, publisher), track)
  return {
    find: (name, publisher) => {
      if (byName.size === 0) return undefined
      const exact = byName.get(keyOf(name, publisher))
      return exact === undefined ? byName.get(keyOf(name, '')) : exact
    },
  }
}

export const noHandMappings: HandMappings = { find: () => undefined }

import type { CatalogSystem, SupportedEngine, SupportedSystems } from '@patchyard/api'
import { abilities, abilityTexts, engines, proofTexts } from '@patchyard/domain'

const shown = new Set(['apt', 'dnf5', 'windowsUpdate'])

const engineOf = (one: (typeof engines)[number]): SupportedEngine => ({
  id: one.id,
  title: one.title,
  platform: one.platform,
  systems: one.systems,
  proof: one.proof,
  proofTitle: proofTexts[one.proof],
  provenOn: one.provenOn,
  abilities: abilities.map(ability => ({ ability, title: abilityTexts[ability], able: one.can[ability] })),
  limits: [...one.limits],
})

/** Three engines and three entries of the catalog, one of them past its end of life. */
export function sampleSystems(nowMs: number): SupportedSystems {
  const at = (days: number): string => new Date(nowMs + days * 86_400_000).toISOString()
  const debian = (release: string, number: string, patches: number, endsInDays: number): CatalogSystem => ({
    kind: 'linux',
    name: 'debian',
    release,
    patches,
    products: Math.ceil(patches / 12),
    newestAt: at(-1),
    lifecycle: {
      product: 'debian',
      release: number,
      label: `${number} (${release})`,
      activeSupportEndsAt: null,
      endOfLifeAt: at(endsInDays),
      isEndOfLife: endsInDays <= 0,
    },
  })
  return {
    engines: engines.filter(one => shown.has(one.id)).map(engineOf),
    catalog: [
      debian('bookworm', '12', 4120, 580),
      debian('buster', '10', 3054, -870),
      {
        kind: 'applications',
        name: 'winget',
        release: '',
        patches: 9810,
        products: 640,
        newestAt: at(-2),
        lifecycle: null,
      },
    ],
  }
}

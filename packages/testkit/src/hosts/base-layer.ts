import { join } from 'node:path'
import { type Layer, provideLayer, type Recipe } from './layer.ts'
import { debian12 } from './layers/debian12.ts'
import { dnf } from './layers/dnf.ts'
import { zypper } from './layers/zypper.ts'
import { type SigningKey, signingKey } from './packages/signing-key.ts'

const recipes = { debian12, dnf, zypper } satisfies Record<string, Recipe>

export type LayerName = keyof typeof recipes

export const layerNames = Object.keys(recipes) as LayerName[]

/** The system a host starts from. Built on first use (about a minute for the first one), then taken from the cache. */
export function baseLayer(name: LayerName): Promise<Layer> {
  return provideLayer(recipes[name])
}

/** The key that signs a layer's own repositories: what a test signs with it, the layer's hosts trust. */
export function layerKey(layer: Layer): Promise<SigningKey> {
  return signingKey(join(layer.folder, 'key'))
}

import Type, { type Static } from 'typebox'
import { Id, Instant, Nullable, Words } from './common.ts'

export const MOST_SUPERSEDENCE_NODES = 200

/** stated: a source says it; derived: we say it where no source does; version: by the order of versions; packages: by those it brings. */
export const supersedenceKinds = ['stated', 'derived', 'version', 'packages'] as const

export const SupersedenceNode = Type.Object({
  key: Type.String(),
  id: Nullable(Type.String({ ...Id, description: 'null: no patch that the asker can open.' })),
  title: Type.String(),
  version: Type.String({ description: 'Empty where the edges alone give the order.' }),
  issuedAt: Nullable(Instant),
  isLatest: Type.Boolean({ description: 'Nothing replaces it, and it is not deprecated.' }),
  isDeprecated: Type.Boolean(),
  missingCount: Type.Integer({ description: 'Assets that miss it, of those the asker sees.' }),
})
export type SupersedenceNode = Static<typeof SupersedenceNode>

export const SupersedenceEdge = Type.Object({
  older: Type.String(),
  newer: Type.String(),
  kind: Words(supersedenceKinds),
  reason: Nullable(Type.String({ description: 'Of what is derived: why we say so.' })),
})
export type SupersedenceEdge = Static<typeof SupersedenceEdge>

export const Supersedence = Type.Object(
  {
    key: Type.String({ description: 'The patch that was asked about; one of the nodes.' }),
    nodes: Type.Array(SupersedenceNode, {
      description: 'What it replaces and what replaces it, directly or not; nearest first.',
    }),
    edges: Type.Array(SupersedenceEdge, { description: 'Without those that follow from others.' }),
    isCut: Type.Boolean({ description: `There are more; ${MOST_SUPERSEDENCE_NODES} are given.` }),
  },
  { $id: 'Supersedence' },
)
export type Supersedence = Static<typeof Supersedence>

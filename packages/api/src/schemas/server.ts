import Type, { type Static } from 'typebox'

export const Health = Type.Object({ status: Type.String() }, { $id: 'Health' })

export const AgentPackage = Type.Object(
  {
    platform: Type.String({ description: '`linux`, so far.' }),
    arch: Type.String({ description: '`x64` or `arm64`.' }),
    name: Type.String(),
    url: Type.String(),
    sha256: Type.String({ description: 'Of the file, hexadecimal.' }),
  },
  { description: 'An installer of the agent that this server hands out.' },
)
export type AgentPackage = Static<typeof AgentPackage>

export const About = Type.Object(
  {
    version: Type.String(),
    deployment: Type.String(),
    publicUrl: Type.String(),
    rootVersion: Type.Integer(),
    rootOnServer: Type.Boolean({ description: 'true: the starter root lies on this server (see SECURITY.md).' }),
    database: Type.Object({ version: Type.String(), embedded: Type.Boolean(), slower: Type.Array(Type.String()) }),
    agentPackages: Type.Array(AgentPackage),
  },
  { $id: 'About' },
)
export type About = Static<typeof About>

/**
 * Server-sent events of `GET /api/v1/stream`: what changed, never the data itself. `id` is the public id of the job, and
 * of the asset for the three others. An event `gap` says that changes may have been missed.
 */
export const StreamTopic = Type.Enum(['asset', 'job', 'task', 'agent', 'feed'] as const)
export const StreamMessage = Type.Object({ topic: StreamTopic, id: Type.String() }, { $id: 'StreamMessage' })
export type StreamMessage = Static<typeof StreamMessage>

import { actorKindValues } from './choices.ts'
import { defineTokens } from './define-tokens.ts'

export const auditTokens = defineTokens('audit', {
  n: {
    type: 'integer',
    aliases: ['number'],
    help: 'Number of the row in its chain, from 1, without a gap.',
    example: 'n>=1000',
    sortable: true,
  },
  at: { type: 'date', aliases: ['time'], help: 'When it was done.', example: 'at>=now-1d', sortable: true },
  actor: {
    type: 'person',
    help: 'Who did it: a person by name or e-mail, `me`, or an address, `clock`, `host` and the like where it was no person.',
    example: 'actor:me',
    sortable: true,
    completes: true,
    facet: true,
  },
  actorKind: {
    type: 'choice',
    values: actorKindValues,
    help: 'As what: on the page, with an API key, as operator, the server by itself, or somebody who was not signed in.',
    example: 'actorKind:apiKey',
    sortable: true,
    completes: true,
    facet: true,
  },
  actorId: {
    type: 'id',
    help: 'Id of the person who did it, as in the API.',
    example: 'actorId:3f2b8c1e-0d5a-4c77-9b1e-2a6f4d8e9c10',
  },
  address: {
    type: 'address',
    help: 'Address of somebody who was not signed in.',
    example: 'address:203.0.113.0/24',
    completes: true,
  },
  action: {
    type: 'text',
    help: 'What was done.',
    example: 'action:tag.*',
    sortable: true,
    mainText: true,
    completes: true,
    facet: true,
  },
  object: {
    type: 'text',
    help: 'What it was done to: the kind and the id.',
    example: 'object:`settings:assets`',
    sortable: true,
    mainText: true,
  },
  objectKind: {
    type: 'text',
    help: 'Kind of what it was done to.',
    example: 'objectKind:tag',
    completes: true,
    facet: true,
  },
  objectId: {
    type: 'id',
    help: 'Id of what it was done to, as in the API.',
    example: 'objectId:3f2b8c1e-0d5a-4c77-9b1e-2a6f4d8e9c10',
  },
  detail: {
    type: 'text',
    help: 'What changed, as the JSON that the row has: names of members and values.',
    example: 'detail:"web servers"',
    mainText: true,
  },
})

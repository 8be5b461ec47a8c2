import type { AssetDetail, Tag, TagDetail, TagPreview, TagRule } from '@patchyard/api'
import { check, print } from '@patchyard/query'
import { type Answers, Refusal } from './fake-api.ts'
import { pageOf } from './page-of.ts'
import { sampleId } from './sample-ids.ts'

type Plot = readonly [n: number, name: string, parent: number | null, colour: string, criticality: number | null]
const plots: readonly Plot[] = [
  [0, 'Stage', null, '', null],
  [1, 'prod', 0, '#c92a2a', 5],
  [2, 'staging', 0, '#f08c00', 3],
  [3, 'frozen', null, '#1971c2', null],
  [4, 'Site', null, '#495057', null],
  [5, 'Berlin', 4, '#2f9e44', null],
  [6, 'Frankfurt', 4, '#6741d9', null],
  [7, 'Rack 12', 6, '', 2],
  [8, 'Debian', null, '#ae3ec9', null],
  [9, 'Old OpenSSL', null, '#e8590c', 4],
]
const queries: ReadonlyMap<number, readonly [string, TagRule]> = new Map([
  [8, ['osFamily:debian', { kind: 'query', query: 'osFamily:debian' }]],
  [
    9,
    [
      'software:(name:openssl and version<3.0.11) and not name:build-*',
      {
        kind: 'group',
        match: 'all',
        rules: [
          { kind: 'software', name: 'openssl', operator: '<', version: '3.0.11' },
          { kind: 'group', match: 'none', rules: [{ kind: 'namePattern', pattern: 'build-*' }] },
        ],
      },
    ],
  ],
])

/** The query of a rule, as far as samples need it. */
function textOf(rule: TagRule): string {
  switch (rule.kind) {
    case 'group': {
      const text = rule.rules.map(textOf).join(rule.match === 'all' ? ' and ' : ' or ')
      return rule.match === 'none' ? `not (${text})` : `(${text})`
    }
    case 'query':
      return rule.query
    case 'namePattern':
      return `name:"${rule.pattern}"`
    case 'os':
      return `operatingSystem:"${rule.os}"`
    case 'ipRange':
      return `interfaces.address:${rule.range}`
    case 'software':
      return rule.version === undefined
        ? `software.name:"${rule.name}"`
        : `software:(name:"${rule.name}" and version${(rule.operator ?? '=').replace(/^=$/, ':')}"${rule.version}")`
  }
}

/** A small tree of tags that can be made, changed, deleted and put on assets. */
export function tagAnswers(nowMs: number, assets: readonly AssetDetail[]): Answers {
  const now = new Date(nowMs).toISOString()
  const rules = new Map([...queries].map(([n, [, rule]]) => [sampleId('tag', n), rule]))
  let tags: Tag[] = plots.map(([n, name, parent, colour, criticality]) => ({
    id: sampleId('tag', n),
    name,
    description: n === 3 ? 'No changes until the audit has ended.' : '',
    colour,
    criticality,
    favourite: n === 1,
    kind: queries.has(n) ? 'dynamic' : 'static',
    parent: parent === null ? null : { id: sampleId('tag', parent), name: plots[parent]?.[1] ?? '' },
    path: parent === null ? [name] : [plots[parent]?.[1] ?? '', name],
    childCount: 0,
    belowCount: 0,
    assetCount: 7 + n * 3,
    query: queries.get(n)?.[0] ?? null,
    isBroken: false,
    evaluatedAt: queries.has(n) ? now : null,
    mayAssign: !queries.has(n),
    mayChange: true,
    createdAt: now,
    modifiedAt: now,
  }))
  const childrenOf = (id: string): Tag[] => tags.filter(tag => tag.parent?.id === id)
  const below = (id: string): number => childrenOf(id).reduce((sum, tag) => sum + 1 + below(tag.id), 0)
  const counted = (tag: Tag): Tag => ({ ...tag, childCount: childrenOf(tag.id).length, belowCount: below(tag.id) })
  const one = (id: string): Tag => {
    const tag = tags.find(each => each.id === id)
    if (tag === undefined) throw new Refusal(404, 'not_found', 'There is nothing here that you can see')
    return counted(tag)
  }
  const detail = (id: string): TagDetail => ({
    ...one(id),
    rule: rules.get(id) ?? null,
    problems: [],
    children: childrenOf(id).map(({ id: child, name }) => ({ id: child, name })),
    asksTags: [],
  })
  const write = (id: string, part: Partial<Tag>, rule?: TagRule | null): TagDetail => {
    if (rule !== undefined && rule !== null) rules.set(id, rule)
    if (rule === null) rules.delete(id)
    const ruled: Partial<Tag> =
      rule === undefined
        ? {}
        : { kind: rule === null ? 'static' : 'dynamic', query: rule === null ? null : textOf(rule) }
    tags = tags.map(tag => (tag.id === id ? { ...tag, ...part, ...ruled } : tag))
    return detail(id)
  }
  const parentOf = (id: string | null | undefined) =>
    id === undefined ? {} : { parent: id === null ? null : { id, name: one(id).name } }

  const preview = (rule: TagRule, id: string | undefined): TagPreview => {
    const text = textOf(rule)
    const { errors, tree } = check(text, { entity: 'asset' })
    const wrong = errors.map(error => ({ ...error, path: rule.kind === 'query' ? '/query' : '/rules/0/query' }))
    const some = (from: number, to: number) => ({
      count: to - from,
      items: assets
        .slice(from, to)
        .map(({ id: asset, name, operatingSystem }) => ({ id: asset, name, operatingSystem })),
    })
    const isWrong = tree === null || errors.length > 0
    return {
      query: isWrong ? null : print(tree),
      errors: wrong.map(({ suggestions: _, ...error }) => error),
      warnings: [],
      found: isWrong ? null : some(0, 14),
      added: isWrong || id === undefined ? null : some(0, 3),
      removed: isWrong || id === undefined ? null : some(14, 15),
      asksTags: [],
      isTimed: false,
    }
  }
  return {
    listTags: ({ query }) => {
      const rows = tags.map(counted).filter(tag => query.kind === undefined || tag.kind === query.kind)
      return pageOf(rows, query, tag => tag.name)
    },
    getTag: ({ params }) => detail(params.id),
    listTagUses: ({ params }) => ({
      items: [
        { what: 'asset', count: one(params.id).assetCount, names: [], outcome: 'removed' },
        ...(childrenOf(params.id).length === 0
          ? []
          : [
              {
                what: 'child' as const,
                count: childrenOf(params.id).length,
                names: childrenOf(params.id).map(tag => tag.name),
                outcome: 'needsAnswer' as const,
              },
            ]),
        ...(params.id === sampleId('tag', 1)
          ? [
              { what: 'scope' as const, count: 2, names: ['Grace Ross', 'Lin Park'], outcome: 'needsAnswer' as const },
              { what: 'savedSearch' as const, count: 1, names: ['Open on prod'], outcome: 'noted' as const },
            ]
          : []),
      ],
    }),
    createTag: ({ body }) => {
      const id = sampleId('tag', 100 + tags.length)
      const tag: Tag = {
        ...one(sampleId('tag', 3)),
        id,
        name: body.name,
        description: body.description ?? '',
        colour: body.colour ?? '',
        criticality: body.criticality ?? null,
        favourite: false,
        path: [body.name],
        assetCount: 0,
        ...parentOf(body.parent ?? null),
      }
      tags = [...tags, tag]
      return write(id, {}, body.rule ?? undefined)
    },
    changeTag: ({ params, body }) => {
      const { rule, parent, ...rest } = body
      return write(params.id, { ...rest, ...parentOf(parent) }, rule)
    },
    deleteTag: ({ params }) => {
      tags = tags.filter(tag => tag.id !== params.id && tag.parent?.id !== params.id)
      return {}
    },
    setTagFavourite: ({ params, body }) => {
      write(params.id, { favourite: body.favourite })
      return one(params.id)
    },
    evaluateTag: ({ params }) => detail(params.id),
    assignTags: ({ body }) => {
      const count = body.assets?.length ?? body.matching?.count ?? 0
      return { assets: count, changed: count }
    },
    previewTagRule: ({ body }) => preview(body.rule, body.tag),
  }
}

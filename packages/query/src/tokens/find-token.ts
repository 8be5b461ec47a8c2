import type { Entity } from '../entities.ts'
import { assetTokens } from './asset-tokens.ts'
import { auditTokens } from './audit-tokens.ts'
import { jobTokens } from './job-tokens.ts'
import { patchTokens } from './patch-tokens.ts'
import { taskTokens } from './task-tokens.ts'
import type { Token } from './token.ts'
import { vulnerabilityTokens } from './vulnerability-tokens.ts'

const tokensByEntity: { readonly [E in Entity]: readonly Token[] } = {
  asset: assetTokens,
  patch: patchTokens,
  job: jobTokens,
  task: taskTokens,
  vulnerability: vulnerabilityTokens,
  audit: auditTokens,
}

const byName = (tokens: readonly Token[]): ReadonlyMap<string, Token> =>
  new Map(
    tokens.flatMap(token => [token.name, ...(token.aliases ?? [])].map(name => [name.toLowerCase(), token] as const)),
  )

const indexes: { readonly [E in Entity]: ReadonlyMap<string, Token> } = {
  asset: byName(assetTokens),
  patch: byName(patchTokens),
  job: byName(jobTokens),
  task: byName(taskTokens),
  vulnerability: byName(vulnerabilityTokens),
  audit: byName(auditTokens),
}

/** All tokens of an entity, children of groups included, in the order in which they are shown. */
export const tokensOf = (entity: Entity): readonly Token[] => tokensByEntity[entity]

/** By canonical name or alias, in any case. */
export const findToken = (entity: Entity, name: string): Token | undefined => indexes[entity].get(name.toLowerCase())

/** The children of a group token: `software` → software.name, software.version, … */
export const childrenOf = (group: Token): readonly Token[] =>
  tokensByEntity[group.entity].filter(token => token.name.startsWith(`${group.name}.`))

/** The tokens that text without a token searches. */
export const mainTokens = (entity: Entity): readonly string[] => mainNames[entity]

const mainNamesOf = (tokens: readonly Token[]): readonly string[] =>
  tokens.filter(token => token.mainText === true).map(token => token.name)

const mainNames: { readonly [E in Entity]: readonly string[] } = {
  asset: mainNamesOf(assetTokens),
  patch: mainNamesOf(patchTokens),
  job: mainNamesOf(jobTokens),
  task: mainNamesOf(taskTokens),
  vulnerability: mainNamesOf(vulnerabilityTokens),
  audit: mainNamesOf(auditTokens),
}

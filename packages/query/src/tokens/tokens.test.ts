import {
  agentStandingLabels,
  itemStateLabels,
  jobStateLabels,
  scanStatusLabels,
  taskStateLabels,
} from '@patchyard/domain'
import { describe, expect, it, test } from 'vitest'
import { check } from '../check/check.ts'
import { entities, type Entity } from '../entities.ts'
import { print } from '../print/print.ts'
import { childrenOf, findToken, tokensOf } from './find-token.ts'

// The names of the language's definition, by entity; `path:(…)` with its children as dotted names.
const defined: { readonly [E in Entity]: string } = {
  asset: `name id operatingSystem osFamily osVersion platform architecture kernel tags.name tags.id interfaces.address
    interfaces.macAddress interfaces.name hardware.model hardware.manufacturer lastLoggedOnUser agentVersion agentStatus lastCheckIn
    scanStatus scanDateTime activatedDate licensed rebootPending servicesToRestart vulnerableInMemory missingPatchCount latestMissingPatchCount
    nonSupersededMissingPatchCount installedPatchCount missingCriticalCount riskScore criticality virtual timeZone exposedSince software
    software.name software.version software.vendor vulnerabilities vulnerabilities.cve vulnerabilities.severity vulnerabilities.kev
    vulnerabilities.epss activationKey isEvaluationEdition`,
  patch: `id title appFamily isSecurity category publishedDate modifiedDate vendor vendorSeverity severity product type platform
    architecture kb bulletin advisory cve cvss kev kevDueDate epss ransomware exploited patchStatus isSuperseded isLatest supersedes
    supersededBy rebootRequired isRollback downloadMethod isCustomizedDownloadUrl isDeprecated isEsuPatch packageName supportedOs size
    missingCount installedCount source`,
  job: `name id status type platform scheduleType owner coAuthor created modified nextRun lastRun isRecurring isQueryBased isComplete
    patchCount assetCount completionPercent successPercent tags.name`,
  task: `job.name job.id asset.name status failureReason exitCode items items.patchId items.title items.result items.reason started
    ended rebooted deferrals`,
  vulnerability: `cve title severity cvss cvssVector epss epssPercentile kev kevDueDate ransomware publishedDate modifiedDate
    affectedAssetCount patchable ssvc.exploitation ssvc.automatable ssvc.technicalImpact cwe`,
  audit: `n number at time actor actorKind actorId address action object objectKind objectId detail`,
}

test.each(entities)('%s has every token of the definition', entity => {
  expect(defined[entity].split(/\s+/).filter(name => findToken(entity, name) === undefined)).toEqual([])
})

describe.each(entities)('tokens of %s', entity => {
  const tokens = tokensOf(entity)

  it('have names and aliases that no other has, in any case', () => {
    const names = tokens.flatMap(token => [token.name, ...(token.aliases ?? [])]).map(name => name.toLowerCase())
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it.each(tokens)('$name is used by its example, which prints as it is', token => {
    const { tree } = check(token.example, { entity })
    expect(tree === null ? null : print(tree)).toBe(token.example)
    expect(token.example.startsWith(token.name) || token.example.startsWith(`${token.name.split('.')[0]}:(`)).toBe(true)
    expect(token.help).toMatch(/^[A-Z].*[.…]$/)
  })

  it('choices have values, other types none', () => {
    expect(tokens.filter(token => (token.type === 'choice') !== (token.values !== undefined))).toEqual([])
  })

  it('values of one set are told apart by their names, aliases and stored forms', () => {
    for (const { values = [] } of tokens) {
      const names = values.flatMap(({ name, aliases = [] }) => [name, ...aliases]).map(name => name.toLowerCase())
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
      expect(new Set(values.map(({ stored }) => stored)).size).toBe(values.length)
    }
  })

  it('groups have children that are many, and what has several values is not sorted by', () => {
    for (const group of tokens.filter(token => token.type === 'group')) {
      expect(childrenOf(group).length).toBeGreaterThan(0)
      expect(childrenOf(group).filter(child => child.many !== true)).toEqual([])
    }
    expect(tokens.filter(token => token.many === true && token.sortable === true)).toEqual([])
  })

  it('text without a token has fields to search', () => {
    const main = tokens.filter(token => token.mainText === true)
    expect(main.length).toBeGreaterThan(0)
    expect(main.filter(token => token.type !== 'text')).toEqual([])
  })
})

describe('states are those of the domain, inside and shown', () => {
  it.each<[Entity, string, Readonly<Record<string, string>>]>([
    ['asset', 'agentStatus', { ...agentStandingLabels, stale: 'Stale' }],
    ['asset', 'scanStatus', scanStatusLabels],
    ['job', 'status', jobStateLabels],
    ['task', 'status', taskStateLabels],
    ['task', 'items.result', itemStateLabels],
  ])('%s: %s', (entity, name, labels) => {
    const values = findToken(entity, name)?.values ?? []
    expect(Object.fromEntries(values.map(value => [value.stored, value.name]))).toEqual(labels)
  })
})

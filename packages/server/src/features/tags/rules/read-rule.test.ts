import type { TagRule } from '@patchyard/api'
import { parseAddress } from '@patchyard/query'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rangeNetworks } from './address-range.ts'
import { readRule } from './read-rule.ts'
import { tokensWithoutFollows } from './rule-follows.ts'

const query = (text: string): TagRule => ({ kind: 'query', query: text })

describe('a rule is one query', () => {
  it.each<[TagRule, string]>([
    [query('os:Debian'), 'operatingSystem:Debian'],
    [{ kind: 'namePattern', pattern: 'web-*' }, 'name:"web-*"'],
    [{ kind: 'namePattern', pattern: 'a"b\\ or name:*' }, 'name:"a\\"b\\\\ or name:*"'],
    [{ kind: 'os', os: 'Debian 12' }, 'operatingSystem:"Debian 12"'],
    [{ kind: 'software', name: 'openssl' }, 'software.name:"openssl"'],
    [
      { kind: 'software', name: 'openssl', operator: '<', version: '3.0.11' },
      'software:(name:"openssl" and version<3.0.11)',
    ],
    [{ kind: 'ipRange', range: '10.0.0.1-10.0.0.2' }, 'interfaces.address:[10.0.0.1, 10.0.0.2]'],
    [
      {
        kind: 'group',
        match: 'all',
        rules: [query('a or b'), { kind: 'group', match: 'all', rules: [query('c'), query('d')] }],
      },
      '(a or b) and c and d',
    ],
    [
      { kind: 'group', match: 'none', rules: [query('name:a'), query('name:b and name:c')] },
      'not (name:a or name:b and name:c)',
    ],
    [{ kind: 'group', match: 'any', rules: [query('name:a')] }, 'name:a'],
  ])('%j', (rule, want) => {
    expect(readRule(rule)).toMatchObject({ rule: { canonical: want }, errors: [] })
  })

  it.each<[TagRule, string, string, number, number]>([
    [query('name:a and nmae:b'), '/query', 'E_QUERY_UNKNOWN_TOKEN', 11, 15],
    [{ kind: 'ipRange', range: '10.0.0.9 - 10.0.0.1' }, '/range', 'tag_rule_range', 0, 19],
    [{ kind: 'ipRange', range: '10.0.0.1/8' }, '/range', 'tag_rule_range', 0, 10],
    [{ kind: 'software', name: 'x', version: '' }, '/version', 'E_QUERY_EMPTY_VALUE', 0, 0],
    [query(' '), '/query', 'tag_rule_empty', 0, 1],
    [
      { kind: 'group', match: 'any', rules: [query('name:a'), query('(')] },
      '/rules/1/query',
      'E_QUERY_UNCLOSED_BRACKET',
      0,
      1,
    ],
  ])('%j is wrong at %s: %s', (rule, path, code, from, to) => {
    expect(readRule(rule).rule).toBeNull()
    expect(readRule(rule).errors[0]).toMatchObject({ path, code, from, to })
  })

  it('cannot ask for what is made from tags, however deep', () => {
    const rule: TagRule = { kind: 'group', match: 'none', rules: [query('not licensed:true'), query('riskScore>1')] }
    expect(readRule(rule).errors.map(error => error.code)).toEqual(['tag_rule_token', 'tag_rule_token'])
  })

  it.each<[string, string[]]>([
    ['name:a', ['activation', 'standing', 'system']],
    ['a', ['activation', 'standing', 'system']],
    ['software:(name:a)', ['activation', 'software', 'standing']],
    ['scanDateTime<now-1d', ['activation', 'scan', 'standing', 'time']],
    ['scanDateTime<2024-01-01', ['activation', 'scan', 'standing']],
    ['agentVersion<2', ['activation', 'standing', 'time']],
    ['not tags.name:a', ['activation', 'standing', 'tags']],
  ])('%s follows %j', (text, want) => {
    expect([...(readRule(query(text)).rule?.follows ?? [])].sort()).toEqual(want)
  })

  it('knows for every token what it follows', () => {
    expect(tokensWithoutFollows()).toEqual([])
  })
})

describe('networks of a range of addresses', () => {
  const valueOf = (text: string): bigint =>
    (parseAddress(text)?.groups ?? []).reduce(
      (all, group) => (all << (text.includes(':') ? 16n : 8n)) | BigInt(group),
      0n,
    )
  const v4 = (n: number): string => [24, 16, 8, 0].map(shift => (n >>> shift) & 255).join('.')

  it('are all addresses of the range and no other', () => {
    const address = fc.integer({ min: 0, max: 0xffffffff })
    fc.assert(
      fc.property(address, address, (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a]
        const found = rangeNetworks(`${v4(from)} - ${v4(to)}`)
        const networks = 'networks' in found ? found.networks : []
        expect(networks.length).toBeLessThanOrEqual(62)
        let next = BigInt(from)
        for (const network of networks) {
          const [start = '', bits = '32'] = network.split('/')
          expect(valueOf(start)).toBe(next)
          next += 1n << BigInt(32 - Number(bits))
        }
        expect(next).toBe(BigInt(to) + 1n)
      }),
    )
  })

  it.each([
    ['2001:db8::1 - 2001:db8::4', ['2001:db8::1', '2001:db8::2/127', '2001:db8::4']],
    [':: - ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ['::/0']],
    ['0.0.0.0/0', ['0.0.0.0/0']],
    ['fe80::1', ['fe80::1']],
  ])('%s', (range, networks) => {
    expect(rangeNetworks(range)).toEqual({ networks })
  })

  it.each(['10.0.0.1 - ::1', '10.0.0.1-10.0.0.2-10.0.0.3', '10.0.0.0/33', 'x', '10.0.0.0/', '10.0.0', '-'])(
    '%s is no range',
    range => {
      expect(rangeNetworks(range)).toHaveProperty('wrong')
    },
  )
})

import type { Report } from '../problems/problem.ts'
import { findToken } from '../tokens/find-token.ts'
import type { Platform } from '../tokens/token.ts'
import type { QueryNode, QueryTree, SingleTest } from '../tree/tree.ts'

const shownPlatform: { readonly [P in Platform]: string } = { windows: 'Windows', linux: 'Linux', mac: 'Mac' }

/** Warns of tokens that mean nothing on the platforms that the query asks for around them. */
export function warnPlatform(tree: QueryTree, report: Report): void {
  const visit = (node: QueryNode, asked: ReadonlySet<string> | null): void => {
    switch (node.kind) {
      case 'and': {
        const narrowed = node.nodes.map(platformsOf).reduce(intersection, asked)
        for (const part of node.nodes) visit(part, narrowed)
        return
      }
      case 'or':
        for (const part of node.nodes) visit(part, asked)
        return
      case 'not':
        visit(node.node, asked)
        return
      case 'clause':
      case 'group': {
        const platforms = findToken(tree.entity, node.token)?.platforms
        if (asked === null || platforms === undefined || platforms.some(platform => asked.has(platform))) return
        const [known, found] = [platforms.map(platform => shownPlatform[platform]), [...asked].map(nameOf)]
        const message = `${node.token} means something on ${known.join(' and ')} only, and the query asks for ${found.join(' and ')}`
        report({ code: 'W_QUERY_PLATFORM', from: node.from, to: node.to, message })
        return
      }
      case 'text':
    }
  }
  if (tree.root !== null) visit(tree.root, null)
}

const nameOf = (platform: string): string =>
  platform in shownPlatform ? shownPlatform[platform as Platform] : platform

/** The platforms that a clause `platform:…` asks for; null for any other clause. */
function platformsOf(node: QueryNode): ReadonlySet<string> | null {
  if (node.kind !== 'clause' || node.token !== 'platform') return null
  const tests: readonly SingleTest[] =
    node.test.kind === 'any' ? node.test.tests : node.test.kind === 'choice' ? [node.test] : []
  const names = tests.flatMap(test => (test.kind === 'choice' ? [test.value.toLowerCase()] : []))
  return names.length === 0 ? null : new Set(names)
}

const intersection = (a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): ReadonlySet<string> | null =>
  a === null ? b : b === null ? a : new Set([...a].filter(platform => b.has(platform)))

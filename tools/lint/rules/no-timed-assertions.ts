import type { Rule } from '../rule.ts'
import { type SyntaxNode, walk } from '../source.ts'
import { dotted } from '../syntax.ts'

const clocks = /^(performance\.now|process\.(hrtime(\.bigint)?|cpuUsage|threadCpuUsage))$/

/** What a machine was fast enough for says nothing about the code, and fails on a busy one. */
export const noTimedAssertions: Rule = {
  name: 'no-timed-assertions',
  reason:
    'an ordinary test counts work (steps: tests/steps/count-steps.ts, calls, bytes) or waits for an event; time is measured in bench/ and in .long.test.ts',
  holdsFor: path => /\.test\.tsx?$/.test(path) && !path.endsWith('.long.test.ts'),
  check(source, report) {
    walk(source.program, node => {
      if (node.type !== 'CallExpression' || dotted(node.callee) !== 'expect') return
      for (const argument of node.arguments as SyntaxNode[]) {
        walk(argument, inner => {
          const name = inner.type === 'MemberExpression' ? dotted(inner) : undefined
          if (name !== undefined && clocks.test(name)) report(inner.start, name)
        })
      }
    })
  },
}

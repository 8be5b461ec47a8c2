import type { Rule } from '../rule.ts'
import { walk } from '../source.ts'
import { dotted } from '../syntax.ts'

const modifier = /^(it|test|describe|suite)(\.[a-zA-Z]+)*\.(only|skip|todo|fails)$/

/** Tests switched off, or all others switched off. */
export const noSilentTests: Rule = {
  name: 'no-silent-tests',
  reason:
    'a test that cannot run says why: call skip("needs rpm") from the test context, or "absent: …" for data that is not shipped; what is unfinished is not committed',
  holdsFor: path => /\.test\.tsx?$/.test(path),
  check(source, report) {
    walk(source.program, node => {
      const name = node.type === 'MemberExpression' ? dotted(node) : undefined
      if (name !== undefined && modifier.test(name)) report(node.start, name)
    })
  },
}

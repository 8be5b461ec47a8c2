import type { Rule } from '../rule.ts'
import { walk } from '../source.ts'
import { globalName } from '../syntax.ts'

/** Text run as code. */
export const noDynamicCode: Rule = {
  name: 'no-dynamic-code',
  reason: 'text never becomes code: most of what we read was written by strangers; write a parser or a table',
  holdsFor: () => true,
  check(source, report) {
    for (const { specifier, typeOnly, start } of source.references) {
      if (/^(node:)?vm$/.test(specifier) && !typeOnly) report(start, specifier)
    }
    walk(source.program, node => {
      if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return
      const name = globalName(node.callee)
      if (name === 'eval' || name === 'Function') report(node.start, name)
    })
  },
}

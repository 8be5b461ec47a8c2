import { isConfiguration, isOutside } from '../places.ts'
import type { Rule } from '../rule.ts'
import { walk } from '../source.ts'
import { globalName } from '../syntax.ts'

export const noProcessEnv: Rule = {
  name: 'no-process-env',
  reason:
    'configuration is read once, in a config file, into a frozen object whose bad values stop the start and name themselves; take the value from there',
  holdsFor: path => !isOutside(path) && !isConfiguration(path),
  check(source, report) {
    for (const { specifier, names, start } of source.references) {
      if (/^(node:)?process$/.test(specifier) && names.includes('env')) report(start, `env from ${specifier}`)
    }
    walk(source.program, node => {
      if (node.type === 'MemberExpression' && globalName(node) === 'process.env') report(node.start, 'process.env')
    })
  },
}

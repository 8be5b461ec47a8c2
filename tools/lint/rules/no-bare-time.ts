import { isOutside } from '../places.ts'
import type { Rule } from '../rule.ts'
import { walk } from '../source.ts'
import { globalName, identifier, isValueUse } from '../syntax.ts'

const clocks = new Set([
  'Date.now',
  'performance.now',
  'performance.timeOrigin',
  'process.hrtime',
  'process.hrtime.bigint',
])
const timers = new Set(['setTimeout', 'setInterval', 'setImmediate', 'AbortSignal.timeout', 'scheduler.wait'])
const modules = new Set([
  'node:timers',
  'node:timers/promises',
  'timers',
  'timers/promises',
  'node:perf_hooks',
  'perf_hooks',
])

/** The machine's clock and timers, read or set anywhere but in an adapter of `Clock`. */
export const noBareTime: Rule = {
  name: 'no-bare-time',
  reason:
    'time is a port: take a `Clock` from @patchyard/domain (nowMs, monotonicMs, sleep, after), so that a simulated world runs on virtual time',
  holdsFor: path => !isOutside(path),
  check(source, report) {
    for (const reference of source.references) {
      if (modules.has(reference.specifier) && !reference.typeOnly) report(reference.start, reference.specifier)
    }
    walk(source.program, (node, parent) => {
      if (node.type === 'MemberExpression') {
        const name = globalName(node)
        if (name !== undefined && (clocks.has(name) || timers.has(name))) report(node.start, name)
        // `Temporal.Now` has a dozen readers; every one starts with it.
        if (name === 'Temporal.Now') report(node.start, name)
      } else if (node.type === 'Identifier') {
        const name = node.name as string
        if (timers.has(name) && isValueUse(node, parent)) report(node.start, name)
      } else if (node.type === 'NewExpression' && globalName(node.callee) === 'Date') {
        if ((node.arguments as unknown[]).length === 0) report(node.start, 'new Date() without an argument')
      } else if (node.type === 'CallExpression' && identifier(node.callee) === 'Date') {
        report(node.start, 'Date() without new')
      }
    })
  },
}

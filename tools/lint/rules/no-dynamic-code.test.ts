import { claim } from '../rule-examples.ts'
import { noDynamicCode } from './no-dynamic-code.ts'

claim(noDynamicCode, {
  bad: [
    ['packages/domain/src/rule.ts', 'eval(text)'],
    ['packages/domain/src/rule.ts', 'globalThis.eval(text)'],
    ['packages/domain/src/rule.ts', 'const f = new Function("a", text)'],
    ['packages/domain/src/rule.ts', 'Function("return 1")()'],
    ['packages/agent/src/adapters/run.ts', 'import vm from "node:vm"'],
    ['tests/repository/links.test.ts', 'eval(text)'],
  ],
  good: [
    ['packages/domain/src/rule.ts', 'type Rule = Function'],
    ['packages/domain/src/rule.ts', 'parser.eval(text)'],
  ],
})

import { claim } from '../rule-examples.ts'
import { noBareTime } from './no-bare-time.ts'

const inside = 'packages/server/src/features/jobs/plan.ts'

claim(noBareTime, {
  bad: [
    [inside, 'const at = Date.now()'],
    [inside, 'const read = Date.now'],
    [inside, 'const at = Date["now"]()'],
    [inside, 'const at = globalThis.Date.now()'],
    [inside, 'const at = new Date()'],
    [inside, 'const text = Date()'],
    [inside, 'performance.now()'],
    [inside, 'process.hrtime.bigint()'],
    [inside, 'setTimeout(go, 5)'],
    [inside, 'window.setTimeout(go, 5)'],
    [inside, 'const wait = { timer: setInterval }'],
    [inside, 'setImmediate(go)'],
    [inside, 'fetch(url, { signal: AbortSignal.timeout(5) })'],
    [inside, 'Temporal.Now.instant()'],
    [inside, 'import { setTimeout as sleep } from "node:timers/promises"'],
    [inside, 'import { performance } from "node:perf_hooks"'],
    ['packages/web/src/pages/JobPage.tsx', 'const at = <time>{Date.now()}</time>'],
  ],
  good: [
    [inside, 'const at = new Date(nowMs)'],
    [inside, 'const at = clock.nowMs()'],
    [inside, 'clock.setTimeout(go, 5)'],
    [inside, 'interface Timers { setTimeout(ms: number): void }'],
    [inside, 'Date.UTC(2026, 0)'],
    [inside, '// Date.now() is refused\nconst text = "Date.now()"'],
    [inside, 'type Timer = ReturnType<typeof setTimeout>'],
    ['packages/agent/src/adapters/system-clock.ts', 'Date.now()'],
    ['packages/server/src/features/jobs/plan.test.ts', 'Date.now()'],
    ['tools/bench/run.ts', 'performance.now()'],
    ['packages/testkit/src/hosts/boot.ts', 'setTimeout(go, 5)'],
  ],
})

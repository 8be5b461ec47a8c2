import { claim } from '../rule-examples.ts'
import { noTimedAssertions } from './no-timed-assertions.ts'

const file = 'packages/domain/src/window.test.ts'

claim(noTimedAssertions, {
  bad: [
    [file, 'it("is fast", () => { expect(performance.now() - began).toBeLessThan(100) })'],
    [file, 'it("is fast", () => { expect(process.threadCpuUsage(began).user).toBeLessThan(100) })'],
    [file, 'it("is fast", () => { expect(Number(process.hrtime.bigint() - began)).toBeLessThan(100) })'],
  ],
  good: [
    [file, 'it("is cheap", () => { expect(countSteps(() => opens(window))).toBeLessThan(100) })'],
    [file, 'it("waits", () => { if (performance.now() > until) throw new Error("waited for ever") })'],
    ['packages/agent/src/growth.long.test.ts', 'it("grows", () => { expect(performance.now() - a).toBeLessThan(9) })'],
  ],
})

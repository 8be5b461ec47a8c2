import { claim } from '../rule-examples.ts'
import { noSilentTests } from './no-silent-tests.ts'

const file = 'packages/domain/src/window.test.ts'

claim(noSilentTests, {
  bad: [
    [file, 'it.skip("opens once", () => {})'],
    [file, 'describe.only("a window", () => {})'],
    [file, 'it.todo("opens once")'],
    [file, 'test.concurrent.only("opens once", () => {})'],
    [file, 'it.only.each([])("%s", () => {})'],
  ],
  good: [
    [file, 'it("asks rpm", ({ skip }) => { if (rpm === undefined) skip("needs rpm") })'],
    [file, 'it.each([])("%s", () => {})'],
    [file, 'it.skipIf(rpm === undefined)("asks rpm", () => {})'],
  ],
})

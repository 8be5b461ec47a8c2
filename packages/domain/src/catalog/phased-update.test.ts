import { expect, test } from 'vitest'
import { isPhasedIn } from './phased-update.ts'

// Drawn by a C++ program of std::seed_seq, std::minstd_rand and std::uniform_int_distribution<unsigned>(0, 100), GCC 12; of 20,000 such
// texts the two agree on each.
test.each([
  ['openssl', '3.0.2-0ubuntu1.0', '9ee1d6a16e5c103854efe9255272bf9e', 59],
  ['a', '1', 'f5a60e97ed1c3651c9f57953ffb1685b', 41],
  ['linux-firmware', '1:2.3~x+2', 'fbe2a47f6db0a2a3da14c83dffa26f70', 83],
  ['snapd', '3.0.2-0ubuntu1.3', '3a495651ecfe7a30c994a7916f6eed89', 6],
  ['openssl', '1', '0e1a430bca171561b0a58dc033d22c73', 27],
  ['a', '1:2.3~x+5', 'bd338b69c14d48daed09950133329cac', 7],
])('%s %s on %s is for hosts that draw %i', (source, version, machineId, drawn) => {
  expect(isPhasedIn({ source, version, machineId }, drawn)).toBe(true)
  expect(isPhasedIn({ source, version, machineId }, drawn - 1)).toBe(false)
})

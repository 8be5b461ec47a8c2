export {
  type Direction,
  type Fault,
  type FaultProxy,
  type ProxiedConnection,
  type ProxyOptions,
  startFaultProxy,
} from './fault-proxy.ts'
export { type HeldLock, holdLock, packageLocks } from './file-lock.ts'
export { type SmallDisk, smallDisk, smallDiskOn } from './small-disk.ts'
export { startUnderStrace, type Strace, straceAttach, type StraceOptions, type SyscallFault } from './strace.ts'

export * from './choose-assets.ts'
export * from './choose-patches.ts'
export * from './patch-rule.ts'
export * from './task-instants.ts'

/** Unit name of the transient scope of one item's installation, `[a-z0-9-]{1,64}`; the same after a restart, so that it can be found. */
export function scopeName(task: string, item: number): string {
  return `patchyard-${task}-${item}`
}

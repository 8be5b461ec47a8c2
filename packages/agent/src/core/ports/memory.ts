/** What this process and its service hold of the machine's memory. */
export interface Memory {
  /** Gives back what nothing needs while the agent waits. Best effort: returns at once where the host has no way to do it; never rejects. */
  giveBack(): Promise<void>
}

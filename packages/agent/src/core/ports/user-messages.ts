/** People at the machine. Servers have terminals at most (`wall`); desktops may be able to ask. Never throws: a message is best effort. */
export interface UserMessages {
  /** Whether anybody is logged on now. */
  isSomebodyThere(): Promise<boolean>
  /** To everybody who is logged on. */
  show(message: UserMessage): Promise<void>
  /**
   * Shows it and waits for an answer as long as the platform thinks right. `goOn` also where nobody can answer: a terminal is told and
   * not waited for.
   */
  ask(message: UserMessage, mayDefer: boolean): Promise<'goOn' | 'defer'>
}

export interface UserMessage {
  readonly title: string
  /** May have lines. */
  readonly text: string
}

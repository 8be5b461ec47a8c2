/** What the agent says to the machine's administrator (the system journal). `detail` holds plain values only, never secrets. */
export interface Log {
  info(text: string, detail?: LogDetail): void
  warn(text: string, detail?: LogDetail): void
}

export type LogDetail = Readonly<Record<string, string | number | boolean | null>>

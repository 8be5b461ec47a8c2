/** A part of the text, in UTF-16 code units as JavaScript and CodeMirror count; `to` stands behind the last one. */
export interface Span {
  readonly from: number
  readonly to: number
}

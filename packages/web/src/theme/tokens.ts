/**
 * Every colour and measure of the page. Each becomes the CSS variable `--py-<name>`; nothing else names a colour.
 * `tokens.test.ts` holds the contrast of each pair that carries text (WCAG 2.2 AA: 4.5 : 1; marks and borders 3 : 1).
 */
export interface SchemeTokens {
  /** Behind everything. */
  readonly ground: string
  /** Tables, forms, dialogs. */
  readonly surface: string
  /** Under the pointer, sticky table heads. */
  readonly raised: string
  readonly sidebar: string
  readonly line: string
  /** Borders of buttons, whose words show already where they are. */
  readonly lineButton: string
  /** Borders of fields, which must be seen to be found. */
  readonly lineStrong: string
  readonly text: string
  readonly textQuiet: string
  readonly accent: string
  readonly accentHover: string
  readonly accentSoft: string
  readonly onAccent: string
  readonly danger: string
  readonly dangerHover: string
  readonly dangerSoft: string
  readonly onDanger: string
  readonly warning: string
  readonly warningSoft: string
  readonly good: string
  readonly goodSoft: string
  readonly busy: string
  readonly busySoft: string
  readonly neutralSoft: string
  /** `and`, `or`, `not` in queries. */
  readonly keyword: string
  readonly selected: string
  readonly shade: string
}

export const schemes: { readonly light: SchemeTokens; readonly dark: SchemeTokens } = {
  light: {
    ground: '#f6f7f8',
    surface: '#ffffff',
    raised: '#f1f4f5',
    sidebar: '#eef1f2',
    line: '#e0e5e8',
    lineButton: '#c6cfd5',
    lineStrong: '#828f98',
    text: '#1a2227',
    textQuiet: '#53616a',
    accent: '#0f6480',
    accentHover: '#0b5069',
    accentSoft: '#e0eff4',
    onAccent: '#ffffff',
    danger: '#b3271e',
    dangerHover: '#942018',
    dangerSoft: '#fceae8',
    onDanger: '#ffffff',
    warning: '#8a5200',
    warningSoft: '#fdf1d8',
    good: '#1c7241',
    goodSoft: '#e3f3e9',
    busy: '#2a5db0',
    busySoft: '#e6eefa',
    neutralSoft: '#e9edef',
    keyword: '#7a3e9d',
    selected: '#e6f2f6',
    shade: 'rgb(17 24 28 / 45%)',
  },
  dark: {
    ground: '#12161a',
    surface: '#181d21',
    raised: '#20262b',
    sidebar: '#0e1215',
    line: '#2a3238',
    lineButton: '#3d4850',
    lineStrong: '#64727c',
    text: '#e2e8eb',
    textQuiet: '#9eabb4',
    accent: '#62b8d6',
    accentHover: '#84cae3',
    accentSoft: '#163340',
    onAccent: '#06212b',
    danger: '#f28b82',
    dangerHover: '#f6a79f',
    dangerSoft: '#3b201f',
    onDanger: '#2b0805',
    warning: '#e5b454',
    warningSoft: '#35290f',
    good: '#6cc690',
    goodSoft: '#17301f',
    busy: '#8cb5f4',
    busySoft: '#1c2b43',
    neutralSoft: '#283036',
    keyword: '#c9a2e8',
    selected: '#162c36',
    shade: 'rgb(0 0 0 / 60%)',
  },
}

export const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Ubuntu, Cantarell, sans-serif"
export const monoFamily =
  "ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', 'Roboto Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"

/** Same in both schemes. */
export const metrics = {
  fontSize: '13px',
  fontSizeSmall: '12px',
  fontSizeLarge: '15px',
  fontSizeTitle: '18px',
  lineHeight: '1.5',
  radius: '5px',
  radiusLarge: '8px',
  rowHeight: '36px',
  sidebarWidth: '212px',
  gutter: '20px',
} as const

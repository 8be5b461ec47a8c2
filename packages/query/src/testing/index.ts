export { hostileTexts } from './hostile-texts.ts'

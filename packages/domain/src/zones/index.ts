export { platformZones, type ZoneRules } from './zone-rules.ts'
export { isTimeZone, readWall, wallMs, type WallInstant, type WallReading } from './wall-time.ts'

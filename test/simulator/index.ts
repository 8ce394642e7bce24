/**
 * A stateful Zendesk for tests: `createSimulator()` makes an account, with a company in it unless told
 * otherwise; its `fetch` is the whole HTTP surface. Three front ends put it in reach of code that speaks
 * HTTP: `interceptZendesk` in this process, `startZendeskProxy` for other processes, `transportFor` for the
 * pure core. `addAgent` and the like arrange, `store`, `log` and `faults` observe and disturb.
 * `webhooks` tells of what happens to users, once `webhooks.deliverTo` says how deliveries travel.
 *
 * What it does is in zendesk-api, section by section as the comments say; what is not confirmed there is a
 * switch (`switches.ts`).
 */
export * from './arrange';
export { DEFAULT_START, RealClock, VirtualClock, type Clock } from './clock';
export {
	ConnectionCut,
	type Fault,
	type FaultTrigger,
	type JobFault,
	type PlannedFault,
} from './faults';
export { interceptZendesk, type Interception } from './intercept';
export { clientAs, clientOf, type Answer, type Client } from './client';
export { RequestLog, type LogEntry, type LogFilter } from './log';
export type { CompanyOptions, SimulatorOptions } from './options';
export { DEFAULT_PLAN, type Plan } from './plan';
export { startZendeskProxy, type ZendeskProxy } from './proxy';
export { seedActivity, type ActivityOptions } from './seed/activity';
export type { Cast } from './seed/activity-cast';
export { seedSeats, type SeatCase } from './seed/seats';
export type { Service } from './services';
export { createSimulator, type Credentials, type Simulator } from './simulator';
export * from './store/access-records';
export * from './store/records';
export * from './store/rule-records';
export type { Store } from './store/store';
export { DEFAULT_SWITCHES, type Switches } from './switches';
export { transportFor } from './transport';
export { fetchDeliver, type Deliver } from './webhooks/deliver';
export type { Attempt, Invocation, WebhookKnobs } from './webhooks/deliveries';
export { USER_EVENTS, type Envelope, type UserEvent } from './webhooks/envelope';
export type { Undelivered, Webhooks } from './webhooks/webhooks';

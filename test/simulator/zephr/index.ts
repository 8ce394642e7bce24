/**
 * A small stateful Zephr for tests: `createZephr()` makes a tenant; its `fetch` is the Admin API, so the front ends of
 * the simulated Zendesk serve it too (`interceptZendesk([sim, zephr])`). Its methods are what people do on the sites and
 * in the console; `addWebhook`, `deliveries` and `settle` bring the events to n8n.
 *
 * What it does is in zephr-and-hr §1, section by section as the comments say; what is not confirmed there is a switch
 * (`switches.ts`).
 */
export { zephrClient, type SignOptions } from './client';
export { DEFAULT_KNOBS, type Deliver, type Delivery, type DeliveryKnobs } from './deliveries';
export type { Holder, NewGrant } from './grants';
export type { NewUser } from './people';
export type * from './records';
export { DEFAULT_ZEPHR_SWITCHES, type ZephrSwitches } from './switches';
export { TRIGGERS, type TriggerName } from './triggers';
export { createZephr, type WebhookSettings, type Zephr, type ZephrOptions } from './zephr';
